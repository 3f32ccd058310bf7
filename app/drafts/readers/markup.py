"""HTML that stands in a text: cut into tags and words, without believing any of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from app.drafts.readers.left_out import LeftOutList
from app.i18n import _

# No attribute value is looked at beyond the next "<", so the time grows with the text only.
_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?P<rest>(?:[^<>"']|"[^"<]*"|'[^'<]*')*)>"""
)
_ATTRIBUTE = re.compile(
    r"""(?<![\w-])([A-Za-z][\w-]*+)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_SAME = {"b": "strong", "i": "em"}
_THROUGH = """
abbr bdi bdo big cite data del dfn font ins kbd label mark q s samp small span strike time tt u
var wbr
"""
_OTHERS = """
a address area article aside audio base blockquote body br canvas caption center col colgroup dd
details dialog dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3
h4 h5 h6 head header hgroup hr html iframe img input legend li link main map menu meta nav
noscript object ol optgroup output p param picture pre progress ruby rp rt search section select
slot source style script summary svg path table tbody template textarea tfoot thead title tr track
ul video
"""
_BARE = """
allowfullscreen autofocus autoplay checked compact controls default defer disabled hidden inert
loop multiple muted nomodule noshade novalidate nowrap open readonly required reversed selected
async itemscope
"""
INLINE = frozenset({"em", "strong", "sub", "sup", "code"})
# These neither mark anything nor part the words beside them.
THROUGH = frozenset(_THROUGH.split())
CELLS = frozenset({"td", "th", "option", "button"})
# What has another name is no tag: "<Platzhalter>".
_KNOWN = INLINE | THROUGH | CELLS | set(_OTHERS.split()) | set(_SAME)
# Attributes that need no value; a tag with another bare word is none: "<Link zum Antrag>".
_VALUELESS = frozenset(_BARE.split())
_VALUE = re.compile(r"""(?<![\w:@.-])[\w:@.-]++\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"']+)""")


@dataclass(frozen=True, slots=True)
class Element:
    """A tag as it was written."""

    name: str
    ends: bool
    source: str

    def attribute(self, name: str) -> str:
        """The value of one attribute, "" where it has none."""
        for key, *values in _ATTRIBUTE.findall(self.source):
            if key.lower() == name:
                return " ".join(unescape("".join(values)).split())
        return ""


def parts_blocks(element: Element) -> bool:
    """Whether the words before the tag and those after it are different paragraphs."""
    return element.name not in INLINE | THROUGH | CELLS | {"a", "br"}


def pieces(html: str) -> Iterator[str | Element]:
    """Words and tags in order. What only looks like a tag is words."""
    at = 0
    for found in _TAG.finditer(html):
        if not _is_tag(found):
            continue
        if found.start() > at:
            yield unescape(html[at : found.start()])
        name = found["name"].lower()
        yield Element(_SAME.get(name, name), bool(found["end"]), found.group())
        at = found.end()
    if at < len(html):
        yield unescape(html[at:])


def _is_tag(found: re.Match[str]) -> bool:
    if found["name"].lower() not in _KNOWN:
        return False
    bare = _VALUE.sub(" ", found["rest"]).strip(" \t\r\n/")
    return _VALUELESS.issuperset(bare.lower().split())


def without_comments(html: str, left_out: LeftOutList) -> str:
    """`html` without comments and instructions, which are listed."""
    html = _cut_out(html, "<!--", "-->", _("Kommentare im Quelltext"), left_out)
    return _cut_out(html, r"<[?!]\[?[a-z]", ">", _("Anweisungen an Programme"), left_out)


def without_scripts(html: str, left_out: LeftOutList) -> str:
    """`html` without scripts and styles, which are listed."""
    for name in ("script", "style"):
        why = _("Skripte und Stilvorgaben")
        html = _cut_out(html, rf"<{name}\b", rf"</{name}\s*+>", why, left_out)
    return html


def _cut_out(html: str, opening: str, closing: str, why: str, left_out: LeftOutList) -> str:
    """Take out what stands between; what is never closed stays, so that no text is swallowed."""
    begins, ends = re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE)
    kept: list[str] = []
    at = 0
    while (start := begins.search(html, at)) and (end := ends.search(html, start.end())):
        left_out.add(why, html[start.start() : end.end()])
        kept += [html[at : start.start()], " "]
        at = end.end()
    return "".join([*kept, html[at:]])
