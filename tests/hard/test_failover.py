"""The primary dies behind a synchronous standby: nothing acknowledged is lost, a clear answer
while nobody can write, and writing goes on by itself once the standby has taken over."""

import time
from collections.abc import Iterator

import pytest

from tests.hard.pair import Primary, Standby
from tests.hard.town import PATIENCE, Town, Writers, nothing_lost
from tests.missing import missing
from tests.postgres import from_machine, from_wheel


@pytest.fixture
def pair() -> Iterator[tuple[Primary, Standby]]:
    """Both of them, the standby following."""
    binaries = from_wheel() or from_machine()
    if binaries is None:
        missing("No PostgreSQL here: install the development requirements or Debian's postgresql.")
    primary = Primary(binaries)
    primary.start()
    try:
        standby = Standby(binaries, primary)
        standby.start()
        try:
            yield primary, standby
        finally:
            standby.stop()
    finally:
        primary.stop()


def both(primary: Primary, standby: Standby) -> str:
    """The URL of whichever of the two can be written."""
    hosts = f"host={primary.folder}&host={standby.folder}"
    return f"postgresql+psycopg://postgres@/postgres?{hosts}&target_session_attrs=read-write"


@pytest.mark.postgres
def test_behind_a_synchronous_standby_nothing_is_lost_and_writing_goes_on(pair, tmp_path):
    primary, standby = pair
    town = Town(tmp_path, both(primary, standby)).found()
    primary.wait_for_standby()
    town.server.start(PATIENCE)
    writers = Writers(town).start()
    try:
        writers.wait_for(20)
        primary.kill()
        time.sleep(0.5)
        begun = time.monotonic()
        status, said = town.post("Mein Gedanke, während niemand schreiben kann.", by_htmx=False)
        assert status == 503
        assert time.monotonic() - begun < 5
        assert "nicht speichern" in said
        assert "Mein Gedanke, während niemand schreiben kann." in said
        assert town.ask("GET", "/p/ankommen")[0] == 503
        assert town.ask("GET", "/healthz")[0] == 200
        assert town.ask("GET", "/readyz")[0] == 503
        before = len(writers.acknowledged)
        standby.promote()
        writers.wait_for(20)
        assert town.ask("GET", "/p/ankommen")[0] == 200
    finally:
        writers.finish()
        town.server.stop()

    nothing_lost(town, writers)
    assert before >= 20
    assert set(writers.answers) <= {0, 201, 503}
