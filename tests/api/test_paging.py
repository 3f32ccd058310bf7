"""Comments are read page by page, chosen by where they stand and what they are."""

import pytest

from app.comments import domain as comments
from app.comments.queries import by_number
from app.models import CommentKind
from app.moderation import domain as moderation
from tests.cast import WHILE_OPEN

COMMENTS = "/processes/ankommen/comments"


@pytest.fixture
def many(cast, session):
    """Sixty comments on both fields, of all kinds."""
    for n in range(60):
        kind = list(CommentKind)[n % 3]
        at = ["hf1-1-1", "hf1-2", "hf1", "hf2-1-2"][n % 4]
        wording = (
            "Ganz anders formuliert." if kind is CommentKind.SUGGESTION and at != "hf1" else ""
        )
        cast.says(session, f"Anmerkung Nummer {n}", at=at, kind=kind, wording=wording)
    session.commit()


def numbers(page):
    return [comment["number"] for comment in page["items"]]


@pytest.mark.parametrize("limit", [1, 7, 59, 60, 200])
def test_page_by_page_every_comment_comes_once(reader, many, limit):
    seen, page = [], reader.get(COMMENTS, limit=limit)
    seen += numbers(page)
    while page["next"]:
        assert len(page["items"]) == limit
        page = reader.get(page["next"])
        seen += numbers(page)

    assert seen == list(range(1, 61))


def test_a_comment_that_comes_meanwhile_neither_doubles_nor_hides_another(
    reader, many, cast, session
):
    page = reader.get(COMMENTS, limit=40)
    cast.says(session, "Ich komme mittendrin dazu.")
    session.commit()

    assert numbers(page) + numbers(reader.get(page["next"])) == list(range(1, 62))


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"field": "arbeit"}, lambda c: c["field"] == "arbeit"),
        ({"kind": "question"}, lambda c: c["kind"] == "question"),
        ({"block": "hf1-1"}, lambda c: c["address"].startswith("HF1 · 1")),
        ({"block": "HF1 · 2"}, lambda c: c["address"] == "HF1 · 2"),
        ({"block": "hf2-1-2"}, lambda c: c["address"] == "HF2 · 1.2"),
        ({"field": "sprache", "kind": "note", "answered": "false"}, lambda c: c["kind"] == "note"),
        ({"answered": "true"}, lambda c: c["official"]),
    ],
)
def test_comments_can_be_chosen(reader, many, cast, session, query, fits):
    moderation.answer(
        session, by_number(session, cast.process, 5), cast.bernd, "Ja, das geht.", WHILE_OPEN
    )
    session.commit()
    everything = reader.get(COMMENTS, limit=200)["items"]
    wanted = [c for c in everything if fits(c) and (query.get("field") in (None, c["field"]))]

    chosen, page = [], reader.get(COMMENTS, limit=3, **query)
    chosen += page["items"]
    while page["next"]:
        page = reader.get(page["next"])
        chosen += page["items"]

    assert chosen
    if "answered" in query and query["answered"] == "false":
        wanted = [c for c in wanted if not c["official"]]
    assert chosen == wanted


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"field": "gibt-es-nicht"}, 404),
        ({"block": "hf9-1"}, 404),
        ({"block": "hf1"}, 404),
        ({"block": "irgendwo"}, 422),
        ({"kind": "petition"}, 422),
        ({"limit": 0}, 422),
        ({"limit": 201}, 422),
        ({"after": 2**63}, 422),
        ({"after": -1}, 422),
        ({"answered": "vielleicht"}, 422),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(reader, query, status):
    reader.get(COMMENTS, status=status, **query)


def test_unknown_words_in_the_query_change_nothing(reader, many):
    assert reader.get(COMMENTS, colour="blue", limit=2) == reader.get(COMMENTS, limit=2)


def test_a_long_thread_is_read_in_parts(reader, cast, session):
    cast.says(session)
    session.commit()
    note = by_number(session, cast.process, 1)
    for n in range(60):
        comments.reply(session, note, cast.dora, text=f"Antwort {n + 1}", now=WHILE_OPEN)
    moderation.answer(session, note, cast.bernd, "Am Ende die Stadt.", WHILE_OPEN)
    session.commit()

    told = reader.get(f"{COMMENTS}/1")
    assert len(told["replies"]) == 50
    assert told["official"][0]["text"] == "Am Ende die Stadt."

    page = reader.get(f"{COMMENTS}/1/replies", limit=25)
    seen = [reply["number"] for reply in page["items"]]
    while page["next"]:
        page = reader.get(page["next"])
        seen += [reply["number"] for reply in page["items"]]
    assert seen == list(range(1, 62))


def test_as_many_queries_for_sixty_comments_as_for_five(reader, cast, session, count_queries):
    def count(path, **query):
        with count_queries() as queries:
            reader.get(path, **query)
        return len(queries)

    def counts():
        one = f"{COMMENTS}/1"
        return {
            "processes": count("/processes"),
            "process": count("/processes/ankommen"),
            "draft": count("/processes/ankommen/draft"),
            "comments": count(COMMENTS, limit=200),
            "comments on a sentence": count(COMMENTS, limit=200, field="sprache", block="hf1-1-1"),
            "comment": count(one),
            "replies": count(f"{one}/replies", limit=200),
        }

    def write(n):
        for _ in range(n):
            note = cast.says(session)
            session.flush()
            for number in {1, note.number}:
                found = by_number(session, cast.process, number)
                comments.reply(session, found, cast.dora, text="Ich auch.", now=WHILE_OPEN)
        session.commit()

    write(5)
    few = counts()
    write(55)
    assert counts() == few
    assert max(few.values()) <= 12, few
