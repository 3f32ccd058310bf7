"""Processes, groups and drafts from the command line."""

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from sqlmodel import Session

from app import db
from app.cli.house import City, engine_of, process_named, say, the_organisation
from app.config import Settings
from app.drafts.chosen import chosen_fields
from app.drafts.domain import import_draft as keep_draft
from app.drafts.outline import ReadDraft, doubts_in
from app.drafts.readers import read_files
from app.errors import Invalid, Refused
from app.models import DraftVersion, GroupKind, Process
from app.processes import domain as processes
from app.publishing.carrying import compare
from app.publishing.domain import publish_version
from app.publishing.gate import undecided

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Slug = Annotated[str, typer.Option("--process", help="Slug of the process.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("create-process")(create_process)
    program.command("create-group")(create_group)
    program.command("import-draft")(import_draft)


def create_process(
    slug: Annotated[str, typer.Argument(help="Short name, a to z and hyphens.")],
    title: Annotated[str, typer.Option(help="Title.")],
    opens: Annotated[str, typer.Option(help="Begin, as in 2026-12-01 or 2026-12-01T09:00.")],
    closes: Annotated[str, typer.Option(help="Last day (until 24:00), or a moment.")],
    summary: Annotated[str, typer.Option(help="What it is about, at most 1,200 characters.")] = "",
    organisation: Annotated[
        str, typer.Option("--city", "--organisation", help="Slug of the city.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Create a process with its window."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        process = processes.create_process(
            session,
            the_organisation(session, organisation),
            slug=slug,
            title=title,
            summary=summary,
            opens_at=_moment(opens, end=False),
            closes_at=_moment(closes, end=True),
        )
        facts = {"slug": process.slug, "opens_at": process.opens_at.isoformat()}
        facts["closes_at"] = process.closes_at.isoformat()
    say(f"{title} is set up: /p/{slug}", as_json=as_json, **facts)


def _moment(value: str, *, end: bool) -> datetime:
    """A day or a moment; naive ones are read in Europe/Berlin, a last day ends at 24:00."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Invalid(
            f"{value!r} is no date; write it as 2026-12-01 or 2026-12-01T18:00."
        ) from None
    if len(value) == 10 and end:
        moment += timedelta(days=1)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Berlin"))


def create_group(
    slug: Annotated[str, typer.Argument(help="Short name, as in ag-1.")],
    process: Slug,
    name: Annotated[str, typer.Option(help="Name, as in “AG 1”.")],
    title: Annotated[str, typer.Option(help="What it works on.")] = "",
    kind: Annotated[
        GroupKind, typer.Option(help="What it is for: fields, a topic, or steering all groups.")
    ] = GroupKind.FIELDS,
    city: City = "",
    as_json: Json = False,
) -> None:
    """Create a working group."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        where = process_named(session, process, city)
        group = processes.create_group(session, where, slug=slug, name=name, title=title, kind=kind)
        facts = {"id": group.id, "slug": group.slug, "kind": group.kind.value}
    say(f"{name} is set up.", as_json=as_json, **facts)


def import_draft(
    paths: Annotated[
        list[Path], typer.Argument(help="DOCX, ODT, HTML, Markdown or PDF; or a folder.")
    ],
    process: Slug,
    title: Annotated[str, typer.Option(help="Title of the draft.")] = "",
    publish: Annotated[bool, typer.Option(help="Publish it at once.")] = False,
    despite_doubts: Annotated[
        bool, typer.Option(help="Publish although it is unsure where some comments go.")
    ] = False,
    city: City = "",
    as_json: Json = False,
) -> None:
    """Read a draft into the process's next version, and compare it with the public one.

    One file says its action fields in its front matter, or they are chosen on the desk. Of several
    files, or a folder, each is one field: its first heading, with the groups AG 1, AG 2 …
    """
    draft = read_files(paths)
    draft.title = title or draft.title
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        where = process_named(session, process, city)
        name = ", ".join(path.name for path in paths)
        version = keep_draft(session, where, draft, source_name=name, by=None)
        compare(session, where, version)
        doubtful = undecided(session, version)
        published = publish and (despite_doubts or not doubtful)
        if published:
            publish_version(session, where, version, by=None, despite_doubts=despite_doubts)
        number = version.number
        fields = _fields_of(session, where, version)
    facts = {"version": number, "fields": fields, "published": published, "doubtful": doubtful}
    sentence = f"Version {number}: {_read_line(draft)}{_fields_line(fields)}"
    say(sentence, as_json=as_json, **facts, **_facts_of(draft))
    if publish and not published:
        raise Refused(
            f"Version {number} is kept but not public: nobody has decided where {doubtful} "
            f"comments go. Decide at /desk/p/{process}/draft/v{number}/lineage and publish there, "
            "or import with --despite-doubts: they are then said to be gone."
        )


def _read_line(draft: ReadDraft) -> str:
    """What was read, what was left out and why, and what a second reader says to it."""
    left = sum(part.words for part in draft.left_out)
    because = ", ".join(dict.fromkeys(part.why for part in draft.left_out if part.words))
    line = f"{draft.words:,} words read, {left:,} left out" + (f": {because}." if because else ".")
    if draft.recount and draft.recount.missing:
        words = ", ".join(word for word, _count in draft.recount.missing)
        line += f"\n  A second count misses: {words}."
    elif draft.recount:
        line += "\n  A second count misses no word."
    if doubts := len(doubts_in(draft)):
        line += f"\n  {doubts} guesses are marked on the desk."
    return line


def _fields_line(fields: list[dict[str, str]]) -> str:
    lines = [f"\n  {row['label']} {row['title']}: {row['group']}" for row in fields]
    none = "\n  No action field yet: choose them on the desk before publishing."
    return "".join(lines) or none


def _facts_of(draft: ReadDraft) -> dict[str, Any]:
    return {
        "words": draft.words,
        "left_out": [asdict(part) for part in draft.left_out],
        "recount": asdict(draft.recount) if draft.recount else None,
        "doubts": len(doubts_in(draft)),
    }


def _fields_of(session: Session, process: Process, version: DraftVersion) -> list[dict[str, str]]:
    return [
        {
            "label": field.label,
            "title": field.title,
            "group": field.group or "no group yet",
        }
        for field in chosen_fields(session, process, version).values()
    ]
