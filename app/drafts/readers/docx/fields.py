"""Field codes: which letters are a field's result, and what the field makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.drafts.readers.docx.names import Element, W, attribute

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\?[^\s"]+)')
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Inside:
    """What the fields around make of letters: whether they are seen, whether they belong to a
    table of contents or are the number in a caption, and where they lead to."""

    is_shown: bool = True
    is_contents: bool = False
    is_counted: bool = False
    href: str = ""


@dataclass(slots=True)
class _Field:
    """A field that was begun: what is around it, its code as far as read, and what is inside."""

    around: Inside
    inside: Inside
    code: str = ""
    is_result: bool = False

    def turn(self) -> None:
        """The code is complete; the result follows."""
        self.is_result = True
        words = [quoted or plain for quoted, plain in _WORD.findall(self.code[:_LONGEST])]
        kind = words[0].upper() if words else ""
        around = self.around
        self.inside = Inside(
            around.is_shown,
            around.is_contents or kind == "TOC",
            around.is_counted or kind == "SEQ",
            (_target(words[1:]) if kind == "HYPERLINK" else "") or around.href,
        )


class Fields:
    """The fields that are open where the reader stands; they may run over paragraphs."""

    def __init__(self, root: Element) -> None:
        """`root` is the part; a field that nobody ends there is none."""
        self._open: list[_Field] = []
        self._unended = _unended(root)

    @property
    def inside(self) -> Inside:
        """What holds for letters here."""
        return self._open[-1].inside if self._open else _NOWHERE

    def sign(self, element: Element) -> None:
        """Read a `w:fldChar`."""
        kind = attribute(element, f"{W}fldCharType")
        if kind == "begin" and element not in self._unended:
            self._begin("")
        elif kind == "separate" and self._open and not self._open[-1].is_result:
            self._open[-1].turn()
        elif kind == "end" and self._open:
            self._open.pop()

    def code(self, text: str) -> None:
        """More of the innermost field's code."""
        if self._open and not self._open[-1].is_result and len(self._open[-1].code) < _LONGEST:
            self._open[-1].code += text[:_LONGEST]

    def begin_simple(self, code: str) -> None:
        """A `w:fldSimple`, all in one element."""
        self._begin(code)
        self._open[-1].turn()

    def end_simple(self) -> None:
        """Its end."""
        if self._open:
            self._open.pop()

    def _begin(self, code: str) -> None:
        around = self.inside
        self._open.append(_Field(around, replace(around, is_shown=False), code))


_NOWHERE = Inside()


def _target(words: list[str]) -> str:
    r"""The target in the code: HYPERLINK "https://…" \l "place" \o "a hint"."""
    target, anchor, switch_ = "", "", ""
    for word in words:
        if word.startswith("\\") and len(word) == 2:
            switch_ = word.lower()
        else:
            if switch_ == "\\l":
                anchor = word
            elif not switch_ or switch_ in {"\\n", "\\h", "\\m"}:
                target = target or word.replace("\\\\", "\\")
            switch_ = ""
    return target + (f"#{anchor}" if anchor else "")


def _unended(root: Element) -> set[Element]:
    """The `begin`s without an `end`: an open table of contents must not swallow the text."""
    begun: list[Element] = []
    for element in root.iter(f"{W}fldChar"):
        kind = attribute(element, f"{W}fldCharType")
        if kind == "begin":
            begun.append(element)
        elif kind == "end" and begun:
            begun.pop()
    return set(begun)
