"""Reading the results of a process: figures from counters, notes a page at a time in the order of
the text, each page with what was decided before, what changed, and what stayed open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from sqlalchemy import Integer, case, func, type_coerce
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import clock
from app.cities import base_url_of
from app.drafts.queries import version_before
from app.groups.asked import Asked
from app.groups.in_text import Note, notes_in_order
from app.groups.ledger import (
    Change,
    Counts,
    Earlier,
    Entry,
    FieldResults,
    Head,
    Results,
)
from app.groups.narrow import Narrow
from app.groups.tallied import Tallied, tallied_of
from app.groups.traced import Changed, traces_of_notes
from app.models import (
    ActionField,
    Comment,
    CommentState,
    DraftVersion,
    EarlierDisposition,
    LeftOpen,
    Organisation,
    Process,
    WorkingGroup,
)
from app.processes.queries import shown_fields_of

BATCH = 500  # notes that a file reads together


NAMED = 20  # notes left open in a field that are named one by one


@dataclass(frozen=True, slots=True)
class Openly:
    """Notes of a field on which nothing was decided when a version was published all the same:
    how many, how many of them are open still, the public reason, and the numbers of the first of
    them."""

    version: int
    field_id: int
    reason: str
    notes: int
    still_open: int
    numbers: Sequence[int] = ()


@dataclass
class _Beside:
    """What stands beside the notes of a page, by the ids of the notes."""

    earlier: dict[int, tuple[Earlier, ...]] = field(default_factory=dict)
    changes: Mapping[int, Sequence[Changed]] = field(default_factory=dict)
    left_open: dict[int, str] = field(default_factory=dict)
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict)


def results_of(session: Session, process: Process, base_url: str = "") -> Results:
    """Everything that the results say, for files. The session must stay open and see one state of
    the data (`db.reading`) until the last entry is read."""
    fields = list(shown_fields_of(session, process))
    standings = tallied_of(session, process, fields)
    shown = [one for one in fields if standings[one.id].all or one.comments_count]
    told = tuple(
        FieldResults(
            number=one.number,
            label=one.label,
            slug=one.slug,
            title=one.title,
            colour=one.colour,
            group=_named(one.group),
            counts=counts_of(standings[one.id], one),
            entries=partial(_all_on, session, process, one),
        )
        for one in shown
    )
    whole = sum((one.counts for one in told), Counts())
    return Results(_head(session, process, base_url), whole, told)


def _named(group: WorkingGroup | None) -> str:
    return f"{group.name} {group.title}".strip() if group else ""


def _head(session: Session, process: Process, base_url: str) -> Head:
    city = session.get_one(Organisation, process.organisation_id)
    home = f"{base_url_of(base_url, city.host)}/p/{process.slug}"
    before = version_before(session, process, process.current_version)
    return Head(
        organisation=city.name,
        process=process.title,
        process_slug=process.slug,
        version=process.current_version,
        versions=2 if before else 1,
        zone=process.zone,
        as_of=clock.now(),
        url=f"{home}/results",
        changes_url=f"{home}/changes" if before else "",
    )


def counts_of(standing: Tallied, one: ActionField | None = None) -> Counts:
    """The figures of a field, or of several together."""
    decided = {decision.value: n for decision, n in standing.decided.items()}
    return Counts(**decided, open=standing.open, hidden=one.hidden_count if one else 0)


def narrowed(
    process: Process, fields: Sequence[ActionField], asked: Asked, *, are_few: bool = False
) -> Narrow:
    """The notes of a process that are asked for. No group is asked after what it proposes."""
    return Narrow(process, cast(Any, None), fields, asked, are_few=are_few)


def _all_on(session: Session, process: Process, one: ActionField) -> Iterator[Entry]:
    narrow, after = replace(narrowed(process, [one], Asked()), with_gone=True), None
    while True:
        page = notes_in_order(session, narrow, after, most=BATCH)
        yield from entries(session, page.listed)
        after = page.rest
        if after is None:
            return


def entries(session: Session, listed: Sequence[Note]) -> list[Entry]:
    """Notes of a page with everything that the ledger says of them: at most four questions."""
    firsts = {note.comment.id: note.comment.duplicate_of_id or note.comment.id for note in listed}
    public = [note for note in listed if note.is_public]
    beside = _Beside(
        earlier=_earlier(session, {firsts[note.comment.id] for note in public}),
        changes=traces_of_notes(session, {firsts[note.comment.id] for note in public}),
        left_open=_left_open(session, [note.comment.id for note in public if note.is_open]),
        parts=_parts(session, [note.comment.id for note in listed if note.comment.parts_count]),
    )
    return [_entry(note, firsts[note.comment.id], beside) for note in listed]


def _earlier(session: Session, ids: Collection[int]) -> dict[int, tuple[Earlier, ...]]:
    query = (
        select(EarlierDisposition)
        .where(col(EarlierDisposition.comment_id).in_(ids))
        .order_by(col(EarlierDisposition.comment_id), col(EarlierDisposition.position))
    )
    found: dict[int, tuple[Earlier, ...]] = {}
    for row in session.exec(query) if ids else ():
        told = Earlier(row.decision, row.reason, row.decided_at, row.until)
        found[row.comment_id] = (*found.get(row.comment_id, ()), told)
    return found


def _left_open(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Why these open notes were left open, as the latest version says."""
    query = choose(col(LeftOpen.comment_id), col(LeftOpen.reason)).where(
        col(LeftOpen.comment_id).in_(ids)
    )
    rows = session.execute(query.order_by(col(LeftOpen.version_id))).all() if ids else ()
    return {row[0]: row[1] for row in rows}


