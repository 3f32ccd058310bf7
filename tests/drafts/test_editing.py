"""Putting a version right: what each deed does to headings, blocks and addresses."""

import pytest
from app.drafts.editing import blocks, choosing, headings
from app.drafts.editing.steps import undo, redo
from app.drafts.editing.history import history_of
from app.errors import Invalid, Conflict
from tests.drafts.putting_right import *


def test_try(session, cast):
    v = hand_in(session, cast)
    first = everything(session, v)
    print("\n".join(outline(session, v)))
    for ch in [
        on("Wo", headings.raise_heading),
        on("1 Bauen", choosing.make_field),
        on("2 Nachbarn", choosing.make_field),
        at("HF3 · 2", blocks.join_block),
        at("HF3 · 1", blocks.split_block, 1, 5),
        at("HF3 · 1", headings.paragraph_to_heading),
        on("Wann", headings.heading_to_paragraph),
        at("HF4 · 1", blocks.close_block),
    ]:
        step(session, cast, v, "x", ch)
        print("\n".join(outline(session, v)), "\n")
    for n in range(8, 0, -1):
        undo(session, cast.process, v, n, by=None, seen=history_of(session, v).state)
        session.commit()
    assert everything(session, v) == first
    assert 0
