"""The synopsis and who stands beside it, on PostgreSQL."""

import pytest
from sqlmodel import Session, col, select

from app.drafts.synopsis.reading import read_synopsis
from app.models import DraftVersion
from app.public.beside import notes_beside
from tests.cast import invite
from tests.public.revised import REVISED, publish


@pytest.fixture
def session(postgres_engine):
    with Session(postgres_engine, expire_on_commit=False) as session:
        yield session


def test_the_notes_on_a_changed_sentence_are_found_wherever_they_stand_now(session):
    cast = invite(session)
    notes = [cast.says(session, f"Anmerkung Nummer {n} dazu.", at="hf1-1-2") for n in range(5)]
    cast.says(session, "Zu den Treffs.", at="hf1-2")
    publish(session, cast.process, REVISED)
    publish(session, cast.process, REVISED.replace("im April", "im Juni"))
    session.commit()
    versions = session.exec(
        select(DraftVersion)
        .where(DraftVersion.process_id == cast.process.id)
        .order_by(col(DraftVersion.number))
    ).all()

    for old, new in ((versions[0], versions[1]), (versions[1], versions[2])):
        row = next(row for row in read_synopsis(session, old, new).rows if row.fragment == "hf1-1")
        place = notes_beside(session, old, [row.olds[0].id])[row.olds[0].id]
        shown, more = place.on(row.touched[row.olds[0].id])
        assert [note.number for note in shown] == [note.number for note in notes[:3]]
        assert more == 2
