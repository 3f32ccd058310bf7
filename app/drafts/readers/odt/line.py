"""The letters of one paragraph of an ODT, run by run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from app.drafts.readers.flow import Run
from app.drafts.readers.odt.names import (
    DRAW,
    LIBREOFFICE,
    OFFICE,
    STYLE,
    TEXT,
    XLINK,
    Element,
    attribute,
    tag,
    whole,
    words,
)
from app.drafts.readers.odt.styles import Letters, Styles, colour, marks, over

MOST_BLANKS = 200
_WHITE = re.compile(r"[ \t\r\n]+")
_SILENT = frozenset(
    {
        f"{TEXT}bookmark", f"{TEXT}change", f"{TEXT}change-start", f"{TEXT}change-end",
        f"{TEXT}soft-page-break", f"{TEXT}script", f"{OFFICE}annotation-end",
        f"{OFFICE}forms", f"{DRAW}control",
    }
)  # fmt: skip
_CODE = frozenset({"Source_20_Text", "Teletype"})


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for the letters inside an element."""

    letters: Letters
    href: str = ""
    is_code: bool = False


@dataclass(slots=True)
class Line:
    """A paragraph's runs, what is hidden in it, and the frames that hang on it."""

    runs: list[Run] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)
    annotations: list[Element] = field(default_factory=list)


class LineReader:
    """Reads the inside of text:p and text:h."""

    def __init__(self, styles: Styles, read_note: Callable[[Element], str]) -> None:
        """`read_note` reads a text:note and returns its label."""
        self._styles = styles
        self._read_note = read_note

    def read(self, paragraph: Element, style: str) -> Line:
        """The letters of a paragraph of that style."""
        line = Line()
        self._children(paragraph, _Inside(self._styles.letters("paragraph", style)), line)
        line.runs = _joined(line.runs)
        return line

    def _children(self, element: Element, inside: _Inside, line: Line) -> None:
        self._text(element.text, inside, line)
        for child in element:
            self._child(child, inside, line)
            self._text(child.tail, inside, line)

    def _child(self, child: Element, inside: _Inside, line: Line) -> None:
        name = tag(child)
        if not name or name in _SILENT:
            return
        special = self._SPECIAL.get(name)
        if special is not None:
            special(self, child, inside, line)
        elif name.startswith(DRAW):
            line.frames.append(child)
        else:  # fields, references, ruby and whatever else: the text that is shown
            self._children(child, inside, line)

    def _text(self, text: str | None, inside: _Inside, line: Line) -> None:
        if text:
            self._put(_WHITE.sub(" ", text).replace("\u00ad", ""), inside, line)

    def _put(self, text: str, inside: _Inside, line: Line) -> None:
        if not text:
            return
        if inside.letters.get("display") == "none":
            line.hidden.append(text)
            return
        found = marks(inside.letters) | ({"code"} if inside.is_code else set())
        fill = colour(inside.letters.get("fill", ""))
        line.runs.append(Run(text, found, inside.href, fill))

    def _span(self, child: Element, inside: _Inside, line: Line) -> None:
        style = attribute(child, f"{TEXT}style-name")
        letters = over(inside.letters, self._styles.letters("text", style))
        parent = self._styles.value("text", style, f"{STYLE}parent-style-name")
        is_code = inside.is_code or style in _CODE or parent in _CODE
        self._children(child, replace(inside, letters=letters, is_code=is_code), line)

    def _link(self, child: Element, inside: _Inside, line: Line) -> None:
        href = attribute(child, f"{XLINK}href") or inside.href
        self._children(child, replace(inside, href=href), line)

    def _blanks(self, child: Element, inside: _Inside, line: Line) -> None:
        self._put(" " * max(1, whole(child, f"{TEXT}c", 1, MOST_BLANKS)), inside, line)

    def _tab(self, child: Element, inside: _Inside, line: Line) -> None:
        self._put("\t", inside, line)

    def _break(self, child: Element, inside: _Inside, line: Line) -> None:
        self._put("\n", inside, line)

    def _note(self, child: Element, inside: _Inside, line: Line) -> None:
        line.runs.append(Run(note=self._read_note(child)))

    def _annotation(self, child: Element, inside: _Inside, line: Line) -> None:
        line.annotations.append(child)

    def _hidden_text(self, child: Element, inside: _Inside, line: Line) -> None:
        shown = attribute(child, f"{TEXT}is-hidden") == "false"
        text = words(child) or attribute(child, f"{TEXT}string-value")
        if shown:
            self._text(text, inside, line)
        elif text:
            line.hidden.append(text)

    def _ruby(self, child: Element, inside: _Inside, line: Line) -> None:
        for part in child:
            if tag(part) == f"{TEXT}ruby-text" and part.text:
                self._put(f" ({part.text})", inside, line)
            elif tag(part) == f"{TEXT}ruby-base":
                self._children(part, inside, line)

    _SPECIAL: ClassVar[dict[str, Callable[[LineReader, Element, _Inside, Line], None]]] = {
        f"{TEXT}span": _span,
        f"{TEXT}a": _link,
        f"{TEXT}s": _blanks,
        f"{TEXT}tab": _tab,
        f"{TEXT}line-break": _break,
        f"{TEXT}note": _note,
        f"{TEXT}hidden-text": _hidden_text,
        f"{TEXT}ruby": _ruby,
        f"{OFFICE}annotation": _annotation,
        f"{LIBREOFFICE}annotation": _annotation,
    }


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbours that look alike as one, without the blanks at both ends of the paragraph."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and not last.note and not run.note and replace(last, text=run.text) == run:
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return _trimmed(joined)


def _trimmed(runs: list[Run]) -> list[Run]:
    if runs and not runs[0].note:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" \t\n"))
    if runs and not runs[-1].note:
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" \t\n"))
    return [run for run in runs if run.text or run.note]
