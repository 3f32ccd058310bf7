"""Who may answer for the city, and who may hide."""

import pytest

from app.models import CommentState, Status
from app.moderation.rules import may_answer, may_hide, may_unhide

RULES = [may_answer, may_hide, may_unhide]


@pytest.fixture
def note(session, cast):
    return cast.says(session)


def ready(rule, note):
    """The note in the state in which the rule has no objection to it."""
    note.state = CommentState.HIDDEN if rule is may_unhide else CommentState.PUBLIC
    return note


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["bernd", "emil"])
def test_the_moderator_and_the_participation_office_may(rule, name, cast, note):
    assert rule(getattr(cast, name), ready(rule, note), cast.process) is True


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", ["amira", "chen", "fatma", "gustav"])
def test_residents_members_and_moderators_of_elsewhere_may_not(rule, name, cast, note):
    verdict = rule(getattr(cast, name), ready(rule, note), cast.process)
    assert verdict.because == "Das kann nur die Moderation dieses Verfahrens."


@pytest.mark.parametrize("rule", RULES)
def test_a_stranger_is_asked_to_sign_in(rule, cast, note):
    assert rule(None, ready(rule, note), cast.process).sign_in


@pytest.mark.parametrize("rule", RULES)
def test_nobody_may_reach_a_note_of_another_process_through_their_own(rule, cast, note):
    verdict = rule(cast.gustav, ready(rule, note), cast.elsewhere)
    assert verdict.because == "Diese Anmerkung gehört zu einem anderen Verfahren."


@pytest.mark.parametrize("rule", RULES)
def test_nothing_changes_in_the_archive(rule, cast, note):
    cast.process.status = Status.ARCHIVED
    assert "archiviert" in rule(cast.bernd, ready(rule, note), cast.process).because


@pytest.mark.parametrize("status", [Status.CLOSED, Status.REVISING, Status.DECIDED])
def test_the_moderation_answers_after_the_window_has_closed(status, cast, note):
    cast.process.status = status
    assert may_answer(cast.bernd, note, cast.process) is True


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (CommentState.HIDDEN, "ausgeblendet"),
        (CommentState.WITHDRAWN, "zurückgezogen"),
        (CommentState.WAITING, "nicht öffentlich"),
        (CommentState.UNCONFIRMED, "nicht öffentlich"),
    ],
)
def test_only_a_public_note_is_answered(state, word, cast, note):
    note.state = state
    assert word in may_answer(cast.bernd, note, cast.process).because


@pytest.mark.parametrize(
    ("state", "because"),
    [
        (CommentState.HIDDEN, "Diese Anmerkung ist schon ausgeblendet."),
        (CommentState.WITHDRAWN, "Diese Anmerkung ist nicht öffentlich."),
    ],
)
def test_only_a_public_note_is_hidden(state, because, cast, note):
    note.state = state
    assert may_hide(cast.bernd, note, cast.process).because == because


def test_only_a_hidden_note_is_shown_again(cast, note):
    because = may_unhide(cast.bernd, note, cast.process).because
    assert because == "Diese Anmerkung ist nicht ausgeblendet."
