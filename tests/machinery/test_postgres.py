"""The tests' PostgreSQL is a real one, quick, and leaves nothing behind."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.postgres import Postgres, from_machine


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True)


def test_a_fresh_database_is_empty_and_keeps_what_is_written(postgres_url):
    with connect(postgres_url) as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('Ämter antworten')")
        assert connection.execute("SELECT lower(text) FROM note").fetchone() == ("ämter antworten",)


def test_two_databases_know_nothing_of_each_other(postgres, postgres_url):
    other = postgres.fresh_database()
    with connect(postgres_url) as connection:
        connection.execute("CREATE TABLE note (text text)")
    with connect(other) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT text FROM note")
    postgres.drop(other)


def test_what_is_prepared_is_prepared_once_and_copied(postgres):
    prepared: list[str] = []
    left_open: list[psycopg.Connection] = []

    def with_a_note(url: str) -> None:
        prepared.append(url)
        left_open.append(connect(url))
        left_open[0].execute("CREATE TABLE note AS SELECT 'eins' AS text")

    first, second = (postgres.fresh_database(with_a_note) for _ in range(2))
    left_open[0].close()
    with connect(first) as connection:
        connection.execute("DELETE FROM note")
    with connect(second) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("eins",)]
    assert len(prepared) == 1
    for url in (first, second):
        postgres.drop(url)


def test_its_clock_is_not_in_our_zone(postgres_url):
    with connect(postgres_url) as connection:
        assert connection.execute("SHOW timezone").fetchone() == ("Asia/Kathmandu",)


def test_a_server_does_not_outlive_a_test_process_that_is_killed():
    start = (
        "import time; from tests.postgres import Postgres, from_machine, from_wheel; "
        "print(Postgres(from_wheel() or from_machine()).start().folder, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE) as process:
        folder = Path(process.stdout.readline().decode().strip())
        assert (folder / "data" / "postmaster.pid").exists()
        process.kill()
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


def test_a_stopped_server_is_gone_with_its_folder(postgres):
    server = Postgres(postgres.binaries).start()
    pid = int((server.data / "postmaster.pid").read_text().split()[0])
    server.stop()
    assert not server.folder.exists()
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(from_machine() is None, reason="no PostgreSQL of the machine's own")
def test_the_machines_own_postgresql_serves_as_well():
    server = Postgres(from_machine()).start()
    with connect(server.fresh_database()) as connection:
        assert connection.execute("SELECT upper('ü')").fetchone() == ("Ü",)
    server.stop()
