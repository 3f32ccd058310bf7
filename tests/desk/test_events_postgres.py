"""Events and documents on PostgreSQL, where several write at one instant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, col, select

from app.errors import Conflict
from app.models import Document, Event, Meeting, Person, Process
from app.processes.documents import Paper, add_document
from app.processes.events import Planned, add_event, change_event, remove_event
from tests.cast import OPENS, invite

pytestmark = pytest.mark.postgres
AT_ONCE = 4


@pytest.fixture
def abend(postgres_engine):
    """An evening of AG 1: its number, its mark, the process, who manages it, the revision."""
    with Session(postgres_engine) as session:
        cast = invite(session)
        process, person, group = cast.process.id, cast.jonas.id, cast.group.id
        ends = OPENS + timedelta(hours=2)
        planned = Planned("Abend", "", "", OPENS, ends, frozenset([group]))
        event = add_event(session, cast.process, planned, cast.jonas)
        session.commit()
        session.refresh(cast.process)
        return event.id, planned.mark, process, person, cast.process.revision


def test_of_many_at_one_instant_one_changes_an_event_and_documents_have_addresses_of_their_own(
    postgres_engine, abend
):
    number, seen, process, person, revision = abend
    start = Barrier(2 * AT_ONCE)

    def deed(n):
        with Session(postgres_engine) as session:
            here, by = session.get_one(Process, process), session.get_one(Person, person)
            start.wait()
            try:
                if n < AT_ONCE:
                    other = Planned(f"Abend {n}", "", "", OPENS, OPENS + timedelta(hours=1))
                    change_event(session, here, number, seen, other, by)
                else:
                    paper = Paper("plan.md", "text/markdown", b"%d" % n)
                    add_document(session, here, "Plan", "", paper, by)
            except Conflict:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(2 * AT_ONCE) as pool:
        done = list(pool.map(deed, range(2 * AT_ONCE)))

    assert done[:AT_ONCE].count(True) == 1
    assert all(done[AT_ONCE:])
    with Session(postgres_engine) as session:
        papers = session.exec(select(Document).order_by(col(Document.position))).all()
        assert [paper.slug for paper in papers] == ["plan", "plan-2", "plan-3", "plan-4"]
        assert [paper.position for paper in papers] == [1, 2, 3, 4]
        here, by = session.get_one(Process, process), session.get_one(Person, person)
        assert here.revision == revision + AT_ONCE + 1
        assert session.exec(select(Meeting)).all() == []
        left = session.exec(select(Event)).one()
        mark = Planned(left.title, "", "", left.starts_at, left.ends_at).mark
        remove_event(session, here, left.id, mark, by)
        assert session.exec(select(Event.id)).all() == []
