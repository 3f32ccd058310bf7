"""Programs write on behalf of people, by the rules of the pages."""

import pytest
from sqlmodel import func, select

from app.comments import supporting
from app.comments.queries import by_number
from app.models import Comment, CommentKind, Reply, Support
from app.moderation import domain as moderation
from tests.cast import AFTER_CLOSE, BEFORE_OPEN, WHILE_OPEN
from tests.hearing import mails

COMMENTS = "/processes/ankommen/comments"
REPLIES = f"{COMMENTS}/1/replies"
SUPPORT = f"{COMMENTS}/1/support"
TEXT = "Abends fährt kein Bus mehr."


def count(session, table):
    session.expire_all()
    found = session.exec(select(func.count()).select_from(table)).one()
    session.commit()
    return found


@pytest.fixture
def note(cast, session):
    """Amira's comment, number 1."""
    cast.says(session)
    session.commit()


def test_a_resident_writes_in_the_margin(acting, cast, reader, browser):
    program = acting(cast.amira, "comments:write")

    made = program.post(COMMENTS, address="HF1 · 1.2", text=f" {TEXT}\r\n", kind="question")

    assert (made["number"], made["address"], made["text"]) == (1, "HF1 · 1.2", TEXT)
    assert (made["author"], made["source"], made["kind"]) == ("Amira", "api", "question")
    assert program.last.headers["location"].endswith("/api/v1/processes/ankommen/comments/1")
    receipt = made.pop("receipt")
    assert reader.get(program.last.headers["location"]) == made, "and nobody reads the receipt"
    page = browser.get(receipt.partition("127.0.0.1:8000")[2])
    assert page.select_one(".receipt__number").text == "#1"
    assert reader.get("/processes/ankommen")["fields"][0]["comments"] == 1


@pytest.mark.parametrize("address", ["HF1 · 1.2", "hf1-1-2", "#hf1-1-2", "Hf1 1.2"])
def test_every_way_of_saying_an_address_is_understood(acting, cast, address):
    assert acting(cast.amira).post(COMMENTS, address=address, text=TEXT)["address"] == "HF1 · 1.2"


def test_a_comment_goes_to_a_whole_field_as_well(acting, cast):
    made = acting(cast.amira).post(COMMENTS, address="hf2", text=TEXT)

    assert (made["address"], made["field"], made["quote"]) == ("HF2", "arbeit", "")


