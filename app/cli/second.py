"""For whoever has lost the telephone and the recovery codes."""

from typing import Annotated

import typer

from app import db
from app.accounts import second
from app.cli.house import engine_of, person_named, say
from app.config import Settings

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command("forget-second-step")(forget_second_step)


def forget_second_step(
    email: Annotated[str, typer.Argument(help="Whose app, passkeys and codes.")],
    as_json: Json = False,
) -> None:
    """Take away somebody's app, passkeys and recovery codes, end their sessions and tell them.

    Make sure first, by another way than mail, who is asking.
    """
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        second.forget_second(session, person_named(session, email))
    say(f"{email} signs in with one step, or sets up another.", as_json=as_json, email=email)
