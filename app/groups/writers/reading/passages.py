"""The field's text as data for the reading copy: headings and blocks, and beneath them notes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from app.groups.contents import Passage
from app.groups.writers.plain import one_line
from app.groups.writers.reading.remarks import Data
from app.groups.writers.word.body import DEEPEST, Mark, column_widths
from app.groups.writers.word.stops import Span, Stop, Stops
from app.i18n import _

MOST_NUMBERS = 3  # behind the same word; of the others only how many
COLOURS = 6
# Below a heading an address is one, below an address a note: readers jump by them. PDF has six.
DEEPEST_HEADING = 4

Hung = tuple[Mark, Data]  # where a note hangs (its number in `comment`), and the note
Notes = Mapping[int, Sequence[Hung]]  # by stop
Run = tuple[str, str]  # "", "noted", "sentence" or "numbers", and the words


def fields(stops: Stops, chosen: Sequence[int], notes: Notes) -> Iterator[Data]:
    """The chosen stops with their notes, field by field; a field in whose middle a part begins
    gets the headings that stand over it."""
    for _field, group in groupby(chosen, key=lambda at: id(stops.all[at].field)):
        indices = list(group)
        field = stops.all[indices[0]].field
        if field is not None:
            pieces = list(_pieces(stops, indices, notes))
            yield {"label": field.label, "colour": (field.colour - 1) % COLOURS, "pieces": pieces}


def _pieces(stops: Stops, indices: list[int], notes: Notes) -> Iterator[Data]:
    """In reading order, each with its level among the headings; none is ever skipped."""
    level = 1
    for piece in _unlevelled(stops, indices, notes):
        if piece["kind"] == "heading":
            level = piece["level"] = min(piece["level"], level + 1)
        else:
            piece["level"] = level + 1
        yield piece


def _unlevelled(stops: Stops, indices: list[int], notes: Notes) -> Iterator[Data]:
    if stops.all[indices[0]].kind != "field":
        for stop in stops.path(indices[0]):
            yield _heading(stops, stop, (), resumed=stop.kind == "field")
    for depth, run in groupby(indices, key=lambda at: _depth(stops.all[at])):
        hung = [(stops.all[at], notes.get(at, ())) for at in run]
        if depth is None:
            yield from (_piece(stops, stop, its) for stop, its in hung)
        else:
            items = [_block(stop, stop.passage, its) for stop, its in hung if stop.passage]
            yield {"kind": "items", "depth": depth, "items": items}


def _depth(stop: Stop) -> int | None:
    return min(stop.passage.depth, DEEPEST) if stop.kind == "item" and stop.passage else None


def _piece(stops: Stops, stop: Stop, notes: Sequence[Hung]) -> Data:
    if stop.passage is None or stop.kind == "heading":
        return _heading(stops, stop, notes)
    make = _table if stop.kind == "table" else _block
    return make(stop, stop.passage, notes)


def _heading(stops: Stops, stop: Stop, notes: Sequence[Hung], *, resumed: bool = False) -> Data:
    level = 1
    if stop.passage is not None:
        level = min(max(stop.passage.level - stops.lowest(stop), 0) + 2, DEEPEST_HEADING)
    words = stop.text + (_(" (Fortsetzung)") if resumed else "")
    return {"kind": "heading", "level": level, "words": words, "notes": _bare(notes)}


def _block(stop: Stop, passage: Passage, notes: Sequence[Hung]) -> Data:
    return {
        "kind": stop.kind,
        "address": one_line(passage.address),
        "marker": one_line(passage.marker) or ("–" if stop.kind == "item" else ""),
        "lead": _("Abbildung: ") if stop.kind == "figure" else "",
        "runs": _runs(stop, (0, len(stop.text)), notes, numbered=len(stop.spans) > 1),
        "caption": one_line(passage.caption) if stop.kind == "figure" else "",
        "notes": _bare(notes),
    }


def _table(stop: Stop, passage: Passage, notes: Sequence[Hung]) -> Data:
    columns = max([len(passage.head), *(len(row) for row in stop.rows), 1])
    rows = [[_runs(stop, span, notes) for span in row] for row in stop.rows]
    head = [one_line(cell) for cell in passage.head] if any(passage.head) else []
    caption = one_line(passage.caption)
    return {
        "kind": "table",
        "address": one_line(passage.address),
        "caption": caption or _("Tabelle {address}").format(address=passage.address),
        "columns": column_widths(stop, passage, columns),
        "head": [*head, *[""] * (columns - len(head))] if head else [],
        "rows": [[*row, *[[]] * (columns - len(row))] for row in rows],
        "notes": _bare(notes),
    }


def _runs(stop: Stop, span: Span, notes: Sequence[Hung], *, numbered: bool = False) -> list[Run]:
    """The words of `span` cut where a noted stretch begins or ends; behind it the numbers."""
    start, end = span
    marks = [mark for mark, _note in notes if mark.start < end and mark.end > start]
    firsts = {first: n for n, (first, _last) in enumerate(stop.spans, 1)} if numbered else {}
    cuts = {start, end, *firsts} | {edge for mark in marks for edge in (mark.start, mark.end)}
    places = sorted(cut for cut in cuts if start <= cut <= end)
    runs: list[Run] = []
    for at, until in zip(places, [*places[1:], end], strict=True):
        if numbers := [mark.comment for mark in marks if mark.end == at]:
            runs.append(("numbers", _numbers(numbers)))
        if at in firsts:
            runs.append(("sentence", str(firsts[at])))
        if at < until:
            is_noted = any(mark.start <= at < mark.end for mark in marks)
            runs.append(("noted" if is_noted else "", stop.text[at:until]))
    return runs


def _numbers(numbers: list[int]) -> str:
    shown = ", ".join(f"#{number}" for number in numbers[:MOST_NUMBERS])
    rest = len(numbers) - MOST_NUMBERS
    return _("{numbers} und {n} weitere").format(numbers=shown, n=rest) if rest > 0 else shown


def _bare(notes: Sequence[Hung]) -> list[Data]:
    return [note for _mark, note in notes]
