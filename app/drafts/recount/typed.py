"""Counting again in Markdown: markup is struck out with regular expressions, as by hand."""

from __future__ import annotations

import re
from html import unescape

# In this order. What is no word, by the importer's own list: front matter, comments, the marks
# that lead to footnotes, targets of links and of pictures, list markers, lines of a table's head.
STRUCK = (
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


def text_of_markdown(source: str) -> str:
    """The words of a Markdown file, without its marks."""
    notes = re.findall(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", source, re.M)
    for pattern, instead, flags in STRUCK:
        source = re.sub(pattern, instead, source, flags=flags)
    for label in notes:
        source = source.replace(f"[^{label}]", "")
    return unescape(re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", source))
