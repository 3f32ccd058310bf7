"""The changes of a version and the notes that caused them, to be confirmed, dropped and added: for
the desk all of them, for a working group those of its fields."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select

from app import clock
from app.comments.queries import by_number
from app.errors import Conflict, Invalid, NotFound
from app.groups.changed_text import ChangedText, Passage, changed_text
from app.groups.tracing import confirm, tie, untie
from app.groups.unchanged import unchanged_in
from app.i18n import _
from app.loading import one
from app.models import ActionField, DraftVersion, Person, Process, Trace, WorkingGroup
from app.text import clean_line
from app.web import render

PAGE = 25
OUTSIDE = "-"  # in an address: what stands outside the fields


@dataclass(frozen=True)
class Scope:
    """Which version, which fields of it (`outside`: and what stands in none), under which address,
    whether the reader may change anything, and whose room it is (None: the desk's)."""

    process: Process
    version: DraftVersion
    fields: Sequence[ActionField]
    here: str
    may: bool
    outside: bool = False
    group: WorkingGroup | None = None

    def ids(self) -> list[int | None]:
        """The fields' ids; None for what stands in none."""
        return [*(one.id for one in self.fields), *([None] if self.outside else [])]

    def ids_of(self, slug: str) -> list[int | None]:
        """Of the field that is asked for; nothing where it is none of these."""
        if slug == OUTSIDE:
            return [None] if self.outside else []
        return [one.id for one in self.fields if one.slug == slug]


@dataclass
class TraceForm:
    """What a form of this page says: of which trace or passage, the note's number as typed, and
    where on the page it stood."""

    trace: int = 0
    passage: str = ""
    note: str = ""
    field: str = ""
    after: int = 0
    errors: dict[str, str] = made(default_factory=dict)

    @property
    def number(self) -> int:
        """The number that was typed, 0 where it is none."""
        digits = self.note.removeprefix("#").strip()
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0

    @property
    def back(self) -> str:
        """The query that leads to the same place of the page."""
        told = f"?field={self.field}" if self.field else ""
        return f"{told}&after={self.after}" if told and self.after else told


def trace_form(
    trace: Annotated[int, Form(ge=0, le=2**62)] = 0,
    passage: Annotated[str, Form(max_length=90)] = "",
    note: Annotated[str, Form()] = "",
    field: Annotated[str, Form(max_length=80)] = "",
    after: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> TraceForm:
    """The form as it was sent."""
    slug = "".join(sign for sign in field if sign.isalnum() or sign == "-")
    return TraceForm(trace, passage, clean_line(note)[:20], slug, after)


def page_of(
    session: Session, scope: Scope, slug: str, after: int, form: TraceForm | None = None
) -> dict[str, Any]:
    """What the page shows: figures by field, some passages of one field, and what was promised."""
    text = changed_text(session, scope.version)
    asked = slug if scope.ids_of(slug) else _first(scope, text)
    wanted = scope.ids_of(asked)
    passages = text.of_field(wanted)
    shown = passages[after : after + PAGE]
    fields = [one for one in scope.fields if one.id in wanted]
    return {
        "group": scope.group,
        "process": scope.process,
        "version": scope.version,
        "text": text,
        "scope": scope,
        "here": scope.here,
        "asked": asked,
        "field": fields[0] if fields else None,
        "sums": [_sums(text, one) for one in scope.fields],
        "outside": text.of_field([None]) if scope.outside else [],
        "all_sums": _counted(text.of_field(scope.ids())),
        "passages": shown,
        "before_these": max(after - PAGE, 0) if after else None,
        "rest": after + PAGE if len(passages) > after + PAGE else 0,
        "after": after,
        "proposed_here": sum(not c.is_confirmed for p in passages for c in p.causes),
        "unchanged": unchanged_in(session, scope.version, [one.id for one in fields]),
        "form": form,
    }


@dataclass(frozen=True, slots=True)
class Sums:
    """Of changed passages: how many there are, how many have a cause that holds, how many one that
    is only proposed."""

    passages: int
    caused: int
    proposed: int
    field: ActionField | None = None


def _counted(passages: Sequence[Passage], one: ActionField | None = None) -> Sums:
    caused = sum(not passage.is_own for passage in passages)
    proposed = sum(any(not c.is_confirmed for c in passage.causes) for passage in passages)
    return Sums(len(passages), caused, proposed, one)


def _sums(text: ChangedText, one: ActionField) -> Sums:
    return _counted(text.of_field([one.id]), one)


def _first(scope: Scope, text: ChangedText) -> str:
    """The first field in which something changed."""
    changed = {passage.field_id for passage in text.passages}
    slugs = [one.slug for one in scope.fields if one.id in changed]
    return next(iter(slugs), scope.fields[0].slug if scope.fields else OUTSIDE)


def _here(session: Session, scope: Scope, field_ids: Collection[int | None]) -> list[Passage]:
    return changed_text(session, scope.version).of_field(list(field_ids))


def _traces(session: Session, version: DraftVersion, ids: Collection[int]) -> Sequence[Trace]:
    query = select(Trace).where(Trace.version_id == version.id, col(Trace.id).in_(ids))
    return session.exec(query.options(one(Trace.comment))).all()


def _the_trace(session: Session, scope: Scope, trace_id: int) -> Trace:
    """One that stands on this page. Raises `Conflict`."""
    passages = _here(session, scope, scope.ids())
    if trace_id in {cause.trace_id for passage in passages for cause in passage.causes}:
        return _traces(session, scope.version, [trace_id])[0]
    raise Conflict(_("Diesen Zusammenhang gibt es hier nicht mehr."))


def confirm_sent(session: Session, scope: Scope, form: TraceForm, by: Person) -> None:
    """A note did cause a change; without a trace, all that is proposed for the field holds. Raises
    `Conflict`."""
    if form.trace:
        traces: Sequence[Trace] = [_the_trace(session, scope, form.trace)]
    else:
        passages = _here(session, scope, scope.ids_of(form.field))
        ids = {c.trace_id for one in passages for c in one.causes if not c.is_confirmed}
        traces = _traces(session, scope.version, ids)
    confirm(session, scope.version, traces, by, clock.now())


def drop_one(session: Session, scope: Scope, form: TraceForm, by: Person) -> None:
    """A note did not cause a change. Raises `Conflict`."""
    untie(session, scope.version, _the_trace(session, scope, form.trace), by, clock.now())


def _add(session: Session, scope: Scope, form: TraceForm, by: Person) -> None:
    """Another note caused a change too. Raises `Invalid` for a number that names no public note,
    `Conflict` for a passage that is not there."""
    passages = _here(session, scope, scope.ids())
    passage = next((one for one in passages if one.key == form.passage), None)
    if passage is None:
        raise Conflict(_("Diese Änderung gibt es hier nicht mehr."))
    try:
        if not form.number:
            raise NotFound("")
        note = by_number(session, scope.process, form.number, answers=False)
        if note.state.value != "public":
            raise NotFound("")
    except NotFound:
        why = _("Nennen Sie die Nummer einer öffentlichen Anmerkung, zum Beispiel #87.")
        form.errors["note"] = why
        raise Invalid(why, {"note": why}) from None
    old, new = passage.old, passage.new
    tie(session, scope.version, note, old=old, new=new, by=by, now=clock.now())


def show(
    request: Request,
    session: Session,
    scope: Scope,
    slug: str,
    after: int,
    form: TraceForm | None = None,
) -> Response:
    """The page, with what was sent and is not good yet."""
    told = page_of(session, scope, slug, after, form)
    return render(request, "groups/traces.html", status=422 if form else 200, **told)


def add_and_answer(
    request: Request, session: Session, scope: Scope, form: TraceForm, by: Person
) -> Response:
    """Add the note and go back, or show what is wrong with its number. Raises `Conflict`."""
    try:
        _add(session, scope, form, by)
    except Invalid:
        return show(request, session, scope, form.field, form.after, form)
    return back(scope, form)


def back(scope: Scope, form: TraceForm) -> RedirectResponse:
    """To the place of the page where the form stood."""
    at = f"#p{form.passage}" if form.passage else ""
    return RedirectResponse(f"{scope.here}{form.back}{at}", status_code=303)
