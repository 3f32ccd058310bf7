"""The statement of reasons, the one objection, and who decides on it."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.models import CommentState, Grant, Outcome, Removal
from app.moderation import domain
from tests.hearing import mails
from tests.moderation.looking import NOW, counts, deeds

OBJECTIONS = "/desk/p/ankommen/objections"
WHY_NOT = "Der Name gehört meiner eigenen Straße."


@pytest.fixture
def link(session, cast, note):
    """Bernd hides Amira's note; the link that her mail holds."""
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    session.commit()
    (mail,) = mails(session)
    session.commit()  # whoever has read holds the pen, on SQLite
    return re.search(r"http://\S+(/p/\S+objection\?key=\S+)", mail.text)[1]


@pytest.fixture
def objected(browser, link):
    """Amira objects by the link, without signing in."""
    browser.get(link)
    page, _question, key = link.partition("?key=")
    browser.send(page, text=WHY_NOT, key=key)
    return browser


def removal(session):
    query = select(Removal).execution_options(populate_existing=True)
    found = session.exec(query).one()
    session.commit()
    return found


def test_the_statement_says_what_by_which_rule_by_whom_and_how_to_object(browser, link):
    text = " ".join(browser.get(link).main.text.split())
    for words in (
        "Ihre Anmerkung #1",
        "3 Keine Angaben über andere",
        "Nennt eine Nachbarin.",
        "Ein Mensch, kein Programm: die Moderation. Niemand hatte es gemeldet.",
        "Mehr Kurse am Abend bitte.",
        "Bis zum 17. April 2017 können Sie einmal widersprechen.",
    ):
        assert words in text


def test_without_the_link_only_the_author_sees_the_statement(browser, link, cast):
    page = link.partition("?")[0]
    for person in (None, cast.dora, cast.bernd, cast.emil):
        browser.sign_in(person) if person else browser.leave()
        browser.get(page, 404)
        browser.get(f"{page}?key=guessed", 404)
        browser.send(page, 404, text=WHY_NOT, key="guessed")

    own = browser.sign_in(cast.amira).get("/p/ankommen/comments/1")
    assert own.select_one(f"main a[href='{page}']")
    browser.get(page)


def test_one_objection_is_kept_and_the_second_changes_nothing(objected, session, link, cast):
    objected.send(link.partition("?")[0], text="Noch etwas anderes.", key=link.split("key=")[1])

    assert removal(session).objection == WHY_NOT
    assert len(deeds(session, "objection.made")) == 1
    assert "ist angekommen" in objected.get(objected.last.headers["location"]).main.text


def test_an_objection_without_words_is_refused_beside_the_field(browser, link, session):
    browser.get(link)
    page, _question, key = link.partition("?key=")
    answer = browser.send(page, 422, text="", key=key)
    assert answer.select_one("#text-error")
    assert removal(session).objected_at is None


@pytest.mark.parametrize(("days", "status"), [(184, 303), (185, 409)])
def test_one_may_object_for_six_months(browser, link, session, it_is, days, status):
    it_is(NOW + timedelta(days=days))
    page, _question, key = link.partition("?key=")
    browser.send(page, status, text=WHY_NOT, key=key)


def test_whoever_hid_it_does_not_decide_while_there_is_somebody_else(objected, session, cast):
    desk = objected.sign_in(cast.bernd)
    page = desk.get(OBJECTIONS)
    assert "Über den Widerspruch entscheidet jemand anderes." in page.main.text
    assert not page.select("section.stopped form")
    desk.send(f"{OBJECTIONS}/1/restored", 403, reason="Doch in Ordnung.")
    assert removal(session).outcome is None


def test_somebody_else_shows_it_again_with_all_its_counters(objected, session, cast):
    assert counts(session, cast)["process"] == (0, 0, 1)
    session.commit()
    desk = objected.sign_in(cast.jonas)
    desk.send(f"{OBJECTIONS}/1/restored", 422, reason="")
    desk.send(f"{OBJECTIONS}/1/restored", reason="Der Name ist der einer Straße.")
    desk.send(f"{OBJECTIONS}/1/restored", reason="Der Name ist der einer Straße.")

    assert counts(session, cast)["process"] == (1, 0, 0)
    found = removal(session)
    assert (found.outcome, found.decided_by_role) == (Outcome.RESTORED, "manager")
    assert found.restored_at is not None
    assert [mail.subject for mail in mails(session)[1:]] == [
        "Zu Ihrem Widerspruch: #1 ist wieder öffentlich"
    ]
    assert len(deeds(session, "objection.granted")) == 1


