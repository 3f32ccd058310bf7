"""A backup holds all that was acknowledged before it began, or it is refused."""

import json
import sqlite3
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import select

from app import clock, db, schema
from app.__main__ import main
from app.backup import postgres
from app.backup.record import latest_backup
from app.errors import Refused
from app.models import Comment, JournalEntry
from tests.backup.conftest import House, house_at, silent
from tests.cast import WHILE_OPEN


def test_it_is_restored_counted_and_closed_to_others(either: House):
    before = either.state()

    made = either.back_up()

    assert made.manifest.state == before
    assert before.tables["comment"] == 1
    assert before.link > 0
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_the_journal_remembers_it(house: House):
    made = house.back_up()

    with db.reading(house.engine) as session:
        assert latest_backup(session) == clock.now()
        [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "backup.made")).all()
    assert entry.details["file"] == made.path.name
    assert made.noted


def write_on(house: House, done: list[str], stop: threading.Event) -> None:
    while not stop.is_set():
        text = f"Anmerkung {len(done)}, geschrieben während der Sicherung."
        with db.writing(house.engine) as session:
            house.says(session, text)
        done.append(text)


def test_while_others_write_it_holds_what_was_acknowledged_before(either, elsewhere, tmp_path):
    done: list[str] = []
    stop = threading.Event()
    writer = threading.Thread(target=write_on, args=(either, done, stop))
    writer.start()
    counts = []

    def watch(step: str, _share: float) -> None:
        counts.append(len(done))

    try:
        while len(done) < 5 and writer.is_alive():
            time.sleep(0.01)
        acknowledged = len(done)
        made = either.back_up(tmp_path, progress=watch)
    finally:
        stop.set()
        writer.join()

    elsewhere.restore(made.path)
    with db.reading(elsewhere.engine) as session:
        texts = {comment.text for comment in session.exec(select(Comment))}
    assert set(done[:acknowledged]) <= texts
    assert counts[-1] > acknowledged, "nothing was written meanwhile: this proves nothing"
    assert len(texts) == made.manifest.state.tables["comment"]


def test_a_journal_that_was_changed_is_no_good_backup(house: House):
    with db.writing(house.engine) as session:
        session.exec(update(JournalEntry).values(details={"words": 0}))

    with pytest.raises(Refused, match="were changed"):
        house.back_up()

    assert list((house.settings.data_dir / "backups").iterdir()) == []
    with db.reading(house.engine) as session:
        assert latest_backup(session) is None


def test_a_row_that_points_at_nothing_is_no_good_backup(tmp_path, migrated):
    house = house_at(tmp_path)
    (tmp_path / "randnotiz.db").write_bytes(migrated.read_bytes())
    careless = sqlite3.connect(tmp_path / "randnotiz.db")  # which minds no foreign keys
    careless.execute(
        "INSERT INTO api_token (person_id, token_hash, name, scopes, created_at)"
        " VALUES (99, 'x', '', '[]', '2016-10-15')"
    )
    careless.commit()
    careless.close()

    with pytest.raises(Refused, match="points at nothing"):
        house.back_up()
    house.engine.dispose()


def test_nothing_is_overwritten(house: House):
    made = house.back_up()

    with pytest.raises(Refused, match="is there already"):
        house.back_up(made.path)


def test_a_folder_that_is_missing_is_made_and_so_the_second_night_finds_it(house, tmp_path, it_is):
    first = house.back_up(tmp_path / "backups")
    it_is(WHILE_OPEN + timedelta(days=1))
    second = house.back_up(tmp_path / "backups")

    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
    assert {first.path, second.path} == set((tmp_path / "backups").glob("*.zip"))
    with pytest.raises(Refused, match="There is no folder"):
        house.back_up(tmp_path / "nowhere" / "backups")


def test_only_so_many_are_kept_and_only_our_own_go(house: House, tmp_path, it_is):
    place = tmp_path / "archive"
    place.mkdir()
    (place / "urlaub.zip").write_text("not ours")
    (place / "randnotiz-2016-10-01T00-00-00Z.zip").write_text("old")
    (place / "randnotiz-2016-10-02T00-00-00Z.zip").write_text("newer")

    made = house.back_up(place, keep=2)

    assert made.dropped == ("randnotiz-2016-10-01T00-00-00Z.zip",)
    assert {path.name for path in place.iterdir()} == {
        made.path.name,
        "urlaub.zip",
        "randnotiz-2016-10-02T00-00-00Z.zip",
    }


