"""What the office gives: accounts, roles, bearer tokens."""

import pytest
from sqlmodel import select

from app.accounts.giving import create_account, create_token, grant, take
from app.accounts.passwords import is_password
from app.accounts.rules import is_member, may_administer, may_moderate
from app.errors import Conflict, Invalid
from app.models import Grant, JournalEntry, Role, Token
from app.security import hash_token
from tests.cast import WHILE_OPEN

GIVEN = {"email": "Neu@example.org", "name": "Neu", "password": "drei neue Wörter"}


def test_an_account_is_made_confirmed_unless_said_otherwise(session):
    person = create_account(session, **GIVEN)
    waiting = create_account(session, **GIVEN | {"email": "x@example.org"}, confirmed=False)

    assert person.email == "neu@example.org"
    assert person.confirmed_at
    assert is_password(person.password_hash, GIVEN["password"])
    assert person.grants == []
    assert waiting.confirmed_at is None


def test_no_second_account_for_one_address(session, cast):
    with pytest.raises(Conflict, match="schon ein Konto"):
        create_account(session, **GIVEN | {"email": "AMIRA@example.org"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "neu@"), ("email", "a@b.de, c@d.de"), ("name", "  "), ("password", "passwort1")],
)
def test_an_account_needs_an_address_a_name_and_a_password(session, field, value):
    with pytest.raises(Invalid) as refused:
        create_account(session, **GIVEN | {field: value})
    assert list(refused.value.fields) == [field]


def test_staff_may_be_named_after_their_office(session, cast):
    assert create_account(session, **GIVEN | {"name": "Amt für Schule"})


def test_roles_are_given_and_count_at_once(session, cast):
    city, process = cast.organisation, cast.process
    grant(session, cast.amira, Role.MODERATOR, organisation=city, process=process, by=cast.emil)
    grant(session, cast.dora, Role.MEMBER, organisation=city, group=cast.group)
    grant(session, cast.gustav, Role.ADMIN, organisation=city)

    assert may_moderate(cast.amira, process)
    assert is_member(cast.dora, cast.group)
    assert may_administer(cast.gustav, city.id)
    dora = session.exec(select(Grant).where(Grant.person_id == cast.dora.id)).one()
    assert dora.process_id == process.id
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "role.granted")).first()
    assert entry.actor_id == cast.emil.id
    about = {"person": cast.amira.id, "role": "moderator"}
    assert entry.details == about | {"before": [], "after": ["moderator:ankommen"]}


@pytest.mark.parametrize(
    ("who", "role", "where"),
    [
        ("bernd", Role.MODERATOR, {"process": "process"}),
        ("chen", Role.MEMBER, {"process": "process", "group": "group"}),
        ("emil", Role.ADMIN, {}),  # the database lets two rows with NULL stand
        ("ines", Role.LEAD, {"process": "process", "group": "group"}),
        ("jonas", Role.MANAGER, {"process": "process"}),
        ("karin", Role.AUDITOR, {}),
    ],
)
def test_no_role_is_given_twice(session, cast, who, role, where):
    where = {key: getattr(cast, name) for key, name in where.items()}
    with pytest.raises(Conflict, match="schon vergeben"):
        grant(session, getattr(cast, who), role, organisation=cast.organisation, **where)


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.MODERATOR, {}),
        (Role.MODERATOR, {"process": "elsewhere"}),
        (Role.MODERATOR, {"process": "process", "group": "group"}),
        (Role.MEMBER, {}),
        (Role.MEMBER, {"process": "process"}),
        (Role.MEMBER, {"process": "elsewhere", "group": "group"}),
        (Role.ADMIN, {"process": "process"}),
        (Role.ADMIN, {"group": "group"}),
        (Role.AUDITOR, {"process": "process"}),
        (Role.MANAGER, {}),
        (Role.MANAGER, {"process": "process", "group": "group"}),
        (Role.LEAD, {"process": "process"}),
        (Role.LEAD, {"process": "elsewhere", "group": "group"}),
    ],
)
def test_a_role_must_fit_its_place(session, cast, role, where):
    where = {key: getattr(cast, name) for key, name in where.items()}
    with pytest.raises(Invalid):
        grant(session, cast.amira, role, organisation=cast.organisation, **where)
    assert not session.exec(select(Grant).where(Grant.person_id == cast.amira.id)).all()


def test_a_group_of_another_city_cannot_be_given(session, cast):
    other = cast.elsewhere.organisation
    with pytest.raises(Invalid):
        grant(session, cast.amira, Role.MEMBER, organisation=other, group=cast.group)


def test_who_audits_a_city_has_no_other_role_there(session, cast):
    city = cast.organisation
    with pytest.raises(Conflict, match="keine andere Rolle"):
        grant(session, cast.karin, Role.MODERATOR, city, process=cast.process)
    with pytest.raises(Conflict, match="keine andere Rolle"):
        grant(session, cast.bernd, Role.AUDITOR, city)

    grant(session, cast.karin, Role.ADMIN, cast.elsewhere.organisation)


def test_a_role_taken_away_counts_no_longer_and_is_written_down(session, cast):
    (given,) = cast.jonas.grants
    take(session, given, by=cast.emil)
    session.commit()
    session.refresh(cast.jonas, ["grants"])

    assert not may_moderate(cast.jonas, cast.process)
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "role.taken")).one()
    assert (entry.actor_id, entry.process_id) == (cast.emil.id, cast.process.id)
    assert entry.details == {
        "person": cast.jonas.id,
        "role": "manager",
        "before": ["manager:ankommen"],
        "after": [],
    }


def test_the_last_account_of_the_office_stays(session, cast):
    (given,) = cast.emil.grants
    with pytest.raises(Conflict, match="das letzte Konto des Beteiligungsbüros"):
        take(session, given, by=cast.emil)

    second = grant(session, cast.amira, Role.ADMIN, cast.organisation)
    second.blocked_at = WHILE_OPEN  # one that rests runs nothing
    with pytest.raises(Conflict):
        take(session, given, by=cast.emil)
    second.blocked_at = None
    take(session, given, by=cast.emil)


def test_a_bearer_token_is_told_once_and_kept_as_a_hash(session, cast):
    secret = create_token(session, cast.bernd, ["write", "read", "read"], "Auswertung")

    kept = session.exec(select(Token)).one()
    assert kept.token_hash == hash_token(secret)
    assert secret not in str(kept)
    assert (kept.person_id, kept.scopes) == (cast.bernd.id, ["read", "write"])
