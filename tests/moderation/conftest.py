"""The notes that this room's tests are about."""

from datetime import timedelta

import pytest

from app.models import Comment, CommentKind
from tests.browser import Browser
from tests.cast import WHILE_OPEN, Cast
from tests.moderation.looking import loaded

DAY = timedelta(days=1)


@pytest.fixture
def note(session, cast: Cast) -> Comment:
    """Amira's note on the first sentence, as a page has it."""
    return loaded(session, cast, cast.says(session))


@pytest.fixture
def notes(session, cast: Cast) -> None:
    """#1 has waited for six days, #2 for two, #3 on the other field since today."""
    cast.says(
        session, "Gibt es Kurse am Abend?", kind=CommentKind.QUESTION, when=WHILE_OPEN - 6 * DAY
    )
    cast.says(session, "Auch am Samstag, bitte.", at="hf1-4-1", when=WHILE_OPEN - 2 * DAY)
    cast.says(session, "Praktika sollen bezahlt sein.", at="hf2-1-1")
    session.commit()


@pytest.fixture
def desk(browser: Browser, cast: Cast, notes: None) -> Browser:
    """Bernd at his desk."""
    return browser.sign_in(cast.bernd)
