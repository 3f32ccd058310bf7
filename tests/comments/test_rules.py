"""Who may write, and when."""

from datetime import timedelta

import pytest

from app.comments.rules import may_comment, may_reply, may_support
from app.models import Comment, CommentState, Organisation, Person, Status
from tests.cast import AFTER_CLOSE, BEFORE_OPEN, CLOSES, OPENS, WHILE_OPEN, process_of

AMIRA = Person(id=1, name="Amira")
DORA = Person(id=2, name="Dora")


@pytest.fixture
def process():
    return process_of(Organisation(name="Stadt"), "ankommen", "Ankommen")


@pytest.mark.parametrize(
    ("person", "moment", "because"),
    [
        (AMIRA, BEFORE_OPEN, "Anmerkungen sind ab 1. Oktober 2016 möglich."),
        (AMIRA, CLOSES, "Seit 8. November 2016, 24 Uhr, geschlossen."),
        (AMIRA, AFTER_CLOSE, "Seit 8. November 2016, 24 Uhr, geschlossen."),
        (None, WHILE_OPEN, "Bitte melden Sie sich an, um an den Rand zu schreiben."),
        (None, AFTER_CLOSE, "Seit 8. November 2016, 24 Uhr, geschlossen."),
    ],
)
def test_may_not_comment(process, person, moment, because):
    assert may_comment(person, process, moment).because == because


@pytest.mark.parametrize("moment", [OPENS, WHILE_OPEN, CLOSES - timedelta(microseconds=1)])
def test_may_comment_from_the_first_instant_to_the_last(process, moment):
    assert may_comment(AMIRA, process, moment) is True


@pytest.mark.parametrize("status", [Status.PREPARING, Status.REVISING, Status.DECIDED])
def test_the_window_alone_does_not_open_a_process(process, status):
    process.status = status

    assert not may_comment(AMIRA, process, WHILE_OPEN)


def test_only_a_visitor_is_told_that_signing_in_helps(process):
    assert may_comment(None, process, WHILE_OPEN).sign_in
    assert not may_comment(AMIRA, process, AFTER_CLOSE).sign_in


@pytest.mark.parametrize("state", [CommentState.HIDDEN, CommentState.WITHDRAWN])
def test_nobody_replies_to_or_supports_what_is_gone(process, state):
    comment = Comment(state=state, author_id=1)

    assert not may_reply(DORA, comment, process, WHILE_OPEN)
    assert not may_support(DORA, comment, process, WHILE_OPEN)


def test_nobody_supports_their_own_comment(process):
    comment = Comment(state=CommentState.PUBLIC, author_id=1)

    verdict = may_support(AMIRA, comment, process, WHILE_OPEN)
    assert verdict.because == "Das ist Ihre eigene Anmerkung."
    assert may_support(DORA, comment, process, WHILE_OPEN) is True
