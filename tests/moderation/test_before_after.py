"""Before or after: what a process reads first, what it promises, and what it really takes."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments.approving import hours_lately, to_approve
from app.models import Approval, CommentState, JournalEntry, Process, Release, Stop
from tests.cast import WHILE_OPEN
from tests.comments.asking import COMMENTS, a_note
from tests.comments.guesting import guest, link_of, mails, write
from tests.comments.stopping import answers, comments, now, process, reasons

__all__ = ["guest"]  # a fixture
PAGE, STOPPED = "/desk/p/ankommen/approval", "/desk/p/ankommen/stopped"
HOUR = timedelta(hours=1)


def reads_first(session, cast, approval, **columns):
    """From now on the moderation reads this first."""
    for name, value in {"approval": approval, **columns}.items():
        setattr(cast.process, name, value)
    session.add(cast.process)
    session.commit()


def test_who_manages_chooses_what_is_read_first_and_others_read_it(browser, cast, session):
    form = {"approval": "some", "words": "Hund\nhund\nStr@ße, Bahn", "hours": "12"}
    browser.sign_in(cast.bernd).get(PAGE)
    browser.send(PAGE, status=403, **form)
    browser.sign_in(cast.jonas).get(PAGE)
    page = browser.send(PAGE, status=422, **form | {"words": " ", "hours": "0"})
    assert page.select_one("[name=hours]")["value"] == "0"
    assert [name.text[:9] for name in page.select(".error")] == ["Fehler: W", "Fehler: S"]
    browser.send(PAGE, **form)
    browser.send(PAGE, **form)

    found = process(session)
    assert (found.approval, found.approval_hours) == (Approval.SOME, 12)
    assert found.approval_words == "hund\nStr@ße\nBahn"
    query = select(JournalEntry).where(JournalEntry.deed == "process.approval_some")
    (entry,) = now(session, query)
    assert "hund" not in str(entry.details)
    assert "Bahn" in browser.sign_in(cast.bernd).get(PAGE).text


@pytest.mark.parametrize(
    ("columns", "text", "guest", "waits"),
    [
        ({}, "Mehr Kurse.", True, False),
        ({"approves_guests": True}, "Mehr Kurse.", True, True),
        ({"approves_guests": True}, "Mehr Kurse.", False, False),
        ({"approves_links": True}, "Siehe www.eins.example.", False, True),
        ({"approval_words": "Bahn\nBus"}, "Der \u0412us kommt nie.", False, True),
        ({"approval_words": "Bahn\nBus"}, "Die Bahnen kommen nie.", False, False),
    ],
)
def test_of_some_only_what_was_chosen_waits(columns, text, guest, waits):
    some = Process(approval=Approval.SOME, **columns)
    assert bool(to_approve(some, (text,), guest=guest)) is waits


def test_a_note_waits_with_the_promise_before_and_after_it_is_sent(browser, cast, session):
    reads_first(session, cast, Approval.ALL, approval_hours=12)
    browser.sign_in(cast.amira)
    form = browser.get(f"{COMMENTS}/new?at=hf1-1").text
    assert "Dieses Verfahren liest alle Anmerkungen vorher." in form
    assert "meist binnen 12 Stunden" in form
    assert "erscheint sofort" not in form
    page = browser.send_with_htmx(COMMENTS, **a_note())

    assert "Dieses Verfahren liest alle Anmerkungen vorher." in page.select_one(".say").text
    assert "nicht länger als 12 Stunden" in page.text
    assert reasons(session) == [["approval_all"]]
    counts = process(session)
    assert (counts.comments_count, counts.waiting_count) == (0, 1)
    page = browser.sign_in(cast.bernd).get(STOPPED)
    assert "Dieses Verfahren liest alle Anmerkungen vorher." in page.select_one(".stopped").text
    (stop,) = now(session, select(Stop))
    browser.send(f"{STOPPED}/{stop.id}/publish")
    page = browser.get(browser.last.headers["location"])
    assert "bekommt eine Mail" in page.text
    assert comments(session)[0].state is CommentState.PUBLIC


def test_what_the_moderation_writes_appears_and_an_answer_of_a_resident_waits(
    browser, cast, session
):
    cast.says(session)
    reads_first(session, cast, Approval.ALL)
    browser.sign_in(cast.bernd)
    browser.send(COMMENTS, **a_note())
    browser.sign_in(cast.dora)
    assert "Ihre Antwort erscheint, sobald" in browser.get(f"{COMMENTS}/1/reply").text
    browser.send(f"{COMMENTS}/1/replies", text="Das sehe ich auch so.")

    assert [note.state for note in comments(session)] == [CommentState.PUBLIC] * 2
    assert [answer.state for answer in answers(session)] == [CommentState.WAITING]


def test_which_word_it_was_nobody_learns_but_the_moderation(browser, cast, session):
    reads_first(session, cast, Approval.SOME, approval_words="Flughafen", approves_links=True)
    browser.sign_in(cast.amira)
    assert "Wort" not in browser.get(f"{COMMENTS}/new?at=hf1-1").select("form .meta")[-1].text
    told = [
        browser.send_with_htmx(COMMENTS, **a_note(text=text)).select_one(".say").text
        for text in ("Am Flughafen wird es laut.", "Siehe www.eins.example dazu.")
    ]

    assert told[0].replace("#1", "#2") == told[1]
    assert reasons(session) == [["approval:word"], ["approval:links"]]
    assert "Flughafen" not in browser.get("/account/data").text
    page = browser.sign_in(cast.bernd).get(STOPPED)
    shown = [one.text for one in page.select(".stopped .lines")]
    assert "„Flughafen“" in shown[0]
    assert "einen Link" in shown[1]


def test_an_edit_waits_again_and_a_remark_is_not_offered(browser, cast, session):
    browser.sign_in(cast.amira)
    browser.send(COMMENTS, **a_note())
    reads_first(session, cast, Approval.ALL)
    assert "liest alle Anmerkungen vorher" in browser.get(f"{COMMENTS}/1/edit").text
    browser.send(f"{COMMENTS}/1/addition", status=403, text="Und noch etwas dazu.")
    browser.send(f"{COMMENTS}/1/edit", text="Ganz andere Worte als zuvor.", seen="0")

    assert comments(session)[0].state is CommentState.WAITING
    assert process(session).waiting_count == 1


def test_a_guests_note_waits_once_it_is_confirmed_as_the_choice_is_then(guest, cast, session):
    write(guest)
    reads_first(session, cast, Approval.SOME, approves_guests=True)
    link = link_of(mails(session)[-1])
    assert "Danach liest sie zuerst die Moderation." in guest.get(link).text
    page = guest.send(link, status=200)

    assert "wartet jetzt auf die Moderation" in page.text
    assert "Dieses Verfahren liest manche Anmerkungen vorher." in page.text
    assert comments(session)[0].state is CommentState.WAITING


def test_the_time_it_really_took_is_measured_and_shown(browser, cast, session):
    reads_first(session, cast, Approval.ALL, approval_hours=2)
    for hours, release in ((1, Release.PUBLISHED), (5, Release.PUBLISHED), (9, Release.REFUSED)):
        note = cast.says(session)
        decided = WHILE_OPEN + hours * HOUR
        stop = {"process_id": note.process_id, "comment_id": note.id, "release": release}
        session.add(Stop(**stop, reasons=["approval_all"], at=WHILE_OPEN, decided_at=decided))
    note = cast.says(session)
    old, stop = WHILE_OPEN - 40 * 24 * HOUR, {"process_id": note.process_id, "comment_id": note.id}
    session.add(Stop(**stop, release=Release.PUBLISHED, at=old - 900 * HOUR, decided_at=old))
    session.commit()

    assert hours_lately(session, cast.process) == 1
    session.commit()
    browser.sign_in(cast.amira)
    assert "in der Mitte höchstens 1 Stunde" in browser.get(f"{COMMENTS}/new?at=hf1-1").text
    page = browser.sign_in(cast.bernd).get(STOPPED)
    assert "1 Stunde" in page.select_one(".facts").text


def test_nobody_is_said_to_get_a_mail_where_nobody_is_known(browser, cast, session):
    note = cast.says(session)
    note.author_id, note.state, note.is_listed = None, CommentState.WAITING, False
    stop = Stop(process_id=note.process_id, comment_id=note.id, reasons=["unsigned"], at=WHILE_OPEN)
    session.add(stop)
    session.commit()
    browser.sign_in(cast.bernd).send(f"{STOPPED}/{stop.id}/publish")
    page = browser.get(browser.last.headers["location"])

    assert "bekommt eine Mail" not in page.text
    assert "Eine Mail geht an niemanden" in page.text
