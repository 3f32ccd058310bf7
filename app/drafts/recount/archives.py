"""Counting again in Word's and OpenDocument's archives, with the standard library's parser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers.expat import ParserCreate

_WORD_PARTS = re.compile(r"(?:^|/)word/(?:document\d*|footnotes|endnotes|comments)\.xml$", re.I)
# Elements of Word that part words, hold letters, or hold none that people read. What a program
# keeps for readers that know less than itself ("Fallback") stands there twice.
_WORD_PARTING = frozenset({"p", "tab", "br", "cr", "tc", "ptab", "noBreakHyphen", "sym", "den"})
_WORD_LETTERS = frozenset({"t", "delText"})
_WORD_SKIPPED = frozenset({"Fallback"})
# Deleted words stand close to those that replace them, and are no part of them.
_WORD_DELETED = frozenset({"del", "moveFrom"})
_ODT_PARTING = frozenset({"p", "h", "s", "tab", "line-break", "note", "note-body", "annotation"})
# Numbers that are counted by the program, names and times of those who changed something, what
# describes a picture, and the pattern after which a table of contents is made.
_ODT_SKIPPED = frozenset(
    {
        "note-citation",
        "number",
        "creator",
        "date",
        "date-string",
        "change-info",
        "creator-initials",
        "title",
        "desc",
        "index-title-template",
        "forms",
        "script",
        "scripts",
        "automatic-styles",
        "font-face-decls",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "binary-data",
    }
)


class _Listening:
    """Collects the letters of one XML part."""

    def __init__(
        self,
        letters: frozenset[str] | None,
        parting: frozenset[str],
        skipped: frozenset[str],
        deleted: frozenset[str] = frozenset(),
    ) -> None:
        self.pieces: list[str] = []
        self.deleted: list[str] = []
        self._letters, self._parting, self._skipped = letters, parting, skipped
        self._deletions = deleted
        self._inside = self._over = self._gone = 0

    def start(self, name: str, _attributes: object) -> None:
        name = name.rpartition(":")[2]
        self._over += name in self._skipped
        self._gone += name in self._deletions
        self._inside += self._letters is None or name in self._letters
        if name in self._parting:
            (self.deleted if self._gone else self.pieces).append(" ")

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in self._parting:
            (self.deleted if self._gone else self.pieces).append(" ")
        self._over -= name in self._skipped
        self._gone -= name in self._deletions
        self._inside -= self._letters is None or name in self._letters

    def characters(self, text: str) -> None:
        if self._inside and not self._over:
            if self._gone:
                self.deleted.append(text)
            else:
                self.pieces.append(text)
                self.deleted.append(" ")


def texts_of_docx(data: bytes) -> Iterator[str]:
    """The texts of a Word file: the body, the notes, the comments, what was deleted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if _WORD_PARTS.search(name.replace("\\", "/")):
                listening = _Listening(_WORD_LETTERS, _WORD_PARTING, _WORD_SKIPPED, _WORD_DELETED)
                yield _heard(archive.read(name), listening)


def texts_of_odt(data: bytes) -> Iterator[str]:
    """The text of an ODT file: the body with notes, annotations and what was deleted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    yield _heard(content, _Listening(None, _ODT_PARTING, _ODT_SKIPPED))


def _heard(xml: bytes, listening: _Listening) -> str:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = listening.start
    parser.EndElementHandler = listening.end
    parser.CharacterDataHandler = listening.characters
    parser.Parse(xml, True)
    return "".join([*listening.pieces, " ", *listening.deleted])
