"""What became of the notes of a process: figures on top, then every note in the order of the text
with its decision and with what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlmodel import Session

from app.db import Db
from app.drafts.queries import version_before
from app.groups.asked import Asked, Place, Stand
from app.groups.exporting import FORMS
from app.groups.gone import gone_from
from app.groups.in_text import Note, notes_in_order
from app.groups.ledger import Counts, Entry
from app.groups.ledger_reading import (
    counts_of,
    entries,
    narrowed,
    said_openly,
)
from app.groups.tallied import Tallied, tallied_of
from app.identity import Visitor
from app.models import ActionField, Decision, Process
from app.processes import queries as processes
from app.public.kept import kept_page
from app.public.queries import revision_of_notes
from app.routing import Pages
from app.web import render

router = Pages(prefix="/p/{slug}")
OPEN = "open"  # in an address: notes on which nothing is decided
FEW = 500  # open notes of a process that are few


@dataclass(frozen=True)
class OnField:
    """A field in the results: its figures, and whether its notes are asked for alone."""

    field: ActionField
    counts: Counts
    is_asked: bool


@dataclass(frozen=True)
class Run:
    """Notes of one field that follow each other; `is_whole`: on the field as a whole."""

    field: ActionField
    is_whole: bool
    entries: list[Entry]


@dataclass(frozen=True)
class Part:
    """A piece of the bar: how many notes, where it begins and how wide it is, in thousandths."""

    name: str
    notes: int
    start: float
    width: float


def _asked(field: str, decision: str, words: str, after: str) -> Asked:
    asked = Asked.read({"field": field, "decision": decision, "words": words, "after": after})
    stands = {OPEN: Stand.OPEN, Stand.GONE.value: Stand.GONE}.get(decision)
    return Asked(
        stand=stands,
        field=asked.field,
        decision=None if stands else asked.decision,
        words=asked.words,
        after=Place.of(after),
    )


@router.get("/results")
def show_results(
    request: Request,
    slug: str,
    visitor: Visitor,
    session: Db,
    field: Annotated[str, Query(max_length=80)] = "",
    decision: Annotated[str, Query(max_length=20)] = "",
    words: Annotated[str, Query(max_length=80)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The results of a process, a page of notes at a time; by field, decision and words."""
    process = processes.by_slug(session, slug)
    asked = _asked(field, decision, words, after)
    if asked.words:  # what one person looks for need not be kept for the next
        return render(request, "public/results.html", **results_page(session, process, asked))
    key = ("results", process.id, process.revision, process.status, process.current_version, asked)
    spoken = revision_of_notes(session, process)
    return kept_page(
        request,
        "public/results.html",
        (*key, spoken),
        visitor,
        session,
        lambda: results_page(session, process, asked),
    )


def results_page(session: Session, process: Process, asked: Asked) -> dict[str, Any]:
    """All that the page shows, in nine questions at most."""
    fields = processes.shown_fields_of(session, process)
    standings = tallied_of(session, process, fields)
    whole = Tallied.together(standings.values())
    few = asked.stand is Stand.OPEN and whole.open <= FEW
    page = notes_in_order(session, narrowed(process, fields, asked, are_few=few), asked.after)
    counts = counts_of(whole)
    by_id = {one.id: one for one in fields}
    left = said_openly(session, process)
    return {
        "process": process,
        "asked": asked,
        "counts": counts,
        "bar": list(bar_of(counts)),
        "on_fields": [
            OnField(one, counts_of(standings[one.id], one), asked.field == one.slug)
            for one in fields
        ],
        "one_field": next((one for one in fields if one.slug == asked.field), None),
        "hidden": sum(one.hidden_count for one in fields),
        "left_open": [(by_id[one.field_id], one) for one in left if one.field_id in by_id],
        "left_open_version": left[0].version if left else 0,
        "runs": list(_runs(page.listed, entries(session, page.listed), by_id)),
        "rest": page.rest,
        "gone": gone_from(session, fields, asked),
        "before": version_before(session, process, process.current_version),
        "decisions": list(Decision),
        "files": [form for form in ("results.pdf", "results.xlsx") if form in FORMS],
    }


def _runs(
    listed: Sequence[Note], told: Sequence[Entry], fields: dict[int, ActionField]
) -> Iterator[Run]:
    run: Run | None = None
    for note, entry in zip(listed, told, strict=True):
        field, is_whole = fields[note.comment.field_id], note.place.within == 0
        if run is None or (run.field.id, run.is_whole) != (field.id, is_whole):
            if run is not None:
                yield run
            run = Run(field, is_whole, [])
        run.entries.append(entry)
    if run is not None:
        yield run


def bar_of(counts: Counts) -> Iterator[Part]:
    """The figures as pieces of a bar, in the order of the table beside it."""
    start = 0.0
    for name in (*(decision.value for decision in Decision), OPEN):
        notes = int(getattr(counts, name))
        if notes:
            width = 1000 * notes / counts.notes
            yield Part(name, notes, round(start, 2), round(width, 2))
            start += width
