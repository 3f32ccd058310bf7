"""Fixtures of the public pages."""

import pytest

from tests.public.revised import REVISED, publish


@pytest.fixture
def revised(cast, session):
    """The cast's process with a second public version."""
    publish(session, cast.process, REVISED)
    session.commit()
    return cast
