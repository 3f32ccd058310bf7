"""The cast on both databases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlmodel import Session

from app import db
from app.drafts.lineage import keeping
from app.drafts.lineage.outcome import Carried, Passage, Span
from app.drafts.lineage.trace import trace
from app.models import Standing
from tests.cast import Cast, invite
from tests.postgres import with_schema
from tests.publishing.following import DOUBTED


@pytest.fixture(params=["sqlite", "postgres"])
def both(request, settings) -> Iterator[Session]:
    """A session on an empty database, once on SQLite and once on PostgreSQL."""
    url = settings.database
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
    engine = db.make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def people(both: Session) -> Cast:
    """Everybody, on either database."""
    return invite(both)


class Doubting:
    """What the matcher says, but that one sentence is never certain. Where it is sure today it
    may doubt tomorrow; these rooms are about what follows from a doubt."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._inner = trace(old, new)
        self._words = [" ".join(passage.sentences).split() for passage in old]
        self.blocks, self.new_blocks = self._inner.blocks, self._inner.new_blocks
        self.origins = self._inner.origins

    def carry(self, span: Span) -> Carried:
        """The matcher's answer, doubted for `DOUBTED`."""
        carried = self._inner.carry(span)
        words = self._words[span.block][span.first : span.last + 1]
        is_doubted = words == DOUBTED.split() and carried.state is not Standing.STAYS
        return replace(carried, is_doubtful=is_doubted, confidence=0.4 if is_doubted else 0.9)


@pytest.fixture
def doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence of the cast's draft asks for a look."""
    monkeypatch.setattr(keeping, "trace", Doubting)
