"""From runs to a line: emphasis, links, footnote marks, line breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from app.drafts.readers.assembling.notes import NoteShelf
from app.drafts.readers.cleaning import opening_link
from app.drafts.readers.flow import Para, Run
from app.drafts.readers.left_out import LeftOutList
from app.drafts.readers.line import Line, Tag
from app.i18n import _

_MARKS = ("strong", "em", "sub", "sup", "code")  # from the outside in


class LineWriter:
    """Writes paragraphs as lines."""

    def __init__(self, notes: NoteShelf, left_out: LeftOutList) -> None:
        self._notes = notes
        self._left_out = left_out

    def line(self, *paras: Para, tag: str = "") -> Line:
        """The paragraphs as one line, each on a line of its own within it, all of it in `tag`."""
        line = Line()
        outer = [Tag(tag, f"<{tag}>")] if tag else []
        for para in paras:
            line.break_line()
            self._add(line, para.runs, outer)
        return line

    def _add(self, line: Line, runs: Iterable[Run], outer: list[Tag]) -> None:
        for run in runs:
            tags = [*outer, *self._tags(run)]
            first, *others = run.text.split("\n")
            line.add(first, tags)
            for text in others:
                line.break_line()
                line.add(text, tags)
            if run.note:
                self._mark(line, run.note, tags)

    def _mark(self, line: Line, label: str, tags: list[Tag]) -> None:
        if html := self._notes.mark(label):
            line.mark(html, [tag for tag in tags if tag.name != "sup"])
        else:
            self._left_out.add(_("Verweise auf Fußnoten, die es nicht gibt"), label, words=0)

    def _tags(self, run: Run) -> Iterator[Tag]:
        if run.href:
            opening = opening_link(f'<a href="{escape(run.href)}">')
            if opening:
                yield Tag("a", opening)
            elif not run.href.startswith("#"):
                why = _("Ziele von Verweisen, die nicht ins Netz führen")
                self._left_out.add(why, run.href, words=0)
        for mark in _MARKS:
            if mark in run.marks:
                yield Tag(mark, f"<{mark}>")
