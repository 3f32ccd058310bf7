"""Bundles from the command line: drawn, packed, and whether one is as it was packed."""

from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select

from app import db, schema
from app.cli.house import City, engine_of, person_named, process_named, say
from app.config import Settings
from app.errors import Refused
from app.groups import exporting, signing
from app.groups.all_groups import rows_of
from app.groups.domain import save_bundle, write_bundle_now
from app.groups.verifying import Finding, keys_in, verify
from app.loading import many
from app.models import Grant, Person, Process, Role, WorkingGroup
from app.processes.queries import group_by_slug

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Slug = Annotated[str, typer.Option("--process", help="Slug of the process.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command()(bundle)
    program.command()(export)
    program.command("verify")(verify_bundle)
    program.command("new-signing-key")(new_signing_key)


def bundle(
    process: Slug,
    out: Annotated[Path, typer.Option(help="Folder (or file, for one group) to write to.")],
    group: Annotated[str, typer.Option(help="Slug of the working group.")] = "",
    every: Annotated[bool, typer.Option("--all", help="One bundle for each group.")] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Only what is new since the last bundle.")
    ] = False,
    by: Annotated[str, typer.Option(help="Account that draws it; else an administrator.")] = "",
    city: City = "",
    as_json: Json = False,
) -> None:
    """Draw the next bundle of a working group, or of all, and write it to a file."""
    if bool(group) == every:
        raise typer.BadParameter("say either --group SLUG or --all")
    settings = Settings()
    with engine_of(settings) as engine:
        with db.reading(engine) as session:
            wanted = _wanted(session, process_named(session, process, city), group, new=new)
            person = _drawer(session, by)
        written = []
        for slug, number, since in wanted:
            drawn = write_bundle_now(engine, settings, number, person, since)
            path = out / drawn.filename if every or out.is_dir() else out
            path.parent.mkdir(parents=True, exist_ok=True)
            save_bundle(engine, drawn.id, path)
            written.append({"group": slug, "number": drawn.number, "path": str(path)})
    lines = [f"{row['group']}, Paket {row['number']}: {row['path']}" for row in written]
    say("\n".join(lines) or "Nothing is new.", as_json=as_json, bundles=written)


def _wanted(
    session: Session, process: Process, slug: str, *, new: bool
) -> list[tuple[str, int, int]]:
    """The groups to draw for: slug, id, and the number of the bundle that each goes on from."""
    if not new:
        query = select(WorkingGroup).where(WorkingGroup.process_id == process.id)
        found = session.exec(query.order_by(col(WorkingGroup.position))).all()
        groups = [group_by_slug(session, process, slug)] if slug else list(found)
        return [(group.slug, group.id, 0) for group in groups]
    only = group_by_slug(session, process, slug).id if slug else None
    return [
        (row.group.slug, row.group.id, row.ready.number if row.ready else 0)
        for row in rows_of(session, process)
        if row.fresh and row.fields and only in (None, row.group.id)
    ]


def _drawer(session: Session, email: str) -> Person:
    if email:
        return person_named(session, email)
    admin = session.exec(
        select(Person)
        .join(Grant)
        .where(Grant.role == Role.ADMIN)
        .order_by(col(Person.id))
        .options(many(Person.grants))
    ).first()
    if admin is None:
        raise Refused("Say with --by whose account draws the bundle.")
    return admin


def export(
    process: Annotated[str, typer.Argument(help="Slug of the process.")],
    to: Annotated[Path, typer.Option(help="File to write to; - for standard output.")],
    form: Annotated[str, typer.Option(help="notes.csv or notes.jsonl.")] = "notes.jsonl",
    city: City = "",
    as_json: Json = False,
) -> None:
    """Write all notes of a process to a file, whole or not at all, in little memory."""
    if form not in exporting.FORMS:
        raise typer.BadParameter(f"there is: {', '.join(exporting.FORMS)}")
    with engine_of(Settings()) as engine:
        with db.reading(engine) as session:
            number = process_named(session, process, city).id
        exporting.write_to(engine, number, form, to)
    if str(to) != "-":
        say(f"{form} of {process} lies in {to}.", as_json=as_json, path=str(to), form=form)


def verify_bundle(
    path: Annotated[Path, typer.Argument(help="The ZIP.")],
    key: Annotated[
        list[str] | None,
        typer.Option(
            help="A public key: a file from /.well-known/randnotiz-keys.json, a PEM, or the key."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whether a bundle is as it was packed, and who signed it.

    Needs no server and no database with --key; without, the keys of this installation are known.
    """
    known: dict[str, str] = {}
    for given in key or ():
        known |= keys_in(Path(given).read_text() if Path(given).is_file() else given)
    found = verify(path, known or _own_keys(Settings()))
    say(
        _in_words(found),
        as_json=as_json,
        ok=found.is_good,
        problems=list(found.problems),
        files=found.files,
        key=found.key,
        known=found.is_known,
        drawn_at=found.drawn,
    )
    raise typer.Exit(0 if found.is_good else 1)


def _in_words(found: Finding) -> str:
    if found.is_good:
        return (
            f"All {found.files} files are as they were packed, drawn at {found.drawn}.\n"
            f"The signature is of the known key {found.key}."
        )
    if found.problems:
        return "\n".join(found.problems)
    return (
        f"All {found.files} files fit the manifest, and its signature the key in it "
        f"({found.key}).\nWhose key that is, nobody has said: give the city's with --key."
    )


def _own_keys(settings: Settings) -> dict[str, str]:
    """The keys of this installation; none where there is no database, and none is made."""
    where = make_url(settings.database)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").is_file():
        return {}
    engine = db.make_engine(settings.database)
    try:
        if not schema.is_current(engine):
            return {}
        with db.reading(engine) as session:
            return {key.public: key.name for key in signing.public_keys(session)}
    finally:
        db.close(engine)


def new_signing_key(as_json: Json = False) -> None:
    """Make another key that signs from now on. What was signed before can still be checked."""
    settings = Settings()
    with engine_of(settings) as engine, db.writing(engine) as session:
        key = signing.new_key(session, settings.secret())
        name, public = key.name, key.public
    say(f"{name} signs from now on: {public}", as_json=as_json, name=name, public=public)
