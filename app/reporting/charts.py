"""Figures as pictures and tables: a chart is its table, with the length of a bar in each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = str | int


@dataclass(frozen=True)
class Line:
    """A line of the table. `whole` is the length of its bar, `part` how much of it is filled;
    None fills all of it."""

    label: str
    cells: tuple[Cell, ...]
    whole: int = 0
    part: int | None = None
    short: str = ""
    colour: int = 0
    is_german: bool = False


@dataclass(frozen=True)
class Chart:
    """What one picture shows. `says` is its sentence for whoever does not see it; `exact` are the
    lines of its file where the picture gathers some (days as weeks)."""

    name: str
    title: str
    heads: tuple[str, ...]
    lines: Sequence[Line]
    says: str = ""
    note: str = ""
    as_columns: bool = False
    exact: Sequence[Line] = ()
    has_bars: bool = True

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((line.whole for line in self.lines), default=0)

    @property
    def has_parts(self) -> bool:
        """Whether bars have a filled and a hatched part."""
        return any(line.part is not None for line in self.lines)

    def filled(self, line: Line) -> float:
        """How long the filled part of the line's bar is, in percent."""
        return self._percent(line.whole if line.part is None else min(line.part, line.whole))

    def hatched(self, line: Line) -> float:
        """How long the rest of it is, in percent."""
        return round(self._percent(line.whole) - self.filled(line), 2)

    def _percent(self, n: int) -> float:
        return round(100 * n / self.most, 2) if self.most else 0.0


@dataclass(frozen=True)
class Column:
    """A column of a picture, in percent of its width and height."""

    x: float
    width: float
    filled: float
    line: Line
    middle: float
    is_named: bool
    is_most: bool


def columns(chart: Chart, *, from_the_right: bool) -> list[Column]:
    """The chart's lines as columns in reading order; those whose name has room have it."""
    slot = 100 / max(1, len(chart.lines))
    every = max(1, -(-len(chart.lines) // 3))
    most = next((n for n, line in enumerate(chart.lines) if line.whole == chart.most), 0)
    made = []
    for n, line in enumerate(chart.lines):
        start = (len(chart.lines) - 1 - n if from_the_right else n) * slot
        made.append(
            Column(
                x=round(start + slot * 0.12, 3),
                width=round(slot * 0.76, 3),
                filled=chart.filled(line),
                line=line,
                middle=round(start + slot / 2, 3),
                is_named=n % every == 0 and (n == 0 or len(chart.lines) - n > every / 2),
                is_most=n == most and line.whole > 0,
            )
        )
    return made


def in_the_middle(waits: Mapping[str, int]) -> int | None:
    """The number of days in the middle (of two the smaller) of `waits` (days → how many); None
    where there is none."""
    half, so_far = (sum(waits.values()) + 1) // 2, 0
    for days in sorted(map(int, waits)):
        so_far += waits[str(days)]
        if so_far >= half:
            return days
    return None
