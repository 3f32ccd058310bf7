"""Reporting a note: by everybody, without an account; and what its author never learns."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.models import Notice, Ruling
from app.moderation import domain
from tests.cast import WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import deeds

REPORT = "/p/ankommen/comments/1/report"
NOTICES = "/desk/p/ankommen/notices"
LONG_AFTER_OPENING = WHILE_OPEN + timedelta(minutes=1)
SAID = {
    "kind": "personal",
    "text": "Das nennt den Namen einer Nachbarin.",
    "good_faith": "yes",
    "name": "Petra Probe",
    "email": "petra@example.org",
}


@pytest.fixture
def page(browser, note, session, it_is):
    """The form of somebody without an account, who has taken a minute to fill it in."""
    session.commit()
    browser.get(REPORT)
    it_is(LONG_AFTER_OPENING)
    return browser


def notices(session):
    session.expire_all()
    return session.exec(select(Notice).order_by(Notice.id)).all()


def test_every_public_note_has_a_quiet_link_and_a_form_that_works_without_an_account(page):
    link = page.get("/p/ankommen/comments/1").find("a", string=lambda s: s == "Melden")
    link = link or page.get("/p/ankommen/comments/1").select_one(f"a[href='{REPORT}']")
    assert link["href"] == REPORT

    form = page.get(REPORT).select_one("main form")
    assert (form["method"], form["action"]) == ("post", REPORT)
    assert [field["value"] for field in form.select("[name=kind]")] == [
        "illegal",
        "rule",
        "personal",
    ]


def test_a_notice_is_kept_and_confirmed_to_its_sender_alone(page, session):
    page.send(REPORT, **SAID)

    (notice,) = notices(session)
    assert (notice.text, notice.email, notice.ruling) == (SAID["text"], SAID["email"], None)
    (mail,) = mails(session)
    assert (mail.to_address, mail.subject) == (
        "petra@example.org",
        "Ihre Meldung zu #1 ist angekommen",
    )
    assert "angekommen" in page.get(page.last.headers["location"]).main.text


def test_a_mail_to_an_address_that_may_be_a_strangers_repeats_nothing_that_was_typed(page, session):
    page.send(REPORT, **SAID)
    (mail,) = mails(session)
    for typed in (SAID["text"], SAID["name"], "Nachbarin"):
        assert typed not in mail.text + mail.subject + mail.to_name


def test_without_name_and_address_it_counts_as_well(page, session):
    page.send(REPORT, **SAID | {"name": "", "email": ""})

    assert len(notices(session)) == 1
    assert mails(session) == []


def test_the_same_form_sent_twice_is_one_notice(page, session):
    for _time in range(2):
        page.send(REPORT, idempotency_key="a double click", **SAID)

    assert len(notices(session)) == 1
    assert len(mails(session)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": ""}, "Wählen Sie, was nicht stimmt."),
        ({"kind": "rule"}, "Wählen Sie die Spielregel."),
        ({"text": ""}, "Hier steht noch nichts."),
        ({"email": "petra@"}, "Nach dem @ fehlt etwas"),
        ({"good_faith": ""}, "Bestätigen Sie, dass Ihre Angaben stimmen."),
        ({"answer": "7"}, "Diese Antwort gibt es hier nicht mehr."),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(page, session, wrong, sentence):
    typed = SAID | wrong
    answer = page.send(REPORT, 422, **typed)

    assert sentence in answer.select_one(".say--wrong").text
    assert answer.select_one("#text").text.strip() == typed["text"]
    assert answer.select_one("#email")["value"] == typed["email"]
    assert notices(session) == []


def test_a_form_filled_by_a_program_is_read_but_makes_no_mail(page, session):
    page.send(REPORT, **SAID | {"more": "http://spam.example"})

    assert notices(session)[0].signs == ["trap"]
    assert mails(session) == []


def test_a_form_that_comes_back_at_once_is_read_but_makes_no_mail(page, session, it_is):
    page.get(REPORT)
    page.send(REPORT, **SAID)

    assert notices(session)[0].signs == ["haste"]
    assert mails(session) == []


def test_one_network_reports_twenty_times_an_hour(page, session):
    for n in range(20):
        page.send(REPORT, **SAID | {"email": "", "text": f"Das ist die Meldung Nummer {n}."})
    answer = page.send(REPORT, 429, **SAID)

    assert SAID["text"] in answer.text
    assert len(notices(session)) == 20


def test_the_sixth_notice_with_one_address_makes_no_mail(page, session):
    for n in range(6):
        page.send(REPORT, **SAID | {"text": f"Das ist die Meldung Nummer {n}."})

    assert (len(notices(session)), len(mails(session))) == (6, 5)


def test_of_whoever_reported_nothing_is_public_or_in_the_journal(page, session, cast):
    page.send(REPORT, **SAID)
    for person in (None, cast.amira):
        page.sign_in(person) if person else page.leave()
        for address in ("/p/ankommen", "/p/ankommen/comments/1", "/p/ankommen/removals"):
            text = str(page.get(address))
            assert "Petra" not in text
            assert "petra@" not in text
    (entry,) = deeds(session, "notice.received")
    assert (entry.actor_id, entry.details) == (None, {"kind": "personal"})


def test_what_is_hidden_cannot_be_reported_again(page, session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()

    page.get(REPORT, 403)
    page.send(REPORT, 403, **SAID)
    assert notices(session) == []


def test_the_moderation_reads_open_notices_the_oldest_first(page, session, cast):
    page.send(REPORT, **SAID)
    page.send(REPORT, **SAID | {"text": "Noch eine Meldung von jemand anderem."})

    desk = page.sign_in(cast.bernd).get(NOTICES)
    texts = [" ".join(section.text.split()) for section in desk.select("section.stopped")]
    assert [SAID["text"] in texts[0], "Noch eine Meldung" in texts[1]] == [True, True]
    assert "Petra Probe, petra@example.org" in texts[0]
    assert "2 Meldungen warten" in " ".join(page.get("/desk").main.text.split())


def test_hiding_settles_all_notices_about_the_same_and_tells_everybody_concerned(
    page, session, cast
):
    page.send(REPORT, **SAID)
    page.send(REPORT, **SAID | {"email": "otto@example.org"})
    page.sign_in(cast.bernd)
    page.send(f"{NOTICES}/1/hide", rule="3", reason="Nennt eine Nachbarin.")

    assert [notice.ruling for notice in notices(session)] == [Ruling.HIDDEN] * 2
    told = {mail.to_address: mail for mail in mails(session)[2:]}
    assert set(told) == {"amira@example.org", "petra@example.org", "otto@example.org"}
    assert "Vorher hatte sie jemand gemeldet." in told["amira@example.org"].text
    assert "Der Grund: Nennt eine Nachbarin." in told["petra@example.org"].text
    assert "petra" not in told["amira@example.org"].text.lower()
    assert "widersprechen" in told["petra@example.org"].text
    assert "amira" not in told["petra@example.org"].text.lower()


def test_what_is_left_is_left_and_only_who_reported_it_is_told_why(page, session, cast, note):
    page.send(REPORT, **SAID)
    page.sign_in(cast.bernd)
    page.send(f"{NOTICES}/1/keep", 422, reason="")
    page.send(f"{NOTICES}/1/keep", reason="Der Name ist der einer Straße.")
    page.send(f"{NOTICES}/1/keep", reason="Der Name ist der einer Straße.")

    session.refresh(note)
    assert note.state == "public"
    (_received, mail) = mails(session)
    assert mail.to_address == "petra@example.org"
    assert "Der Name ist der einer Straße." in mail.text
    assert len(deeds(session, "notice.kept")) == 1


def test_of_two_moderators_the_first_decides(page, session, cast):
    page.send(REPORT, **SAID)
    page.sign_in(cast.bernd).send(f"{NOTICES}/1/keep", reason="Der Name einer Straße.")
    page.sign_in(cast.jonas).send(f"{NOTICES}/1/hide", 409, rule="3", reason="Ein Name.")

    assert notices(session)[0].ruling is Ruling.KEPT


def test_another_processs_moderator_decides_nothing(page, session, cast):
    page.send(REPORT, **SAID)
    for person, status in ((cast.gustav, 403), (cast.amira, 403), (cast.karin, 403)):
        page.sign_in(person)
        page.send(f"{NOTICES}/1/keep", status, reason="Das ist in Ordnung.")
        page.send(f"{NOTICES}/1/hide", status, rule="3", reason="Ein Name.")
    assert notices(session)[0].ruling is None


def test_a_notice_is_nothing_in_another_process(page, session, cast):
    page.send(REPORT, **SAID)
    page.at("anderswo.example").sign_in(cast.hanna)
    page.send("/desk/p/anderswo/notices/1/keep", 404, reason="Das ist in Ordnung.")


def test_no_page_of_notices_asks_more_than_twelve_questions(page, session, cast, count_queries):
    for n in range(12):
        page.send(REPORT, **SAID | {"email": "", "text": f"Das ist die Meldung Nummer {n}."})
    page.sign_in(cast.bernd)
    for address in (NOTICES, REPORT, "/p/ankommen/removals", "/desk", f"{NOTICES}?after=3"):
        with count_queries() as seen:
            page.get(address)
        assert len(seen) <= 12, address
