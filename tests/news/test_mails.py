"""Who hears of what by mail, when, in which language, and who does not."""

import re
from datetime import timedelta

import pytest
from sqlmodel import col, select

from app import clock, retention
from app.comments.domain import reply
from app.comments.letters import tell_of_answer
from app.comments.queries import by_number
from app.jobs import Worker
from app.main import handlers, rounds
from app.models import (
    CommentState,
    Decision,
    Disposition,
    News,
    Pace,
    Person,
)
from app.moderation import domain as moderation
from app.news import domain, spreading
from app.news.queries import Place, place_of_note
from app.news.subjects import of_field
from tests.cast import CLOSES, OPENS, OTHER_HOST, WHILE_OPEN, person
from tests.hearing import hear, mails

UNSUBSCRIBE = re.compile(r"http://127\.0\.0\.1:8000(/unsubscribe/\S+)")


@pytest.fixture
def note(session, cast):
    """Amira's note, as pages have it; of all that led to it people have been told."""
    cast.says(session)
    mails(session)
    found = by_number(session, cast.process, 1)
    session.commit()
    return found


def a_field(cast) -> Place:
    return Place(cast.process, of_field(cast.language), field=cast.language)


def said(session, note, by, text) -> None:
    """A resident answers."""
    tell_of_answer(session, reply(session, note, by, text=text, now=clock.now()))


def carry(session, worker) -> None:
    """Do all that the worker does, sending included."""
    session.commit()
    hear(session.get_bind().engine)
    while worker.once():
        pass


def to(session, who) -> list[str]:
    """The subjects of this person's mails until now."""
    return [mail.subject for mail in mails(session) if mail.to_address == who.email]


def test_one_post_without_a_cookie_ends_the_mails(
    app, settings, browser, cast, session, note, mail_server
):
    settings.smtp_url = mail_server.url
    domain.follow(session, cast.dora.id, place_of_note(note))
    moderation.answer(session, note, cast.bernd, "Ja, ab Mai.", WHILE_OPEN)
    worker = Worker(app.state.engine, settings, handlers(), rounds(settings))
    carry(session, worker)

    told = {one.recipients[0]: one for one in mail_server.deliveries}
    assert set(told) == {cast.amira.email, cast.dora.email}, "and not Bernd, who said it"
    message = told[cast.dora.email].message
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "bulk")
    [address] = re.findall(
        r"^<http://127\.0\.0\.1:8000(/unsubscribe/\S+)>$", message["List-Unsubscribe"]
    )
    assert address in told[cast.dora.email].text
    assert told[cast.amira.email].message["List-Unsubscribe"] != message["List-Unsubscribe"]

    page = browser.get(address)
    assert len(page.select("main button")) == 5, "looking ends nothing"
    one_click = {"List-Unsubscribe": "One-Click"}
    browser.client.cookies.clear()
    for _again in range(2):
        assert browser.client.post(address, data=one_click).status_code == 200
    page = browser.get(address)
    assert "Abbestellt. Wir schreiben Ihnen zu diesem Verfahren nicht mehr." in page.main.text
    assert page.select("main button") == [], "and the page says so whenever it is opened"
    said(session, note, cast.chen, "Das sehe ich auch so.")
    carry(session, worker)
    assert sorted(one.recipients[0] for one in mail_server.deliveries) == [
        *[cast.amira.email] * 2,
        cast.dora.email,
    ]
    forged = address.replace(f"/{cast.dora.id}-", f"/{cast.amira.id}-")
    assert browser.client.post(forged, data=one_click).status_code == 404
    at_another = {"host": OTHER_HOST}
    assert browser.client.post(address, data=one_click, headers=at_another).status_code == 404


