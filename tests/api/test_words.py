"""Programs, too, may mean the very words of a sentence."""

from sqlmodel import select

from app.models import Comment

COMMENTS = "/processes/ankommen/comments"


def test_a_comment_goes_to_words_of_a_sentence(acting, cast, session):
    program = acting(cast.amira)
    at = {"address": "HF1 · 1.2", "text": "Abends fährt kein Bus mehr."}

    made = program.post(COMMENTS, **at, first_word=2, last_word=4)

    assert (made["quote"], made["first_word"], made["last_word"]) == ("beginnen z. B.", 2, 4)
    for wrong in ({"first_word": 2, "last_word": 7}, {"first_word": 2}, {"last_word": 2}):
        told = program.post(COMMENTS, status=422, **at, **wrong)
        assert "first_word" in str(told["errors"]), told
    assert len(session.exec(select(Comment)).all()) == 1
