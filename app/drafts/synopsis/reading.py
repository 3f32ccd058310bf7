"""Two versions and their lineage, read for the synopsis: six questions, however long they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session, col, select

from app.drafts.cells import Rows
from app.drafts.lineage import passages_of, trace
from app.drafts.lineage.outcome import BlockFate, SentenceFate
from app.drafts.queries import blocks_of_both, sections_of
from app.drafts.synopsis.rows import Synopsis
from app.drafts.synopsis.text import Heading, Item, Text, TextBlock
from app.drafts.synopsis.weaving import weave
from app.models import ActionField, Block, BlockKind, DraftVersion, Lineage, Section
from app.models.lineage import Fate


def read_synopsis(session: Session, old: DraftVersion, new: DraftVersion) -> Synopsis:
    """The synopsis of two versions of one process.

    Where the office has published a lineage of the two, that is followed; else they are traced
    now. ValueError for versions of two processes.
    """
    if old.process_id != new.process_id:
        raise ValueError("versions of two processes")
    fields = {
        field.id: field
        for field in session.exec(
            select(ActionField).where(ActionField.process_id == old.process_id)
        )
    }
    old_blocks, new_blocks = blocks_of_both(session, old, new)
    before = _Read(session, old, old_blocks, fields)
    after = _Read(session, new, new_blocks, fields)
    fates: Sequence[BlockFate] | None = _kept_fates(session, old, new, before, after)
    if fates is None:
        fates = trace(
            passages_of(before.sections, before.blocks), passages_of(after.sections, after.blocks)
        ).blocks
    return weave(before.text, after.text, fates)


class _Read:
    """A version as it was read, and as the synopsis wants it."""

    def __init__(
        self,
        session: Session,
        version: DraftVersion,
        blocks: Sequence[Block],
        fields: Mapping[int, ActionField],
    ) -> None:
        self.sections = sections_of(session, version)
        self.blocks = blocks
        self.text = Text(version.number, tuple(items(self.sections, self.blocks, fields)))


def items(
    sections: Sequence[Section], blocks: Sequence[Block], fields: Mapping[int, ActionField]
) -> Iterator[Item]:
    """Headings and blocks of a version in reading order; `fields` are the process's, by id."""
    under: dict[int | None, list[Block]] = {}
    for block in blocks:
        under.setdefault(block.section_id, []).append(block)
    for block in under.get(None, ()):
        yield _block(block)
    by_id = {section.id: section for section in sections}
    starts = _starts(sections, by_id)
    for section in sections:
        field = fields.get(section.field_id) if section.is_field and section.field_id else None
        yield Heading(
            title=section.title,
            level=section.level,
            anchor=section.anchor,
            above=tuple(reversed([above.title for above in _above(section, by_id)])),
            is_start=section.id in starts,
            label=field.label if field else "",
            colour=field.colour if field else None,
        )
        for block in under.get(section.id, ()):
            yield _block(block)


def _above(section: Section, by_id: Mapping[int, Section]) -> Iterator[Section]:
    """The sections around it, the nearest first."""
    while section.parent_id is not None:
        section = by_id[section.parent_id]
        yield section


def _starts(sections: Sequence[Section], by_id: Mapping[int, Section]) -> set[int]:
    """The sections with which a part begins: those at the top, fields, and what stands beside a
    field under the same heading."""
    holds_field = {
        above.id for section in sections if section.is_field for above in _above(section, by_id)
    }
    return {
        section.id
        for section in sections
        if section.is_field or section.parent_id is None or section.parent_id in holds_field
    }


def _block(block: Block) -> TextBlock:
    kind = block.kind
    head = Rows.of(block.head_html) if block.head_html else None
    said = head.said if head else []
    return TextBlock(
        label=block.label,
        fragment=block.fragment,
        sentences=tuple(sentence.text for sentence in block.sentences),
        id=block.id,
        kind=kind,
        depth=block.depth,
        marker=block.marker,
        head=(*((words,) for words in said), *(head.rows if head else ()))
        if kind is BlockKind.TABLE
        else (),
        cells=tuple(Rows.of(sentence.html).one_row() for sentence in block.sentences)
        if kind is BlockKind.TABLE
        else (),
        said=" ".join(said) if kind is BlockKind.FIGURE else "",
    )


def _kept_fates(
    session: Session, old: DraftVersion, new: DraftVersion, before: _Read, after: _Read
) -> list[BlockFate] | None:
    """What was kept when the new version was published, or None where nothing was, or where it
    is about other blocks."""
    query = (
        select(Lineage)
        .where(
            Lineage.from_version_id == old.id,
            Lineage.to_version_id == new.id,
            col(Lineage.old_block_id).is_not(None),
        )
        .order_by(col(Lineage.position))
    )
    kept = {row.old_block_id: row for row in session.exec(query)}
    if not kept or any(block.id not in kept for block in before.blocks):
        return None
    at = {block.fragment: number for number, block in enumerate(after.blocks)}
    return [_fate(kept[block.id], at) for block in before.blocks]


def _fate(row: Lineage, at: Mapping[str, int]) -> BlockFate:
    """A kept row as the matcher would have said it; places that are no more are left out."""
    places = tuple(at[fragment] for fragment in row.places if fragment in at)
    state = row.state if places else Fate.GONE
    sentences = (
        SentenceFate(Fate(str(sentence["state"])), (), row.confidence) for sentence in row.sentences
    )
    return BlockFate(state, places, row.confidence, tuple(sentences))
