"""The desk's page of house rules: who keeps them, what a new wording leaves as it was."""

import pytest
from sqlmodel import select

from app.errors import Conflict
from app.models import HouseRule, JournalEntry
from app.moderation.domain import hide
from app.processes.house_rules import publish_rule, reword_rule
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.hearing import mails
from tests.moderation.looking import loaded

PAGE, PUBLIC = "/desk/p/ankommen/rules", "/p/ankommen/rules"
SHORT = {"title": "Kurz bleiben", "text": "Ein Gedanke reicht."}


def holding(session):
    """The numbers and titles that hold, in their order."""
    order = select(HouseRule).where(HouseRule.ended_at.is_(None)).order_by(HouseRule.position)
    return [(rule.number, rule.title) for rule in now(session, order)]


def deeds(session):
    """What the journal says of rules."""
    of_rules = select(JournalEntry).where(JournalEntry.deed.like("rule.%"))
    return [(entry.deed, entry.details) for entry in now(session, of_rules)]


def test_a_new_wording_changes_nothing_that_was_hidden_by_the_old(browser, cast, session):
    note = loaded(session, cast, cast.says(session))
    hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()
    browser.sign_in(cast.jonas)
    assert browser.get(f"{PAGE}/3").select_one("[name=title]")["value"].endswith("über andere")
    new = {"title": "Niemanden bloßstellen", "text": "Keine Namen.", "edition": "1"}
    browser.send(f"{PAGE}/3", **new)

    page = browser.get(f"{PAGE}?done=reworded")
    assert "nennt weiter den alten" in page.select_one("#getan").text
    assert "Niemanden bloßstellen" in browser.get(PUBLIC).select_one("ol").text
    assert "Keine Angaben über andere" in browser.get(PUBLIC).select_one("#former").text
    for where in ("/p/ankommen/comments/1", "/p/ankommen/removals"):
        assert "Keine Angaben über andere" in browser.get(where).main.text
        assert "bloßstellen" not in browser.get(where).main.text
    (mail,) = mails(session)
    assert "Spielregel 3: Keine Angaben über andere" in mail.text
    choice = browser.sign_in(cast.bernd).get("/desk/p/ankommen/comments/1/hide").main.text
    assert "Keine Angaben" not in choice
    assert deeds(session) == [("rule.reworded", {"rule": 3, "version": 2})]
    journal = browser.sign_in(cast.emil).get("/desk/journal").main.text
    assert "Spielregel anders gefasst" in journal
    assert "Spielregel: 3" in journal


def test_rules_are_looked_at_published_put_in_order_and_retired(browser, cast, session):
    browser.sign_in(cast.emil).get(PAGE)
    ahead = browser.send(PAGE, 200, look="yes", **SHORT)
    assert "4. Kurz bleiben" in ahead.select_one("#vorschau").text
    assert ahead.select_one("[name=text]").text.strip() == SHORT["text"]
    assert len(holding(session)) == 1
    browser.send(PAGE, **SHORT)
    browser.send(PAGE, **SHORT)
    browser.send(f"{PAGE}/4/move", to="up")
    assert holding(session) == [(4, "Kurz bleiben"), (3, "Keine Angaben über andere")]
    shown = [item.h2.text[:2] for item in browser.get(PUBLIC).select("ol.rules li")]
    assert shown == ["4.", "3."]

    browser.send(f"{PAGE}/4/retire", edition="1")
    browser.send(f"{PAGE}/4/retire", edition="1")
    assert holding(session) == [(3, "Keine Angaben über andere")]
    browser.get(f"{PAGE}/4", status=404)
    browser.send(PAGE, title="Freundlich bleiben", text="Wie am Tisch.")
    assert holding(session)[-1] == (5, "Freundlich bleiben")
    done = sorted(deed for deed, _details in deeds(session))
    assert done == ["rule.moved", "rule.published", "rule.published", "rule.retired"]


def test_what_is_missing_is_said_beside_the_field_and_a_colleagues_wording_is_shown(
    browser, cast, session
):
    browser.sign_in(cast.jonas).get(PAGE)
    page = browser.send(PAGE, status=422, title="K" * 121, text=" ")
    assert page.select_one("[name=title]")["value"] == "K" * 121
    assert len(page.select(".error")) == 2
    reword_rule(session, cast.process, 3, 1, "Von einer Kollegin", "Anders.", cast.emil)
    session.commit()
    late = {"title": "Von mir", "text": "Mein Wortlaut.", "edition": "1"}
    page = browser.send(f"{PAGE}/3", status=409, **late)
    assert page.select_one("[name=title]")["value"] == "Von mir"
    assert "Von einer Kollegin" in page.main.text
    browser.send(f"{PAGE}/3/retire", status=409, edition="1")
    browser.send(f"{PAGE}/3", **late | {"edition": page.select_one("[name=edition]")["value"]})
    assert holding(session) == [(3, "Von mir")]


def test_who_moderates_reads_them_and_who_does_not_manage_changes_nothing(browser, cast, session):
    before = holding(session)
    browser.sign_in(cast.bernd)
    page = browser.get(PAGE)
    assert page.select("main form") == []
    assert "Das kann nur die Verfahrensleitung" in page.main.text
    for path in ("", "/3", "/3/retire", "/3/move"):
        browser.send(PAGE + path, status=403, edition="1", **SHORT)
    browser.sign_in(cast.amira).get(PAGE, status=403)
    assert holding(session) == before


def test_nobody_publishes_more_rules_than_anybody_reads(cast, session):
    for n in range(39):
        publish_rule(session, cast.process, title=f"Regel {n}", text="So.")
    with pytest.raises(Conflict):
        publish_rule(session, cast.process, title="Noch eine", text="So.")