def test_a_digest_has_everything_in_it_once_and_goes_out_at_its_hour(
    cast, session, note, it_is, monkeypatch
):
    domain.follow(session, cast.dora.id, a_field(cast))
    domain.set_pace(session, cast.dora.id, cast.process, Pace.WEEKLY)
    for text in ("Erste Antwort.", "Zweite\n\nAntwort."):
        moderation.answer(session, note, cast.bernd, text, WHILE_OPEN)
    assert to(session, cast.dora) == []
    assert len(to(session, cast.amira)) == 1, "two pieces that are due together are one mail"

    it_is(WHILE_OPEN.replace(day=17, hour=4, minute=59))  # Monday, 6:59 in Berlin
    assert to(session, cast.dora) == []
    it_is(WHILE_OPEN.replace(day=17, hour=5))
    assert to(session, cast.dora) == ["2 Neuigkeiten: Ankommen in Musterstadt"]
    mail = mails(session)[-1]
    assert "Erste Antwort." in mail.text
    assert "Zweite\n\nAntwort." in mail.text
    assert "> Mehr Kurse am Abend bitte." in mail.text
    assert mail.text.count("/p/ankommen/comments/1\n") == 2
    it_is(WHILE_OPEN.replace(day=25))
    assert len(to(session, cast.dora)) == 1, "without news there is no digest"


def test_a_changed_wish_holds_for_what_waits_as_well(cast, session, note):
    domain.follow(session, cast.dora.id, place_of_note(note))
    domain.set_pace(session, cast.dora.id, cast.process, Pace.DAILY)
    said(session, note, cast.chen, "Das auch.")
    assert to(session, cast.dora) == []
    domain.set_pace(session, cast.dora.id, cast.process, Pace.AT_ONCE)
    assert to(session, cast.dora) == ["Antwort auf die Anmerkung #1"]

    domain.set_pace(session, cast.dora.id, cast.process, Pace.DAILY)
    said(session, note, cast.chen, "Und das.")
    mails(session)
    domain.set_pace(session, cast.dora.id, cast.process, Pace.NEVER)
    domain.set_pace(session, cast.dora.id, cast.process, Pace.AT_ONCE)
    assert len(to(session, cast.dora)) == 1


def test_what_is_not_public_any_more_is_in_no_mail_but_its_author_always_hears_of_that(
    cast, session, note, it_is
):
    cast.amira.locale = "en"
    for who in (cast.amira, cast.dora):
        domain.follow(session, who.id, place_of_note(note))
        domain.set_pace(session, who.id, cast.process, Pace.DAILY)
    said(session, note, cast.chen, "Geheimwort.")
    mails(session)
    domain.set_pace(session, cast.amira.id, cast.process, Pace.NEVER)
    moderation.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    it_is(WHILE_OPEN + timedelta(days=2))

    [mail] = mails(session)
    assert mail.to_address == cast.amira.email
    assert mail.subject.startswith("Your note #1"), "in her language"
    assert "Nennt eine Nachbarin." in mail.text
    assert "/objection?key=" in mail.text
    assert UNSUBSCRIBE.search(mail.text), "and how other mails are ended"
    kept = session.exec(select(News).where(News.kind == "hidden")).one()
    assert kept.about == {}, "the key to object stands in the mail alone"


def test_nobody_is_told_who_is_blocked_forgotten_or_unconfirmed(cast, session, note):
    for name in ("Xaver", "Yara", "Zoe"):
        one = person(name)
        session.add(one)
        session.flush()
        domain.follow(session, one.id, place_of_note(note))
    xaver, yara, zoe = session.exec(select(Person).order_by(col(Person.id).desc()).limit(3)).all()
    xaver.blocked_at = WHILE_OPEN
    yara.confirmed_at = None
    said(session, note, cast.dora, "Das auch.")
    hear_now = [mail.to_address for mail in mails(session)]
    assert sorted(hear_now) == sorted([cast.amira.email, zoe.email])

    domain.set_pace(session, zoe.id, cast.process, Pace.DAILY)
    said(session, note, cast.dora, "Noch etwas.")
    mails(session)
    zoe.blocked_at = WHILE_OPEN
    session.exec(select(News).where(News.person_id == zoe.id)).all()
    for row in session.exec(select(News).where(col(News.sent_at).is_(None))):
        row.due_at = WHILE_OPEN
    assert len([mail for mail in mails(session) if mail.to_address == zoe.email]) == 1


