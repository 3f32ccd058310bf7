"""One version on the desk, from what was read to what its page and its parts show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.desk.deeds import deed_name
from app.desk.fills import fill_colour, fill_name
from app.desk.forms import PublishForm
from app.desk.unsettled import Left, left_in
from app.desk.versions import Outline, outline_of, readiness_of
from app.drafts.arranging import public_fields
from app.drafts.chosen import ChosenField
from app.drafts.editing.choosing import NEW_FIELD, NEW_GROUP, proposed
from app.drafts.editing.history import history_of
from app.drafts.editing.markup import alternative_of
from app.drafts.editing.steps import Outcome
from app.drafts.editing.tables import has_head_column, head_rows
from app.drafts.fields import without_number
from app.i18n import _
from app.models import ActionField, Block, BlockKind, DraftVersion, Person, Process, Section
from app.public.leaves import Part, Row
from app.text import shorten
from app.web import render

MOST_DOUBTS = 100


def colour_names() -> tuple[tuple[str, str], ...]:
    """The six colour tokens, by the names that people call them."""
    names = (_("Blau"), _("Dunkelrot"), _("Violett"), _("Schiefer"), _("Ocker"), _("Aubergine"))
    return tuple((str(token), name) for token, name in enumerate(names, 1))


def version_page(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    *,
    edit: str = "",
    refusal: str = "",
    status: int = 200,
    publishing: PublishForm | None = None,
) -> Response:
    """The page of one version; with `refusal`, what could not be done; with `publishing`, as what
    somebody wanted to publish it."""
    context = version_context(session, process, version, person, edit)
    if publishing is not None:
        context["publishing"] = publishing
    return render(
        request,
        "desk/draft_version.html",
        status=status,
        **context | {"refusal": refusal},
    )


def version_context(
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    edit: str = "",
    *,
    only: str | None = None,
) -> dict[str, Any]:
    """What the page of a version and its parts show. `edit` is the address of the block or heading
    whose tools are open; with `only`, of all blocks the one with this address is read alone."""
    outline = outline_of(session, process, version, only=only)
    may_change = bool(may_manage(person, process)) and version.published_at is None
    return {
        "process": process,
        "version": version,
        "url": f"/desk/p/{process.slug}/draft/v{version.number}",
        "outline": outline,
        "readiness": readiness_of(process, outline),
        "history": history_of(session, version) if version.published_at is None else None,
        "deed_name": deed_name,
        "focus": "",
        "errors": {},
        "typed": {},
        "colours": colour_names(),
        "new_group": NEW_GROUP,
        "new_field": NEW_FIELD,
        **_ASKED_BY_TEMPLATES,
        **_doubtful(outline),
        "proposed": proposed(outline.sections) if may_change else [],
        "with_notes": False,
        "may_change": may_change,
        "refusal": "",
        "publishing": PublishForm.for_process(process),
        "left": _left(session, version, outline),
        **tools_at(session, process, outline, edit if may_change else ""),
    }


def _left(session: Session, version: DraftVersion, outline: Outline) -> Left:
    """What is left to settle before it is public."""
    if version.published_at is not None or version.number == 1:
        return Left()
    is_compared = any(outline.figures.blocks.values())
    return left_in(session, version, outline.known, outline.groups, is_compared=is_compared)


def _doubtful(outline: Outline) -> dict[str, Any]:
    doubts = list(doubts_of(outline))
    return {"doubts": doubts, "doubt_kinds": kinds_of(doubts), "most_doubts": MOST_DOUBTS}


def tools_at(session: Session, process: Process, outline: Outline, address: str) -> dict[str, Any]:
    """What is open for tools ("" for nothing), and which public fields a field may be."""
    sections = (section for section in outline.sections if section.anchor == address)
    own = next((section for section in sections if section.is_field), None)
    choices = _public_choices(session, process, outline, own) if own else []
    return {"edit": address, "choices": choices}


@dataclass(frozen=True)
class Doubt:
    """A place where a reader guessed, and what."""

    at: str
    name: str
    sentence: str
    key: str


def doubts_of(outline: Outline) -> Iterable[Doubt]:
    """All places that somebody should look at, in reading order."""
    for part, _field in outline.runs():
        if part.section is not None and part.section.doubt:
            name = f"„{shorten(part.section.title, 60)}“"
            yield Doubt(part.section.anchor, name, part.section.doubt, f"s{part.section.id}")
        for group in part.groups:
            for row in group:
                if row.block.doubt:
                    b = row.block
                    yield Doubt(b.fragment, b.label, b.doubt, f"b{b.id}")


@dataclass(frozen=True)
class DoubtKind:
    """One thing that a reader guessed, and everywhere it did. `key` names the first place for a
    step that settles all of them."""

    sentence: str
    key: str
    places: Sequence[Doubt]


def kinds_of(doubts: Iterable[Doubt]) -> list[DoubtKind]:
    """The same places, by what was guessed, in the order of their first places."""
    kinds: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        kinds.setdefault(doubt.sentence, []).append(doubt)
    return [DoubtKind(sentence, found[0].key, found) for sentence, found in kinds.items()]


@dataclass(frozen=True)
class Place:
    """Where a block can be split: the value of a choice, and the words there."""

    value: str
    words: str


def places_in(block: Block) -> tuple[Sequence[Place], Sequence[Place]]:
    """Where a new block may begin: at a sentence (or row), and within sentences at a word."""
    sentences = [
        Place(f"{sentence.number}.1", _opening(sentence.text.split()))
        for sentence in block.sentences[1:]
    ]
    if block.kind is BlockKind.TABLE:
        return sentences, []
    words = [
        Place(f"{sentence.number}.{at + 1}", _opening(pieces[at:]))
        for sentence in block.sentences
        for pieces in [sentence.text.split()]
        for at in range(1, len(pieces))
    ]
    return sentences, words


def _opening(words: Sequence[str]) -> str:
    return " ".join(words[:4])[:60] + (" …" if len(words) > 4 else "")


def changed_runs(
    runs: Sequence[tuple[Part, ChosenField | None]], outcome: Outcome
) -> list[tuple[int, list[tuple[Part, ChosenField | None]]]]:
    """The parts of the page that look different after a step: the run (a heading's id, 0 for what
    stands before the first) that is to be replaced, and by which. One that was not there before
    comes after the one above it; where there is none above, in place of run 0."""
    found: list[tuple[int, list[tuple[Part, ChosenField | None]]]] = []
    above: tuple[int, tuple[Part, ChosenField | None] | None] = (0, None)
    for part, field in runs:
        key = part.section.id if part.section else 0
        if key in outcome.added:
            if not found or found[-1][0] != above[0]:
                found.append((above[0], [above[1]] if above[1] else []))
            found[-1][1].append((part, field))
            continue
        above = (key, (part, field))
        if _is_changed(part, outcome.changed):
            found.append((key, [(part, field)]))
    return found


def _is_changed(part: Part, changed: set[int]) -> bool:
    if part.section is not None and -part.section.id in changed:
        return True
    return any(row.block.id in changed for group in part.groups for row in group)


def row_at(outline: Outline, address: str) -> tuple[Part, Row | None, ChosenField | None] | None:
    """The part of the page with this address, the row of its block if it is a block's, and the
    field it belongs to."""
    for part, field in outline.runs():
        if part.section is not None and part.section.anchor == address:
            return part, None, field
        for group in part.groups:
            for row in group:
                if row.block.fragment == address:
                    return part, row, field
    return None


def address_of(outline: Outline, key: str) -> str:
    """The address in the page of the heading or block with this key, "" for none."""
    for part, _field in outline.runs():
        if part.section is not None and key == f"s{part.section.id}":
            return part.section.anchor
        for group in part.groups:
            for row in group:
                if key == f"b{row.block.id}":
                    return row.block.fragment
    return ""


def _public_choices(
    session: Session, process: Process, outline: Outline, own: Section
) -> list[ActionField]:
    """The public fields that a section may be: those that no other section of the version is."""
    public = public_fields(session, process)
    return [
        field
        for field in outline.known
        if field.id in public and (field.id == own.field_id or field.id not in outline.fields)
    ]


_ASKED_BY_TEMPLATES = {
    "fill_colour": fill_colour,
    "fill_name": fill_name,
    "alternative_of": alternative_of,
    "places_in": places_in,
    "without_number": without_number,
    "head_rows": head_rows,
    "has_head_column": has_head_column,
}
