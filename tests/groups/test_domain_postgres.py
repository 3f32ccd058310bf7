"""The same promises on PostgreSQL."""

import hashlib

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock, db, jobs, retention
from app.config import Settings
from app.groups import domain, exporting
from app.groups.all_groups import rows_of
from app.groups.jobs import build_bundle
from app.groups.writers import archive
from app.models import Export, Job
from app.processes.queries import group_by_id
from tests.cast import LATER, WHILE_OPEN, invite
from tests.groups.packing import draw_at_one_instant, everything_in, stored


@pytest.fixture
def engine(postgres_engine: Engine) -> Engine:
    return postgres_engine


def test_twenty_at_one_instant_get_twenty_numbers(engine: Engine) -> None:
    with db.writing(engine) as session:
        group_id = invite(session).group.id

    assert draw_at_one_instant(engine, group_id) == list(range(1, 21))


def test_a_bundle_shows_one_state_of_the_data_though_others_write_meanwhile(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, "Mehr Kurse am Abend bitte.")
        session.commit()
        real = archive.xlsx.write

        def busy(*words: object, **more: object) -> None:
            real(*words, **more)
            cast.says(session, "Mitten hinein.")
            session.commit()

        monkeypatch.setattr(archive.xlsx, "write", busy)
        bundle = domain.write_bundle_now(engine, settings, cast.group.id, None)

    content = stored(engine, bundle)
    assert hashlib.sha256(content).hexdigest() == bundle.sha256
    assert "Mehr Kurse am Abend bitte." in everything_in(content)
    assert "Mitten hinein." not in everything_in(content)
    assert bundle.notes_count == 1


def test_what_is_new_and_files_of_all_notes_are_the_same_there(
    engine: Engine, settings: Settings, it_is
) -> None:
    """New since, all groups at once, a file in pieces, and tidying."""
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, "Von Anfang an.")
        session.commit()
        first = domain.write_bundle_now(engine, settings, cast.group.id, None)
        cast.says(session, "Neu dazu.", when=WHILE_OPEN + LATER)
        session.commit()
        it_is(WHILE_OPEN + LATER)
        with db.writing(engine) as writing:
            process = group_by_id(writing, cast.group.id).process
            assert [row.fresh for row in rows_of(writing, process)] == [1, 0]
            (drawn,) = domain.draw_for_all(writing, process, None, clock.now(), only_new=True)
            export = exporting.ask(writing, process, "notes.jsonl", None, clock.now()).id
        build_bundle(engine, settings, {"bundle": drawn.id})
        exporting.write_export(engine, settings, {"export": export})
        lease = session.get_one(Job, 1).due_at
        jobs._DOING.set((1, jobs.threading.Event()))
        jobs.renew_lease(engine)
        jobs._DOING.set(None)
        session.expire_all()
        assert session.get_one(Job, 1).due_at > lease

    words = everything_in(stored(engine, drawn))
    assert drawn.since_id == first.id
    assert ("Neu dazu." in words, "Von Anfang an." in words) == (True, False)
    assert b"".join(exporting.pieces_of(engine, export)).count(b"\n") == 2
    it_is(WHILE_OPEN + LATER + retention.EXPORTS * 2)
    assert retention.tidy(engine, settings)["exports"] == 2
    with db.reading(engine) as session:
        assert session.get(Export, export) is None
