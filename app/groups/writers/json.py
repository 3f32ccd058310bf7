"""`comments.json`: everything, for programs. Times are UTC, names of keys as in the API."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO

from app.groups.contents import Answer, Contents, Field, Head, Note, Passage
from app.groups.decided import Said
from app.groups.writers.stream import Progress, quiet, shown

FORMAT = "randnotiz-bundle"
FORMAT_VERSION = 1

# Written as \uXXXX: the same characters to a program, but an editor does not act on them.
_UNSEEN = re.compile(
    "[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)


def write(contents: Contents, file: BinaryIO, progress: Progress = quiet) -> None:
    """One object: what it is, `head`, `fields` with their text, `notes`; a note to a line."""
    for piece in _pieces(contents, progress):
        file.write(piece.encode())


def _pieces(contents: Contents, progress: Progress) -> Iterator[str]:
    yield f'{{"format": {dump(FORMAT)}, "format_version": {FORMAT_VERSION},\n'
    yield f'"head": {dump(head(contents.head))},\n"fields": ['
    for index, field in enumerate(contents.fields):
        yield ("," if index else "") + "\n" + dump(_field(field))
    away = [
        {"number": number, "from": before, "to": now} for number, before, now in contents.moved_away
    ]
    yield f'\n],\n"moved_away": {dump(away)},\n"notes": ['
    comma = ""
    told = contents.head.with_contacts
    for note in shown(contents, progress):
        yield f"{comma}\n{dump(note_data(note, with_contacts=told))}"
        comma = ","
    yield "\n]}\n"


def dump(value: Any) -> str:
    """`value` as JSON in readable UTF-8, unseen and reordering characters escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def iso(moment: datetime) -> str:
    """`moment` in UTC as RFC 3339: "2016-10-18T18:14:00Z"."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def head(of: Head) -> dict[str, Any]:
    """Whose bundle, which one, of what, drawn when and by whom; the manifest says the same."""
    return {
        "organisation": of.organisation,
        "process": {"slug": of.process_slug, "title": of.process, "url": of.url},
        "group": {"slug": of.group_slug, "name": of.group},
        "number": of.number,
        "since": of.since or None,
        "changed_since": of.changed_since,
        "marks": list(of.marks),
        "version": of.version,
        "window": {
            "opens_at": iso(of.opens_at),
            "closes_at": iso(of.closes_at),
            "zone": of.zone,
        },
        "drawn_at": iso(of.drawn_at),
        "drawn_by": of.drawn_by,
        "contact": of.contact,
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "label": field.label,
        "title": field.title,
        "colour": field.colour,
        "passages": [_passage(passage) for passage in field.passages],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    sentences = [{"address": address, "text": text} for address, text in passage.sentences]
    entry: dict[str, Any] = {"kind": passage.kind, "address": passage.address}
    if passage.kind == "heading":
        entry["level"] = passage.level
    if passage.kind == "item":
        entry["depth"] = passage.depth
    if passage.marker:
        entry["marker"] = passage.marker
    if passage.caption:
        entry["caption"] = passage.caption
    if passage.kind == "table":
        entry |= {"head": list(passage.head), "cells": [list(row) for row in passage.cells]}
    return entry | {"sentences": sentences}


def note_data(note: Note, *, with_contacts: bool = False) -> dict[str, Any]:
    """A note as it stands in `comments.json`."""
    residents = [answer for answer in note.answers if answer.voice == "resident"]
    official = [answer for answer in note.answers if answer.voice != "resident"]
    return {
        "number": note.number,
        "field": note.field,
        "address": note.address,
        "section": note.section,
        "quote": note.quote,
        "first_word": note.first_word,
        "last_word": note.last_word,
        "kind": note.kind,
        "text": note.text,
        "proposed_wording": note.proposed_wording,
        "author": note.author,
        "role": note.role,
        "created_at": iso(note.created_at),
        "state": note.state,
        "hidden_rule": note.hidden_rule,
        "additions": [{"at": iso(one.at), "text": one.text} for one in note.additions],
        "made": _made(note),
        "joined": {
            "moved_from": list(note.joined.moved_from),
            "part_of": note.joined.part_of or None,
            "parts": note.joined.parts,
            "repeats": note.joined.repeats or None,
            "similar": max(note.joined.similar - 1, 0),
        },
        "translation": note.translation,
        "support": note.supports,
        "source_support": _counted_elsewhere(note),
        "replies": [_answer(answer) for answer in residents],
        "official": [{"voice": answer.voice, **_answer(answer)} for answer in official],
        "decision": _said(note.decided, note.decided_changes),
        "proposal": _said(note.proposed),
        **({"contact": note.contact} if with_contacts else {}),
    }


def _said(said: Said | None, changes: int = 0) -> dict[str, Any] | None:
    """What the group decided, with how often that changed; or what its members propose."""
    if not said:
        return None
    words = said.columns() | {"decision": said.decision.value if said.decision else None}
    return words | ({"changes": changes} if changes else {})


def _made(note: Note) -> dict[str, Any] | None:
    """Where it was made, if that is not where it stands in this version."""
    if note.made_version is None:
        return None
    return {
        "version": note.made_version,
        "address": note.made_address,
        "quote": note.made_quote,
        "is_gone": note.is_gone,
    }


def _counted_elsewhere(note: Note) -> dict[str, int] | None:
    """How many were for and against it where an imported note comes from."""
    if not (note.source_agrees or note.source_disagrees):
        return None
    return {"agrees": note.source_agrees, "disagrees": note.source_disagrees}


def _answer(answer: Answer) -> dict[str, Any]:
    return {"by": answer.by, "at": iso(answer.at), "text": answer.text}
