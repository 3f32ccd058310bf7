"""From what was read to what a page shows."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from app import clock
from app.accounts.rules import only_reads
from app.comments import queries as comments
from app.comments.queries import Filter, Glance
from app.comments.rules import closed_since
from app.drafts.lineage.heirs import heirs_of
from app.drafts.queries import blocks_of, sections_of, version_before
from app.drafts.translating.pairing import NAMES_OF_TEXTS, Said, Translated, row_html
from app.drafts.translating.queries import text_in
from app.i18n import _
from app.models import Block, Comment, CommentKind, Person, Process, Section
from app.news.queries import Place
from app.news.subjects import of_field
from app.processes import phases
from app.processes.queries import fields_of, shown_fields_of
from app.public.changed_at import changed_at
from app.public.leaves import Part, lay_out
from app.public.queries import FieldPlace, stations_of

MOST_WHOLE = 20  # notes that stand whole beside the text; more of them are a line each


def wanted_comments(order: str, kind: str, answered: str, after: str) -> Filter:
    """The list's filter from a page's query; what is not understood counts as not asked."""
    return Filter(
        kind=CommentKind(kind) if kind in set(CommentKind) else None,
        answered={"yes": True, "no": False}.get(answered),
        order="supported" if order == "supported" else "newest",
        after=after if Filter(after=after).key() else "",
    )


def filter_query(wanted: Filter, after: str = "", text: str = "") -> str:
    """The filter as the query of an address, to go on after `after`, with the text's language."""
    answered = {True: "yes", False: "no", None: ""}[wanted.answered]
    pairs = {
        "order": "" if wanted.order == "newest" else wanted.order,
        "kind": wanted.kind.value if wanted.kind else "",
        "answered": answered,
        "after": after,
        "text": text,
    }
    return urlencode({name: value for name, value in pairs.items() if value})


def about_window(process: Process, visitor: Person | None = None) -> dict[str, Any]:
    """Whether this reader may write now, until when, since when not, or why not."""
    now = clock.now()
    is_open = process.is_open_at(now) and not phases.is_bare(process)
    reads = only_reads(visitor, process.organisation_id) is not None
    return {
        "reads": False,
        "open_now": is_open,
        "until": phases.until(process),
        "time_left": phases.time_left(process, now) if is_open else "",
        "status_line": phases.status_line(process, now),
        "closed_line": "" if is_open else _closed_line(process),
        **(about_reading() if is_open and reads else {}),
    }


def about_reading() -> dict[str, Any]:
    """What an auditor's page says while others may write: it offers nothing that would be
    refused."""
    because = _("Sie lesen mit dem Konto der Revision. Es schreibt nicht mit.")
    return {"reads": True, "open_now": False, "closed_line": because}


def _closed_line(process: Process) -> str:
    if clock.now() < process.opens_at:
        return phases.status_line(process, clock.now()) + "."
    if phases.is_bare(process):
        return _("Der Entwurf ist noch nicht veröffentlicht.")
    return closed_since(process)


def field_page(
    session: Session,
    place: FieldPlace,
    wanted: Filter,
    chosen: Comment | None = None,
    text: str = "",
) -> dict[str, Any]:
    """Everything the field's page shows. `chosen` stands beside its block instead of the one
    that would. `text` is the language to read the text in, "" for the original."""
    process, field, version = place.process, place.field, place.version
    sections, blocks, about_text = text_of(session, place, text)
    ids, next_key = comments.keys_on_field(session, field, wanted)
    beside = {block.id: block.shown_comment_id for block in blocks if block.shown_comment_id}
    if chosen is not None and chosen.block_id is not None:
        beside[chosen.block_id] = chosen.id
    seen = comments.glances(session, list(beside.values()))
    whole = _whole(seen, chosen)
    found = comments.by_ids(session, [*whole, *ids])
    notes = {at: found[n] if n in whole else seen[n] for at, n in beside.items() if n in seen}
    fields = shown_fields_of(session, process)
    here = f"/p/{process.slug}/fields/{field.slug}"
    return {
        "process": process,
        "field": field,
        "version": version,
        "fields": fields,
        "next_field": next((other for other in fields if other.number > field.number), None),
        "leaf": _leaf(lay_out(sections, blocks, notes, first_level=1)),
        "stations": phases.stops(process, stations_of(session, process), clock.now()),
        "changed_at": changed_at(session, version, (*seen, *ids)),
        "listed": [found[note_id] for note_id in ids if note_id in found],
        **_listing(wanted, next_key, text),
        **about_text,
        **dict.fromkeys(("here", "text_url"), here),
        "place": Place(process, of_field(field), f"/fields/{field.slug}", field=field),
        "chosen": chosen,
        "moved": place.left,
        "colours": None,
        **about_window(process),
    }


def text_of(
    session: Session, place: FieldPlace, language: str
) -> tuple[Sequence[Section], Sequence[Block], dict[str, Any]]:
    """The field's headings and blocks, and what its templates need of their translation: None where
    there is none in this language."""
    known: Translated | None = None
    if language in place.texts:
        sections, blocks, known = text_in(session, place.version, place.field.id, language)
    else:
        sections = sections_of(session, place.version, place.field.id)
        blocks = blocks_of(session, place.version, place.field.id)
    about = {
        "texts": place.texts,
        "text_asked": language,
        "translation": known,
        "names_of_texts": NAMES_OF_TEXTS,
        "row_html": row_html,
    }
    return sections, blocks, about


def passage_in(texts: Mapping[str, Sequence[Said | None]], language: str) -> dict[str, Any]:
    """Which languages a passage can be read in, and `said`, its sentences in the one asked for;
    None for the original."""
    said = texts.get(language)
    asked = language if said is not None else ""
    return {"texts": list(texts), "text_asked": asked, "said": said, "names": NAMES_OF_TEXTS}


def _listing(wanted: Filter, next_key: str, text: str) -> dict[str, Any]:
    """Which notes are listed, and the ways to the others; `text` stays the language of the text."""
    return {
        "wanted": wanted,
        "next_key": next_key,
        "next_query": filter_query(wanted, next_key, text),
        "first_query": filter_query(wanted, text=text),
    }


def _whole(seen: Mapping[int, Glance], chosen: Comment | None) -> list[int]:
    """Which notes stand whole beside their blocks, the rest being a line each: the chosen one,
    then those that were answered, then the best supported."""
    rank = attrgetter("is_answered", "supports", "number")
    best = sorted(seen.values(), key=rank, reverse=True)[:MOST_WHOLE]
    return [note.id for note in best] + ([chosen.id] if chosen and chosen.id in seen else [])


def _leaf(parts: list[Part]) -> Part:
    return parts[0] if parts else Part(None, 1)


def draft_page(session: Session, process: Process, version: Any) -> dict[str, Any]:
    """Everything the page of the whole text shows."""
    sections = sections_of(session, version)
    fields = {field.id: field for field in fields_of(session, process)}
    parts = lay_out(sections, blocks_of(session, version), {}, first_level=2)
    is_current = version.number == process.current_version
    return {
        "process": process,
        "version": version,
        "parts": parts,
        "colours": fields,
        "is_current": is_current,
        "heirs": None if is_current else heirs_of(session, process, version),
        "before": version_before(session, process, version.number),
        **about_window(process),
    }
