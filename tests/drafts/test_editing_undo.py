"""Every step can be taken back exactly, whatever came before and after it."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.editing import blocks, choosing, headings, tables
from app.drafts.editing.history import history_of
from app.drafts.editing.sheet import Sheet
from app.drafts.editing.steps import redo, take_step, undo
from app.drafts.readers.markdown import read_markdown
from app.errors import Conflict, Invalid
from app.models import Block, BlockKind, DraftVersion, Section
from tests.cast import Cast
from tests.drafts.putting_right import TEXT, at, everything, hand_in, step


def some_deed(chance: random.Random):
    """A change of some heading or block, whichever there is."""
    of_headings = [
        headings.raise_heading,
        headings.lower_heading,
        headings.heading_to_paragraph,
        choosing.make_field,
        choosing.unmake_field,
        lambda sheet, one: choosing.describe_field(
            sheet, one, choosing.Description("Anders", "Zeile", "3", "new")
        ),
        blocks.settle_doubt,
    ]
    of_blocks = [
        blocks.join_block,
        blocks.join_block,
        tables.make_first_row_head,
        tables.make_head_first_row,
        tables.unname_rows,
        lambda sheet, one: blocks.split_block(
            sheet, one, chance.randint(1, 3), chance.choice([1, 1, 2, 4])
        ),
        headings.paragraph_to_heading,
        blocks.close_block,
        blocks.open_block,
    ]

    def change(sheet: Sheet):
        wanted = chance.choice([Section, Block, Block])
        there = [item for item in sheet.items if isinstance(item, wanted)]
        if not there:
            raise Invalid("nothing to change")
        item = chance.choice(there)
        deed = chance.choice(of_headings if wanted is Section else of_blocks)
        return deed(sheet, item) or item, "etwas"

    return change


class Editing:
    """Somebody edits, takes back and does again at random; what should be there is remembered."""

    def __init__(self, session: Session, cast: Cast, version: DraftVersion, seed: int) -> None:
        self.session, self.cast, self.version = session, cast, version
        self.chance = random.Random(seed)  # noqa: S311 - dice, no secret
        self.past: list[object] = [everything(session, version)]
        self.future: list[object] = []

    def go_on(self) -> None:
        """One more step, taken, taken back or done again."""
        history = history_of(self.session, self.version)
        process, version = self.cast.process, self.version
        doing = self.chance.choice(["step", "step", "step", "undo", "redo"])
        about = {"by": None, "seen": history.state}
        if doing == "step":
            change = some_deed(self.chance)
            try:
                with self.session.begin_nested():
                    take_step(self.session, process, version, "x", change, **about)
            except Invalid:
                assert everything(self.session, version) == self.past[-1]
                return
            self.past.append(everything(self.session, version))
            self.future = []
        elif doing == "undo" and history.done:
            undo(self.session, process, version, history.done[0].number, **about)
            self.future.append(self.past.pop())
            assert everything(self.session, version) == self.past[-1]
        elif doing == "redo" and history.again:
            redo(self.session, process, version, history.again.number, **about)
            self.past.append(self.future.pop())
            assert everything(self.session, version) == self.past[-1]

    def take_everything_back(self) -> None:
        """Undo until nothing is left."""
        while history := history_of(self.session, self.version):
            if not history.done:
                break
            undo(
                self.session,
                self.cast.process,
                self.version,
                history.done[0].number,
                by=None,
                seen=history.state,
            )
            self.past.pop()
            assert everything(self.session, self.version) == self.past[-1]
        assert len(self.past) == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32))
def test_any_steps_taken_back_give_the_same_rows_and_addresses(
    session: Session, cast: Cast, seed: int
) -> None:
    with session.begin_nested() as all_of_it:
        draft = read_markdown([("wohnen.md", TEXT)])
        version = import_draft(session, cast.process, draft, source_name="a.md", by=None)
        editing = Editing(session, cast, version, seed)
        for _ in range(14):
            editing.go_on()
        editing.take_everything_back()
        all_of_it.rollback()


def test_addresses_are_always_counted_without_a_gap(session, cast) -> None:
    version = hand_in(session, cast)
    editing = Editing(session, cast, version, 7)
    for _ in range(40):
        editing.go_on()
        query = select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
        found = session.exec(query).all()
        by_field: dict[int | None, list[int]] = {}
        for block in found:
            by_field.setdefault(block.field_id, []).append(block.number)
        assert all(ns == list(range(1, len(ns) + 1)) for ns in by_field.values())
        assert [block.position for block in found] == list(range(1, len(found) + 1))
        assert len({block.fragment for block in found}) == len(found)


def test_what_was_undone_cannot_be_done_again_after_a_new_step(session, cast) -> None:
    version = hand_in(session, cast)
    step(session, cast, version, "close", at("T · 1", blocks.close_block))
    seen = history_of(session, version).state
    undo(session, cast.process, version, 1, by=None, seen=seen)
    assert history_of(session, version).again.number == 1

    step(session, cast, version, "close", at("T · 2", blocks.close_block))

    history = history_of(session, version)
    assert (history.again, [one.number for one in history.done]) == (None, [2])
    with pytest.raises(Conflict):
        redo(session, cast.process, version, 1, by=None, seen=history.state)
    with pytest.raises(Conflict):  # what the first step made has gone by
        undo(session, cast.process, version, 2, by=None, seen=seen)


def test_a_block_comes_back_even_where_its_number_was_given_away(session, cast) -> None:
    version = hand_in(session, cast, "# A\n\nEins ist da.\n\nZwei ist da.\n\nDrei ist da.")
    before = [row for row in everything(session, version) if "block_id" in row]
    last = session.exec(select(Block).where(Block.label == "T · 3", Block.version_id == 2)).one()
    old_id = last.id
    step(session, cast, version, "close", at("T · 3", blocks.close_block))
    step(session, cast, version, "join", at("T · 3", blocks.join_block))
    other = hand_in(session, cast, "# B\n\nEtwas anderes.")
    if session.get(Block, old_id) is None:  # a database that gives no number twice
        session.add(_taking(old_id, other))
        session.commit()

    for number in (2, 1):
        seen = history_of(session, version).state
        undo(session, cast.process, version, number, by=None, seen=seen)
        session.commit()

    after = [row for row in everything(session, version) if "block_id" in row]
    assert [row["text"] for row in after] == [row["text"] for row in before]
    labels = select(Block.label).where(Block.version_id == version.id).order_by(Block.position)
    assert list(session.exec(labels)) == ["T · 1", "T · 2", "T · 3"]
    assert all(session.exec(select(Block.is_open).where(Block.version_id == version.id)))
    seen = history_of(session, version).state
    redo(session, cast.process, version, 1, by=None, seen=seen)


def _taking(block_id: int, version: DraftVersion) -> Block:
    return Block(
        id=block_id,
        process_id=version.process_id,
        version_id=version.id,
        position=99,
        number=99,
        fragment="t-99",
        label="T · 99",
        kind=BlockKind.PARAGRAPH,
        text="Etwas anderes.",
    )
