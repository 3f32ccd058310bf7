"""One answer under many notes."""

import pytest
from sqlmodel import select

from app.models import CommentState, Reply, Voice
from app.moderation.answering import answer_many, passed_over
from app.moderation.many import numbers_typed, spelled
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.hearing import mails
from tests.moderation.looking import NOW, counts, deeds, loaded

MANY = "/desk/p/ankommen/answers"


def test_each_note_gets_its_own_answer_and_each_author_a_mail(session, cast):
    first = loaded(session, cast, cast.says(session))
    gone = loaded(session, cast, cast.says(session, "Auch am Samstag."))
    last = loaded(session, cast, cast.says(session, "Und sonntags?", by=cast.dora))
    gone.state = CommentState.WITHDRAWN
    session.flush()

    given = [last, gone, first, last]
    replies = answer_many(
        session,
        given,
        cast.bernd,
        lambda note: f"Zu #{note.number}: ja, ab Mai.",
        NOW,
        office=cast.school_office,
        asked_at=WHILE_OPEN,
    )
    session.flush()

    assert [reply.text[:6] for reply in replies] == ["Zu #1:", "Zu #3:"]
    assert passed_over(given, replies) == [2]
    assert {reply.voice for reply in replies} == {Voice.OFFICE}
    assert len({reply.statement_id for reply in replies}) == 1
    assert first.is_answered
    assert not gone.is_answered
    assert counts(session, cast)["process"][1] == counts(session, cast)["field"][1] == 2
    assert len(deeds(session, "comment.answered")) == 2
    assert len(deeds(session, "statement.relayed")) == 1
    told = {mail.to_address: mail.text for mail in mails(session)}
    assert sorted(told) == ["amira@example.org", "dora@example.org"]
    assert "Zu #3: ja" in told["dora@example.org"]


def test_nothing_is_said_where_no_note_is_public(session, cast, note):
    note.state = CommentState.HIDDEN
    assert answer_many(session, [note], cast.bernd, "Ja.", NOW, office=cast.school_office) == []
    assert deeds(session, "statement.relayed") == []


@pytest.mark.parametrize(
    ("said", "numbers", "wrong"),
    [
        ("12, 15, 20-23", [12, 15, 20, 21, 22, 23], ""),
        ("#3 – 5; 4 1", [1, 3, 4, 5], ""),
        ("", [], ""),
        ("12, zwei", [], "„zwei“ ist keine Nummer"),
        ("9-3", [], "rückwärts"),
        ("1-999999999", [], "höchstens 500"),
        ("1-400, 600-900", [], "höchstens 500"),
    ],
)
def test_numbers_are_read_as_people_type_them(said, numbers, wrong):
    found, because = numbers_typed(said)
    assert found == numbers
    assert wrong in because
    assert numbers_typed(spelled(found))[0] == found


def test_one_answer_is_chosen_written_looked_at_and_published_with_those_refused_named(
    desk, cast, session
):
    hidden = cast.says(session, "Diese verschwindet.", by=cast.dora)
    hidden.state = CommentState.HIDDEN
    again = cast.says(session, "Dasselbe noch einmal.")
    again.duplicate_of_id = hidden.id
    session.commit()
    page = desk.get(MANY)
    assert len(page.select("[name=pick]")) == 3
    desk.get(f"{MANY}?notes=1,zwei", status=422)
    page = desk.get(f"{MANY}?notes=1-2,4-5,9&pick=3")
    assert "Sie geht an 3 Anmerkungen." in page.text
    assert "Sie ist ausgeblendet." in page.text
    assert "Diese Nummer gibt es nicht." in page.text
    assert "wiederholt eine andere" in page.text
    notes = page.select_one("[name=notes]")["value"]
    key = page.select_one("[name=idempotency_key]")["value"]

    typed = {"notes": notes, "text": "Ja zu {nummer}, {name}.", "idempotency_key": key}
    desk.send(MANY, status=422, **typed | {"text": "Ja, {vorname}."})
    page = desk.send(MANY, status=200, **typed, step="look")
    assert "Ja zu #1, Amira." in page.select_one(".words").text
    assert now(session, select(Reply)) == []
    for _twice in range(2):
        desk.send(MANY, **typed, step="send")
    page = desk.get(desk.last.headers["location"])
    assert "unter 3 Anmerkungen: #1-3" in page.select_one("#getan").text
    assert "#4-5, 9" in page.select_one("#getan").text
    texts = [reply.text for reply in now(session, select(Reply).order_by(Reply.id))]
    assert texts == [f"Ja zu #{n}, Amira." for n in (1, 2, 3)]


def test_only_the_moderation_answers_many_and_also_after_the_window_has_closed(
    browser, cast, session
):
    cast.says(session)
    session.commit()
    browser.sign_in(cast.karin).get(MANY)
    browser.send(MANY, status=403, notes="1", text="Ja.", step="send")
    cast.process.closes_at = cast.process.opens_at
    session.add(cast.process)
    session.commit()
    browser.sign_in(cast.bernd).send(MANY, notes="1", text="Ja.", step="send")
    browser.send("/desk/p/ankommen/comments/1/replies", text="Noch etwas.")
    browser.sign_in(cast.dora).send("/p/ankommen/comments/1/replies", status=403, text="Ich auch.")
    assert len(now(session, select(Reply))) == 2
