"""The migrations make the tables that the models describe, on both databases, and go back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel, select

from app import db, schema
from app.comments.queries import by_number
from app.models import Block, Comment, Removal
from app.moderation.domain import hide
from tests.cast import WHILE_OPEN, invite


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = db.make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    """With every migration run: a copy of what `test_up_gives_what_the_models_say` looks at."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_engine")
        return
    file = tmp_path / "migrated.db"
    file.write_bytes(request.getfixturevalue("migrated").read_bytes())
    engine = db.make_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def test_up_gives_what_the_models_say(empty):
    assert not schema.is_current(empty)

    schema.upgrade(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    assert schema.is_current(empty)


def test_down_and_up_again(engine):
    schema.downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}

    schema.upgrade(engine)

    assert "comment" in inspect(engine).get_table_names()


def test_a_database_in_use_goes_down_and_up_with_everything_in_it(engine):
    with db.writing(engine) as session:
        cast = invite(session)
        note = cast.says(session, "Mehr Kurse am Abend bitte.")
        before = (note.number, note.address, note.quote)

    schema.downgrade(engine, "0001_the_house")
    schema.upgrade(engine)

    with db.reading(engine) as session:
        note = session.exec(select(Comment)).one()
        assert (note.number, note.address, note.quote) == before
        assert note.standing == "stays"
        block = session.exec(select(Block).where(Block.id == note.block_id)).one()
        assert (block.comments_count, block.is_open) == (1, True)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_what_is_hidden_already_gets_its_statement_of_reasons(engine):
    with db.writing(engine) as session:
        cast = invite(session)
        note = by_number(session, cast.process, cast.says(session, "Frau Seltsam.").number)
        hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
        expected = (note.id, cast.rule.id, "Nennt eine Nachbarin.", cast.bernd.id)

    schema.downgrade(engine, "0009_what_a_city_says")
    schema.upgrade(engine)

    with db.reading(engine) as session:
        found = session.exec(select(Removal)).one()
        assert (found.comment_id, found.rule_id, found.reason, found.by_id) == expected
        assert (found.at, found.key_hash, found.objected_at) == (WHILE_OPEN, None, None)
