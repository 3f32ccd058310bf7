"""What a PDF of strangers would do besides showing pages: looked for in every object, wherever it
is packed (ISO 32000-1, 7.5.7 and 12.6), never only where the file says that it has something."""

from __future__ import annotations

import io
import logging
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException, PDFObjectNotFound
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSLiteral

from app.drafts.readers.pulse import beat

MOST_OBJECTS = 300_000
MOST_VALUES = 5_000_000  # numbers, names, strings in them
MOST_UNPACKED = 400_000_000  # bytes; a letter of 30 scanned pages has a quarter of it
_PIECE = 1_000_000
_MOST_STEPS = 8  # from a reference to what it means
# Names that stand for a program, another file, or a form that is one; and what starts one.
BAD = (
    *("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia"),
    *("RichMediaExecute", "XFA", "ImportData", "SubmitForm", "GoToE", "Rendition"),
)
_HARMLESS = frozenset({"GoTo", "Named"})  # where a file may open by itself: at one of its pages
_SIGN = re.compile(rb"/(?:%s)(?=[\s/<(\[\]>]|$)" % b"|".join(name.encode() for name in BAD))
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # a letter of a name (ISO 32000-1, 7.3.5)
_STREAM = re.compile(rb"stream[ \t]*\r?\n?")
_LONGEST_NAME = 3 * max(map(len, BAD)) + 2  # with every letter escaped
_BROKEN = (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError)


def trouble_in(data: bytes) -> str:
    """What is wrong ("program", "locked" or "broken"); "" for a PDF that only shows pages.

    Looked at twice: as bytes, with whatever can be unpacked unpacked, so that no table of contents
    of the file's own can hide anything; then object by object, so that no way of packing can."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        if _has_sign(_spelt_out(data)) or any(map(_has_sign, _unpacked(data))):
            return "program"
        return _in_objects(data)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return "locked"
    except (_TooMuch, RecursionError, *_BROKEN):
        return "broken"


class _TooMuch(Exception):
    """More than any letter holds."""


def _has_sign(data: bytes) -> bool:
    return _SIGN.search(data) is not None


def _spelt_out(data: bytes) -> bytes:
    if b"#" not in data:
        return data
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Every stream that is packed as almost all are, in pieces that overlap."""
    room, whole = MOST_UNPACKED, memoryview(data)
    for found in _STREAM.finditer(data):
        packed, tail, at = zlib.decompressobj(), b"", found.end()
        while not packed.eof:
            try:
                given = packed.unconsumed_tail or whole[at : at + _PIECE]
                at += 0 if packed.unconsumed_tail else _PIECE
                piece = packed.decompress(given, _PIECE)
            except zlib.error:  # not packed so, or only to here
                break
            if not given and not piece:
                break
            room -= len(piece)
            if room < 0:
                raise _TooMuch
            yield _spelt_out(tail + piece)
            tail = piece[-_LONGEST_NAME:]
            beat()


def _in_objects(data: bytes) -> str:
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    if document.encryption is not None:
        return "locked"
    numbers = {number for xref in document.xrefs for number in xref.get_objids()}
    if len(numbers) > MOST_OBJECTS:
        raise _TooMuch
    todo: list[Any] = [xref.get_trailer() for xref in document.xrefs]
    todo += _those_there(document, numbers)
    for _value in range(MOST_VALUES):
        if not todo:
            return ""
        if _is_bad(document, todo.pop(), todo):
            return "program"
    raise _TooMuch


def _those_there(document: PDFDocument, numbers: Iterable[int]) -> Iterator[Any]:
    for number in numbers:
        beat()
        with suppress(PDFObjectNotFound):  # listed, and not there
            yield document.getobj(number)


def _is_bad(document: PDFDocument, value: Any, todo: list[Any]) -> bool:
    """Whether this value does something; what is in it goes to `todo`, references do not: every
    object has its turn."""
    if isinstance(value, PSLiteral):
        return str(value.name) in BAD
    if isinstance(value, PDFStream):
        value = value.attrs
    if isinstance(value, list):
        todo.extend(value)
    elif isinstance(value, dict):
        if any(str(key) in BAD for key in value):
            return True
        if _starts_something(document, value):
            return True
        todo.extend(value.values())
    return False


def _starts_something(document: PDFDocument, value: dict[Any, Any]) -> bool:
    """Whether this dictionary says that something happens by itself, other than showing one of its
    pages: when the file is opened, or on an occasion (AA)."""
    occasions = _followed(document, value.get("AA"))
    actions = [value.get("OpenAction")]
    if isinstance(occasions, dict):
        actions += occasions.values()
    return any(_is_action(document, _followed(document, action)) for action in actions)


def _is_action(document: PDFDocument, action: Any) -> bool:
    if not isinstance(action, dict):
        return False
    kind = _followed(document, action.get("S"))
    return isinstance(kind, PSLiteral) and str(kind.name) not in _HARMLESS


def _followed(document: PDFDocument, value: Any) -> Any:
    for _step in range(_MOST_STEPS):
        if not isinstance(value, PDFObjRef):
            return value
        value = document.getobj(value.objid)
    raise _TooMuch
