"""The text of a field as a bundle holds it: plain words, and tables in cells.

Blocks keep their tables as HTML that was cleaned when it was read; a bundle wants the cells.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.drafts.addresses import Address
from app.drafts.cells import Rows
from app.groups.contents import Passage
from app.models import Block, BlockKind, Section


def passages(sections: Sequence[Section], blocks: Iterable[Block], field: int) -> Iterator[Passage]:
    """The headings and blocks of field number `field` in reading order."""
    under: dict[int | None, list[Block]] = {}
    for block in blocks:
        under.setdefault(block.section_id, []).append(block)
    for section in sections:
        yield Passage("heading", "", (("", section.title),), level=min(max(section.level, 1), 6))
        for block in under.get(section.id, ()):
            yield _passage(block, field)


def _passage(block: Block, field: int) -> Passage:
    rows = Rows.of(block.head_html)
    sentences = tuple(
        (Address(field, block.number, sentence.number).label, sentence.text)
        for sentence in block.sentences
    )
    cells: tuple[tuple[str, ...], ...] = ()
    if block.kind is BlockKind.TABLE:
        cells = tuple(Rows.of(sentence.html).one_row() for sentence in block.sentences)
    return Passage(
        kind=block.kind.value,
        address=block.label,
        sentences=sentences,
        depth=block.depth,
        marker=block.marker,
        head=rows.rows[-1] if rows.rows else (),
        cells=cells,
        caption=rows.caption(),
    )
