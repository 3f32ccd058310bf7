"""Reading translations of the text: in no more questions than the text itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.drafts.queries import give_sentences
from app.drafts.translating.pairing import LANGUAGES, Said, Translated, fingerprint, paired
from app.models import (
    ActionField,
    Block,
    BlockTranslation,
    DraftVersion,
    HeadingTranslation,
    Section,
    Sentence,
)


def languages_in() -> Any:
    """A column for a question about `ActionField` and `DraftVersion`: the languages in which
    something of that field's text can be read in that version, with commas between them."""
    found = (
        select(col(BlockTranslation.language).label("language"))
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(
            Block.process_id == DraftVersion.process_id,
            Block.version_id == DraftVersion.id,
            Block.field_id == ActionField.id,
        )
        .distinct()
        .correlate(ActionField, DraftVersion)
        .subquery()
    )
    return choose(func.aggregate_strings(found.c.language, ",")).scalar_subquery()


def in_our_order(languages: str | None) -> list[str]:
    """The languages of such a column as pages list them."""
    found = (languages or "").split(",")
    return [language for language in LANGUAGES if language in found]


def text_in(
    session: Session, version: DraftVersion, field_id: int, language: str
) -> tuple[Sequence[Section], Sequence[Block], Translated]:
    """A field's headings and blocks with their sentences, and what of them exists in a language:
    as many questions as the text alone."""
    headings = session.exec(
        select(Section, HeadingTranslation)
        .outerjoin(
            HeadingTranslation,
            (col(HeadingTranslation.section_id) == col(Section.id))
            & (col(HeadingTranslation.language) == language),
        )
        .where(
            Section.process_id == version.process_id,
            Section.version_id == version.id,
            Section.field_id == field_id,
        )
        .order_by(col(Section.position))
    ).all()
    ours = (
        Block.process_id == version.process_id,
        Block.version_id == version.id,
        Block.field_id == field_id,
    )
    found = session.exec(
        select(Block, BlockTranslation)
        .outerjoin(
            BlockTranslation,
            (col(BlockTranslation.block_id) == col(Block.id))
            & (col(BlockTranslation.language) == language),
        )
        .where(*ours)
        .order_by(col(Block.position))
    ).all()
    blocks = [block for block, _row in found]
    give_sentences(session, blocks, ours)
    said = {block.id: _said(block, row) for block, row in found if row is not None}
    over = {one.id: _heading(one, row) for one, row in headings if row is not None}
    return [section for section, _row in headings], blocks, Translated(language, said, over)


def _said(block: Block, row: BlockTranslation) -> list[Said | None]:
    texts = [sentence.text for sentence in block.sentences]
    return paired(texts, row.sentences, row.source_hashes)


def _heading(section: Section, row: HeadingTranslation) -> Said:
    return Said(row.text, row.source_hash, row.source_hash != fingerprint(section.title))


def block_in_languages(
    session: Session, block: Block, sentences: Sequence[Sentence]
) -> dict[str, list[Said | None]]:
    """What a block with these sentences reads like in each language that it exists in, in our
    order: one question."""
    query = select(BlockTranslation).where(BlockTranslation.block_id == block.id)
    found = {row.language: row for row in session.exec(query)}
    texts = [sentence.text for sentence in sentences]
    return {
        language: paired(texts, found[language].sentences, found[language].source_hashes)
        for language in LANGUAGES
        if language in found
    }


def version_in(
    session: Session, version: DraftVersion, blocks: Sequence[Block], language: str
) -> dict[int, list[Said | None]]:
    """What of these blocks of a version, which come with their sentences, exists in a language, by
    the block's id: one question."""
    query = (
        select(BlockTranslation)
        .join(Block, col(Block.id) == col(BlockTranslation.block_id))
        .where(
            Block.process_id == version.process_id,
            Block.version_id == version.id,
            BlockTranslation.language == language,
        )
    )
    rows = {row.block_id: row for row in session.exec(query)}
    return {block.id: _said(block, rows[block.id]) for block in blocks if block.id in rows}


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
