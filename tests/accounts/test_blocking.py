"""What a city blocks is its own: roles rest there, and nowhere else."""

import pytest
from sqlmodel import select

from app.accounts.blocking import block, unblock
from app.accounts.domain import start_sign_in
from app.accounts.giving import grant
from app.accounts.inviting import accept, invite, open_invitation
from app.accounts.rules import may_moderate
from app.errors import Conflict, Gone
from app.models import Role, SignIn


def still_signed_in(session, who):
    query = select(SignIn).where(SignIn.person_id == who.id, SignIn.ended_at.is_(None))
    return bool(session.exec(query).all())


def test_who_works_for_another_city_too_stays_signed_in_and_keeps_that_role(session, cast):
    grant(session, cast.bernd, Role.MODERATOR, cast.elsewhere.organisation, cast.elsewhere)
    start_sign_in(session, cast.bernd)

    block(session, cast.bernd.id, cast.organisation, by=cast.emil)

    assert still_signed_in(session, cast.bernd)
    assert may_moderate(cast.bernd, cast.elsewhere)
    assert not may_moderate(cast.bernd, cast.process)
    assert cast.bernd.blocked_at is None  # the account is not the city's


def test_who_works_for_nobody_else_is_signed_out_everywhere(session, cast):
    start_sign_in(session, cast.bernd)
    block(session, cast.bernd.id, cast.organisation, by=cast.emil)
    assert not still_signed_in(session, cast.bernd)


def test_while_roles_rest_no_other_is_given(session, cast, mailbox):
    invite(session, cast.emil, cast.bernd.email, Role.MANAGER, cast.organisation, cast.process)
    session.commit()
    token = mailbox.link(cast.bernd.email, "invitations").rpartition("/")[2]
    block(session, cast.bernd.id, cast.organisation, by=cast.emil)

    with pytest.raises(Gone):
        open_invitation(session, token)
    with pytest.raises(Conflict, match="ruhen"):
        grant(session, cast.bernd, Role.MEMBER, cast.organisation, group=cast.group)
    unblock(session, cast.bernd.id, cast.organisation, by=cast.emil)
    with pytest.raises(Gone):  # what was taken back stays so
        accept(session, token, cast.bernd)


def test_of_two_in_the_office_one_may_block_the_other_but_not_both_each_other(session, cast):
    grant(session, cast.amira, Role.ADMIN, cast.organisation)
    block(session, cast.emil.id, cast.organisation, by=cast.amira)
    with pytest.raises(Conflict, match="das letzte Konto"):
        block(session, cast.amira.id, cast.organisation, by=cast.emil)
    with pytest.raises(Conflict, match="schon gesperrt"):
        block(session, cast.emil.id, cast.organisation, by=cast.amira)
