"""kill -9 at any moment: nothing acknowledged is lost, nothing is there twice."""

import random
import sqlite3
import time

import pytest

from tests.hard.town import PATIENCE, Town, Writers, nothing_lost

ROUNDS = 5


def kill_again_and_again(town: Town, rounds: int) -> Writers:
    """Kill the server in the middle of writing and start it again; writers send until they are
    told that a note is stored."""
    moments = random.Random(1)  # noqa: S311 - any moment will do
    town.server.start(PATIENCE)
    writers = Writers(town).start()
    try:
        for _round in range(rounds):
            writers.wait_for(8)
            time.sleep(moments.uniform(0, 0.3))
            town.server.kill()
            town.server.start(PATIENCE)
        writers.wait_for(8)
    finally:
        writers.finish()
        town.server.stop()
    return writers


def test_on_sqlite_nothing_is_lost_and_nothing_doubled(town):
    writers = kill_again_and_again(town, ROUNDS)

    nothing_lost(town, writers)
    assert len(writers.acknowledged) >= 8 * ROUNDS
    assert writers.answers[0] > 0, "nobody was interrupted: this proves nothing"
    with sqlite3.connect(town.folder / "randnotiz.db") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.postgres
def test_on_postgresql_nothing_is_lost_when_the_server_dies(postgres_url, tmp_path):
    town = Town(tmp_path, postgres_url).found()

    writers = kill_again_and_again(town, ROUNDS // 2)

    nothing_lost(town, writers)
    assert writers.answers[0] > 0


@pytest.mark.postgres
def test_on_postgresql_nothing_is_lost_when_the_database_dies(lasting, tmp_path):
    town = Town(tmp_path, lasting.fresh_database()).found()
    town.server.start(PATIENCE)
    writers = Writers(town).start()
    try:
        for _round in range(ROUNDS // 2):
            writers.wait_for(8)
            lasting.kill()
            time.sleep(0.3)
            lasting.go_on()
        writers.wait_for(8)
    finally:
        writers.finish()
        town.server.stop()

    nothing_lost(town, writers)
    assert set(writers.answers) <= {0, 201, 503}
    assert all("nicht" in said for said in writers.refusals)
