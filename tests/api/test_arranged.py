"""Programs read what moderators have arranged around a comment."""

from app.comments.targets import Target
from app.moderation.linking import link
from app.moderation.moving import move
from app.moderation.splitting import Part, split, texts_of
from tests.moderation.looking import NOW, loaded
from tests.moderation.test_splitting import TWO

COMMENTS = "/api/v1/processes/ankommen/comments"


def test_parts_duplicates_and_moves_are_told_in_as_many_questions_for_many(
    client, cast, session, count_queries
):
    there = Target.find(session, cast.process, "hf2-1")
    notes = [loaded(session, cast, cast.says(session, TWO)) for _n in range(3)]
    parts = [Part(text, there) for text in texts_of(TWO, [1])]
    split(session, notes[0], parts, cast.bernd, NOW)
    move(session, notes[1], there, cast.bernd, "Es geht um Arbeit.", NOW)
    link(session, notes[2], notes[1], cast.bernd, NOW)
    session.commit()

    with count_queries() as asked:
        items = {one["number"]: one for one in client.get(COMMENTS).json()["items"]}
    assert len(asked) <= 12
    assert (items[1]["parts"], items[4]["part_of"], items[5]["part_of"]) == ([4, 5], 1, 1)
    assert (items[3]["duplicate_of"], items[2]["duplicate_of"]) == (2, None)
    [moved] = items[2]["moved_from"]
    assert (moved["address"], moved["reason"]) == ("HF1 · 1.1", "Es geht um Arbeit.")
    assert (items[2]["address"], items[2]["now"]["address"]) == ("HF1 · 1.1", "HF2 · 1")
    assert client.get(f"{COMMENTS}/5").json() == items[5]
