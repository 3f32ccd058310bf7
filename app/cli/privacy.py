"""Personal data from the command line: a request by letter, and what is kept for a time only."""

from typing import Annotated

import typer
from sqlmodel import Session

from app import clock, db, pseudonyms, retention
from app.accounts import leaving
from app.cli.house import engine_of, person_named, process_named, say
from app.comments.withdrawing import withdraw_all
from app.config import Settings
from app.errors import Refused

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("forget-person")(forget_person)
    program.command("pseudonymise")(pseudonymise)
    program.command("tidy")(tidy)


def forget_person(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    give_up_roles: Annotated[
        bool, typer.Option("--give-up-roles", help="Take the person's roles away first.")
    ] = False,
    withdraw_notes: Annotated[
        bool, typer.Option("--withdraw-notes", help="Take the person's notes back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Delete somebody's account, as the person could: for a request that came by letter.

    What they wrote stays, without the name, unless their notes are to be taken back. Make sure
    first that the letter is theirs.
    """
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        facts = _forget(session, email, give_up_roles, withdraw_notes)
    notes = "were taken back" if withdraw_notes else "stay without the name"
    say(
        f"The account is deleted. {facts['notes']} notes {notes}. {facts['replies']} replies and"
        f" {facts['supports']} supports stay without the name.",
        as_json=as_json,
        **facts,
    )


def _forget(
    session: Session, email: str, give_up_roles: bool, withdraw_notes: bool
) -> dict[str, int]:
    person = person_named(session, email)
    facts = vars(leaving.staying(session, person.id))
    leaving.leave(
        session,
        person,
        give_up=give_up_roles,
        by=None,
        withdraw=(lambda: withdraw_all(session, person, None, clock.now()))
        if withdraw_notes
        else None,
    )
    return facts


def pseudonymise(
    slug: Annotated[str, typer.Argument(help="Which process.")],
    city: Annotated[str, typer.Option("--city", help="Whose, where two have that name.")] = "",
    as_json: Json = False,
) -> None:
    """Put numbers in place of residents' names in a process that has ended, before its time."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        process = process_named(session, slug, city)
        if process.status not in pseudonyms.ENDED:
            raise Refused(f"{slug} has not been decided yet: its names stay until then.")
        changed = pseudonyms.pseudonymise(session, process)
    say(
        f"{changed} notes and answers in {slug} have numbers for names.",
        as_json=as_json,
        changed=changed,
    )


def tidy(as_json: Json = False) -> None:
    """Drop what is kept for a time only and whose time is over. The worker does it every hour."""
    settings = Settings()
    with engine_of(settings) as engine:
        done = retention.tidy(engine, settings)
    told = ", ".join(f"{name} {n}" for name, n in done.items())
    say(f"Dropped or emptied: {told}.", as_json=as_json, **done)
