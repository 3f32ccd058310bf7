"""The HTML of a sentence, parted between two words with every element whole on both sides."""

import re
from collections.abc import Iterator
from html import escape, unescape

from lxml import etree, html

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_ALONE = frozenset({"br", "img"})


def part_html(markup: str, words: int) -> tuple[str, str]:
    """`markup` up to and after its first `words` words.

    Elements that are open there are closed and opened again; a footnote's mark belongs to the word
    before it and is none itself.
    """
    edge = _edge(markup, words)
    left: list[str] = []
    right: list[str] = []
    opened: list[tuple[str, str]] = []
    at, crossed = 0, False
    for token, name, kind in tokens(markup):
        if kind == "text":
            plain = token
            if not crossed and at + len(plain) > edge:
                left.append(escape(plain[: edge - at].rstrip()))
                left += [f"</{tag}>" for tag, _opening in reversed(opened)]
                right += [opening for _tag, opening in opened]
                crossed = True
                right.append(escape(plain[edge - at :].lstrip()))
            else:
                (right if crossed else left).append(escape(plain))
            at += len(plain)
            continue
        (right if crossed else left).append(token)
        if kind == "open":
            opened.append((name, token))
        elif kind == "close" and opened:
            opened.pop()
    return _tidy("".join(left)), _tidy("".join(right))


def tokens(markup: str) -> Iterator[tuple[str, str, str]]:
    """Text (unescaped), elements, and footnote marks as a whole."""
    depth = 0
    mark: list[str] = []
    for found in _TOKEN.finditer(markup):
        token, name = found.group(), found[2] or ""
        if depth or (name == "sup" and "noteref" in token):
            mark.append(token)
            depth += {"": 0, "/": -1}[found[1] or ""] + (1 if name and not found[1] else 0)
            if not depth:
                yield "".join(mark), "", "mark"
                mark = []
        elif not name:
            yield unescape(token), "", "text"
        elif name in _ALONE:
            yield token, name, "mark"
        else:
            yield token, name, "close" if found[1] else "open"


def _edge(markup: str, words: int) -> int:
    """At which character of the text word number `words` (from 0) begins."""
    text = "".join(token for token, _name, kind in tokens(markup) if kind == "text")
    starts = [found.start() for found in re.finditer(r"\S+", text)]
    return starts[words] if words < len(starts) else len(text)


def _tidy(markup: str) -> str:
    """Without elements that have become empty, without breaks and blanks around."""
    before = ""
    while before != markup:
        before = markup
        markup = re.sub(r"<(em|strong|a|span|sub|sup|code)(?: [^>]*)?></\1>", "", markup)
        markup = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", markup)
    return markup


def with_alternative(markup: str, words: str) -> str | None:
    """`markup` with these words as the alternative text of its picture; None without one."""
    box = html.fragment_fromstring(markup, create_parent="div")
    picture = box.find(".//img")
    if picture is None:
        return None
    picture.set("alt", words)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in box)
    return escape(box.text or "") + inner


def alternative_of(markup: str) -> str | None:
    """The alternative text of the picture in `markup`; None without a picture."""
    if "<img" not in markup:
        return None
    picture = html.fragment_fromstring(markup, create_parent="div").find(".//img")
    return None if picture is None else picture.get("alt", "")
