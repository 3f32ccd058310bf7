"""What only the tests of the door need: reading the mail that it sends."""

import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlmodel import select

from app import db
from app.models import OutboxMail


class Mailbox:
    """The outbox as the receivers see it."""

    def __init__(self, app: FastAPI) -> None:
        self.engine = app.state.engine

    def of(self, address: str) -> list[OutboxMail]:
        """All mails to this address, the oldest first."""
        query = select(OutboxMail).where(OutboxMail.to_address == address).order_by("id")
        with db.reading(self.engine) as session:
            return list(session.exec(query).all())

    def link(self, address: str, kind: str) -> str:
        """The path of the link in the newest mail to this address."""
        text = self.of(address)[-1].text
        return re.search(rf"http://127\.0\.0\.1:8000(/{kind}/\S+)", text)[1]


@pytest.fixture
def mailbox(app: FastAPI) -> Mailbox:
    return Mailbox(app)


@pytest.fixture
def look(app: FastAPI) -> Callable[..., list]:
    """What stands in the database now, without holding it: `look(select(Person))`."""

    def rows(query) -> list:
        with db.reading(app.state.engine) as session:
            return list(session.exec(query).all())

    return rows