def test_a_suggestion_carries_its_wording(acting, cast):
    made = acting(cast.amira).post(
        COMMENTS,
        address="hf1-1-2",
        kind="suggestion",
        text=TEXT,
        proposed_wording="Kurse beginnen im März.",
    )

    assert made["proposed_wording"] == "Kurse beginnen im März."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "Zu kurz"}, "text"),
        ({"text": "  \u0000\u202e \n "}, "text"),
        ({"text": "a" * 5001}, "text"),
        ({"text": "a" * 20_001}, "text"),
        ({"kind": "petition"}, "kind"),
        ({"address": "t-1"}, "address"),
        ({"address": "hf1-0"}, "address"),
        ({"address": "irgendwo"}, "address"),
        ({"kind": "suggestion"}, "proposed_wording"),
        ({"kind": "suggestion", "proposed_wording": "Alle lernen Deutsch."}, "proposed_wording"),
        ({"kind": "suggestion", "address": "hf1", "proposed_wording": "Anders."}, "kind"),
        ({"text": 12}, "text"),
        ({"text": None}, "text"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(acting, cast, session, body, field):
    problem = acting(cast.amira).post(
        COMMENTS, status=422, **({"address": "hf1-1-1", "text": TEXT} | body)
    )

    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["errors"][0]["message"]
    assert count(session, Comment) == 0


@pytest.mark.parametrize("address", ["hf9", "hf9-9", "hf1-99", "hf1-1-99", "hf999999-999999"])
def test_there_is_nothing_at_an_address_that_does_not_exist(acting, cast, session, address):
    acting(cast.amira).post(COMMENTS, status=404, address=address, text=TEXT)
    assert count(session, Comment) == 0


def test_nobody_writes_who_they_are_or_when_it_was(acting, cast):
    made = acting(cast.amira).post(
        COMMENTS,
        address="hf1",
        text=TEXT,
        author="Bürgermeisterin",
        author_id=cast.bernd.id,
        role="admin",
        created_at="2001-01-01T00:00:00Z",
        state="hidden",
        number=99,
    )

    assert (made["author"], made["role"], made["number"]) == ("Amira", None, 1)
    assert (made["state"], made["created_at"]) == ("public", "2016-10-15T12:00:00Z")


@pytest.mark.parametrize("moment", [BEFORE_OPEN, AFTER_CLOSE])
def test_outside_the_window_nothing_is_written(acting, cast, session, note, it_is, moment):
    it_is(moment)
    program = acting(cast.dora)

    program.post(COMMENTS, status=403, address="hf1", text=TEXT)
    program.post(REPLIES, status=403, text=TEXT)
    program.send("PUT", SUPPORT, 403)
    program.send("DELETE", SUPPORT, 403)
    assert (count(session, Comment), count(session, Reply), count(session, Support)) == (1, 0, 0)


def test_the_window_ends_at_its_very_end(acting, cast, it_is):
    it_is(cast.process.closes_at)

    problem = acting(cast.amira).post(COMMENTS, status=403, address="hf1", text=TEXT)

    assert problem["detail"] == "Seit 8. November 2016, 24 Uhr, geschlossen."


def test_a_resident_answers_a_comment_and_its_author_is_told(acting, cast, session, note):
    program = acting(cast.dora, "comments:write")

    made = program.post(REPLIES, text="Das finde ich auch.")

    assert (made["number"], made["voice"], made["author"]) == (1, "resident", "Dora")
    assert program.get(program.last.headers["location"])["items"] == [made]
    assert program.get(f"{COMMENTS}/1")["replies"][0]["text"] == "Das finde ich auch."
    (mail,) = mails(session)
    assert mail.to_address == cast.amira.email


def test_a_moderator_answers_in_their_own_voice(acting, cast, session, note):
    made = acting(cast.bernd, "answers:write").post(REPLIES, text="Wir fragen nach.")

    assert (made["voice"], made["author"], made["office"]) == ("moderator", "Bernd", None)
    assert [mail.to_address for mail in mails(session)] == [cast.amira.email]


def test_a_moderator_relays_the_statement_of_an_office(acting, cast, note, it_is):
    it_is(AFTER_CLOSE)  # an answer is owed to everybody who wrote in time
    made = acting(cast.bernd, "answers:write").post(REPLIES, text="Ab Januar.", office="schulamt")

    assert made["voice"] == "office"
    assert made["office"] == {"slug": "schulamt", "name": "Amt für Schule"}
    told = acting(cast.dora).get(f"{COMMENTS}/1")
    assert [answer["text"] for answer in told["official"]] == ["Ab Januar."]
    assert acting(cast.dora).get(COMMENTS, answered=True)["items"] == [told]


def test_an_office_that_has_no_part_in_it_says_nothing(acting, cast, session, note):
    problem = acting(cast.bernd).post(REPLIES, status=404, text="Ab Januar.", office="forstamt")

    assert problem["detail"] == "Dieses Amt antwortet in diesem Verfahren nicht."
    assert count(session, Reply) == 0


def test_support_counts_once_and_can_be_taken_back(acting, cast, reader, note):
    program = acting(cast.dora, "comments:write")

    assert program.send("PUT", SUPPORT, 200) == {"support": 1, "supported": True}
    assert program.send("PUT", SUPPORT, 200) == {"support": 1, "supported": True}
    assert reader.get(f"{COMMENTS}/1")["support"] == 1
    assert program.send("DELETE", SUPPORT, 200) == {"support": 0, "supported": False}
    assert program.send("DELETE", SUPPORT, 200) == {"support": 0, "supported": False}


def test_nobody_supports_their_own_comment(acting, cast, note):
    problem = acting(cast.amira).send("PUT", SUPPORT, 403)

    assert problem["detail"] == "Das ist Ihre eigene Anmerkung."


def test_a_hidden_comment_takes_neither_replies_nor_support(acting, cast, session, note):
    found = by_number(session, cast.process, 1)
    moderation.hide(session, found, cast.bernd, cast.rule, "Eine Adresse.", WHILE_OPEN)
    session.commit()

    acting(cast.dora).post(REPLIES, status=403, text="Schade drum.")
    acting(cast.bernd).post(REPLIES, status=403, text="Schade drum.")
    acting(cast.dora).send("PUT", SUPPORT, 403)


def test_the_same_key_makes_one_comment(acting, cast, session):
    program = acting(cast.amira)
    once = {"json": {"address": "hf1", "text": TEXT}, "headers": {"Idempotency-Key": "a-1"}}

    first = program.send("POST", COMMENTS, 201, **once)
    assert program.send("POST", COMMENTS, 201, **once) == first
    assert count(session, Comment) == 1


def test_the_same_key_is_good_after_the_window_closed(acting, cast, session, it_is):
    program = acting(cast.amira)
    once = {"json": {"address": "hf1", "text": TEXT}, "headers": {"Idempotency-Key": "a-1"}}
    first = program.send("POST", COMMENTS, 201, **once)

    it_is(AFTER_CLOSE)
    # 48 hours are not over for a key that came just before the end.
    assert program.send("POST", COMMENTS, 201, **once) == first


def test_the_same_key_with_another_body_is_refused(acting, cast, session):
    program = acting(cast.amira)
    key = {"Idempotency-Key": "a-1"}
    program.send("POST", COMMENTS, 201, json={"address": "hf1", "text": TEXT}, headers=key)

    other = {"address": "hf1", "text": f"{TEXT} Nie."}
    program.send("POST", COMMENTS, 409, json=other, headers=key)
    assert count(session, Comment) == 1


def test_a_key_is_one_persons_and_one_places(acting, cast, session, note):
    body, key = {"address": "hf1", "text": TEXT}, {"Idempotency-Key": "a-1"}

    acting(cast.amira).send("POST", COMMENTS, 201, json=body, headers=key)
    acting(cast.dora).send("POST", COMMENTS, 201, json=body, headers=key)
    acting(cast.dora).send("POST", REPLIES, 201, json={"text": TEXT}, headers=key)
    assert (count(session, Comment), count(session, Reply)) == (3, 1)


@pytest.mark.parametrize("person", ["dora", "bernd"])
def test_the_same_key_makes_one_reply(acting, cast, session, note, person):
    program = acting(getattr(cast, person))
    once = {"json": {"text": "Das finde ich auch."}, "headers": {"Idempotency-Key": "r-1"}}

    first = program.send("POST", REPLIES, 201, **once)
    assert program.send("POST", REPLIES, 201, **once) == first
    assert count(session, Reply) == 1


@pytest.mark.parametrize("key", ["", " ", "ü", "a" * 121])
def test_a_key_is_a_word_of_at_most_120_plain_characters(acting, cast, session, key):
    acting(cast.amira).send(
        "POST",
        COMMENTS,
        422,
        json={"address": "hf1", "text": TEXT},
        headers={"Idempotency-Key": key.encode()},
    )
    assert count(session, Comment) == 0


def test_who_writes_too_fast_is_slowed_down(acting, cast, session):
    program = acting(cast.amira)
    for n in range(20):
        program.post(COMMENTS, address="hf1", text=f"Anmerkung Nummer {n}")

    program.post(COMMENTS, status=429, address="hf1", text=TEXT)
    assert program.last.headers["retry-after"] == "60"
    assert count(session, Comment) == 20
    acting(cast.dora).post(COMMENTS, address="hf1", text=TEXT)


def test_clicking_support_on_and_off_is_slowed_down(acting, cast, note):
    program = acting(cast.dora)
    for _ in range(60):
        program.send("PUT", SUPPORT, 200)
        program.send("DELETE", SUPPORT, 200)

    program.send("PUT", SUPPORT, 429)
    assert program.last.headers["retry-after"] == "60"


def test_a_comment_by_a_program_stands_on_the_page(acting, cast, browser):
    acting(cast.amira).post(COMMENTS, address="hf1-1-1", text="<b>Mehr</b> Kurse am Abend.")

    page = browser.get("/p/ankommen/fields/sprache")
    assert "<b>Mehr</b> Kurse am Abend." in page.text


def test_a_comment_on_the_page_is_read_by_a_program(reader, cast, session):
    written = cast.says(session, "Für alle.", by=cast.dora, kind=CommentKind.QUESTION, at="hf2-1")
    session.commit()
    supporting.support(session, by_number(session, cast.process, 1), cast.amira, WHILE_OPEN)
    session.commit()

    told = reader.get(f"{COMMENTS}/{written.number}")
    assert (told["text"], told["kind"], told["support"]) == ("Für alle.", "question", 1)
