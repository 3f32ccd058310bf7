"""Field codes: which letters are a field's result, and what the field makes of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.drafts.readers.docx.names import Element, W, attribute

_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\\?[^\s"]+)')
_LONGEST = 4_000


@dataclass(slots=True)
class Field:
    """A field that was begun: its code as far as read, and whether its result runs."""

    code: str = ""
    is_result: bool = False
    href: str = ""
    kind: str = ""

    def turn(self) -> None:
        """The code is complete; the result follows."""
        self.is_result = True
        words = [quoted or plain for quoted, plain in _WORD.findall(self.code[:_LONGEST])]
        self.kind = words[0].upper() if words else ""
        if self.kind == "HYPERLINK":
            self.href = _target(words[1:])


class Fields:
    """The fields that are open where the reader stands; they may run over paragraphs."""

    def __init__(self, root: Element) -> None:
        """`root` is the part; a field that nobody ends there is none."""
        self._open: list[Field] = []
        self._unended = _unended(root)

    def sign(self, element: Element) -> Field | None:
        """Read a `w:fldChar`; returns the field that ended, if one did."""
        kind = attribute(element, f"{W}fldCharType")
        if kind == "begin" and element not in self._unended:
            self._open.append(Field())
        elif kind == "separate" and self._open and not self._open[-1].is_result:
            self._open[-1].turn()
        elif kind == "end" and self._open:
            return self._open.pop()
        return None

    def code(self, text: str) -> None:
        """More of the innermost field's code."""
        if self._open and not self._open[-1].is_result and len(self._open[-1].code) < _LONGEST:
            self._open[-1].code += text

    def begin_simple(self, code: str) -> None:
        """A `w:fldSimple`, all in one element."""
        self._open.append(Field(code))
        self._open[-1].turn()

    def end_simple(self) -> None:
        """Its end."""
        self._open.pop()

    @property
    def is_shown(self) -> bool:
        """Whether letters here are seen: they stand in no field's code."""
        return all(field.is_result for field in self._open)

    @property
    def is_contents(self) -> bool:
        """Whether letters here belong to a table of contents or of figures."""
        return any(field.kind == "TOC" for field in self._open)

    @property
    def is_counted(self) -> bool:
        """Whether letters here are a number of a series, as captions have them."""
        return any(field.kind == "SEQ" for field in self._open)

    @property
    def href(self) -> str:
        """Where letters here lead to, "" for nowhere."""
        for field in reversed(self._open):
            if field.href:
                return field.href
        return ""


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
