"""The whole application behind a real socket, on SQLite or PostgreSQL, with the cast in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from app import clock, db
from app.accounts.domain import start_sign_in
from app.config import Settings
from app.main import create_app
from app.models import Person
from app.security import cookie_name
from tests.cast import PASSWORD, WHILE_OPEN, Cast, invite
from tests.postgres import with_schema
from tests.server import LiveServer


def nothing_more(_session: Session, _cast: Cast) -> None:
    """The cast alone."""


def _with_all_tables(request: Any, file: Path) -> str:
    """The URL of a new database of the kind that is asked for, a copy of an empty one."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres").fresh_database(with_schema)
        return url
    file.write_bytes(request.getfixturevalue("migrated").read_bytes())
    return f"sqlite:///{file}"


@contextmanager
def living(
    request: Any,
    tmp_path: Path,
    monkeypatch: Any,
    arrange: Callable[[Session, Cast], None] = nothing_more,
) -> Iterator[LiveServer]:
    """Serve it for a fixture with the params "sqlite" and "postgresql"; `arrange` adds to the cast.

    The server knows its data `folder` and the address of its `database`.
    """
    monkeypatch.setattr(clock, "now", lambda: WHILE_OPEN)
    url = _with_all_tables(request, tmp_path / "randnotiz.db")
    engine = db.make_engine(url)
    with Session(engine) as session:
        arrange(session, invite(session))
        session.commit()
    engine.dispose()

    def make_app(own_url: str) -> Any:
        return create_app(
            Settings(
                data_dir=tmp_path,
                database_url=url,
                base_url=own_url,
                secret_key="probe " * 8,
                second_factor="offered",
                seconds_to_write=0,  # browsers write faster than people, and time stands still
            )
        )

    with LiveServer(make_app) as running:
        running.folder = tmp_path
        running.database = url
        yield running
    if request.param == "postgresql":
        request.getfixturevalue("postgres").drop(url)


def come_in(page: Page, url: str, name: str) -> None:
    """With the cookie of a session begun beside the door: three pages less in each test."""
    state = LiveServer.serving[url].state
    with db.writing(state.engine) as session:
        person = session.exec(select(Person).where(Person.email == f"{name}@example.org")).one()
        token = start_sign_in(session, person, "Chromium")
    page.context.add_cookies([{"name": cookie_name(state.settings), "value": token, "url": url}])


def sign_in(page: Page, url: str, name: str) -> None:
    """Through the door, in a window."""
    page.goto(f"{url}/sign-in")
    page.get_by_label("E-Mail").fill(f"{name}@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