def test_a_disk_with_too_little_room_is_left_alone(house: House, monkeypatch):
    monkeypatch.setattr("app.backup.making.SPARE", 2**60)

    with pytest.raises(Refused, match="are needed on the way"):
        house.back_up()


# --- PostgreSQL's own programs ---


def pretend(folder: Path, version: str) -> Path:
    folder.mkdir()
    for name in ("pg_dump", "pg_restore"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


def test_an_older_pg_dump_is_refused_in_a_sentence(tmp_path, settings):
    settings.postgres_bin = pretend(tmp_path / "bin", "12.4")

    with pytest.raises(Refused, match=r"version 12, the server of version 18.*POSTGRES_BIN"):
        postgres.programs(settings, 18)
    assert postgres.programs(settings, 12) == settings.postgres_bin


def test_a_missing_pg_dump_is_refused_in_a_sentence(tmp_path, settings):
    settings.postgres_bin = tmp_path

    with pytest.raises(Refused, match=r"were not found here.*postgresql-client"):
        postgres.programs(settings, 15)


def test_no_password_stands_in_the_list_of_processes(tmp_path, settings, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    seen = tmp_path / "seen"
    (folder / "pg_dump").write_text(
        f'#!/bin/sh\necho "$@" > {seen}\necho "$PGPASSWORD" >> {seen}\n'
    )
    (folder / "pg_dump").chmod(0o755)
    monkeypatch.setenv("RANDNOTIZ_SECRET_KEY", "ours alone")
    engine = db.make_engine("postgresql+psycopg://anna:sesam@db.example.org/city")

    postgres.dump(folder, engine, "0001", tmp_path / "dump")

    words, password = seen.read_text().splitlines()
    assert "sesam" not in words
    assert "host=db.example.org" in words
    assert password == "sesam"


@pytest.mark.hard
@pytest.mark.postgres
def test_a_role_that_may_not_create_databases_is_told_what_to_do(postgres, tmp_path):
    house = house_at(tmp_path / "here", postgres.fresh_database())
    with house.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("CREATE ROLE limited LOGIN")
        raw.execute("GRANT ALL ON SCHEMA public TO limited")
        raw.commit()
    house.engine.dispose()
    url = str(house.settings.database).replace("postgres@", "limited@")
    house = house_at(tmp_path / "here", url)
    schema.upgrade(house.engine)
    empty = postgres.fresh_database()

    with pytest.raises(Refused, match="CREATEDB"):
        house.back_up()
    with pytest.raises(Refused, match="not empty"):
        house.back_up(scratch=url)
    made = house.back_up(scratch=empty)

    assert made.manifest.state.tables["comment"] == 0
    house.engine.dispose()
    postgres.drop(url)
    postgres.drop(empty)


# --- The command ---


def run(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["randnotiz", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_commands_answer_programs_and_people(tmp_path, migrated, monkeypatch, capsys):
    (tmp_path / "randnotiz.db").write_bytes(migrated.read_bytes())
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(tmp_path))
    there = tmp_path / "there"

    assert run(monkeypatch, "backup", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["verified"]
    assert run(monkeypatch, "restore", told["path"], "--into", str(there)) == 0
    assert "counted" in capsys.readouterr().out
    assert run(monkeypatch, "restore", told["path"], "--into", str(there)) == 1
    assert "--replace" in capsys.readouterr().err
    assert run(monkeypatch, "restore", str(tmp_path / "nothing.zip")) == 2
    assert run(monkeypatch, "backup", "--keep", "none") == 2


def test_whoever_watches_hears_each_step_once(house: House):
    steps: list[str] = []

    house.back_up(progress=lambda step, share: steps.append(step))

    assert steps[0] == "Counting"
    assert "Following the journal's chain" in steps
    assert silent("", 0.0) is None
