"""Markdown of the office as clean HTML for a page that has its own first heading."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_reader = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = nh3.ALLOWED_TAGS - {"img"}  # a picture would be fetched from somebody else's machine
_LOWER = {f"h{n}": f"h{min(n + 1, 6)}" for n in range(1, 7)}


def as_html(text: str) -> str:
    """The text without its title: a heading that it begins with is the page's own and left out.
    If others are of the first level, too, all are lowered by one."""
    lines = text.strip().splitlines()
    if lines and lines[0].startswith("# "):
        lines = lines[1:]
    tokens = _reader.parse("\n".join(lines))
    if any(token.tag == "h1" for token in tokens):
        _lower(tokens)
    return nh3.clean(_reader.renderer.render(tokens, _reader.options, {}), tags=_TAGS)


def _lower(tokens: list[Token]) -> None:
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
