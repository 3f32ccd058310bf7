"""Decisions out of the comments of a document: replies to ours, and comments that name notes.

Nothing is lost without a word: what somebody wrote and is no decision becomes a row that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.groups.returning.docx.ranges import Range
from app.groups.returning.docx.remarks import Remark
from app.groups.returning.docx.spoken import Spoken, named, spoken
from app.groups.returning.rows import AT_COMMENT, Fault, Row
from app.models import Decision

# A comment says a decision whole: a reason that went with another decision does not stay. Only
# what the group keeps for itself does, unless the comment says it anew.
KEPT = frozenset({"remark"})
LONGEST_EXCERPT = 200
_AS_DECISION = re.compile(
    r"\s*(?:zu\s+)?#\d+(?:\s*(?:[,;/&+]|und)\s*#?\d+)*\s*[:–—-]\s*[^\W\d]", re.I
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One comment of somebody: the notes it is about, and what it says of them. `doubt` is the
    fault where nobody can tell which note is meant."""

    remark: Remark
    numbers: tuple[int, ...]
    what: Spoken
    doubt: str = ""
    candidates: tuple[int, ...] = ()


def rows_of(
    remarks: Sequence[Remark], ranges: Mapping[str, Range], causes: frozenset[int]
) -> list[Row]:
    """One row for each note that somebody decided on, in the order of the file, and one for each
    comment that is no decision. `causes` are the places of comments that only say why the text
    was changed: they are read with the changes."""
    ours = _ours(remarks, ranges)
    heard = [
        _heard(one, ours.get(ranges.get(one.identity), ()))
        for one in remarks
        if one.number is None and one.text
    ]
    last = _last(heard)
    rows: list[Row] = []
    for one in heard:
        if one.what.said.decision is None or one.doubt or not one.numbers:
            if one.remark.place not in causes:
                rows.append(_unread(one))
            continue
        rows += [_row(one, number, holds=last[number] is one) for number in one.numbers]
    answered = {number for one in heard for number in one.numbers}
    rows += [_only_resolved(one) for one in remarks if _is_only_resolved(one, answered)]
    rows.sort(key=lambda row: _place(row.place))
    return [replace(row, position=position) for position, row in enumerate(rows, 1)]


def decided_in(rows: Sequence[Row]) -> dict[int, Decision]:
    """What the document decides, by the note's number."""
    return {
        row.number: row.said.decision
        for row in rows
        if row.number is not None and row.said.decision is not None and not row.faults
    }


def causes_in(
    remarks: Sequence[Remark],
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[int, ...]]]:
    """Comments of people that name notes, by their place: those that decide nothing ("wegen #87,
    #91"), and those that decide ("#87: übernommen")."""
    named_so: dict[int, tuple[int, ...]] = {}
    decided: dict[int, tuple[int, ...]] = {}
    for one in remarks:
        numbers = named(one.text) if one.number is None else ()
        if numbers and spoken(one.text).said.decision is not None:
            decided[one.place] = numbers
        elif numbers and not _means_to_decide(one.text):
            named_so[one.place] = numbers
    return named_so, decided


def _means_to_decide(text: str) -> bool:
    """Whether it is written as a decision ("#87: …") and none can be read: a slip of the pen, which
    must be seen as a fault and not go by as a cause."""
    return bool(_AS_DECISION.match(text)) and spoken(text).said.decision is None


def _heard(remark: Remark, around: tuple[int, ...]) -> Heard:
    """`around` are the notes whose comments hang on the very same words: LibreOffice makes such a
    comment of a reply."""
    what = spoken(remark.text)
    if what.numbers:
        return Heard(remark, what.numbers, what)
    root = remark.root
    if root.number is not None:
        return Heard(remark, (root.number,), what)
    if root is not remark and (above := spoken(root.text).numbers):
        return Heard(remark, above, what)
    if len(around) == 1:
        return Heard(remark, around, what)
    doubt = "which_note" if around else "no_note"
    return Heard(remark, (), what, doubt, around)


def _ours(
    remarks: Sequence[Remark], ranges: Mapping[str, Range]
) -> dict[Range | None, tuple[int, ...]]:
    """The notes whose comments hang on the same words."""
    found: dict[Range | None, tuple[int, ...]] = {}
    for one in remarks:
        where = ranges.get(one.identity)
        if one.number is not None and where is not None:
            found[where] = (*found.get(where, ()), one.number)
    return found


def _last(heard: Sequence[Heard]) -> dict[int, Heard]:
    """For each note what holds: the last that decides, by its date, else as the file lists them.
    An answer comes after what it answers."""
    last: dict[int, Heard] = {}
    for one in heard:
        if one.what.said.decision is None or one.doubt:
            continue
        for number in one.numbers:
            before = last.get(number)
            if before is None or _when(one) >= _when(before):
                last[number] = one
    return last


def _when(one: Heard) -> tuple[str, int]:
    return one.remark.date[:19], one.remark.place


def _row(one: Heard, number: int, *, holds: bool) -> Row:
    """What holds; or, for what somebody said before they said otherwise, that it does not."""
    place = f"{AT_COMMENT} {one.remark.place}"
    if not holds:
        fault = _fault("said_again", one.remark) | {"n": number}
        return Row(position=0, place=place, number=None, faults=(fault,))
    missing = KEPT - one.what.given
    return Row(position=0, place=place, number=number, said=one.what.said, missing=missing)


def _unread(one: Heard) -> Row:
    """What is no decision, or belongs to nobody knows which note. Such rows bear no number: they
    say nothing of the note."""
    is_decision = one.what.said.decision is not None
    key = one.doubt if is_decision and one.doubt else "not_a_decision"
    fault = _fault(key, one.remark)
    if one.candidates or one.numbers:
        fault["notes"] = list(one.candidates or one.numbers)[:20]
    place = f"{AT_COMMENT} {one.remark.place}"
    return Row(position=0, place=place, number=None, faults=(fault,))


def _is_only_resolved(remark: Remark, answered: set[int]) -> bool:
    """Ours, ticked off without a word."""
    return remark.is_done and remark.number is not None and remark.number not in answered


def _only_resolved(remark: Remark) -> Row:
    fault: Fault = {"key": "only_resolved", "n": remark.number}
    place = f"{AT_COMMENT} {remark.place}"
    return Row(position=0, place=place, number=None, faults=(fault,))


def _fault(key: str, remark: Remark) -> Fault:
    words = " ".join(remark.text.split())
    if len(words) > LONGEST_EXCERPT:
        words = words[: LONGEST_EXCERPT - 1] + "…"
    return {"key": key, "words": words, "by": remark.author}


def _place(place: str) -> int:
    return int(place.rpartition(" ")[2])
