"""A second reader of Markdown, for counting only: it shares no code with the importer.

It strips markup with regular expressions, the way somebody would check by hand.
"""

import re
from collections.abc import Iterator
from html import unescape

from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadSection

# In this order. What is no word, by the importer's own list: front matter, comments, the marks
# that lead to footnotes, targets of links and of pictures, list markers, lines of a table's head.
STRIPPED = (
    (r"\A---\n.*?\n---\n", "", re.S),
    (r"<!--.*?-->", " ", re.S),
    (r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"([^\"]*)\")?\)", r"\1 \2", 0),
    (r"\[([^\[\]]*)\]\([^)\s]*\)", r"\1", 0),
    (r"^[ ]{0,3}\[\^[^\]\s]+\]:", " ", re.M),
    (r"<(https?://[^>]+|[^>\s]+@[^>]+)>", r"\1", 0),
    (r"</?(?:b|i|em|strong|su[bp]|span)\b[^>\n]*>", "", 0),
    (r"</?(?:br|div|p|td|ul|li)\b[^>\n]*>", " ", 0),
    (r"^[ \t>]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", "", re.M),
    (r"^[ \t>]*(?:[-*+•]|\d+[.)]|[a-z]\))[ \t]+", "", re.M),
)


def words_in(markdown: str) -> list[str]:
    """All words of a source, in order."""
    notes = re.findall(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", markdown, re.M)
    for pattern, instead, flags in STRIPPED:
        markdown = re.sub(pattern, instead, markdown, flags=flags)
    for label in notes:
        markdown = markdown.replace(f"[^{label}]", "")
    return _words(unescape(re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", markdown)))


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
