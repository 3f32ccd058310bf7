"""Following by a click or by a mail, the list of it, and what happens when many follow."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import Session, col, func, select

from app import db
from app.models import Following, MailWish, News, OutboxMail, Pace, Person, Process
from app.news import audience, domain, sending
from app.news.queries import Place, place_by_subject
from app.news.telling import Tidings
from app.security import UNTOLD
from tests.cast import OTHER_HOST, WHILE_OPEN, invite, person
from tests.hearing import SECRET, mails
from tests.postgres import with_schema

P = "/p/ankommen"


def pressed(page) -> str:
    return page.select_one("form.follow button")["aria-pressed"]


def test_following_is_a_button_that_stays_where_it_is(browser, cast, session):
    cast.says(session)
    session.commit()
    pages = {
        f"{P}": {},
        f"{P}/fields/sprache": {"field": "sprache"},
        f"{P}/comments/1": {"note": "1"},
    }
    for page in pages:
        assert browser.get(page).select_one("a.follow")["href"].startswith(f"{P}/follow")
    browser.send(f"{P}/follow", status=401)
    browser.sign_in(cast.fatma)
    for page, what in pages.items():
        assert pressed(browser.get(page)) == "false"
        for _twice in range(2):
            browser.send(f"{P}/follow", follow="1", **what)
        assert browser.last.headers["location"] == page
        assert pressed(browser.get(page)) == "true"
    rows = session.exec(select(Following.person_id, Following.subject)).all()
    assert sorted(rows) == [(cast.fatma.id, one) for one in ("comment:1", "field:1", "process")]
    session.commit()

    listed = browser.get("/account/following")
    assert len(listed.select("main .lines form")) == 3
    browser.send(f"{P}/follow/pace", pace="weekly")
    browser.send(f"{P}/follow/pace", status=422, pace="hourly")
    assert session.exec(select(MailWish.pace)).one() == Pace.WEEKLY
    session.commit()
    off = browser.send_with_htmx(f"{P}/follow", status=200, note="1", follow="0")
    assert pressed(off) == "false"
    browser.send(f"{P}/follow", status=404, note="7")
    browser.sign_in(cast.amira)
    assert [pressed(browser.get(page)) for page in pages] == ["false", "false", "true"], "her own"
    browser.send(f"{P}/follow", note="1", follow="0")
    assert pressed(browser.get(f"{P}/comments/1")) == "false"
    browser.at(OTHER_HOST).sign_in(cast.fatma)
    assert "Musterstadt" not in browser.get("/account/following").text


def test_whoever_has_no_account_follows_by_a_mail_and_a_button(browser, cast, session, it_is):
    asked = {"field": "sprache"}
    wrong = browser.send(f"{P}/follow/mail", status=422, email="neu@", **asked)
    assert wrong.select_one("input[name=email]")["value"] == "neu@"
    answers = [
        browser.send(f"{P}/follow/mail", status=200, email=email, **asked).main.text
        for email in ("neu@example.org", cast.dora.email)
    ]
    assert answers[0].replace("neu@example.org", "") == answers[1].replace(cast.dora.email, "")
    browser.send(f"{P}/follow/mail", status=200, email="a@example.org", more="x", **asked)
    sent = mails(session)
    assert [mail.to_address for mail in sent] == ["neu@example.org", cast.dora.email]
    before = session.exec(select(func.count()).select_from(Person)).one()
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/following/\S+)", sent[0].text)

    page = browser.get(link)
    assert "neu@example.org" in page.main.text
    told = browser.client.get(link).headers
    assert (told["cache-control"], told["referrer-policy"]) == ("private, no-store", UNTOLD)
    assert session.exec(select(Following)).all() == [], "looking does nothing"
    session.commit()
    browser.send(link, status=200)
    browser.send(link, status=200)
    [row] = session.exec(select(Following)).all()
    new = session.get_one(Person, row.person_id)
    assert (row.subject, new.email, new.password_hash) == ("field:1", "neu@example.org", "")
    assert session.exec(select(func.count()).select_from(Person)).one() == before + 1
    session.commit()
    assert "Bestätigt." in browser.get(link).main.text
    domain.unfollow(session, new.id, place_by_subject(session, cast.process.id, "field:1"))
    session.commit()
    browser.get(link, status=410)
    browser.send(link, status=410)
    assert session.exec(select(Following)).all() == [], "an old mail begins nothing anew"
    session.commit()
    assert browser.client.get(link + "x").status_code == 410
    it_is(WHILE_OPEN + timedelta(days=8))
    assert browser.client.get(link).status_code == 410


def test_two_workers_at_once_tell_thousands_each_once(postgres):
    url = postgres.fresh_database(with_schema)
    engine = db.make_engine(url, base_url="http://127.0.0.1:8000")
    with db.writing(engine) as session:
        cast = invite(session)
        people = [person(f"Nachbar {n}") for n in range(60)]
        for number, one in enumerate(people):
            one.email = f"n{number}@example.org"
        session.add_all(people)
        session.flush()
        for one in people:
            domain.follow(session, one.id, Place(cast.process))
        process = cast.process
    tidings = Tidings("version", "version:9", {"version": 9})

    def tell(_n: int) -> int:
        return audience.spread(engine, process, tidings, ["process"])

    def send(_n: int) -> None:
        while sending.send_due(engine, SECRET):
            pass

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(tell, range(2))) == 60
        list(pool.map(send, range(2)))
    send(0)
    with db.reading(engine) as session:
        addresses = session.exec(select(OutboxMail.to_address)).all()
        assert session.exec(select(News).where(col(News.sent_at).is_(None))).all() == []
    assert len(addresses) == len(set(addresses)) == 60
    engine.dispose()


def test_many_followers_are_told_a_few_at_a_time_and_a_second_attempt_goes_on(
    app, cast, session: Session, count_queries, monkeypatch
):
    monkeypatch.setattr(audience, "AT_ONCE", 4)
    people = [person(f"Nachbar {n}") for n in range(10)]
    for number, one in enumerate(people):
        one.email = f"n{number}@example.org"
    session.add_all(people)
    session.flush()
    for one in people:
        domain.follow(session, one.id, Place(cast.process))
    session.commit()
    process, tidings = session.get_one(Process, cast.process.id), Tidings("opening", "opening:1")
    session.commit()
    engine = app.state.engine
    assert audience.spread(engine, process, tidings, ["process"], but=[people[0].id]) == 9
    with count_queries() as statements:
        assert audience.spread(engine, process, tidings, ["process"]) == 1
    assert len([one for one in statements if one.startswith("INSERT")]) <= 4
