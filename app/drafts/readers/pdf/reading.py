"""From pages to a flow: running lines, tables, columns, notes, paragraphs, in this order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.drafts.readers.flow import Flow, Grid, Image, Note, Para, Run
from app.drafts.readers.pdf.aligned import Aligned, take_aligned
from app.drafts.readers.pdf.blocks import Block, BlockBuilder, Measure, measure
from app.drafts.readers.pdf.breaks import Breaks
from app.drafts.readers.pdf.calls import guessed_calls
from app.drafts.readers.pdf.columns import Lane, Row, lanes
from app.drafts.readers.pdf.hyphens import words_seen
from app.drafts.readers.pdf.lines import colour_words, lines_of
from app.drafts.readers.pdf.notes import Footnotes, calls_of
from app.drafts.readers.pdf.paragraphs import Writer, mark_contents
from app.drafts.readers.pdf.running import mark_running, running_things
from app.drafts.readers.pdf.shapes import Line, Page, Word
from app.drafts.readers.pdf.tables import take_tables
from app.drafts.readers.pdf.things import Placed, join_tables, with_captions
from app.drafts.readers.pulse import beat
from app.i18n import _

_LARGER = 1.08  # times the size of the text: a heading
_SHARE_OF_HEADINGS = 0.2  # of all letters; a size with more is text
_FEWEST_REPEATS = 3
Piece = Block | Para | Placed


@dataclass(slots=True)
class Sheet:
    """A page with its rows from top to bottom, and its lanes in reading order."""

    page: Page
    rows: list[Row]
    turned: str = ""
    furniture: list[str] = field(default_factory=list)  # the words of letterheads
    lanes: list[Lane] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """The lines among its rows."""
        return [row for row in self.rows if isinstance(row, Line)]

    def part(self, usual: Measure) -> list[Aligned]:
        """Part it into lanes; returns the tables without ruling lines that were found."""
        rows = [row for row in self.rows if not (isinstance(row, Line) and row.is_running)]
        rows, tables = take_aligned(rows, usual, self.page.number)
        self.lanes = list(lanes(rows))
        for lane in self.lanes:
            if lane.is_column:
                lane.rows, more = take_aligned(lane.rows, usual, self.page.number)
                tables += more
        return tables


class Reading:
    """Reads a file's pages; what concerns the whole file is known once all are there."""

    def __init__(self, pages: Iterable[Page]) -> None:
        """Words become lines, page by page; tables are taken out."""
        self._seen: set[str] = set()
        self._sheets = [self._sheet(page) for page in pages]
        self.has_text = any(
            sheet.turned or any(_has_words(row) for row in sheet.rows) for sheet in self._sheets
        )

    def flow(self) -> Flow:
        """The whole file."""
        mark_running([(sheet.page, sheet.lines) for sheet in self._sheets])
        self._set_running_things_apart()
        tables: list[Aligned] = []
        usual = measure(sheet.rows for sheet in self._sheets)
        for sheet in self._sheets:
            beat()
            tables += sheet.part(usual)
        usual = measure(lane.rows for sheet in self._sheets for lane in sheet.lanes)
        notes = Footnotes(usual.body)
        calls: dict[str, list[Word]] = {}
        for sheet in self._sheets:
            # What nobody answers at the foot of its page is called by a note at the end.
            calls |= calls_of(sheet.lines, notes.body)
            calls |= guessed_calls([_foot(lane) for lane in sheet.lanes], calls, notes.body)
            _take_notes(sheet, notes, calls)
        for table in tables:
            table.write(self._cell)
        return self._write(usual, notes)

    def _set_running_things_apart(self) -> None:
        """Letterheads that are tables or pictures: their words are running, and they are none."""
        placed = [
            (sheet.page, row)
            for sheet in self._sheets
            for row in sheet.rows
            if isinstance(row, Placed)
        ]
        running = running_things(placed)
        for sheet in self._sheets:
            apart = [row for row in sheet.rows if isinstance(row, Placed) and id(row) in running]
            sheet.rows = [row for row in sheet.rows if id(row) not in running]
            sheet.furniture = [text for row in apart if (text := row.text)]

    def _sheet(self, page: Page) -> Sheet:
        turned = " ".join(word.text for word in page.words if word.look.turned)
        page.words = [word for word in page.words if not word.look.turned]
        colour_words(page.words, page.fills)
        placed = take_tables(page, self._cell)
        placed += [Placed(one.box, Image(one.data, one.alt), page.number) for one in page.pictures]
        lines = lines_of(page.words)
        self._seen |= words_seen(line.text for line in lines)
        rows: list[Row] = [*lines, *placed]
        rows.sort(key=lambda row: -row.base)
        return Sheet(page, rows, turned)

    def _cell(self, words: Sequence[Word]) -> list[Para]:
        """The paragraphs in a table's cell."""
        lines = lines_of(words)
        if not lines:
            return []
        usual = measure([lines])
        return self._paras(lines, Writer(usual, (), self._seen), usual)

    def _paras(self, lines: Sequence[Line], writer: Writer, usual: Measure) -> list[Para]:
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        builder = BlockBuilder(usual, left, right, lane=0)
        for line in lines:
            builder.add(line)
        return [writer.para(block) for block in builder.blocks]

    def _write(self, usual: Measure, notes: Footnotes) -> Flow:
        pieces = self._pieces(usual)
        blocks = [piece for piece in pieces if isinstance(piece, Block)]
        mark_contents(blocks)
        writer = Writer(usual, _heading_sizes(blocks, usual), self._seen)
        beat()
        written = [writer.para(piece) if isinstance(piece, Block) else piece for piece in pieces]
        beat()
        joined, heads = join_tables(with_captions(written))
        small = Writer(usual, (), self._seen)
        return Flow(
            items=[item.item if isinstance(item, Placed) else item for item in joined],
            notes=[Note(note.label, self._paras(note.lines, small, usual)) for note in notes.found],
            left_out=[(_("Wiederholte Kopfzeilen von Tabellen"), head) for head in heads],
        )

    def _pieces(self, usual: Measure) -> list[Piece]:
        """Everything in reading order, paragraphs that go over a break joined."""
        edges = _edges(self._sheets)
        repeated = Counter(sheet.turned for sheet in self._sheets)
        pieces: list[Piece] = []
        breaks = Breaks()
        for number, sheet in enumerate(self._sheets):
            beat()
            pieces += [Para(runs=[Run(text)], is_running=True) for text in sheet.furniture]
            pieces += [_running(row) for row in sheet.lines if row.is_running]
            if sheet.turned:
                pieces.append(_turned(sheet, repeated[sheet.turned] >= _FEWEST_REPEATS))
            for index, lane in enumerate(sheet.lanes):
                wide = _lane_edges(lane, usual, edges[round(sheet.page.width)])
                found = _lane_pieces(lane, usual, wide, 1000 * number + index)
                pieces += [piece for piece in found if not breaks.take(piece)]
        return pieces


