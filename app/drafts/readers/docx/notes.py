"""Footnotes and endnotes: called by numbers in the file, labelled as people see them."""

from __future__ import annotations

from collections.abc import Iterator

from app.drafts.readers.docx.names import Element, W, attribute, value, whole
from app.drafts.readers.docx.numerals import numeral

KINDS = ("footnote", "endnote")
_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}
_LONGEST_MARK = 10
_SPECIAL = frozenset({"separator", "continuationSeparator", "continuationNotice"})


class Notes:
    """The notes of one file, labelled in the order in which the text calls them."""

    def __init__(self, parts: dict[str, Element | None], settings: Element | None) -> None:
        """`parts` are the roots of the parts with footnotes and endnotes."""
        self._found: dict[tuple[str, str], Element] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self.called: list[tuple[str, str, Element]] = []  # kind, label, element, as called
        self._formats: dict[str, str] = {}
        self._next: dict[str, int] = {}
        for kind in KINDS:
            root = parts.get(kind)
            for note in root.iterfind(W + kind) if root is not None else ():
                if attribute(note, f"{W}type") not in _SPECIAL:
                    self._found[kind, attribute(note, f"{W}id")] = note
            setting = None if settings is None else settings.find(f"{W}{kind}Pr")
            self._formats[kind] = value(setting, "numFmt") or _FORMATS[kind]
            self._next[kind] = whole(value(setting, "numStart"), 1) or 1

    def call(self, kind: str, number: str, mark: str = "") -> str:
        """The label of the note with this number in the file; "" if there is no such note.

        `mark` is the sign that the text itself gives the note, instead of counting it.
        """
        key = (kind, number)
        if key not in self._found:
            return ""
        if key not in self._labels:
            label = mark[:_LONGEST_MARK]
            if not label:
                label = numeral(self._next[kind], self._formats[kind])
                self._next[kind] += 1
            while label in self._taken:  # a footnote 1 beside an endnote 1
                label = f"E{label}" if kind == "endnote" else f"{label}*"
            self._labels[key] = label
            self._taken.add(label)
            self.called.append((kind, label, self._found[key]))
        return self._labels[key]

    def uncalled(self) -> Iterator[Element]:
        """The notes that no visible text calls."""
        return (note for key, note in self._found.items() if key not in self._labels)
