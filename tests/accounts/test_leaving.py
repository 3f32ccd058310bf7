"""An account is deleted, and what other people said and did stays standing."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, SQLModel, select

from app import chain, db
from app.accounts import domain, inviting, leaving, mailed, second
from app.accounts.giving import create_token, grant
from app.comments import domain as comments
from app.comments.supporting import support
from app.errors import Conflict
from app.forgetting import addresses_of
from app.models import (
    Comment,
    ForeignAccount,
    Grant,
    JournalEntry,
    JournalLink,
    OutboxMail,
    Passkey,
    Person,
    Reply,
    RequestKey,
    Role,
    SignIn,
    Support,
)
from app.moderation.domain import hide
from app.security import cookie_name, form_token
from app.selfcheck.counting import counters, journal_and_chain
from tests.cast import LATER, WHILE_OPEN, person, process_of
from tests.hearing import hear

TRACES = ("zora", "lindenweg")  # her name, her address and her part of town


@pytest.fixture
def zora(app, session, cast):
    """Somebody with something in every table that knows people."""
    zora = person("Zora")
    session.add(zora)
    session.flush()
    note = cast.says(session, by=zora)
    note.author_role = "Lindenweg"
    comments.reply(session, note, cast.dora, text="Das sehe ich auch so.", now=WHILE_OPEN)
    other = cast.says(session, "Ein Wort von Amira dazu.")
    comments.reply(session, other, zora, text="Und ich sehe es anders.", now=WHILE_OPEN + LATER)
    support(session, other, zora, WHILE_OPEN)
    for ask in (mailed.ask_sign_in, domain.ask_reset):
        ask(session, zora.email)
    inviting.invite(session, cast.emil, zora.email, Role.MODERATOR, cast.organisation, cast.process)
    domain.start_sign_in(session, zora, "Firefox, Android")
    create_token(session, zora, ["comments:write"], "Zoras Programm")
    second.begin_app(session, zora, "secret")
    session.add_all(
        [
            Passkey(
                person_id=zora.id,
                credential_id="id",
                public_key=b"key",
                name="Zoras Telefon",
                created_at=WHILE_OPEN,
            ),
            ForeignAccount(
                person_id=zora.id, issuer="https://a.example", subject="zora", created_at=WHILE_OPEN
            ),
            RequestKey(person_id=zora.id, route="x", key="k", body_hash="h", created_at=WHILE_OPEN),
        ]
    )
    session.commit()
    chain.lengthen(app.state.engine)
    return zora


def delete(browser, who):
    """Signed in a moment ago, delete the account."""
    app = browser.client.app
    with db.writing(app.state.engine) as session:
        cookie = domain.start_sign_in(session, session.get_one(Person, who.id))
    browser.leave().client.cookies.set(cookie_name(app.state.settings), cookie)
    browser.token = form_token(app.state.secret, cookie)
    browser.send("/account/delete", sure="1")


def everything(session: Session) -> list[tuple[str, str]]:
    """Every value of every row, as text, with where it stands."""
    return [
        (f"{table.name}.{column}", str(value))
        for table in SQLModel.metadata.sorted_tables
        for row in session.execute(table.select()).mappings()
        for column, value in row.items()
    ]


def test_nothing_of_the_person_is_left_but_the_last_mail(browser, session, zora):
    delete(browser, zora)
    session.expire_all()
    left = [
        (place, value)
        for place, value in everything(session)
        if any(trace in value.lower() for trace in TRACES)
    ]
    assert left == [("outbox_mail.to_address", "zora@example.org")]
    letter = session.exec(select(OutboxMail).where(OutboxMail.to_address != "")).all()[-1]
    assert letter.subject == "Ihr Konto ist gelöscht"


def test_what_was_said_stays_under_no_name(browser, session, cast, zora):
    before = [(note.number, note.text) for note in session.exec(select(Comment))]
    session.commit()
    page = browser.get("/p/ankommen/comments/1")
    assert "Zora" in page.text
    delete(browser, zora)
    session.expire_all()

    notes = session.exec(select(Comment).order_by(Comment.number)).all()
    assert [(note.number, note.text) for note in notes] == before
    assert [note.author_name for note in notes] == ["Ehemaliges Konto", "Amira"]
    assert [one.author_name for one in session.exec(select(Reply).order_by(Reply.id))] == [
        "Dora",
        "Ehemaliges Konto",
    ]
    assert notes[1].supports == len(session.exec(select(Support)).all()) == 1


def test_pages_that_are_kept_show_it_at_once(browser, zora):
    pages = [f"/p/ankommen/{page}" for page in ("fields/sprache", "comments/1", "blocks/hf1-1")]
    assert all("Zora" in browser.client.get(page).text for page in pages)
    delete(browser, zora)
    browser.leave()
    for page in pages:
        text = browser.client.get(page).text
        assert "Zora" not in text
        assert "Ehemaliges Konto" in text


def test_counters_journal_and_chain_stay_whole(app, browser, session, zora):
    links = session.exec(select(JournalLink.hash).order_by(JournalLink.number)).all()
    session.commit()
    delete(browser, zora)
    chain.lengthen(app.state.engine)
    session.expire_all()
    found = [*counters(session), *journal_and_chain(session)]
    assert [finding.problem for finding in found if finding.problem] == []
    after = session.exec(select(JournalLink.hash).order_by(JournalLink.number)).all()
    assert after[: len(links)] == links
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "account.deleted")).one()
    assert entry.actor_id == entry.subject_id > 0
    assert entry.details == {}


def test_every_session_ends_and_no_key_opens_anything(app, browser, session, zora):
    elsewhere = domain.start_sign_in(session, zora, "Chrome, Windows")
    token = create_token(session, zora, ["comments:write"], "Probe")
    session.commit()
    delete(browser, zora)
    assert browser.last.headers["location"] == "/account/deleted"
    assert browser.get("/account", status=401)
    browser.client.cookies.set("session", elsewhere)
    assert browser.client.get("/account", follow_redirects=False).status_code == 401
    note = {"address": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}
    answer = browser.client.post(
        "/api/v1/processes/ankommen/comments",
        json=note,
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 401
    assert session.exec(select(SignIn)).all() == []


def test_the_link_to_object_to_a_removal_opens_nothing_any_more(browser, session, cast, zora):
    theirs, others = cast.says(session, by=zora), cast.says(session, "Auch das war grob.")
    for note in (theirs, others):
        hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()
    hear(session.get_bind())
    links = {
        mail.to_address: re.search(r"(p/\S+objection\?key=\S+)", mail.text)[1]
        for mail in session.exec(select(OutboxMail).where(OutboxMail.text.contains("objection")))
    }
    session.commit()
    hers, amiras = links[zora.email], links[cast.amira.email]
    assert browser.leave().get(f"/{hers}", status=200)
    delete(browser, zora)
    assert browser.leave().get(f"/{hers}", status=404)
    assert browser.get(f"/{amiras}", status=200)


def test_the_address_can_be_used_for_a_new_account(browser, session, zora):
    delete(browser, zora)
    session.expire_all()
    new = {"email": "zora@example.org", "name": "Zora", "password_hash": "x"}
    domain.register(session, **new)
    again = session.exec(select(Person).where(Person.email == "zora@example.org")).one()
    assert again.id != zora.id


def test_it_is_asked_once_more_and_says_what_stays(browser, session, zora):
    page = browser.sign_in(zora).get("/account/delete")
    for words in ("1 Anmerkung", "1 Antwort", "1 Zustimmung", "Ehemaliges Konto"):
        assert words in page.text
    page = browser.send("/account/delete", status=422)
    assert "Bitte bestätigen Sie" in page.select_one("#sure-error").text
    session.expire_all()
    assert session.get(Person, zora.id).name == "Zora"


def test_whoever_has_a_role_gives_it_up_or_stays(browser, session, cast):
    page = browser.sign_in(cast.bernd).get("/account/delete")
    assert "Moderation, Ankommen in Musterstadt" in page.text
    page = browser.send("/account/delete", status=409, sure="1")
    assert "Sie haben hier noch Aufgaben" in page.select_one("#give_up-error").text
    browser.send("/account/delete", sure="1", give_up="1")
    session.expire_all()
    assert session.exec(select(Grant).where(Grant.person_id == cast.bernd.id)).all() == []


def test_the_page_asks_as_little_of_many_roles_as_of_one(browser, session, cast, count_queries):
    for slug in ("eins", "zwei", "drei", "vier"):
        process = process_of(cast.organisation, slug, slug)
        session.add(process)
        session.flush()
        grant(session, cast.bernd, Role.MODERATOR, cast.organisation, process)
    session.commit()
    browser.sign_in(cast.bernd)
    with count_queries() as asked:
        page = browser.get("/account/delete")
    assert "Moderation, vier" in page.text
    assert len([one for one in asked if one.startswith("SELECT")]) <= 12


def test_a_citys_last_office_stays(browser, session, cast):
    browser.sign_in(cast.emil).get("/account/delete")
    page = browser.send("/account/delete", status=409, sure="1", give_up="1")
    assert "letzte Konto des Beteiligungsbüros" in page.select_one("#sure-error").text
    session.expire_all()
    assert session.get(Person, cast.emil.id).name == "Emil"
    assert [given.role for given in leaving.grants_of(session, cast.emil.id)] == [Role.ADMIN]


def test_a_role_in_another_city_counts_as_well(browser, session, cast):
    page = browser.sign_in(cast.hanna).get("/account/delete")
    assert "Beteiligungsbüro, Stadt Anderswo" in page.text
    browser.send("/account/delete", status=409, sure="1", give_up="1")
    grant(session, cast.dora, Role.ADMIN, cast.elsewhere.organisation)
    session.commit()
    browser.send("/account/delete", sure="1", give_up="1")


def test_gone_is_gone(session, zora):
    leaving.leave(session, zora, give_up=False, by=zora)
    with pytest.raises(Conflict):
        leaving.leave(session, zora, give_up=False, by=zora)


def test_a_former_address_is_forgotten_too_unless_it_is_somebody_elses_now(session, cast, zora):
    for email in ("zora@example.org", "frei@example.org", "amira@example.org"):
        zora.email = email
        domain.new_link(session, zora, "reset", timedelta(hours=1))
    zora.email = "neu@example.org"
    session.flush()
    assert addresses_of(session, zora) == {
        "neu@example.org",
        "zora@example.org",
        "frei@example.org",
    }
