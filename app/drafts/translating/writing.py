"""The deed: keeping what somebody has translated of a field's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.drafts.translating.pairing import Said, fingerprint, paired
from app.drafts.translating.queries import block_rows, heading_rows
from app.models import (
    ActionField,
    Block,
    BlockTranslation,
    DraftVersion,
    HeadingTranslation,
    Person,
    Process,
    Section,
)

TRANSLATED = "text.translated"


@dataclass(frozen=True)
class Change:
    """The lines of a block or heading, one for each sentence, "" for one that is not translated.
    `still_right`: the translation has been compared with the original as it is now."""

    lines: Sequence[str]
    still_right: bool = False


def hold_text(session: Session, process: Process) -> None:
    """Let nobody translate or publish in this process beside us until the transaction is done, so
    that what is read now is what is changed."""
    held = select(Process.id).where(Process.id == process.id)
    session.exec(held.with_for_update(key_share=True)).one()


def write_translations(
    session: Session,
    process: Process,
    version: DraftVersion,
    field_id: int,
    language: str,
    *,
    blocks: Sequence[tuple[Block, Change]],
    headings: Sequence[tuple[Section, str]],
    by: Person,
) -> int:
    """Keep these lines, and say how many blocks and headings are new or different. Blocks come
    with their sentences and as many lines as those. A line that was not touched keeps the
    fingerprint of the original it was made from, unless it was compared anew. `hold_text`
    is called before they are read."""
    kept = block_rows(session, language, [block for block, _change in blocks]) if blocks else {}
    changed = 0
    for block, change in blocks:
        changed += _write_block(session, by, block, language, kept.get(block.id), change)
    known = heading_rows(session, language, [section for section, _text in headings])
    for section, text in headings:
        changed += _write_heading(session, section, language, known.get(section.id), text)
    if changed:
        _show_anew(session, field_id)
        journal.record(
            session,
            by,
            TRANSLATED,
            version,
            process=process,
            version=version.number,
            field=field_id,
            language=language,
            blocks=changed,
        )
    return changed


def _show_anew(session: Session, field_id: int) -> None:
    session.execute(
        update(ActionField)
        .where(col(ActionField.id) == field_id)
        .values(revision=ActionField.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _write_block(
    session: Session,
    by: Person,
    block: Block,
    language: str,
    row: BlockTranslation | None,
    change: Change,
) -> bool:
    texts = [sentence.text for sentence in block.sentences]
    before: list[Said | None] = [None] * len(texts)
    if row is not None:
        before = paired(texts, row.sentences, row.source_hashes)
    lines = list(change.lines)
    sources = [
        _source(text, line, old, still_right=change.still_right)
        for text, line, old in zip(texts, lines, before, strict=True)
    ]
    if row is not None and not any(lines):
        session.delete(row)
        return True
    if not any(lines) or (row and (row.sentences, row.source_hashes) == (lines, sources)):
        return False
    now = clock.now()
    if row is None:
        row = BlockTranslation(
            process_id=block.process_id, block_id=block.id, language=language, made_at=now
        )
    row.sentences, row.source_hashes, row.made_at, row.by_id = lines, sources, now, by.id
    session.add(row)
    return True


def _source(text: str, line: str, old: Said | None, *, still_right: bool) -> str:
    if not line:
        return ""
    if old is not None and old.text == line and not still_right:
        return old.source
    return fingerprint(text)


def _write_heading(
    session: Session,
    section: Section,
    language: str,
    row: HeadingTranslation | None,
    text: str,
) -> bool:
    source = fingerprint(section.title)
    if row is not None and not text:
        session.delete(row)
        return True
    if not text or (row and (row.text, row.source_hash) == (text, source)):
        return False
    now = clock.now()
    if row is None:
        row = HeadingTranslation(
            process_id=section.process_id,
            section_id=section.id,
            language=language,
            text=text,
            source_hash=source,
            made_at=now,
        )
    row.text, row.source_hash, row.made_at = text, source, now
    session.add(row)
    return True
