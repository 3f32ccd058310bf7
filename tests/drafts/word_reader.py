"""The words of a source and those of a draft, in order: counted by what counts every import again,
which shares no code with the importer."""

import re
from collections.abc import Iterator
from html import unescape

from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadSection
from app.drafts.recount.typed import text_of_markdown


def words_in(markdown: str) -> list[str]:
    """All words of a source, in order."""
    return _words(text_of_markdown(markdown))


def words_out(draft: ReadDraft) -> list[str]:
    """All words of a draft, in reading order: headings, heads of tables, sentences."""
    return _words(" ".join(_texts(draft)))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("\u00ad", ""))


def _texts(draft: ReadDraft) -> Iterator[str]:
    for block in draft.blocks:
        yield from _of_block(block)
    for section in draft.sections:
        yield from _of_section(section)


def _of_section(section: ReadSection) -> Iterator[str]:
    yield section.title
    for block in section.blocks:
        yield from _of_block(block)
    for inner in section.sections:
        yield from _of_section(inner)


def _of_block(block: ReadBlock) -> Iterator[str]:
    if block.kind is BlockKind.TABLE:
        yield unescape(re.sub(r"<[^>]*>", " ", block.head_html))
    yield from (sentence.text for sentence in block.sentences)
