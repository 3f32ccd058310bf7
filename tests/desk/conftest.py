"""The office at its desk."""

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app.models import DraftVersion, Section
from tests.browser import Browser
from tests.cast import Cast
from tests.desk.handing_in import DRAFT, look, upload


@pytest.fixture
def office(browser: Browser, cast: Cast) -> Browser:
    """Emil of the participation office is signed in."""
    return browser.sign_in(cast.emil)


@pytest.fixture
def sections(office: Browser, app: FastAPI) -> dict[str, int]:
    """Version 2 is handed in; its headings by title."""
    upload(office, ("wohnen.md", DRAFT))
    query = select(Section).join(DraftVersion).where(DraftVersion.number == 2)
    return {section.title: section.id for section in look(app, query)}
