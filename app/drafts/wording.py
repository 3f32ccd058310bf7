"""One wording against another, word by word, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

# A word, or a single sign; the blanks before it belong to it.
_PIECE = re.compile(r"(\s*)(\w+(?:[-’'*:_]\w+)*|[^\w\s])")
_CAME = re.compile(r"<ins>.*?</ins>", re.DOTALL)
_TAG = re.compile(r"</?del>")
BREAK = "\n"  # between two paragraphs; a word of its own


class Piece(NamedTuple):
    """Words that stay, or that went (`del`) or came (`ins`), with the blanks before them."""

    mark: Literal["", "del", "ins"]
    text: str


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


def old_words(html: str) -> str:
    """The words of `old` that a `word_diff` was made of, each blank or line break as one blank."""
    return " ".join(unescape(_TAG.sub("", _CAME.sub("", html))).split())


def side_html(pieces: Sequence[Piece], mark: Literal["del", "ins"]) -> str:
    """Escaped HTML of one side: what stays, and what went (`del`) or came (`ins`)."""
    written = (
        _marked(mark, [piece.text]) if piece.mark else [escape(piece.text)]
        for piece in pieces
        if piece.mark in ("", mark)
    )
    return "".join(part for parts in written for part in parts).strip()


def compare(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """The paragraphs of both sides in one row of pieces, with a `BREAK` between two paragraphs.

    Leaving out what came gives the words and breaks of `old`, leaving out what went those of
    `new`. Neighbouring pieces differ in their mark, but for breaks, which stand alone.
    """
    pieces: list[Piece] = []
    for run in _grouped(_runs(_paragraphs(old), _paragraphs(new))):
        if run.stays:
            pieces += _pieced("", run.new)
        else:
            pieces += _pieced("del", run.old)
            pieces += _pieced("ins", run.new)
    return pieces


def _paragraphs(texts: Sequence[str]) -> list[str]:
    """The words of several paragraphs, with a break between two."""
    words: list[str] = []
    for number, text in enumerate(texts):
        words += [BREAK] * (number > 0) + _pieces(text)
    return words


def _pieced(mark: Literal["", "del", "ins"], words: Sequence[str]) -> Iterator[Piece]:
    run: list[str] = []
    for word in words:
        if word != BREAK:
            run.append(word)
            continue
        if run:
            yield Piece(mark, "".join(run))
        yield Piece(mark, BREAK)
        run = []
    if run:
        yield Piece(mark, "".join(run))


def marked_sides(
    old: Sequence[str],
    new: Sequence[str],
    *,
    old_mark: tuple[int, int] | None = None,
    new_mark: tuple[int, int] | None = None,
) -> tuple[list[str], list[str]]:
    """Escaped HTML of each text of `old` with what went in `<del>`, and of each text of `new`
    with what came in `<ins>`. Several texts are compared as if they stood in one.

    A mark names the first and last word (both included, counted from 0 over all texts of its side
    as they stand between blanks) that stands in `<mark>`.
    """
    before, after = [_pieces(text) for text in old], [_pieces(text) for text in new]
    runs = _grouped(_runs(_joined(before), _joined(after)))
    went = [not run.stays for run in runs for _piece in run.old]
    came = [not run.stays for run in runs for _piece in run.new]
    return (
        list(_side(before, went, "del", old_mark)),
        list(_side(after, came, "ins", new_mark)),
    )


def changed(old: str, new: str) -> bool:
    """Whether the two differ in more than blanks and line breaks."""
    return old.split() != new.split()


def _pieces(text: str) -> list[str]:
    """Words and signs, each with a blank before it unless it is glued to the one before."""
    pieces = [(" " if blank else "") + word for blank, word in _PIECE.findall(text)]
    if pieces:
        pieces[0] = f" {pieces[0].lstrip()}"
    return pieces


def _joined(texts: list[list[str]]) -> list[str]:
    return [piece for pieces in texts for piece in pieces]


def _side(
    texts: list[list[str]], changes: list[bool], tag: str, mark: tuple[int, int] | None
) -> Iterator[str]:
    """Each text of one side, its changes in `tag` and the marked words in `<mark>` around them."""
    first, last = mark or (-1, -2)
    word, number = -1, 0
    for pieces in texts:
        told: list[tuple[bool, bool, str]] = []
        for piece in pieces:
            word += piece.startswith(" ")
            told.append((first <= word <= last, changes[number], piece))
            number += 1
        yield "".join(_told(told, tag)).strip()


def _told(pieces: list[tuple[bool, bool, str]], tag: str) -> Iterator[str]:
    for is_marked, within in groupby(pieces, key=lambda piece: piece[0]):
        html = "".join(
            "".join(_marked(tag, [piece for *_flags, piece in run]))
            if is_changed
            else escape("".join(piece for *_flags, piece in run))
            for is_changed, run in groupby(within, key=lambda piece: piece[1])
        )
        bare = html.removeprefix(" ")
        yield f"{' ' * (len(html) - len(bare))}<mark>{bare}</mark>" if is_marked else html


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
    return len(run.new) == 1 and len(run.new[0].strip()) <= 3 and run.new[0] != BREAK


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
