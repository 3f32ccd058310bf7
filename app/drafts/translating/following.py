"""A new version takes the translations of the one before along, sentence by sentence.

Each translated sentence goes where the lineage says its original went, with the fingerprint of what
it was made from: unchanged sentences are right as they are, reworded ones say that the original has
moved on, new ones have none. What somebody has translated in the new version already stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, insert
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.drafts.addresses import fold
from app.drafts.translating.pairing import Said, paired
from app.models import (
    Block,
    BlockTranslation,
    DraftVersion,
    HeadingTranslation,
    Lineage,
    Section,
    Sentence,
)

AT_ONCE = 500
_rows: Any = BlockTranslation.__table__  # type: ignore[attr-defined]
_headings: Any = HeadingTranslation.__table__  # type: ignore[attr-defined]


class Home(NamedTuple):
    """A block of the new version that sentences may come to."""

    block_id: int
    sentences: int


def carry_translations(session: Session, old: DraftVersion, new: DraftVersion) -> int:
    """Give the new version's blocks and headings what can be kept of the old one's translations;
    how many blocks got some. The lineage of the two must be kept already. The number of statements
    grows with the translated text in steps of hundreds, not with its sentences."""
    _carry_headings(session, old, new)
    translations = session.exec(
        select(BlockTranslation)
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(Block.process_id == old.process_id, Block.version_id == old.id)
        .order_by(col(BlockTranslation.made_at), col(BlockTranslation.id))
    ).all()
    if not translations:
        return 0
    texts = _texts(session, old)
    places, homes = _places(session, old, new), _homes(session, new)
    found: dict[tuple[int, str], tuple[Home, BlockTranslation, dict[int, Said]]] = {}
    for row in translations:
        said = paired(texts.get(row.block_id, []), row.sentences, row.source_hashes)
        for number, one in enumerate(said, 1):
            for fragment, there in places.get((row.block_id, number), [])[:1] if one else []:
                home = homes.get(fragment)
                if home is not None and one is not None and 1 <= there <= home.sentences:
                    key = (home.block_id, row.language)
                    found.setdefault(key, (home, row, {}))[2].setdefault(there, one)
    return _keep(session, new, found.values())


def _texts(session: Session, version: DraftVersion) -> dict[int, list[str]]:
    query = (
        select(Sentence.block_id, Sentence.text)
        .where(Sentence.version_id == version.id)
        .order_by(col(Sentence.block_id), col(Sentence.number))
    )
    texts: dict[int, list[str]] = {}
    for block_id, text in session.exec(query):
        texts.setdefault(block_id, []).append(text)
    return texts


def _places(
    session: Session, old: DraftVersion, new: DraftVersion
) -> Mapping[tuple[int, int], list[tuple[str, int]]]:
    """Where each sentence of the old version went: by block and number, the addresses."""
    columns: list[Any] = [Lineage.old_block_id, Lineage.sentences]
    query = choose(*columns).where(
        col(Lineage.to_version_id) == new.id,
        col(Lineage.from_version_id) == old.id,
        col(Lineage.old_block_id).is_not(None),
    )
    return {
        (block_id, int(one["number"])): [(at, int(n)) for at, n in one["places"]]
        for block_id, sentences in session.execute(query)
        for one in sentences
    }


def _homes(session: Session, new: DraftVersion) -> dict[str, Home]:
    query = (
        select(Block.fragment, Block.id, func.count())
        .join(Sentence, col(Sentence.block_id) == col(Block.id))
        .where(Block.process_id == new.process_id, Block.version_id == new.id)
        .group_by(col(Block.fragment), col(Block.id))
    )
    return {fragment: Home(block_id, n) for fragment, block_id, n in session.exec(query)}


def _keep(session: Session, new: DraftVersion, found: Any) -> int:
    query = (
        select(BlockTranslation.block_id, BlockTranslation.language)
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(Block.process_id == new.process_id, Block.version_id == new.id)
    )
    there = set(session.exec(query).all())
    rows = [
        {
            "process_id": new.process_id,
            "block_id": home.block_id,
            "language": row.language,
            "sentences": [said[n].text if n in said else "" for n in range(1, home.sentences + 1)],
            "source_hashes": [
                said[n].source if n in said else "" for n in range(1, home.sentences + 1)
            ],
            "made_at": row.made_at,
            "by_id": row.by_id,
        }
        for home, row, said in found
        if (home.block_id, row.language) not in there
    ]
    _insert(session, _rows, rows)
    return len(rows)


def _insert(session: Session, table: Any, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        session.connection().execute(insert(table), list(rows[start : start + AT_ONCE]))


def _carry_headings(session: Session, old: DraftVersion, new: DraftVersion) -> None:
    """A heading follows to the one of the same words in the same field, a field's own to that
    field's, whatever its words are now."""
    query = (
        select(HeadingTranslation, Section)
        .join(Section, col(Section.id) == col(HeadingTranslation.section_id))
        .where(Section.process_id == old.process_id, Section.version_id == old.id)
    )
    translated = session.exec(query).all()
    if not translated:
        return
    homes, taken = _headings_there(session, new)
    rows = []
    for row, section in translated:
        at = homes.get(_name_of(section))
        if at is not None and (at, row.language) not in taken:
            taken.add((at, row.language))
            rows.append(
                {
                    "process_id": new.process_id,
                    "section_id": at,
                    "language": row.language,
                    "text": row.text,
                    "source_hash": row.source_hash,
                    "made_at": row.made_at,
                }
            )
    _insert(session, _headings, rows)


def _headings_there(
    session: Session, new: DraftVersion
) -> tuple[dict[tuple[int | None, str], int], set[tuple[int, str]]]:
    """The new version's headings by field and name, and which are translated already."""
    ours = (Section.process_id == new.process_id, Section.version_id == new.id)
    query = select(Section).where(*ours).order_by(col(Section.position).desc())
    homes = {_name_of(section): section.id for section in session.exec(query)}
    done = (
        select(HeadingTranslation.section_id, HeadingTranslation.language)
        .join(Section, col(Section.id) == col(HeadingTranslation.section_id))
        .where(*ours)
    )
    return homes, set(session.exec(done).all())


def _name_of(section: Section) -> tuple[int | None, str]:
    return section.field_id, "" if section.is_field else fold(section.title)
