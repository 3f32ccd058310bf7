"""Drawing and packing bundles, for the tests of this room."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.groups import domain
from app.models import Bundle, Person, WorkingGroup
from app.processes.queries import group_by_id
from tests.browser import Browser
from tests.cast import Cast
from tests.groups import packing


@pytest.fixture
def engine(app: FastAPI) -> Engine:
    engine: Engine = app.state.engine
    return engine


@pytest.fixture
def draw(session: Session, cast: Cast) -> Callable[..., Bundle]:
    """Draw a bundle for the language group, or another, and let it be seen."""

    def drawing(group: WorkingGroup | None = None, by: Person | None = None) -> Bundle:
        found = group_by_id(session, (group or cast.group).id)
        bundle = domain.draw_bundle(session, found, by or cast.chen, clock.now())
        session.commit()
        return bundle

    return drawing


@pytest.fixture
def ready(session: Session, browser: Browser, cast: Cast, app: FastAPI) -> Bundle:
    """Chen has drawn bundle 1 of her group, and it is packed. Nobody is signed in any more."""
    cast.says(session)
    session.commit()
    packing.draw(browser.sign_in(cast.chen), cast)
    packing.pack(app)
    browser.leave()
    return packing.bundles(app)[0]
