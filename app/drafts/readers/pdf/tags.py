"""What the tags of a PDF say itself: which letters are headings, which belong to no text, and the
words for pictures (ISO 32000-2, 14.7 and 14.8)."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

MOST_ELEMENTS = 20_000  # of one page
DEEPEST = 60
_LONGEST = 4_000  # bytes of one text
_HEADING = re.compile(r"H([1-6])?")


@dataclass(slots=True)
class Tags:
    """By the numbers of marked content on one page: the levels of headings, the words for
    pictures. `is_tagged` if the page has tags at all."""

    levels: dict[int, int] = field(default_factory=dict)
    alts: dict[int, str] = field(default_factory=dict)
    is_tagged: bool = False

    def alt(self, drawn: Any) -> str:
        """The words for who cannot see a picture."""
        return self.alts.get(pdfium.FPDFPageObj_GetMarkedContentID(drawn), "") if self.alts else ""

    def is_artifact(self, drawn: Any) -> bool:
        """Whether an object is marked as no part of the text."""
        if not self.is_tagged:
            return False
        for index in range(min(8, pdfium.FPDFPageObj_CountMarks(drawn))):
            mark = pdfium.FPDFPageObj_GetMark(drawn, index)
            written, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
            letters = ctypes.cast(written, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFPageObjMark_GetName(mark, letters, 64, length)
            if _text(written, length.value) == "Artifact":
                return True
        return False


def read_tags(page: Any) -> Tags:
    """The tags of a page; none where it has none."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        return Tags()
    try:
        reader = _TagReader()
        for index in range(min(MOST_ELEMENTS, pdfium.FPDF_StructTree_CountChildren(tree))):
            reader.element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, index), 0, "", 0)
        return reader.tags
    finally:
        pdfium.FPDF_StructTree_Close(tree)


class _TagReader:
    def __init__(self) -> None:
        self.tags = Tags()
        self._left = MOST_ELEMENTS

    def element(self, element: Any, level: int, alt: str, depth: int) -> None:
        """Read an element that stands in a heading of `level` or a picture with words `alt`."""
        self._left -= 1
        if not element or depth > DEEPEST or self._left < 0:
            return
        self.tags.is_tagged = True
        kind = _said(pdfium.FPDF_StructElement_GetType, element)
        heading = _HEADING.fullmatch(kind)
        level = int(heading[1] or 1) if heading else level
        if kind == "Figure":
            alt = " ".join(_said(pdfium.FPDF_StructElement_GetAltText, element).split()) or alt
        if level or alt:
            self._note(element, level, alt)
        for index in range(max(0, pdfium.FPDF_StructElement_CountChildren(element))):
            child = pdfium.FPDF_StructElement_GetChildAtIndex(element, index)
            self.element(child, level, alt, depth + 1)

    def _note(self, element: Any, level: int, alt: str) -> None:
        count = pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)
        for index in range(min(count, self._left)):
            number = pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, index)
            if number >= 0 and level:
                self.tags.levels[number] = level
            if number >= 0 and alt:
                self.tags.alts[number] = alt


def _said(ask: Any, element: Any) -> str:
    written = ctypes.create_string_buffer(_LONGEST)
    length = ask(element, written, _LONGEST)
    return _text(written, length)


def _text(written: Any, length: int) -> str:
    if not 0 < length <= len(written):
        return ""
    return str(written.raw[:length].decode("utf-16-le", "replace")).strip("\0 ")
