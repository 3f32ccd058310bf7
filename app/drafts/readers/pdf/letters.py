"""The letters of a page, put together to words."""

from __future__ import annotations

import ctypes
import math
import re
from typing import Any

import pypdfium2.raw as pdfium

from app.drafts.readers.pdf.directions import runs_left
from app.drafts.readers.pdf.links import Link
from app.drafts.readers.pdf.placing import Placing
from app.drafts.readers.pdf.shapes import Look, Word
from app.drafts.readers.pdf.tags import Tags

MOST_LETTERS = 60_000  # on one page
_STRONG = re.compile(r"bold|black|heavy|demi|fett|[-,]bd\b", re.IGNORECASE)
_EM = re.compile(r"italic|oblique|kursiv|[-,]it\b", re.IGNORECASE)
_ITALIC_FLAG = 1 << 6
_BLANK = frozenset({0x09, 0x0A, 0x0D, 0x20, 0x2003, 0x2002, 0x2009, 0x3000})
_NO_BREAK = frozenset({0xA0, 0x202F})  # these hold a word together
_NOTHING = frozenset({0x00, 0x200B, 0xFEFF})
_AS = {
    0x02: "-",  # what the engine makes of a hyphen at the end of a line
    0xFFFE: "-",
    0x2010: "-",
    0x2011: "-",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xF0B7: "•",  # bullets of the symbol fonts
    0xF0A7: "▪",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF02D: "–",
    0xF06F: "◦",
}


class LetterReader:
    """Goes through the letters of one page in the order in which they are drawn."""

    def __init__(self, text_page: Any, placing: Placing, tags: Tags, links: list[Link]) -> None:
        """`text_page` is the engine's; `placing` turns its coordinates upright."""
        self._links = links
        self._tags = tags
        self._text = text_page
        self._placing = placing
        self._looks: dict[int, Look] = {}
        self._same: dict[Look, Look] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._words: list[Word] = []
        self._open: Word | None = None
        self._spaced = True
        self._box = pdfium.FS_RECTF()
        self._at = (ctypes.c_double(), ctypes.c_double())

    def words(self) -> list[Word]:
        """All words, each with its place and look."""
        count = min(pdfium.FPDFText_CountChars(self._text), MOST_LETTERS)
        unicode = pdfium.FPDFText_GetUnicode
        for index in range(count):
            code = unicode(self._text, index)
            if code in _BLANK or (code in _NO_BREAK and self._open is None):
                self._close()
            elif code not in _NOTHING:
                self._letter(index, _AS.get(code) or _character(code))
        self._close()
        return self._words

    def _letter(self, index: int, letter: str) -> None:
        x, y = self._at
        pdfium.FPDFText_GetCharOrigin(self._text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(self._text, index, self._box)
        x0, base = self._placing.point(x.value, y.value)
        x1 = self._placing.right(self._box)
        look = self._look(index)
        href = self._href((x0 + x1) / 2, base + 0.3 * look.size) if self._links else ""
        word = self._open
        if word is not None and not (
            word.href == href
            and (self._goes_on(word, x0, base, look) or _goes_on_left(word, letter, x1, base, look))
        ):
            is_far = x0 - word.x1 > 0.15 * look.size or abs(base - word.base) > look.size
            self._close(spaced=is_far)
            word = None
        if word is None:
            self._open = Word(letter, x0, max(x0, x1), base, look, self._spaced, href)
            self._words.append(self._open)
            self._spaced = False
        else:
            word.text = _with(word.text, letter, is_same=abs(word.x0 - x0) < 0.1)
            word.x0, word.x1 = min(word.x0, x0), max(word.x1, x1)
            word.base = base

    def _href(self, x: float, y: float) -> str:
        return next((target for area, target in self._links if area.holds(x, y)), "")

    @staticmethod
    def _goes_on(word: Word, x0: float, base: float, look: Look) -> bool:
        if look.turned:
            reach = 1.5 * look.size
            return word.look is look and abs(x0 - word.x1) + abs(base - word.base) < reach
        return (
            word.look is look
            and abs(base - word.base) < 0.5
            and -0.5 * look.size < x0 - word.x1 < 0.3 * look.size
        )

    def _close(self, spaced: bool = True) -> None:
        self._open = None
        self._spaced = self._spaced or spaced

    def _look(self, index: int) -> Look:
        drawn = pdfium.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(drawn, ctypes.c_void_p).value or 0
        look = self._looks.get(key)
        if look is None:
            found = self._read_look(index, drawn)
            # One object for equal looks, so that comparing is cheap.
            look = self._same.setdefault(found, found)
            self._looks[key] = look
        return look

    def _read_look(self, index: int, drawn: Any) -> Look:
        matrix = self._matrix
        pdfium.FPDFText_GetMatrix(self._text, index, matrix)
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        size = min(200.0, pdfium.FPDFText_GetFontSize(self._text, index) * scale)
        strong, em = self._font(index, drawn)
        number = pdfium.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1
        mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn) if drawn else 0
        return Look(
            size=round(size * 2) / 2 or 0.5,
            strong=strong,
            em=em,
            turned=self._placing.is_turned(matrix.a, matrix.b),
            ghost=mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
            level=self._tags.levels.get(number, 0),
            is_artifact=number < 0 and bool(drawn) and self._tags.is_artifact(drawn),
        )

    def _font(self, index: int, drawn: Any) -> tuple[bool, bool]:
        """Whether the font is bold, and whether it slants."""
        font = pdfium.FPDFTextObj_GetFont(drawn) if drawn else None
        key = ctypes.cast(font, ctypes.c_void_p).value or 0 if font else 0
        if key not in self._fonts or not key:
            name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
            pdfium.FPDFText_GetFontInfo(self._text, index, name, 128, flags)
            written = name.value.decode("latin-1")
            weight = pdfium.FPDFText_GetFontWeight(self._text, index)
            self._fonts[key] = (
                bool(_STRONG.search(written)) or weight >= 600,
                bool(_EM.search(written)) or bool(flags.value & _ITALIC_FLAG),
            )
        return self._fonts[key]


def _with(text: str, letter: str, is_same: bool) -> str:
    """The word with its next letter. Lam and alef in one shape come the wrong way round."""
    if is_same and letter == "ل" and text[-1] in "اأإآ":
        return text[:-1] + letter + text[-1]
    return text + letter


def _goes_on_left(word: Word, letter: str, x1: float, base: float, look: Look) -> bool:
    """The same for letters that run from right to left."""
    return (
        word.look is look
        and (runs_left(letter) or not letter.isalnum())
        and runs_left(word.text)
        and abs(base - word.base) < 0.5
        and -look.size < word.x0 - x1 < 0.3 * look.size
    )


def _character(code: int) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
