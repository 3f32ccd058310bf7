"""Accounts, roles and tokens from the command line."""

import sys
from typing import Annotated

import typer

from app import db
from app.accounts import blocking
from app.accounts import giving as accounts
from app.api.identity import SCOPES
from app.cli.house import engine_of, person_named, say
from app.cli.roles import NAMES, GroupSlug, ProcessSlug, give, place_named, role_named
from app.config import Settings
from app.errors import Invalid

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("create-account")(create_account)
    program.command("create-token")(create_token)
    program.command("block-account")(block_account)
    program.command("unblock-account")(unblock_account)


def create_account(
    email: Annotated[str, typer.Argument(help="Address to sign in with.")],
    name: Annotated[str, typer.Option(help="Public name.")],
    role: Annotated[str, typer.Option(help=f"One of {NAMES}.")] = "",
    process: ProcessSlug = "",
    group: GroupSlug = "",
    organisation: Annotated[
        str, typer.Option("--city", "--organisation", help="Slug of the city of the role.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Create an account; its password is read from standard input."""
    wanted = role_named(role) if role else None
    settings = Settings()
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    with engine_of(settings) as engine, db.writing(engine) as session:
        person = accounts.create_account(
            session, email=email, name=name, password=password, confirmed=True
        )
        if wanted is not None:
            place = place_named(session, wanted, process, group, organisation)
            give(session, settings, person, wanted, place)
        facts = {"email": person.email, "name": person.name, "role": role or None}
    say(f"{email} can sign in.", as_json=as_json, **facts)


def create_token(
    email: Annotated[str, typer.Argument(help="Whose token.")],
    scope: Annotated[list[str], typer.Option(help="What it may do; may be given often.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
    as_json: Json = False,
) -> None:
    """Create a bearer token for the API; it is printed once and kept only as a hash."""
    if unknown := sorted(set(scope) - SCOPES):
        known = ", ".join(sorted(SCOPES))
        raise Invalid(f"No such scope: {', '.join(unknown)}. There are {known}.")
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        person = person_named(session, email)
        token = accounts.create_token(session, person, scope, name)
    say(token, as_json=as_json, token=token, scopes=scope)


def block_account(
    email: Annotated[str, typer.Argument(help="Whose account.")], as_json: Json = False
) -> None:
    """Shut a whole account: it opens nothing any more, in no city, and its sessions end."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        blocking.block_account(session, person_named(session, email))
    say(f"{email} is blocked.", as_json=as_json, email=email, blocked=True)


def unblock_account(
    email: Annotated[str, typer.Argument(help="Whose account.")], as_json: Json = False
) -> None:
    """Open an account again that was blocked."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        blocking.unblock_account(session, person_named(session, email))
    say(f"{email} can sign in again.", as_json=as_json, email=email, blocked=False)