def _has_words(row: Row) -> bool:
    return isinstance(row, Line) or isinstance(row.item, Grid)


def _take_notes(sheet: Sheet, notes: Footnotes, calls: dict[str, list[Word]]) -> None:
    """Take the footnotes off the page's lanes; only the end of a lane can hold some."""
    before = len(notes.found)
    for lane in sheet.lanes:
        lines = _foot(lane)
        lane.rows[len(lane.rows) - len(lines) :] = notes.take(lines, calls)
    notes.end_page(len(notes.found) > before)


def _foot(lane: Lane) -> list[Line]:
    """The lines below the last picture or table of a lane."""
    lines: list[Line] = []
    for row in reversed(lane.rows):
        if not isinstance(row, Line):
            break
        lines.append(row)
    return lines[::-1]


def _lane_pieces(
    lane: Lane, usual: Measure, edges: tuple[float, float], number: int
) -> list[Block | Placed]:
    """The blocks, tables and pictures of one lane."""
    pieces: list[Block | Placed] = []
    builder = BlockBuilder(usual, *edges, lane=number)
    for row in lane.rows:
        if isinstance(row, Placed):
            builder.cut()
            pieces.append(row)
            continue
        builder.add(row)
        if not pieces or pieces[-1] is not builder.blocks[-1]:
            pieces.append(builder.blocks[-1])
    return pieces


def _edges(sheets: Sequence[Sheet]) -> dict[int, tuple[float, float]]:
    """Between which edges lines are filled, by the width of the page."""
    begins: dict[int, list[float]] = {}
    ends: dict[int, list[float]] = {}
    for sheet in sheets:
        width = round(sheet.page.width)
        begins.setdefault(width, [])
        ends.setdefault(width, [])
        for lane in sheet.lanes:
            if not lane.is_column:
                lines = [row for row in lane.rows if isinstance(row, Line)]
                begins[width] += [line.x0 for line in lines]
                ends[width] += [line.x1 for line in lines]
    return {
        width: (_at(begins[width], 0.03, 0.0), _at(ends[width], 0.97, float(width)))
        for width in begins
    }


def _lane_edges(lane: Lane, usual: Measure, page: tuple[float, float]) -> tuple[float, float]:
    """The edges of a lane: a column's own, and those of the page for what stands alone, unless
    its lines are filled up to another edge."""
    lines = [row for row in lane.rows if isinstance(row, Line)]
    if lane.is_column:
        return min((line.x0 for line in lines), default=0.0), _right(lines)
    text = [line for line in lines if line.size == usual.body]
    right = _right(text)
    filled = sum(line.x1 > right - 1.5 for line in text)
    is_filled = len(text) >= 4 and filled >= 0.4 * len(text)
    return page[0], right if is_filled else page[1]


def _right(lines: Sequence[Line]) -> float:
    return max((line.x1 for line in lines), default=0.0)


def _at(places: Sequence[float], share: float, default: float) -> float:
    if not places:
        return default
    ordered = sorted(places)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _heading_sizes(blocks: Sequence[Block], usual: Measure) -> list[float]:
    """The sizes of headings, the largest first; near ones are one."""
    letters: Counter[float] = Counter()
    for block in blocks:
        letters[block.size] += len(block.text)
    most = _SHARE_OF_HEADINGS * letters.total()
    sizes: list[float] = []
    if any(block.lines[0].level for block in blocks):
        return sizes  # tagged headings need no guess
    for size in sorted(letters, reverse=True):
        if size < _LARGER * usual.body or letters[size] > most:
            continue
        if not sizes or sizes[-1] - size > 0.6:
            sizes.append(size)
    return sizes


def _running(line: Line) -> Para:
    return Para(runs=[Run(line.text)], size=line.size, is_running=True)


def _turned(sheet: Sheet, is_running: bool) -> Para:
    """Letters that run upwards or aslant: a watermark, or words at the edge."""
    doubt = _("Dieser Text steht gedreht auf Seite %(page)d.") % {"page": sheet.page.number + 1}
    return Para(runs=[Run(sheet.turned)], is_running=is_running, doubt=doubt)