def test_it_can_stay_hidden_and_the_author_is_told_why_and_what_is_left_to_do(
    objected, session, cast, note
):
    objected.sign_in(cast.emil)
    objected.send(f"{OBJECTIONS}/1/stands", reason="Der Name gehört einem Menschen.")

    session.refresh(note)
    assert note.state is CommentState.HIDDEN
    (mail,) = mails(session)[1:]
    session.commit()
    assert mail.to_address == "amira@example.org"
    assert "Der Name gehört einem Menschen." in mail.text
    assert "Streitbeilegung" in mail.text
    objected.sign_in(cast.jonas)
    objected.send(f"{OBJECTIONS}/1/restored", 409, reason="Doch in Ordnung.")


def test_if_there_is_nobody_else_the_office_decides_and_it_says_so(browser, session, cast, note):
    domain.hide(session, note, cast.emil, cast.rule, "Nennt eine Nachbarin.", NOW)
    for person in (cast.bernd, cast.jonas):
        for grant in session.exec(select(Grant).where(Grant.person_id == person.id)):
            grant.blocked_at = NOW
    found = removal(session)
    found.objection, found.objected_at = WHY_NOT, NOW
    session.add(found)
    session.commit()

    desk = browser.sign_in(cast.emil)
    assert "Außer Ihnen moderiert hier niemand." in desk.get(OBJECTIONS).main.text
    desk.send(f"{OBJECTIONS}/1/stands", reason="Der Name gehört einem Menschen.")
    (entry,) = deeds(session, "objection.refused")
    assert entry.details == {"alone": True}
    session.commit()
    page = browser.sign_in(cast.amira).get("/p/ankommen/removals/1/objection")
    assert "Es gab niemand anderen" in page.main.text


def test_others_decide_nothing(objected, session, cast):
    for person in (cast.amira, cast.chen, cast.karin, cast.gustav):
        objected.sign_in(person)
        objected.send(f"{OBJECTIONS}/1/restored", 403, reason="Doch in Ordnung.")
    objected.at("anderswo.example").sign_in(cast.hanna)
    objected.send("/desk/p/anderswo/objections/1/restored", 404, reason="In Ordnung.")
    assert removal(session).outcome is None


def test_the_table_names_rule_reason_role_and_outcome_and_never_words_or_people(
    objected, session, cast
):
    objected.sign_in(cast.jonas)
    objected.send(f"{OBJECTIONS}/1/stands", reason="Der Name gehört einem Menschen.")
    objected.leave()
    page = objected.get("/p/ankommen/removals")
    row = " ".join(page.select_one("tbody tr").text.split())

    for words in ("#1", "3 Keine Angaben", "Nennt eine Nachbarin.", "Moderation", "bleibt"):
        assert words in row
    for secret in ("Kurse", "Amira", "Bernd", "Jonas", WHY_NOT, "gehört einem Menschen"):
        assert secret not in page.text
    csv = objected.client.get("/p/ankommen/removals.csv").text
    assert "Nennt eine Nachbarin." in csv
    assert "Amira" not in csv
    assert objected.get("/p/ankommen").select_one("main a[href='/p/ankommen/removals']")
    assert objected.get("/p/ankommen/comments/1").select_one("article a[href$='/removals']")


def test_a_reason_that_looks_like_a_formula_stays_text_in_the_file(browser, session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "=HYPERLINK(1)", NOW)
    session.commit()
    csv = browser.client.get("/p/ankommen/removals.csv").text
    assert "'=HYPERLINK(1)" in csv


def test_the_table_pages_by_key(browser, session, cast):
    for n in range(52):
        written = cast.says(session, f"Das ist die Anmerkung Nummer {n}.", at="hf1")
        session.add(
            Removal(
                process_id=cast.process.id,
                comment_id=written.id,
                rule_id=cast.rule.id,
                reason="Probe.",
                at=NOW,
            )
        )
    session.commit()
    first = browser.get("/p/ankommen/removals")
    rest = browser.get(first.select_one("a[rel=next]")["href"])
    numbers = [row.th.text.strip() for page in (first, rest) for row in page.select("tbody tr")]
    assert numbers == [f"#{n}" for n in range(52, 0, -1)]
