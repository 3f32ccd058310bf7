"""A comparison worked out before the lock is taken: used as it is, or made again where something
has changed meanwhile."""

import pytest
from sqlmodel import select

from app.drafts.lineage import keeping
from app.models import Block, Carrying
from app.publishing import preparing
from app.publishing.carrying import compare
from app.publishing.deciding import Choice, decide
from app.publishing.domain import publish_version
from app.publishing.preparing import prepare
from tests.publishing.following import STAYS, everything, next_version, proposed


@pytest.fixture
def traced(monkeypatch) -> list[int]:
    """How often two texts are compared."""
    times: list[int] = []
    trace = keeping.trace

    def counted(old, new):
        times.append(1)
        return trace(old, new)

    monkeypatch.setattr(keeping, "trace", counted)
    return times


def rows(session) -> list[tuple[object, ...]]:
    found = session.exec(select(Carrying).order_by(Carrying.comment_id))
    return [(one.comment_id, one.state, one.new_address, one.quotes_html) for one in found]


def test_what_was_prepared_is_kept_as_if_it_had_been_made_under_the_lock(both, people, traced):
    everything(both, people)
    version = next_version(both, people)
    made_at_once = rows(both)

    prepared = prepare(both, people.process, version)
    traced.clear()
    compare(both, people.process, version, prepared=prepared)

    assert not traced
    assert rows(both) == made_at_once


def test_a_comment_that_came_after_the_preparing_is_compared_as_well(both, people, traced):
    version = next_version(both, people)
    prepared = prepare(both, people.process, version)
    late = people.says(both, at=STAYS)
    traced.clear()

    publish_version(both, people.process, version, by=people.emil, prepared=prepared)

    assert not traced
    assert (late.version_id, late.address) == (version.id, "HF1 · 2.1")


def test_a_text_that_has_changed_meanwhile_is_compared_again(both, people, traced):
    note = people.says(both, at=STAYS)
    version = next_version(both, people)
    prepared = prepare(both, people.process, version)
    block = both.exec(
        select(Block).where(Block.version_id == version.id, Block.number == 2)
    ).first()
    block.text = f"{block.text} Und mehr."
    both.flush()
    traced.clear()

    compare(both, people.process, version, prepared=prepared)

    assert len(traced) == 1
    assert proposed(both, note).new_address


def test_what_is_prepared_for_another_public_version_does_not_fit(both, people, traced):
    second = next_version(both, people)
    third = next_version(both, people)
    prepared = prepare(both, people.process, third)
    publish_version(both, people.process, second, by=people.emil)
    traced.clear()

    compare(both, people.process, third, prepared=prepared)

    assert len(traced) == 1


def test_decisions_made_meanwhile_stay(both, people):
    note = people.says(both, at=STAYS)
    version = next_version(both, people)
    prepared = prepare(both, people.process, version)
    decide(both, people.process, version, note.number, Choice.GONE, by=people.bernd)

    compare(both, people.process, version, prepared=prepared)

    assert proposed(both, note).decided_by_id == people.bernd.id


def test_nothing_is_prepared_for_a_first_or_a_public_version(both, people):
    version = next_version(both, people)
    publish_version(both, people.process, version, by=people.emil)
    assert preparing.prepare(both, people.process, version) is None