def test_an_author_who_says_no_hears_of_that_note_no_longer(cast, session, note, browser):
    said(session, note, cast.dora, "Das auch.")
    [mail] = mails(session)
    [address] = UNSUBSCRIBE.findall(mail.text)
    browser.client.post(address, data={"what": "thread"})
    page = browser.get(address).main
    assert "Abbestellt. Wir schreiben Ihnen nicht mehr zur Anmerkung #1." in page.text
    assert not page.select("button[value=thread]")
    assert page.select("button[value=process]")
    other = by_number(session, cast.process, cast.says(session, "Noch eine Anmerkung.").number)
    for one in (note, other):
        said(session, one, cast.dora, "Und das.")
    assert [f"#{other.number}" in mail.subject for mail in mails(session)[1:]] == [True]


def test_who_follows_the_field_may_end_one_thread_of_it(cast, session, note, browser):
    domain.follow(session, cast.dora.id, a_field(cast))
    moderation.answer(session, note, cast.bernd, "Ja, ab Mai.", WHILE_OPEN)
    [mail] = [mail for mail in mails(session) if mail.to_address == cast.dora.email]
    [address] = UNSUBSCRIBE.findall(mail.text)
    browser.client.post(address, data={"what": "thread"})
    other = by_number(session, cast.process, cast.says(session, "Noch eine.").number)
    for one in (note, other):
        moderation.answer(session, one, cast.bernd, "Und noch etwas.", WHILE_OPEN)
    [last] = [s for s in to(session, cast.dora)[1:] if "Antwort" in s or "Moderation" in s]
    assert f"#{other.number}" in last


def test_a_decision_a_new_note_and_the_window_are_told_to_who_follows_them(
    cast, session, note, it_is
):
    domain.follow(session, cast.dora.id, a_field(cast))
    domain.follow(session, cast.chen.id, Place(cast.process))
    mails(session)
    cast.says(session, "Auch am Wochenende.", by=cast.fatma)
    decision = Disposition(
        process_id=cast.process.id,
        comment_id=note.id,
        group_id=cast.group.id,
        decision=Decision.PARTLY_ADOPTED,
        reason="Ab Mai, zunächst in der Mitte.",
        decided_at=WHILE_OPEN,
    )
    session.add(decision)
    spreading.decided(session, decision)
    it_is(WHILE_OPEN + timedelta(minutes=2))
    assert to(session, cast.dora) == ["2 Neuigkeiten: Ankommen in Musterstadt"]
    told = next(mail.text for mail in mails(session) if mail.to_address == cast.dora.email)
    assert "Entscheidung über die Anmerkung #1: Teilweise übernommen" in told
    assert "> Auch am Wochenende." in told
    assert to(session, cast.amira) == ["Entscheidung über Ihre Anmerkung #1: Teilweise übernommen"]
    assert to(session, cast.chen) == to(session, cast.fatma) == []

    for moment in (CLOSES - timedelta(days=3), CLOSES, CLOSES + timedelta(hours=1)):
        it_is(moment)
        mails(session)
    assert to(session, cast.chen) == [
        "Bald zu Ende: Anmerkungen zu „Ankommen in Musterstadt“",
        "Zu Ende: Anmerkungen zu „Ankommen in Musterstadt“",
    ]
    assert "Dienstag, 8. November 2016, 24 Uhr" in mails(session)[-2].text
    assert note.state is CommentState.PUBLIC


def test_who_follows_before_it_opens_is_told_that_it_does(cast, session, it_is):
    it_is(OPENS - timedelta(days=2))
    domain.follow(session, cast.chen.id, Place(cast.process))
    assert to(session, cast.chen) == []
    it_is(OPENS + timedelta(minutes=1))
    domain.follow(session, cast.dora.id, Place(cast.process))
    assert to(session, cast.chen) == ["Jetzt Anmerkungen schreiben: Ankommen in Musterstadt"]
    it_is(OPENS + timedelta(hours=2))
    assert (len(to(session, cast.chen)), to(session, cast.dora)) == (1, [])


def test_what_people_were_told_of_is_dropped_after_a_while(
    app, settings, cast, session, note, it_is
):
    said(session, note, cast.dora, "Das auch.")
    mails(session)
    it_is(WHILE_OPEN + retention.NEWS + timedelta(days=1))
    assert retention.tidy(app.state.engine, settings)["news"] == 1
