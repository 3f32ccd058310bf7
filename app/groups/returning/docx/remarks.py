"""The comments of the document with their threads: which are ours, which somebody wrote.

Ours begin as `writers/word/remarks.py` writes them: "#87 Anmerkung: …". Word keeps threads in a
part of their own ([MS-DOCX] 2.5.4, commentsExtended): a comment is named there by the `paraId` of
its last paragraph. LibreOffice 7.4 drops that part and writes comments in another order (tried).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from app import i18n
from app.drafts.readers.docx.names import W14, Element, W, attribute, tag
from app.drafts.readers.docx.package import Package
from app.groups.returning.docx.letters import LineReader
from app.groups.writers import words

W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MOST = 50_000  # comments in one document
_OURS = re.compile(r"#(\d{1,9}) ([^\n:]{2,40}): ")
_LONGEST_NAME = 120


@dataclass(slots=True)
class Remark:
    """A comment in the margin. `place` counts them from 1 as the file lists them, `number` is the
    note's where it is one of ours, `parent` the comment that it answers."""

    place: int
    identity: str
    author: str
    date: str
    text: str
    number: int | None = None
    is_done: bool = False
    parent: Remark | None = None
    answers: list[Remark] = field(default_factory=list)

    @property
    def root(self) -> Remark:
        """The comment that began the thread; a thread that bites its tail has none before it."""
        seen = {id(self)}
        at = self
        while at.parent is not None and id(at.parent) not in seen:
            at = at.parent
            seen.add(id(at))
        return at


def read_remarks(package: Package) -> list[Remark]:
    """All comments in the order of the file, tied to threads where the file has them."""
    root = package.tree_of("comments")
    if root is None:
        return []
    remarks: list[Remark] = []
    by_paragraph: dict[str, Remark] = {}
    for element in root.iterfind(f"{W}comment"):
        if len(remarks) == MOST:
            raise package.broken(i18n._("Sie hat mehr als 50.000 Kommentare."))
        remark = _remark(element, len(remarks) + 1)
        remarks.append(remark)
        for paragraph in element.iter(f"{W}p"):
            identity = attribute(paragraph, f"{W14}paraId").upper()
            if identity:
                by_paragraph[identity] = remark
    _thread(package.tree_of("commentsExtended"), by_paragraph)
    return remarks


def _remark(element: Element, place: int) -> Remark:
    text = "\n".join(_lines(element)).strip()
    found = _OURS.match(text)
    is_ours = found is not None and found[2].casefold() in _kinds()
    return Remark(
        place,
        attribute(element, f"{W}id"),
        " ".join(attribute(element, f"{W}author").split())[:_LONGEST_NAME],
        attribute(element, f"{W}date")[:40],
        text,
        int(found[1]) if found and is_ours else None,
    )


def _lines(element: Element) -> Iterator[str]:
    reader = LineReader()
    for paragraph in element.iter(f"{W}p"):
        line = reader.read(paragraph, came=None, went=None)
        yield "".join(piece.text for piece in line.pieces() if piece.stands)


@cache
def _kinds() -> frozenset[str]:
    """What kinds of notes are called, in every language that a bundle may be drawn in."""
    found = set()
    for locale in i18n.LOCALES:
        with i18n.speaking(locale):
            found |= {words.kind(kind).casefold() for kind in ("note", "suggestion", "question")}
    return frozenset(found)


def _thread(root: Element | None, by_paragraph: dict[str, Remark]) -> None:
    for each in root if root is not None else ():
        if tag(each) != f"{W15}commentEx":
            continue
        remark = by_paragraph.get(attribute(each, f"{W15}paraId").upper())
        if remark is None:
            continue
        remark.is_done = attribute(each, f"{W15}done") in ("1", "true", "on")
        parent = by_paragraph.get(attribute(each, f"{W15}paraIdParent").upper())
        if parent is not None and parent is not remark:
            remark.parent = parent
            parent.answers.append(remark)