def _parts(session: Session, ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    query = choose(col(Comment.part_of_id), col(Comment.number)).where(
        col(Comment.part_of_id).in_(ids), col(Comment.is_listed).is_(True)
    )
    found: dict[int, tuple[int, ...]] = {}
    for whole, number in session.execute(query.order_by(col(Comment.number))) if ids else ():
        found[whole] = (*found.get(whole, ()), number)
    return found


def _entry(note: Note, first_id: int, beside: _Beside) -> Entry:
    comment = note.comment
    told: dict[str, Any] = {
        "number": comment.number,
        "state": comment.state,
        "kind": comment.kind,
        "address": comment.made_address if comment.is_gone else comment.address,
        "fragment": comment.made_fragment if comment.is_gone else comment.fragment,
        "quote": comment.made_quote if comment.is_gone else comment.quote,
        "created_at": comment.created_at,
        "hidden_rule": comment.hidden_rule.number if comment.hidden_rule else 0,
        "is_gone": comment.is_gone,
        "version": comment.made_version.number if comment.made_version and comment.is_gone else 0,
        "part_of": note.part_of,
        "repeats": note.repeats,
        "parts": beside.parts.get(comment.id, ()),
    }
    if not note.is_public:
        return Entry(text="", author="", role="", **told)
    return Entry(
        **told,
        text=comment.text,
        author=comment.author_name,
        role=comment.author_role,
        language=comment.language,
        proposed_wording=comment.proposed_wording,
        short_html=comment.short_html or comment.html,
        supports=comment.supports,
        left_open=beside.left_open.get(comment.id, ""),
        earlier=beside.earlier.get(first_id, ()),
        changes=tuple(change_of(one) for one in beside.changes.get(first_id, ())),
        **_decided(note),
    )


def _decided(note: Note) -> dict[str, Any]:
    said = note.decided
    if said is None:
        return {}
    return {
        "decision": said.decision,
        "reason": said.reason,
        "wording": said.new_wording,
        "wording_html": said.wording_html,
        "measure": said.measure,
        "passed_on_to": said.passed_on_to,
        "decided_at": said.decided_at,
    }


def change_of(one: Changed) -> Change:
    """What a note changed, as the results say it."""
    return Change(
        version=one.version,
        before=one.before,
        old_address=one.old_label,
        old_words=one.old_text,
        new_address=one.new_label,
        new_words=one.new_text,
        new_fragment=one.new_fragment,
        old_fragment=one.old_fragment,
    )


def said_openly(session: Session, process: Process) -> list[Openly]:
    """What the versions said about notes that stayed open: of the latest one that left any, by
    field. One question, and where there are any one more for their numbers."""
    still = func.sum(case((col(Comment.is_decided).is_(False), 1), else_=0))
    latest = (
        choose(func.max(LeftOpen.version_id))
        .where(col(LeftOpen.process_id) == process.id)
        .scalar_subquery()
    )
    columns = (col(DraftVersion.number), col(LeftOpen.field_id), col(LeftOpen.reason))
    query = (
        choose(*columns, func.count(), type_coerce(still, Integer))
        .select_from(LeftOpen)
        .join(DraftVersion, col(DraftVersion.id) == col(LeftOpen.version_id))
        .join(Comment, col(Comment.id) == col(LeftOpen.comment_id))
        .where(
            col(LeftOpen.version_id) == latest,
            col(DraftVersion.published_at).is_not(None),
            col(Comment.state) == CommentState.PUBLIC,
        )
        .group_by(*columns)
        .order_by(col(LeftOpen.field_id))
    )
    found = [Openly(*row) for row in session.execute(query)]
    numbers = _numbers_left_open(session, latest) if found else {}
    return [replace(one, numbers=numbers.get(one.field_id, ())) for one in found]


def _numbers_left_open(session: Session, version: Any) -> dict[int, list[int]]:
    """The numbers of the first notes of each field that a version left open."""
    place = func.row_number().over(
        partition_by=col(LeftOpen.field_id), order_by=col(LeftOpen.comment_id)
    )
    ranked = (
        choose(col(LeftOpen.field_id), col(LeftOpen.comment_id), place.label("place"))
        .where(col(LeftOpen.version_id) == version)
        .subquery()
    )
    naming = (
        choose(ranked.c.field_id, col(Comment.number))
        .join(ranked, ranked.c.comment_id == col(Comment.id))
        .where(ranked.c.place <= NAMED, col(Comment.state) == CommentState.PUBLIC)
        .order_by(col(Comment.number))
    )
    found: dict[int, list[int]] = {}
    for field_id, number in session.execute(naming):
        found.setdefault(field_id, []).append(number)
    return found
