"""Writing as a guest: a name and an address, confirmed by one mail. Nothing is public before."""

from datetime import timedelta

from sqlmodel import select

from app import retention
from app.models import Attempt, CommentState, GuestNote, Job, Person
from tests.cast import AFTER_CLOSE, WHILE_OPEN
from tests.comments.asking import COMMENTS, PROCESS, TEXT, a_note, at_once
from tests.comments.guesting import GUEST, NEW, faults, guest, link_of, mails, work_off, write
from tests.comments.stopping import LINKS, comments, now, process, reasons

__all__ = ["guest"]


def test_the_form_asks_for_a_name_and_an_address_and_says_what_follows(guest):
    page = guest.get(NEW)

    assert page.select_one("input[name=email]")["type"] == "email"
    assert not page.select_one("form[data-task]"), "a guest's device need not work"
    assert "Sie wird nie öffentlich." in page.text
    assert "sieben Tage Zeit" in page.text

    page = guest.send(COMMENTS, status=422, **a_note(name="Moderation", email="name@"))
    assert "So heißt eine Stelle der Stadt" in page.text
    assert "Nach dem @ fehlt etwas" in page.text
    assert page.select_one("input[name=email]")["value"] == "name@"
    assert page.select_one("textarea[name=text]").text.strip() == TEXT

    wrong = {"kind": "suggestion", "proposed_wording": "", "text": "", "name": "", "email": "name@"}
    page = guest.send(COMMENTS, status=422, **a_note(**wrong, district="W" * 200, looked="ask"))
    said = [link["href"].partition("hf1-1-")[2] for link in page.select(".say--wrong li a")]
    fields = ["proposed_wording", "text", "name", "email", "district"]
    assert said == fields, "all that is wrong is said at once, in the order of the page"


def test_nothing_is_public_until_the_button_behind_the_link_is_pressed(guest, session):
    write(guest)

    (note,) = comments(session)
    assert (note.state, note.is_listed, note.author_id) == (CommentState.UNCONFIRMED, False, None)
    assert guest.last.headers["location"].startswith(f"{PROCESS}/receipts/1/")
    page = guest.get(guest.last.headers["location"])
    assert "Bitte bestätigen Sie Ihre Anmerkung #1." in page.text
    assert page.select_one(".mailto").text == "nachbarin@example.org"
    guest.get(f"{COMMENTS}/1", status=404)
    (mail,) = mails(session)
    assert mail.to_address == "nachbarin@example.org"
    assert "Nachbarin" not in mail.text + mail.to_name
    assert TEXT not in mail.text
    link = link_of(mail)
    for _look in range(2):  # a program that opens links
        page = guest.get(link)
        assert "Ja, das ist von mir" in page.text
    assert guest.client.head(link).status_code == 200
    assert comments(session)[0].state is CommentState.UNCONFIRMED
    assert process(session).comments_count == process(session).waiting_count == 0

    page = guest.send(link, status=200)

    assert "Bestätigt. Ihre Anmerkung #1 ist öffentlich." in page.text
    (note,) = comments(session)
    (person,) = now(session, select(Person).where(Person.email == "nachbarin@example.org"))
    assert (note.state, note.is_listed, note.author_id) == (CommentState.PUBLIC, True, person.id)
    assert (person.name, person.password_hash) == ("Nachbarin", "")
    assert process(session).comments_count == 1
    assert TEXT in guest.get(f"{COMMENTS}/1").text
    assert "nachbarin@" not in guest.client.get(f"{COMMENTS}/1").text.lower()
    assert "Beleg" in mails(session)[-1].subject
    assert faults(session) == []

    page = guest.send(link, status=200)
    assert "Das haben Sie schon bestätigt." in page.text
    assert process(session).comments_count == 1


def test_what_looks_like_spam_waits_for_the_moderation_once_it_is_confirmed(guest, session):
    write(guest, text=LINKS, more="https://spam.example")
    link = link_of(mails(session)[-1])
    assert process(session).waiting_count == 0

    page = guest.send(link, status=200)

    assert "wartet jetzt auf die Moderation" in page.text
    assert comments(session)[0].state is CommentState.WAITING
    assert reasons(session) == [["trap", "links"]]
    assert process(session).waiting_count == 1
    assert faults(session) == []


def test_an_address_with_an_account_looks_like_any_other(guest, cast, session):
    """Also that account's name, password and roles stay as they are."""
    write(guest, email=cast.amira.email)
    known = guest.last.headers["location"], guest.get(guest.last.headers["location"]).text
    write(guest, text="Noch ein Gedanke.", email="niemand@example.org")
    unknown = guest.last.headers["location"], guest.get(guest.last.headers["location"]).text
    assert len(known[0]) == len(unknown[0])
    words = known[1].replace(cast.amira.email, "").replace("#1", "")
    assert len(words) > 300

    before = cast.amira.password_hash
    guest.send(link_of(mails(session)[0]), status=200)

    note = comments(session)[0]
    assert (note.author_id, note.author_name) == (cast.amira.id, "Nachbarin")
    (amira,) = now(session, select(Person).where(Person.email == cast.amira.email))
    assert (amira.name, amira.password_hash) == ("Amira", before)


def test_twenty_equal_notes_and_twenty_confirmations_at_one_instant_are_one(guest, session):
    fields = a_note(form_token=guest.token) | GUEST
    at_once(20, lambda: guest.client.post(COMMENTS, data=fields, follow_redirects=False))
    (_note,) = comments(session)
    (mail,) = mails(session)

    link = link_of(mail)
    guest.get(link)
    press = {"form_token": guest.token}
    at_once(20, lambda: guest.client.post(link, data=press))

    assert process(session).comments_count == 1
    assert len(now(session, select(Person).where(Person.email == mail.to_address))) == 1
    assert len(mails(session)) == 2


