"""Who may what, and above all who must not."""

import pytest

from app.accounts.rules import (
    has_role,
    is_admin,
    is_member,
    may_administer,
    may_draw_bundle,
    may_give,
    may_manage,
    may_moderate,
    may_read_unpublished,
    may_see_desk,
    may_see_people,
    may_take_bundle,
)
from app.errors import NotAllowed, NotSignedIn
from app.models import Grant, Person, Process, Role, WorkingGroup
from app.rules import require
from tests.cast import WHILE_OPEN

HERE, ELSEWHERE, SISTER = (
    Process(id=1, organisation_id=1, slug="hier"),
    Process(id=2, organisation_id=2, slug="anderswo"),
    Process(id=3, organisation_id=1, slug="schwester"),
)
AG1, AG2, AG1_ELSEWHERE = (
    WorkingGroup(id=1, process_id=1, slug="ag-1", name="AG 1"),
    WorkingGroup(id=2, process_id=1, slug="ag-2", name="AG 2"),
    WorkingGroup(id=3, process_id=2, slug="ag-1", name="AG 1"),
)


def somebody(role=None, **where) -> Person:
    grants = [Grant(role=role, organisation_id=1, **where)] if role else []
    return Person(id=7, name="Jemand", grants=grants)


AMIRA = somebody()
BERND = somebody(Role.MODERATOR, process_id=1)
CHEN = somebody(Role.MEMBER, process_id=1, group_id=1)
EMIL = somebody(Role.ADMIN)
INES = somebody(Role.LEAD, process_id=1, group_id=1)
JONAS = somebody(Role.MANAGER, process_id=1)
KARIN = somebody(Role.AUDITOR)
ONLY_READS = "Die Revision liest alles und ändert nichts."


@pytest.mark.parametrize("who", [BERND, JONAS, EMIL])
def test_a_moderator_who_manages_and_the_office_may_moderate(who):
    assert may_moderate(who, HERE) is True


@pytest.mark.parametrize("who", [AMIRA, CHEN, INES])
def test_a_resident_and_a_member_may_not_moderate(who):
    verdict = may_moderate(who, HERE)

    assert verdict.because == "Das kann nur die Moderation dieses Verfahrens."
    assert not verdict.sign_in
    with pytest.raises(NotAllowed):
        require(verdict)


@pytest.mark.parametrize("process", [ELSEWHERE, SISTER])
def test_a_moderator_of_one_process_is_nobody_in_another(process):
    assert not may_moderate(BERND, process)
    assert not has_role(BERND, Role.MODERATOR, process)


@pytest.mark.parametrize("process", [ELSEWHERE, SISTER])
def test_who_manages_one_process_is_nobody_in_another(process):
    assert not may_manage(JONAS, process)
    assert not may_moderate(JONAS, process)
    assert not may_see_people(JONAS, process.organisation_id, process)


def test_the_office_manages_every_process_and_a_moderator_none():
    assert may_manage(JONAS, HERE) is True
    assert may_manage(EMIL, HERE) is True
    assert has_role(EMIL, Role.MANAGER, SISTER)
    for who in (AMIRA, BERND, CHEN, INES):
        because = may_manage(who, HERE).because
        assert because == "Das kann nur die Verfahrensleitung oder das Beteiligungsbüro."


def test_an_auditor_sees_all_of_her_city_and_nothing_of_another():
    for process in (HERE, SISTER):
        assert may_see_desk(KARIN, process) is True
        assert may_see_people(KARIN, 1, process) is True
        assert may_read_unpublished(KARIN, process)
    assert may_take_bundle(KARIN, AG1, HERE) is True
    assert may_see_people(KARIN, 1) is True
    assert not may_see_desk(KARIN, ELSEWHERE)
    assert not may_see_people(KARIN, 2)
    assert not may_read_unpublished(KARIN, ELSEWHERE)
    assert not may_take_bundle(KARIN, AG1_ELSEWHERE, ELSEWHERE)


@pytest.mark.parametrize(
    "verdict",
    [
        may_moderate(KARIN, HERE),
        may_manage(KARIN, HERE),
        may_administer(KARIN, 1),
        may_draw_bundle(KARIN, AG1, HERE),
        may_give(KARIN, Role.MEMBER, 1, HERE),
        may_give(KARIN, Role.AUDITOR, 1),
    ],
)
def test_an_auditor_is_told_that_auditors_only_read(verdict):
    assert verdict.because == ONLY_READS


