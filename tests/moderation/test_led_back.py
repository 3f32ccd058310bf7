"""A decision that was sent from the inbox and is not right yet leads back to where it stood."""

from urllib.parse import parse_qs, urlsplit

from sqlmodel import select

from app.models import HouseRule, Notice, NoticeKind, Removal
from app.moderation import domain
from tests.moderation.looking import INBOX, NOW, loaded
from tests.moderation.test_stopped import stop

FROM = "?inbox=what%3Dlate%26field%3Dsprache%26at%3Dlate.1.1%26nothing%3Delse"
STOOD = {"what": ["late"], "field": ["sprache"], "at": ["late.1.1"]}


def test_a_wrong_input_on_each_decision_keeps_the_way_back(browser, cast, session):
    stop(session, cast)
    reported = loaded(session, cast, cast.says(session))
    hidden = loaded(session, cast, cast.says(session, "Ein grobes Wort."))
    rule = session.exec(select(HouseRule)).first()
    said = Notice(process_id=cast.process.id, comment_id=reported.id, kind=NoticeKind.PERSONAL)
    said.text, said.at, said.request_key = "Das nennt meine Nachbarin.", NOW, "k"
    session.add(said)
    domain.hide(session, hidden, cast.bernd, rule, "Grob.", NOW)
    removal = session.exec(select(Removal)).one()
    removal.objection, removal.objected_at = "Das war höflich.", NOW
    session.commit()
    forms = ("stopped/1/refuse", f"notices/{said.id}/hide", f"notices/{said.id}/keep")
    forms += (f"objections/{removal.id}/stands",)
    session.commit()

    desk = browser.sign_in(cast.jonas)
    for form in forms:
        page = desk.send(f"{INBOX}/{form}{FROM}", 422, reason="")
        link = urlsplit(page.select_one("nav.crumbs a:last-of-type")["href"])
        assert (link.path, parse_qs(link.query)) == (INBOX, STOOD)
        again = next(one["action"] for one in page.select("form") if form in one["action"])
        assert parse_qs(parse_qs(urlsplit(again).query)["inbox"][0]) == STOOD
    words = {"reason": "Das hat einen Grund.", "rule": str(rule.number)}
    desk.send(again, **words)
    assert "past=late.1.1" in desk.last.headers["location"]
    assert desk.get(f"{INBOX}/notices").select_one("nav.crumbs a:last-of-type")["href"] == INBOX
