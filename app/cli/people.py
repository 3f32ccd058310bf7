"""Accounts, roles and tokens from the command line."""

import sys
from datetime import timedelta
from typing import Annotated, Any

import typer

from app import clock, db
from app.accounts import blocking, tokens
from app.accounts import giving as accounts
from app.api.identity import SCOPES
from app.cli.house import engine_of, person_named, say
from app.cli.roles import NAMES, GroupSlug, ProcessSlug, give, place_named, role_named
from app.config import Settings
from app.errors import Invalid
from app.models import Token

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("create-account")(create_account)
    program.command("create-token")(create_token)
    program.command("list-tokens")(list_tokens)
    program.command("revoke-token")(revoke_token)
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
    days: Annotated[
        int, typer.Option(help="For how many days it holds.", min=1, max=tokens.LONGEST_DAYS)
    ] = tokens.DAYS,
    as_json: Json = False,
) -> None:
    """Create a bearer token for the API; it is printed once and kept only as a hash."""
    if unknown := sorted(set(scope) - SCOPES):
        known = ", ".join(sorted(SCOPES))
        raise Invalid(f"No such scope: {', '.join(unknown)}. There are {known}.")
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        person = person_named(session, email)
        ends = clock.now() + timedelta(days=days)
        token = accounts.create_token(session, person, scope, name, ends)
    say(token, as_json=as_json, token=token, scopes=scope, expires_at=ends.isoformat())


def list_tokens(
    email: Annotated[str, typer.Argument(help="Whose tokens.")], as_json: Json = False
) -> None:
    """List somebody's tokens: number, what for, scopes, made, until when, ended. No token itself
    is kept."""
    with engine_of(Settings()) as engine, db.reading(engine) as session:
        found = [_told(token) for token in tokens.tokens_of(session, person_named(session, email))]
    lines = [
        f"{one['id']:>5}  {one['name'] or '-'}  {','.join(one['scopes'])}  made {one['created_at']}"
        f"  until {one['expires_at'] or 'for ever'}"
        + (f"  ended {one['revoked_at']}" if one["revoked_at"] else "")
        for one in found
    ]
    say("\n".join(lines) or f"{email} has no token.", as_json=as_json, tokens=found)


def _told(token: Token) -> dict[str, Any]:
    moments = {
        name: moment.isoformat(timespec="seconds") if moment else None
        for name, moment in (
            ("created_at", token.created_at),
            ("expires_at", token.expires_at),
            ("revoked_at", token.revoked_at),
        )
    }
    return {"id": token.id, "name": token.name, "scopes": token.scopes, **moments}


def revoke_token(
    number: Annotated[int, typer.Argument(help="Its number, as list-tokens tells it.")],
    as_json: Json = False,
) -> None:
    """End a token at once."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        email = tokens.revoke(session, number).person.email
    say(f"Token {number} of {email} is ended.", as_json=as_json, id=number, revoked=True)


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