def test_what_was_written_in_time_counts_when_it_is_confirmed_after_the_window(
    guest, session, it_is
):
    it_is(AFTER_CLOSE - timedelta(days=2))
    write(guest)
    link = link_of(mails(session)[0])
    it_is(AFTER_CLOSE + timedelta(days=1))
    assert "Diese Anmerkung zählt" in guest.get(link).text

    guest.send(link, status=200)

    (note,) = comments(session)
    assert note.state is CommentState.PUBLIC
    assert note.created_at == AFTER_CLOSE - timedelta(days=2)
    guest.send(COMMENTS, status=403, **(a_note() | GUEST))


def test_one_reminder_then_it_expires_and_the_text_is_still_there(guest, session, it_is):
    write(guest)
    write(guest, text="Ein zweiter Gedanke.")
    link = link_of(mails(session)[0])
    work_off(session, guest)
    assert len(mails(session)) == 2

    it_is(WHILE_OPEN + timedelta(days=4, minutes=1))
    work_off(session, guest)
    work_off(session, guest)
    reminders = [mail for mail in mails(session) if "warten auf Ihre" in mail.subject]
    assert len(reminders) == 1, "both notes in one mail"
    assert link in reminders[0].text
    assert len(now(session, select(Job).where(Job.finished_at.is_(None)))) == 0

    it_is(WHILE_OPEN + timedelta(days=7))
    guest.get(NEW)
    page = guest.send(link, status=409)
    assert "Zu spät" in page.text
    assert TEXT in page.text
    retention.tidy(guest.client.app.state.engine, guest.client.app.state.settings)
    assert {note.state for note in comments(session)} == {CommentState.EXPIRED}
    assert process(session).comments_count == 0

    it_is(WHILE_OPEN + timedelta(days=40))
    retention.tidy(guest.client.app.state.engine, guest.client.app.state.settings)
    for note, kept in zip(comments(session), now(session, select(GuestNote)), strict=True):
        assert (kept.name, kept.email, note.text, note.author_name) == ("", "", "", "Ohne Namen")
    assert TEXT not in guest.get(link).text


def test_a_mistyped_address_is_mended_and_the_first_link_opens_nothing(guest, session):
    write(guest, email="nachbarin@exmaple.org")
    receipt = guest.last.headers["location"].partition("?")[0]
    first = link_of(mails(session)[0])

    guest.get(receipt)
    page = guest.send(f"{receipt}/mail", status=422, email="nachbarin")
    assert "Es fehlt das @" in page.text
    guest.send(f"{receipt}/mail", email=GUEST["email"])

    assert mails(session)[-1].to_address == "nachbarin@example.org"
    guest.get(first, status=410)
    guest.send(first, status=410)
    guest.send(link_of(mails(session)[-1]), status=200)
    assert comments(session)[0].state is CommentState.PUBLIC
    guest.send(f"{receipt}/mail", status=409, email="dritte@example.org")
    guest.get(f"{PROCESS}/confirm/{'0' * 64}", status=410)


def test_who_did_not_write_it_says_so_and_is_forgotten(guest, session):
    write(guest)
    link = link_of(mails(session)[0])
    guest.get(link)

    page = guest.send(link, status=200, no="no")

    assert "Die Anmerkung erscheint nicht." in page.text
    assert comments(session)[0].state is CommentState.EXPIRED
    assert now(session, select(GuestNote))[0].email == ""
    guest.send(link, status=409)
    assert comments(session)[0].state is CommentState.EXPIRED


def test_one_address_gets_ten_mails_an_hour_and_the_text_stays(guest, session):
    for n in range(10):
        write(guest, text=f"Mein Gedanke Nummer {n}.")
    guest.get(NEW)
    page = guest.send(COMMENTS, status=429, **(a_note(text="Mein elfter Gedanke.") | GUEST))

    assert "An diese Adresse gingen schon viele Mails." in page.text
    assert page.select_one("textarea[name=text]").text.strip() == "Mein elfter Gedanke."
    guest.send(COMMENTS, **(a_note(text="Mein elfter Gedanke.") | GUEST | {"email": "b@b.example"}))
    assert len(comments(session)) == 11
    keys = " ".join(attempt.key for attempt in now(session, select(Attempt)))
    assert "nachbarin" not in keys


def test_a_blocked_account_is_no_way_around_the_block_and_an_auditor_writes_nothing(
    guest, cast, session
):
    cast.dora.blocked_at = WHILE_OPEN
    session.add(cast.dora)
    session.commit()
    write(guest, email=cast.dora.email)
    write(guest, text="Noch ein Gedanke.", email=cast.karin.email)
    links = [link_of(mail) for mail in mails(session)]

    guest.get(links[0])
    page = guest.send(links[0], status=200)
    guest.send(links[1], status=403)

    assert reasons(session) == [["blocked"]]
    assert "gesperrt" not in page.text
    assert [note.state for note in comments(session)] == [
        CommentState.WAITING,
        CommentState.UNCONFIRMED,
    ]


def test_with_and_without_an_address_where_both_are_taken(guest, cast, session):
    cast.process.takes_unsigned = True
    session.add(cast.process)
    session.commit()
    page = guest.get(NEW)
    assert page.select_one("form[data-task]")
    assert "freiwillig; ohne sie liest zuerst die Moderation" in page.text

    write(guest, name="", email="")
    write(guest, text="Mit Adresse geht es schneller.")

    assert [note.state for note in comments(session)] == [
        CommentState.WAITING,
        CommentState.UNCONFIRMED,
    ]
