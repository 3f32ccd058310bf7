"""A proposed wording against the present one, word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rapidfuzz.distance import Indel

# A word, or a single sign; the blanks before it belong to it.
_PIECE = re.compile(r"(\s*)(\w+(?:[-’'*:_]\w+)*|[^\w\s])")


@dataclass(slots=True)
class _Run:
    """Words that stayed (both sides alike), or that went (`old`) and came (`new`)."""

    stays: bool
    old: list[str]
    new: list[str]

    def swallow(self, other: _Run) -> None:
        self.old.extend(other.old)
        self.new.extend(other.new)


def word_diff(old: str, new: str) -> str:
    """Escaped HTML of `new` with what went in `<del>` and what came in `<ins>`.

    Leaving out every `<ins>` gives the words of `old`, leaving out every `<del>` those of `new`;
    each blank or line break becomes one blank.
    """
    before, after = _pieces(old), _pieces(new)
    return "".join(_write(_grouped(_runs(before, after)))).strip()


def changed(old: str, new: str) -> bool:
    """Whether the two differ in more than blanks and line breaks."""
    return old.split() != new.split()


def _pieces(text: str) -> list[str]:
    """Words and signs, each with a blank before it unless it is glued to the one before."""
    pieces = [(" " if blank else "") + word for blank, word in _PIECE.findall(text)]
    if pieces:
        pieces[0] = f" {pieces[0].lstrip()}"
    return pieces


def _runs(old: list[str], new: list[str]) -> list[_Run]:
    """The two sides in runs, alternately alike and different."""
    runs: list[_Run] = []
    for step in Indel.opcodes(old, new):
        run = _Run(
            step.tag == "equal",
            old[step.src_start : step.src_end],
            new[step.dest_start : step.dest_end],
        )
        if runs and not run.stays and not runs[-1].stays:
            runs[-1].swallow(run)
        else:
            runs.append(run)
    return runs


def _grouped(runs: list[_Run]) -> list[_Run]:
    """Changes on both sides of a little word or sign are read as one change."""
    grouped: list[_Run] = []
    for number, run in enumerate(runs):
        between = 0 < number < len(runs) - 1 and _is_island(run)
        if grouped and not grouped[-1].stays and (between or not run.stays):
            grouped[-1].swallow(run)
        else:
            grouped.append(run)
    return grouped


def _is_island(run: _Run) -> bool:
    return len(run.new) == 1 and len(run.new[0].strip()) <= 3


def _write(runs: list[_Run]) -> Iterator[str]:
    for run in runs:
        if run.stays:
            yield escape("".join(run.new))
        else:
            yield from _marked("del", run.old)
            yield from _marked("ins", run.new)


def _marked(tag: str, pieces: Sequence[str]) -> Iterator[str]:
    """The blank before a change stands outside of it: a stroke through nothing tells nothing."""
    if pieces:
        text = "".join(pieces)
        bare = text.removeprefix(" ")
        yield f"{' ' * (len(text) - len(bare))}<{tag}>{escape(bare)}</{tag}>"
