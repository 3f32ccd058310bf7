"""Everything in this folder takes long, and runs in the time of day that it really is."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import clock
from tests.hard.town import Town
from tests.missing import missing
from tests.postgres import SETTINGS, Postgres, from_machine, from_wheel

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them carry the marker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("hard")


@pytest.fixture(autouse=True)
def real_time(it_is: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The server in its own process has the real time, so we have it too."""
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC))


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """On SQLite."""
    return Town(tmp_path).found()


class Lasting(Postgres):
    """One that waits for its disk, though by default not for each commit."""

    settings = SETTINGS | {"fsync": "on", "full_page_writes": "on"}


@pytest.fixture
def lasting() -> Iterator[Postgres]:
    """A PostgreSQL of the test's own, to be killed."""
    binaries = from_wheel() or from_machine()
    if binaries is None:
        missing("No PostgreSQL here: install the development requirements or Debian's postgresql.")
    server = Lasting(binaries).start()
    yield server
    server.stop()
