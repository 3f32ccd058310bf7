"""The rows of a version as the matcher reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.drafts.lineage.outcome import Passage
from app.models import Block, Section


def passages_of(sections: Sequence[Section], blocks: Sequence[Block]) -> list[Passage]:
    """The blocks of a version in the order given, each with the headings above it.

    `sections` are all of the version, `blocks` have their sentences loaded. A block's field is
    given by the id of its action field, which is the same in every version.
    """
    by_id = {section.id: section for section in sections}
    return [
        Passage(
            sentences=tuple(sentence.text for sentence in block.sentences),
            kind=block.kind,
            headings=_headings(by_id, block.section_id),
            field=block.field_id,
        )
        for block in blocks
    ]


def _headings(sections: Mapping[int, Section], nearest: int | None) -> tuple[str, ...]:
    titles: list[str] = []
    while nearest is not None and nearest in sections:
        titles.append(sections[nearest].title)
        nearest = sections[nearest].parent_id
    return tuple(reversed(titles))
