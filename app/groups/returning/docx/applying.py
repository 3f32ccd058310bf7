"""Changes of a document made in a version that is not public: sentence by sentence, row by row, by
the same deeds as when the office puts a text right (`drafts/editing/sheet.py`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from app.drafts.arranging import Item
from app.drafts.cells import CELL_EDGE, Rows
from app.drafts.editing.sheet import Part, Sheet, State
from app.drafts.rewording import reworded
from app.drafts.sentences import split_sentences
from app.groups.returning.docx import titles
from app.groups.returning.docx.changed import CELL, UNDER, plain
from app.groups.returning.docx.target import row_text, run_of
from app.models import Block, BlockKind, HandBackChange

_CELLS = re.compile(r"(<(t[hd])\b([^>]*)>)(.*?)(</\2>)", re.DOTALL)
_SPAN = re.compile(r'colspan="(\d{1,3})"')


@dataclass(slots=True)
class Applier:
    """Makes changes on a sheet. `stands` says where blocks of the bundle's version stand in it;
    `became` afterwards which block a change made or changed (None: it dropped one)."""

    sheet: Sheet
    stands: dict[int, Block | None]
    became: dict[int, Block | None] = field(default_factory=dict)
    _followers: dict[tuple[int | None, str], Item] = field(default_factory=dict)

    def apply(self, changes: Sequence[HandBackChange]) -> None:
        """Make them all; each fits. What is dropped goes last, so that what stands after it finds
        its place."""
        for change in changes:
            if (about := titles.title_in(change)) is not None:
                self.became[change.position] = self._title(change, about)
        changes = [one for one in changes if one.position not in self.became]
        gone = [one for one in changes if drops(one)]
        for change in changes:
            if not drops(change):
                self.became[change.position] = self._made(change)
        for change in gone:
            block = self.stands.get(change.block_id or 0)
            if block is not None:
                self.sheet.remove(block)
                self.stands[change.block_id or 0] = None
            self.became[change.position] = None

    def _title(self, change: HandBackChange, about: Mapping[str, Any]) -> Block | None:
        """What stands over the text says something else now."""
        if about["what"] == titles.HEADING:
            section = titles.section_of(self.sheet.sections, about, about["was"])
            if section is not None:
                self.sheet.touch(section)
                section.title = about["new"]
                if section.is_field:
                    section.field_choice = section.field_choice | {"title": change.new_text}
            return None
        block = self.stands.get(change.block_id or 0)
        if block is not None:
            self.sheet.touch(block)
            block.head_html = _over(block.head_html, about["what"], change.new_text)
        return block

    def _made(self, change: HandBackChange) -> Block | None:
        if change.block_id is None:
            return self._new(change)
        block = self.stands[change.block_id]
        if block is None:
            return None
        if change.sentence is None:
            return self._moved(change, block)
        if block.kind is BlockKind.TABLE:
            self._row(change, block)
        else:
            self._sentences(change, block)
        return block

    def _sentences(self, change: HandBackChange, block: Block) -> None:
        parts = self.sheet.parts(block)
        near = (change.sentence or 1) - 1
        found = run_of([text for text, _html in parts], change.old_text, near)
        if found is None:
            return
        start, end = found
        new = reworded(parts[start:end], parted(change.new_text))
        whole = [*parts[:start], *new, *parts[end:]]
        if whole:
            self.sheet.write(block, whole)
        else:
            self.sheet.remove(block)
            self.stands[change.block_id or 0] = None

    def _row(self, change: HandBackChange, block: Block) -> None:
        rows = self.sheet.parts(block)
        texts = [row_text(html) for _text, html in rows]
        near = (change.sentence or 1) - 1
        found = run_of(texts, change.old_text, near) if change.old_text else None
        cells = change.new_text.split(CELL) if change.new_text else []
        if not change.old_text:
            at = min(change.sentence or 0, len(rows))
            like = rows[max(at - 1, 0)][1] if rows else ""
            rows.insert(at, _row_of(_emptied(like, len(cells)), cells))
        elif found is not None and cells:
            rows[found[0]] = _row_of(rows[found[0]][1], cells)
        elif found is not None:
            del rows[found[0]]
        self.sheet.write(block, rows)

    def _moved(self, change: HandBackChange, block: Block) -> Block:
        state = self.sheet.state_of(block)
        follows = self._follows(change)
        if follows is block:
            follows = self.sheet.item_before(block)
        self.sheet.remove(block)
        moved = self._add(state, follows, change)
        self.stands[change.block_id or 0] = moved
        if not _says(moved, change.new_text):
            self.sheet.write(moved, reworded(self.sheet.parts(moved), parted(change.new_text)))
        return moved

    def _new(self, change: HandBackChange) -> Block:
        follows = self._follows(change)
        pattern = follows if isinstance(follows, Block) and is_item(change) else None
        marker = pattern.marker if pattern else ""
        state: State = {
            "kind": BlockKind.ITEM if is_item(change) else BlockKind.PARAGRAPH,
            "depth": pattern.depth if pattern else 0,
            "marker": marker if marker and not marker[:1].isalnum() else "–" * is_item(change),
            "anchor": "",
            "head_html": "",
            "text": change.new_text,
            "is_open": True,
            "doubt": "",
            "picture_id": None,
            "sentences": [[text, escape(text, quote=False)] for text in parted(change.new_text)],
        }
        return self._add(state, follows, change)

    def _add(self, state: State, follows: Item | None, change: HandBackChange) -> Block:
        added = self.sheet.add(Block, state, follows)
        self._followers[_place(change)] = added
        assert isinstance(added, Block)  # noqa: S101 - for the type checker
        return added

    def _follows(self, change: HandBackChange) -> Item | None:
        """What it stands behind: the new one before it at the same place, the heading above, the
        block before; where that is gone, what stood before that."""
        if (behind := self._followers.get(_place(change))) is not None:
            return behind
        last = self.stands.get(change.after_block_id or 0)
        heading = _heading(change)
        if heading:
            found = [one for one in self.sheet.sections if plain(one.title) == plain(heading)]
            start = self.sheet.items.index(last) if last is not None else -1
            later = [one for one in found if self.sheet.items.index(one) > start]
            if later or found:
                return (later or found)[0]
        return last or self._last()

    def _last(self) -> Item | None:
        """The end of the field, when the place itself is lost."""
        field_id = next((one.field_id for one in self.stands.values() if one is not None), None)
        own = [one for one in self.sheet.items if one.field_id == field_id]
        return own[-1] if own else None


def _over(html: str, what: str, text: str) -> str:
    if what == titles.CAPTION:
        return titles.with_caption(html, " ".join(text.split()))
    return titles.with_last_row(html, lambda row: _row_of(row, text.split(CELL))[1])


def parted(text: str) -> list[str]:
    """The sentences of a text."""
    folded = " ".join(text.split())
    return [folded[start:end] for start, end in split_sentences(folded)]


def is_item(change: HandBackChange) -> bool:
    """Whether a new paragraph is a point of a list."""
    return any(fault.get("key") == "item" for fault in change.faults)


def drops(change: HandBackChange) -> bool:
    """Whether it takes a whole block out."""
    is_whole = change.block_id is not None and change.sentence is None
    return is_whole and not change.new_text and titles.title_in(change) is None


def _place(change: HandBackChange) -> tuple[int | None, str]:
    return change.after_block_id, _heading(change)


def _heading(change: HandBackChange) -> str:
    return next((str(one["heading"]) for one in change.faults if one.get("key") == UNDER), "")


def _says(block: Block, text: str) -> bool:
    return plain(block.text).split() == plain(text).split()


def _emptied(html: str, width: int) -> str:
    """A row to be filled like the one beside it; a plain one where cells reach over others."""
    found = _CELLS.findall(html)
    if len(found) != width or "span=" in html:
        return "<td></td>" * width
    return _CELLS.sub(lambda cell: f"{cell[1]}{cell[5]}", html)


def _row_of(html: str, cells: Sequence[str]) -> Part:
    """The row with these words in its cells: what stayed keeps its markup."""
    column = 0

    def fill(cell: re.Match[str]) -> str:
        nonlocal column
        at, inner = column, cell[4]
        span = _SPAN.search(cell[3])
        column += int(span[1]) if span else 1
        new = cells[at] if at < len(cells) else ""
        was = "".join(Rows.of(f"<td>{inner}</td>").cells())
        if plain(was).split() == new.split():
            return cell[0]
        said = reworded([(was, inner)], [" ".join(new.split())])[0][1] if new else ""
        return f"{cell[1]}{said}{cell[5]}"

    filled = _CELLS.sub(fill, html)
    return " ".join(CELL_EDGE.join(Rows.of(filled).cells()).split()), filled
