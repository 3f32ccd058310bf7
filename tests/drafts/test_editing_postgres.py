"""The same steps on PostgreSQL, and of two people at once one is refused."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.drafts.editing import choosing
from app.drafts.editing.history import history_of
from app.drafts.editing.steps import take_step
from app.errors import Conflict
from app.models import DraftVersion, Process
from tests.cast import invite
from tests.drafts.putting_right import hand_in, on, step
from tests.drafts.test_editing_undo import Editing


@pytest.fixture
def postgres_session(postgres_engine: Engine) -> Iterator[Session]:
    with Session(postgres_engine, expire_on_commit=False) as session:
        yield session


def test_what_was_done_is_taken_back_exactly(postgres_session: Session) -> None:
    cast = invite(postgres_session)
    version = hand_in(postgres_session, cast)
    editing = Editing(postgres_session, cast, version, 3)
    for _ in range(25):
        editing.go_on()
    editing.take_everything_back()


def test_of_two_who_saw_the_same_one_is_refused(postgres_session: Session) -> None:
    cast = invite(postgres_session)
    version = hand_in(postgres_session, cast)
    with Session(postgres_session.get_bind(), expire_on_commit=False) as other:
        theirs = other.get_one(DraftVersion, version.id)
        seen = history_of(other, theirs).state
        process = other.get_one(Process, cast.process.id)
        step(postgres_session, cast, version, "field", on("1 Bauen", choosing.make_field))
        change = on("2 Nachbarn", choosing.make_field)
        with pytest.raises(Conflict):
            take_step(other, process, theirs, "field", change, by=None, seen=seen)
