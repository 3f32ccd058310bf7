"""A version that begins as another one is: the same headings, blocks and sentences, not public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from app import clock, journal
from app.drafts.arranging import readdress
from app.models import Block, DraftVersion, Person, Process, Section, Sentence

_OF_SECTION = ("field_id", "is_field", "position", "level", "title", "anchor", "fill", "doubt")
_OF_BLOCK = (
    *("field_id", "position", "number", "fragment", "label", "kind", "depth", "marker", "anchor"),
    *("head_html", "text", "is_open", "doubt", "picture_id"),
)


@dataclass(frozen=True)
class Copied:
    """The new version, and for each block of the one before (by id) the block that it became."""

    version: DraftVersion
    blocks: dict[int, Block]


def copy_version(
    session: Session,
    process: Process,
    before: DraftVersion,
    *,
    source_name: str,
    by: Person | None,
) -> Copied:
    """The process's next version with the very text of `before`: fields, addresses, pictures, what
    is closed for notes. Notes are not copied; publishing carries them. Nothing is refused.
    """
    last = session.exec(
        select(func.max(DraftVersion.number)).where(DraftVersion.process_id == process.id)
    ).one()
    version = DraftVersion(
        process_id=process.id,
        number=(last or 0) + 1,
        title=before.title,
        source_name=source_name[:300],
        words=before.words,
        imported_at=clock.now(),
    )
    session.add(version)
    session.flush()
    blocks = _copy_text(session, before, version)
    readdress(session, process, version)
    journal.record(
        session,
        by,
        "draft.imported",
        version,
        process=process,
        version=version.number,
        words=version.words,
    )
    return Copied(version, blocks)


def _copy_text(session: Session, before: DraftVersion, version: DraftVersion) -> dict[int, Block]:
    sections: dict[int | None, Section] = {}
    found = session.exec(
        select(Section).where(Section.version_id == before.id).order_by(col(Section.position))
    )
    for old in found.all():
        section = Section(
            process_id=version.process_id,
            version_id=version.id,
            parent_id=sections[old.parent_id].id if old.parent_id in sections else None,
            **{name: getattr(old, name) for name in _OF_SECTION},
        )
        session.add(section)
        session.flush()
        sections[old.id] = section
    blocks: dict[int, Block] = {}
    texts = select(Block).where(Block.version_id == before.id).order_by(col(Block.position))
    for block in session.exec(texts).all():
        home = sections.get(block.section_id)
        blocks[block.id] = Block(
            process_id=version.process_id,
            version_id=version.id,
            section_id=home.id if home else None,
            **{name: getattr(block, name) for name in _OF_BLOCK},
        )
    session.add_all(blocks.values())
    session.flush()
    _copy_sentences(session, before, version, blocks)
    return blocks


def _copy_sentences(
    session: Session, before: DraftVersion, version: DraftVersion, blocks: dict[int, Block]
) -> None:
    columns: list[Any] = [Sentence.block_id, Sentence.number, Sentence.text, Sentence.html]
    query: Any = select(*columns).where(Sentence.version_id == before.id)
    rows = [
        {
            "process_id": version.process_id,
            "version_id": version.id,
            "block_id": blocks[block_id].id,
            "number": number,
            "text": text,
            "html": html,
        }
        for block_id, number, text, html in session.exec(query)
    ]
    table: Any = Sentence
    if rows:
        session.connection().execute(insert(table.__table__), rows)
