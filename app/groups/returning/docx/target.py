"""The version into which changes are taken: the one that hand-backs have proposed already, else a
copy of the public one; and where in it a passage of the bundle's version stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from app.drafts.cells import Rows
from app.drafts.lineage.keeping import trace_versions
from app.drafts.queries import blocks_of, sections_of
from app.groups.returning.docx import titles
from app.groups.returning.docx.changed import CELL, plain, same
from app.models import Block, DraftVersion, Fate, HandBack, HandBackChange, Process, Section


class Fits(StrEnum):
    """Whether a change can be made there."""

    YES = "yes"
    ALREADY = "already"  # it is made
    NO = "no"  # somebody has changed the same words since


@dataclass(slots=True)
class Ground:
    """A version, its blocks with their sentences, and its headings; `stands` says for blocks of the
    bundle's version (by id) where they stand in it, None where they are gone."""

    version: DraftVersion
    blocks: Sequence[Block]
    stands: dict[int, Block | None]
    sections: Sequence[Section] = ()

    def fits(self, change: HandBackChange) -> Fits:
        """Whether this change can be made here."""
        title = titles.title_in(change)
        if title is not None:
            return self._fits_title(change, title)
        return self._fits_text(change)

    def _fits_title(self, change: HandBackChange, about: Mapping[str, Any]) -> Fits:
        if about["what"] == titles.HEADING:
            if titles.section_of(self.sections, about, about["was"]) is not None:
                return Fits.YES
            there = titles.section_of(self.sections, about, about["new"])
            return Fits.ALREADY if there is not None else Fits.NO
        block = self.stands.get(change.block_id or 0)
        words = titles.words_of(block, about["what"]) if block is not None else None
        if words is not None and same(words, change.old_text):
            return Fits.YES
        return Fits.ALREADY if words is not None and same(words, change.new_text) else Fits.NO

    def _fits_text(self, change: HandBackChange) -> Fits:
        if change.block_id is None:
            said = " ".join(plain(change.new_text).split())
            is_there = any(" ".join(plain(one.text).split()) == said for one in self.blocks)
            return Fits.ALREADY if is_there else Fits.YES
        block = self.stands.get(change.block_id)
        if block is None:
            is_drop = change.sentence is None and not change.new_text
            return Fits.ALREADY if is_drop else Fits.NO
        if change.sentence is None:
            return _whole(change, block)
        return fits(texts_of(block), change.old_text, change.new_text)


def _whole(change: HandBackChange, block: Block) -> Fits:
    text = " ".join(sentence.text for sentence in block.sentences)
    if same(text, change.old_text.replace(CELL, " ")) or _is_table(block):
        return Fits.YES
    return Fits.ALREADY if change.new_text and same(text, change.new_text) else Fits.NO


def _is_table(block: Block) -> bool:
    return block.kind.value == "table"


def texts_of(block: Block) -> list[str]:
    """What a change of sentences is looked for in: the sentences, or the rows with their cells."""
    if _is_table(block):
        return [row_text(sentence.html) for sentence in block.sentences]
    return [sentence.text for sentence in block.sentences]


def row_text(html: str) -> str:
    """A row as it is kept in a change."""
    return CELL.join(plain(cell) for cell in Rows.of(html).one_row())


def fits(parts: Sequence[str], old: str, new: str) -> Fits:
    """Whether `old` stands among `parts` and can become `new`. What was put beside old words
    contains them; what was taken from them is contained in them."""
    here, there = run_of(parts, old), run_of(parts, new)
    if not old:
        return Fits.ALREADY if there is not None else Fits.YES
    if here is None:
        return Fits.ALREADY if there is not None or not new else Fits.NO
    is_more = len(new.split()) > len(old.split())
    return Fits.ALREADY if there is not None and is_more else Fits.YES


def run_of(parts: Sequence[str], text: str, near: int = 0) -> tuple[int, int] | None:
    """The parts (from, to) that together say `text`; of several the one nearest to `near`."""
    wanted = plain(text).split()
    if not wanted:
        return None
    found: list[tuple[int, int, int]] = []
    for start in range(len(parts)):
        words: list[str] = []
        for end in range(start, len(parts)):
            words += plain(parts[end]).split()
            if len(words) >= len(wanted):
                break
        if words == wanted:
            found.append((abs(start - near), start, end + 1))
    return min(found)[1:] if found else None


def proposed_version(session: Session, process: Process) -> DraftVersion | None:
    """The version that hand-backs have proposed, as long as it is newer than the public one and
    nobody has published it."""
    query = (
        select(DraftVersion)
        .where(
            DraftVersion.process_id == process.id,
            col(DraftVersion.published_at).is_(None),
            col(DraftVersion.number) > process.current_version,
            col(DraftVersion.id).in_(
                select(HandBack.version_id).where(
                    HandBack.process_id == process.id, col(HandBack.version_id).is_not(None)
                )
            ),
        )
        .order_by(col(DraftVersion.number).desc())
        .limit(1)
    )
    return session.exec(query).first()


def public_version(session: Session, process: Process) -> DraftVersion | None:
    """The version that is public now."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == process.current_version
    )
    return session.exec(query).first()


def ground_of(session: Session, drawn: DraftVersion, version: DraftVersion) -> Ground:
    """Where the blocks of the version that a bundle was drawn from stand in this one, as the
    matcher sees it; nothing is asked where both are the same."""
    if drawn.id == version.id:
        blocks = blocks_of(session, version)
        own: dict[int, Block | None] = {block.id: block for block in blocks}
        return Ground(version, blocks, own, sections_of(session, version))
    compared = trace_versions(session, drawn, version)
    stands: dict[int, Block | None] = {}
    for block, fate in zip(compared.old_blocks, compared.outcome.blocks, strict=True):
        is_gone = fate.state is Fate.GONE or not fate.places
        stands[block.id] = None if is_gone else compared.new_blocks[fate.places[0]]
    return Ground(version, compared.new_blocks, stands, sections_of(session, version))
