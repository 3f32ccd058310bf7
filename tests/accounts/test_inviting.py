"""Invitations: good once, for one address, and dead for good when they are dead."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.domain import start_sign_in
from app.accounts.inviting import (
    DAYS,
    accept,
    invitation_by_id,
    invite,
    open_invitation,
    send_again,
    take_back,
)
from app.errors import Conflict, Gone, Invalid, NotAllowed
from app.models import Grant, Invitation, JournalEntry, OutboxMail, Person, Role, SignIn, Status
from tests.cast import LATER, PASSWORD, WHILE_OPEN

NEW = "neu@example.org"
DEAD = "Diese Einladung gilt nicht mehr."


@pytest.fixture
def invited(session, cast, mailbox):
    """Emil invites somebody; the path of the link in the mail."""

    def to(email=NEW, role=Role.MODERATOR, by=None, **where):
        where = where or {"process": cast.process}
        invite(session, by or cast.emil, email, role, cast.organisation, **where)
        session.commit()
        return mailbox.link(email, "invitations")

    return to


def token_of(path):
    return path.rpartition("/")[2]


def the_only(session):
    return invitation_by_id(session, session.exec(select(Invitation.id)).one())


def roles_of(look, email):
    query = select(Grant).join(Person).where(Person.email == email)
    return [(one.role, one.process_id, one.group_id) for one in look(query)]


def test_whoever_has_the_address_takes_the_role_with_a_button(browser, cast, invited, look):
    path = invited("dora@example.org")
    page = browser.sign_in(cast.dora).get(path)
    assert "Moderation" in page.main.text
    assert not roles_of(look, "dora@example.org")  # looking changes nothing

    browser.send(path)

    assert browser.last.headers["location"] == "/desk"
    assert roles_of(look, "dora@example.org") == [(Role.MODERATOR, cast.process.id, None)]
    browser.get("/desk/p/ankommen")


def test_it_is_good_once(browser, cast, invited, look):
    path = invited("dora@example.org")
    browser.sign_in(cast.dora).send(path)

    assert DEAD in browser.get(path, 410).main.text
    assert "schon angenommen" in browser.send(path, 410).main.text
    assert "kennen diesen Link nicht" in browser.get("/invitations/nobodys", 410).main.text
    assert len(roles_of(look, "dora@example.org")) == 1


def test_somebody_new_registers_with_that_address_and_comes_back_to_it(
    browser, cast, invited, look, mailbox
):
    path = invited()
    page = browser.get(path)
    (register,) = (a["href"] for a in page.select("main a") if a["href"].startswith("/register"))
    form = browser.get(register)
    assert form.select_one("#email")["value"] == NEW
    assert form.select_one("#name")["value"] == ""
    onward = form.select_one("input[name=next]")["value"]
    browser.send("/register", email=NEW, name="Neu", password=PASSWORD, next=onward)
    confirm = mailbox.link(NEW, "confirm")
    onward = browser.get(confirm).select_one("input[name=next]")["value"]
    assert not roles_of(look, NEW)  # registering gives nothing
    browser.send(confirm, next=onward)
    assert browser.last.headers["location"] == path
    assert not roles_of(look, NEW)  # nor does confirming

    browser.send(path)
    assert roles_of(look, NEW) == [(Role.MODERATOR, cast.process.id, None)]


def test_another_address_takes_nothing(browser, cast, invited, look):
    path = invited()
    page = browser.sign_in(cast.amira).get(path)
    assert "mit einer anderen Adresse angemeldet" in page.main.text
    assert not page.select(f"form[action='{path}']")

    page = browser.send(path, 403)

    assert "für eine andere Adresse" in page.main.text
    assert not roles_of(look, "amira@example.org")


def test_a_visitor_is_sent_to_the_door(browser, invited):
    browser.send(invited(), 401)


def test_an_address_that_nobody_confirmed_takes_nothing(session, cast, invited):
    path = invited("dora@example.org")
    cast.dora.confirmed_at = None
    with pytest.raises(NotAllowed):
        accept(session, token_of(path), cast.dora)


def expire(session, cast, it_is):
    it_is(WHILE_OPEN + timedelta(days=DAYS))


def revoke(session, cast, it_is):
    take_back(session, cast.emil, the_only(session))


def lose_the_right(session, cast, it_is):
    session.delete(cast.jonas.grants[0])


def lose_the_account(session, cast, it_is):
    cast.jonas.blocked_at = WHILE_OPEN
    session.add(cast.jonas)


def let_the_right_rest(session, cast, it_is):
    cast.jonas.grants[0].blocked_at = WHILE_OPEN
    session.add(cast.jonas.grants[0])


def archive(session, cast, it_is):
    cast.process.status = Status.ARCHIVED
    session.add(cast.process)


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (expire, "Sie galt bis"),
        (revoke, "Die Stadt hat sie zurückgenommen"),
        (lose_the_right, "Die Stadt müsste sie erneuern."),
        (lose_the_account, "Die Stadt müsste sie erneuern."),
        (let_the_right_rest, "Die Stadt müsste sie erneuern."),
        (archive, "Das Verfahren ist archiviert."),
    ],
)
def test_what_is_dead_stays_dead_whatever_happens_to_the_account(
    browser, cast, session, invited, look, mailbox, it_is, end, why
):
    """CVE-2023-48220: an expired invitation came back by resetting the password."""
    path = invited("dora@example.org", by=cast.jonas)
    browser.sign_in(cast.dora).get(path)
    end(session, cast, it_is)
    session.commit()
    page = browser.get(path, 410).main.text
    assert DEAD in page
    assert why in page
    assert "dora@example.org" not in page
    door = browser.leave().get(f"/register?next={path}")
    assert door.select_one("#email")["value"] == ""

    browser.leave().send("/forgot", email="dora@example.org")
    browser.send(mailbox.link("dora@example.org", "reset"), password="ganz neue Wörter")
    browser.send("/register", email="dora@example.org", name="Dora", password=PASSWORD)
    browser.sign_in(cast.dora, "ganz neue Wörter")

    assert DEAD in browser.get(path, 410).main.text
    assert DEAD in browser.send(path, 410).main.text
    assert not roles_of(look, "dora@example.org")


def test_an_invitation_does_not_follow_an_account_to_another_address(
    browser, cast, session, invited, look
):
    path = invited("dora@example.org")
    cast.dora.email = "dora.neu@example.org"
    session.add(cast.dora)
    session.commit()

    browser.sign_in(cast.dora).send(path, 403)
    assert not roles_of(look, "dora.neu@example.org")


def test_sent_again_it_is_another_one_and_the_old_link_is_dead(session, cast, invited, mailbox):
    old = invited()
    first = the_only(session)
    send_again(session, cast.emil, first)
    session.commit()
    new = mailbox.link(NEW, "invitations")

    assert new != old
    with pytest.raises(Gone):
        open_invitation(session, token_of(old))
    assert open_invitation(session, token_of(new)).id != first.id
    with pytest.raises(Gone):
        send_again(session, cast.emil, first)


def test_sending_an_expired_one_again_does_not_revive_its_link(
    session, cast, invited, mailbox, it_is
):
    old = invited()
    it_is(WHILE_OPEN + timedelta(days=DAYS + 1))
    send_again(session, cast.emil, the_only(session))
    session.commit()

    with pytest.raises(Gone):
        open_invitation(session, token_of(old))
    open_invitation(session, token_of(mailbox.link(NEW, "invitations")))


def test_taken_back_it_is_told_to_whoever_was_invited(session, cast, invited, mailbox):
    invited()
    take_back(session, cast.emil, the_only(session))
    session.commit()

    assert "zurückgenommen" in mailbox.of(NEW)[-1].text
    with pytest.raises(Gone):
        take_back(session, cast.emil, the_only(session))


def test_the_same_invitation_is_not_sent_twice_nor_to_who_has_the_role(cast, invited, it_is):
    invited()
    with pytest.raises(Invalid, match="schon unterwegs"):
        invited()
    with pytest.raises(Invalid, match="hat diese Rolle schon"):
        invited("bernd@example.org")
    invited(role=Role.LEAD, process=cast.process, group=cast.group)  # another role is another one
    it_is(WHILE_OPEN + timedelta(days=DAYS))
    invited()


def test_to_an_archived_process_nobody_is_invited(session, cast, invited):
    cast.process.status = Status.ARCHIVED
    with pytest.raises(Invalid, match="archiviert"):
        invited()


def test_who_audits_the_city_takes_no_other_role(session, cast, invited, look):
    path = invited("karin@example.org")
    with pytest.raises(Conflict, match="keine andere Rolle"):
        accept(session, token_of(path), cast.karin)
    session.rollback()
    assert roles_of(look, "karin@example.org") == [(Role.AUDITOR, None, None)]


def test_each_step_is_written_down_and_mailed(browser, cast, invited, look, mailbox):
    browser.sign_in(cast.dora).send(invited("dora@example.org"))

    deeds = select(JournalEntry).where(JournalEntry.deed.in_(WRITTEN)).order_by(JournalEntry.id)
    entries = look(deeds)
    assert [entry.deed for entry in entries] == WRITTEN
    sent, given, accepted = entries
    assert (sent.actor_id, accepted.actor_id) == (cast.emil.id, cast.dora.id)
    assert given.actor_id == cast.emil.id
    assert given.details["before"] == []
    assert given.details["after"] == ["moderator:ankommen"]
    assert "example.org" not in str([entry.details for entry in entries])
    assert "Ihre neue Aufgabe: Moderation" in mailbox.of("dora@example.org")[-1].subject


WRITTEN = ["invitation.sent", "role.granted", "invitation.accepted"]


def test_only_a_hash_is_kept_and_no_mail_carries_a_persons_name(session, cast, invited):
    path = invited()
    kept = session.exec(select(Invitation)).one()
    (mail,) = session.exec(select(OutboxMail).where(OutboxMail.to_address == NEW)).all()
    assert token_of(path) not in str(kept)
    assert cast.emil.name not in mail.text + mail.subject


def test_where_a_second_step_is_asked_for_the_new_role_waits_for_it(
    app, browser, cast, session, invited, it_is
):
    app.state.settings = app.state.settings.model_copy(update={"second_factor": "required"})
    path = invited("dora@example.org")
    browser.sign_in(cast.dora).send(path)
    it_is(WHILE_OPEN + LATER)

    page = browser.get("/desk", 303)
    assert not page.select("main")
    other = start_sign_in(session, cast.dora)
    assert other
    session.commit()
    waiting = session.exec(select(SignIn.waits).where(SignIn.person_id == cast.dora.id)).all()
    assert waiting[0] is True