def test_in_another_city_an_auditor_is_refused_like_everybody():
    assert (
        may_moderate(KARIN, ELSEWHERE).because == "Das kann nur die Moderation dieses Verfahrens."
    )


def test_nobody_gives_a_role_above_their_own_or_outside_of_their_place():
    for role in Role:
        where = HERE if role not in (Role.ADMIN, Role.AUDITOR) else None
        assert may_give(EMIL, role, 1, where) is True
        assert bool(may_give(JONAS, role, 1, where)) is (where is not None)
        for who in (None, AMIRA, BERND, CHEN, INES, KARIN):
            assert not may_give(who, role, 1, where)
        assert not may_give(EMIL, role, 2, ELSEWHERE)
        assert not may_give(JONAS, role, 1, SISTER)
        assert not may_give(EMIL, role, 1, ELSEWHERE)  # the city named is not the process's


def test_a_role_that_rests_allows_nothing():
    resting = somebody(Role.ADMIN)
    resting.grants[0].blocked_at = WHILE_OPEN
    assert not may_administer(resting, 1)
    assert not may_see_desk(resting, HERE)


def test_the_office_moderates_all_its_processes_and_no_others():
    assert may_moderate(EMIL, SISTER)
    assert not may_moderate(EMIL, ELSEWHERE)
    assert has_role(EMIL, Role.ADMIN, SISTER)
    assert not has_role(EMIL, Role.ADMIN, ELSEWHERE)


def test_the_office_sits_in_no_group():
    assert not has_role(EMIL, Role.MEMBER, HERE)
    assert not is_member(EMIL, AG1)


def test_only_the_office_may_administer():
    assert may_administer(EMIL, 1) is True
    for who in (AMIRA, BERND, CHEN):
        assert may_administer(who, 1).because == "Das kann nur das Beteiligungsbüro."
    assert not may_administer(EMIL, 2)


def test_an_admin_grant_that_names_a_process_is_for_its_organisation():
    assert not is_admin(somebody(Role.ADMIN, process_id=2), 2)


def test_a_member_sits_in_one_group_only():
    assert is_member(CHEN, AG1)
    assert not is_member(CHEN, AG2)
    assert not is_member(CHEN, AG1_ELSEWHERE)
    assert has_role(CHEN, Role.MEMBER, HERE)
    assert not has_role(CHEN, Role.MODERATOR, HERE)
    assert not has_role(CHEN, Role.LEAD, HERE)


def test_a_lead_is_a_member_of_the_group():
    assert is_member(INES, AG1)
    assert not is_member(INES, AG2)
    assert has_role(INES, Role.MEMBER, HERE)
    assert has_role(INES, Role.LEAD, HERE)


@pytest.mark.parametrize("who", [CHEN, INES, BERND, JONAS, EMIL])
def test_a_bundle_is_for_the_group_and_the_moderation(who):
    assert may_take_bundle(who, AG1, HERE) is True


@pytest.mark.parametrize(
    "who", [AMIRA, somebody(Role.MEMBER, process_id=1, group_id=2)], ids=["Amira", "Fatma"]
)
def test_a_bundle_is_not_for_others(who):
    verdict = may_take_bundle(who, AG1, HERE)
    assert verdict.because == "Dieses Paket ist für die AG 1 bestimmt."


@pytest.mark.parametrize("who", [BERND, EMIL])
def test_the_bundle_of_another_process_does_not_open_by_naming_ones_own(who):
    assert not may_take_bundle(who, AG1_ELSEWHERE, HERE)
    assert not may_take_bundle(who, AG1_ELSEWHERE, ELSEWHERE)


@pytest.mark.parametrize(
    "verdict",
    [
        may_moderate(None, HERE),
        may_administer(None, 1),
        may_take_bundle(None, AG1, HERE),
    ],
)
def test_nobody_is_asked_to_sign_in(verdict):
    assert verdict.sign_in
    with pytest.raises(NotSignedIn, match="Bitte melden Sie sich an"):
        require(verdict)


def test_a_blocked_person_keeps_no_role():
    blocked = somebody(Role.ADMIN)
    blocked.blocked_at = WHILE_OPEN
    assert not may_administer(blocked, 1)
    assert not may_moderate(blocked, HERE)


def test_what_has_no_number_yet_belongs_to_nobody():
    unsaved = WorkingGroup(slug="neu", name="Neu")
    assert not is_member(somebody(Role.MEMBER), unsaved)
    assert not may_moderate(somebody(Role.MODERATOR), Process(slug="neu"))
    assert not may_take_bundle(somebody(Role.MODERATOR), unsaved, Process(slug="neu"))
