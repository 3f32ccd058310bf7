"""Hands the items of a file to the draft: sections, blocks, notes at the end of their section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.drafts.outline import BlockKind, ReadBlock, ReadSection
from app.drafts.readers.assembling.colours import Colours, is_colour
from app.drafts.readers.assembling.figures import FigureWriter
from app.drafts.readers.assembling.grids import table_block
from app.drafts.readers.assembling.headings import Heading
from app.drafts.readers.assembling.lines import LineWriter
from app.drafts.readers.assembling.looks import fill_of, plain
from app.drafts.readers.assembling.nesting import Nesting
from app.drafts.readers.assembling.notes import NoteShelf
from app.drafts.readers.flow import Flow, Grid, Image, Item, Note, Para, Run
from app.drafts.readers.growing import LONGEST_HEADING, Growing
from app.drafts.readers.left_out import count_words
from app.drafts.readers.pictures import Gallery
from app.i18n import _


class Writer:
    """Writes one file."""

    def __init__(self, growing: Growing, name: str, flow: Flow, gallery: Gallery) -> None:
        self._growing = growing
        self._notes = NoteShelf(flow.notes, growing.prefix)
        self._lines = LineWriter(self._notes, growing.left_out)
        self._figures = FigureWriter(gallery, name, self._lines.line)
        self._colours = Colours()
        self._nesting = Nesting()
        self._section: ReadSection | None = None

    def write(self, items: Sequence[Item | Heading]) -> None:
        """All items in order, then notes that nothing calls, then the colours' proposals."""
        roots = self._growing.draft.sections
        before = len(roots)
        for item in self._beginning_with_heading(items):
            self._write(item)
        self._end_section()
        self._write_notes(self._notes.uncalled())
        self._colours.propose(roots[before:])

    def _beginning_with_heading(self, items: Sequence[Item | Heading]) -> Iterable[Item | Heading]:
        """In all files but the first, text before the first heading comes below it."""
        first = next((at for at, item in enumerate(items) if isinstance(item, Heading)), 0)
        if self._growing.may_begin_with_text or not first:
            return items
        moved = _("Vor dieser Überschrift stand Text; er steht jetzt darunter.")
        heading = items[first]
        if isinstance(heading, Heading):
            doubt = " ".join(filter(None, [heading.doubt, moved]))
            heading = replace(heading, doubt=doubt)
        return [heading, *items[:first], *items[first + 1 :]]

    def _write(self, item: Item | Heading) -> None:
        match item:
            case Heading():
                self._heading(item)
            case Grid():
                self._table(item)
            case Image():
                depth = self._nesting.inside(item.depth)
                self._add(self._figures.block(item, depth))
            case Para():
                self._paragraph(item)

    def _heading(self, heading: Heading) -> None:
        self._end_section()
        self._lines.line(heading.para)  # its footnotes stand below it; the title has no marks
        section = self._growing.heading(heading.title, heading.level)
        section.doubt = heading.doubt
        fill = fill_of(heading.para)
        self._colours.ground_of(section).heading = fill if is_colour(fill) else ""
        self._section = section
        self._nesting.leave()

    def _paragraph(self, para: Para) -> None:
        if para.number:
            para = _numbered(para)
        too_long = para.level and len(plain(para)) > LONGEST_HEADING
        sentences = self._lines.line(para, tag="strong" if too_long else "").sentences()
        if not sentences:
            return
        kind, depth, marker = self._nesting.place(para)
        self._add(ReadBlock(kind, sentences, depth, marker, doubt=para.doubt))
        self._count_ground(para)

    def _table(self, grid: Grid) -> None:
        depth = self._nesting.inside(grid.depth)
        block = table_block(grid, self._lines.line, depth, grid.caption)
        if block is None:
            if grid.caption is not None:
                self._paragraph(grid.caption)
            return
        self._add(block)
        for row in grid.rows:
            for cell in row:
                for para in cell.paras:
                    self._count_ground(para, cell.fill)

    def _count_ground(self, para: Para, around: str = "") -> None:
        if self._section is None:
            return
        words = self._colours.ground_of(self._section).words
        for run in para.runs:
            fill = run.fill or para.fill or around
            words[fill if is_colour(fill) else ""] += count_words(run.text)

    def _add(self, block: ReadBlock) -> None:
        self._growing.block(block)

    def _end_section(self) -> None:
        self._write_notes(self._notes.due())

    def _write_notes(self, notes: Iterable[tuple[str, str, Note]]) -> None:
        for number, anchor, note in notes:
            is_first = True
            for para in note.paras:
                sentences = self._lines.line(para).sentences()
                if sentences:
                    marks = (number, anchor) if is_first else ("", "")
                    is_first = False
                    block = ReadBlock(BlockKind.FOOTNOTE, sentences, 0, marks[0], anchor=marks[1])
                    self._add(block)


def _numbered(para: Para) -> Para:
    """Automatic numbers of paragraphs that turned out to be no headings are kept as text."""
    if para.text.lstrip().startswith(para.number):
        return para
    return replace(para, runs=[Run(f"{para.number} "), *para.runs])
