"""Reading translations of the text: one question for the sentences, one for the headings."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.drafts.translating.pairing import LANGUAGES, Said, Translated, fingerprint, paired
from app.models import Block, BlockTranslation, DraftVersion, HeadingTranslation, Section


def languages_of(session: Session, version: DraftVersion, field_id: int) -> list[str]:
    """The languages in which something of a field's text can be read, in our order."""
    query = (
        select(BlockTranslation.language)
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(
            Block.process_id == version.process_id,
            Block.version_id == version.id,
            Block.field_id == field_id,
        )
        .distinct()
    )
    found = set(session.exec(query).all())
    return [language for language in LANGUAGES if language in found]


def translated(
    session: Session,
    language: str,
    sections: Sequence[Section],
    blocks: Sequence[Block],
) -> Translated:
    """What of these blocks (with their sentences) and headings exists in a language. All of them
    are of one version."""
    if not blocks:
        return Translated(language)
    said = {}
    rows = block_rows(session, language, blocks)
    for block in blocks:
        if row := rows.get(block.id):
            texts = [sentence.text for sentence in block.sentences]
            said[block.id] = paired(texts, row.sentences, row.source_hashes)
    return Translated(language, said, _headings(session, language, sections))


def block_rows(
    session: Session, language: str, blocks: Sequence[Block]
) -> dict[int, BlockTranslation]:
    """The kept rows of these blocks of one version, by the block's id."""
    query = (
        select(BlockTranslation)
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(
            Block.process_id == blocks[0].process_id,
            Block.version_id == blocks[0].version_id,
            Block.field_id == blocks[0].field_id,
            BlockTranslation.language == language,
        )
    )
    return {row.block_id: row for row in session.exec(query)}


def heading_rows(
    session: Session, language: str, sections: Sequence[Section]
) -> dict[int, HeadingTranslation]:
    """The kept rows of these headings of one version, by the section's id."""
    if not sections:
        return {}
    query = (
        select(HeadingTranslation)
        .join(Section, col(Section.id) == col(HeadingTranslation.section_id))
        .where(
            Section.process_id == sections[0].process_id,
            Section.version_id == sections[0].version_id,
            HeadingTranslation.language == language,
        )
    )
    return {row.section_id: row for row in session.exec(query)}


def _headings(session: Session, language: str, sections: Sequence[Section]) -> dict[int, Said]:
    rows = heading_rows(session, language, sections)
    found = {}
    for section in sections:
        if row := rows.get(section.id):
            moved = row.source_hash != fingerprint(section.title)
            found[section.id] = Said(row.text, row.source_hash, moved)
    return found


def blocks_translated(
    session: Session, version: DraftVersion
) -> tuple[Mapping[int, int], Mapping[tuple[int, str], int]]:
    """How many blocks each field has, and of how many of them something is translated, by field
    and language: two questions."""
    ours = (
        Block.process_id == version.process_id,
        Block.version_id == version.id,
        col(Block.field_id).is_not(None),
    )
    query = select(Block.field_id, func.count()).where(*ours).group_by(col(Block.field_id))
    every = Counter({field or 0: n for field, n in session.exec(query)})
    counted = (
        select(Block.field_id, BlockTranslation.language, func.count())
        .join(BlockTranslation, col(BlockTranslation.block_id) == col(Block.id))
        .where(*ours)
        .group_by(col(Block.field_id), col(BlockTranslation.language))
    )
    done = Counter({(field or 0, tongue): n for field, tongue, n in session.exec(counted)})
    return every, done
