"""Atom feeds (RFC 4287), with pages that continue them (RFC 5005).

Built as a tree and written by the library, so that nothing anybody wrote can end an element; what
XML cannot hold at all is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from app.text import clean_line

ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# XML 1.0, 2.2: everything else is no character.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One piece of news. `html` was cleaned when it was written."""

    id: str
    title: str
    updated: datetime
    published: datetime
    author: str
    html: str
    link: str
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """A feed, newest entry first; `next_link` continues it with older ones ("" at the end)."""

    id: str
    title: str
    language: str
    link: str
    page: str
    author: str
    begun: datetime
    entries: Sequence[Entry]
    first_link: str = ""
    next_link: str = ""

    @property
    def updated(self) -> datetime:
        """When anything in it last changed."""
        return max([self.begun, *(entry.updated for entry in self.entries)])


def write(feed: Feed) -> bytes:
    """The feed as a file."""
    names: dict[Any, str] = {None: ATOM}
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=names)
    root.set(_LANG, feed.language)
    _add(root, "id", feed.id)
    _add(root, "title", clean_line(feed.title))
    _add(root, "updated", _moment(feed.updated))
    _add(_add(root, "author"), "name", clean_line(feed.author))
    _add(root, "link", rel="self", href=feed.link, type="application/atom+xml")
    _add(root, "link", rel="alternate", href=feed.page, type="text/html")
    for rel, address in (("first", feed.first_link), ("next", feed.next_link)):
        if address:
            _add(root, "link", rel=rel, href=address)
    for entry in feed.entries:
        _write_entry(_add(root, "entry"), entry)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return written


def _write_entry(element: etree._Element, entry: Entry) -> None:
    _add(element, "id", entry.id)
    _add(element, "title", clean_line(entry.title))
    _add(element, "updated", _moment(entry.updated))
    _add(element, "published", _moment(entry.published))
    _add(_add(element, "author"), "name", clean_line(entry.author))
    _add(element, "link", rel="alternate", href=entry.link, type="text/html")
    content = _add(element, "content", entry.html, type="html")
    # The title is ours, in the feed's language; only what somebody wrote is in theirs.
    if entry.language:
        content.set(_LANG, entry.language)


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text:
        made.text = _NO_XML.sub("", text)
    return made


def _moment(moment: datetime) -> str:
    """RFC 3339, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
