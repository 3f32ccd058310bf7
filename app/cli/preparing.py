"""Making an installation ready: migrate, demo, htmx."""

import json
from typing import Annotated

import typer

from app import db, htmx, schema
from app.cli.house import engine_of, keep_to_ourselves, say
from app.config import Settings
from app.demo.accounts import is_empty, read_accounts

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command()(migrate)
    program.command()(demo)
    program.command("fetch-htmx")(fetch_htmx)


def _migrate(settings: Settings) -> None:
    keep_to_ourselves()
    settings.keep_private()
    engine = db.make_engine(settings.database)
    try:
        if not schema.is_current(engine):
            schema.upgrade(engine)
    finally:
        db.close(engine)


def migrate() -> None:
    """Bring the database up to date."""
    _migrate(Settings())
    say("The database is up to date.")


def prepare(settings: Settings) -> bool:
    """Migrate, and load the demo into an empty database; whether it was empty."""
    _migrate(settings)
    with engine_of(settings) as engine:
        with db.reading(engine) as session:
            fresh = is_empty(session)
        if fresh:
            from app.demo.loading import load_demo  # on the first start, and never again

            with db.writing(engine) as session:
                load_demo(session, settings)
    return fresh


def tell_accounts(settings: Settings) -> None:
    """Print the sign-ins of the demo, where there is one."""
    accounts = read_accounts(settings)
    if not accounts:
        return
    typer.echo("  Sign-ins of the demo (also in demo-accounts.json in the data folder):")
    for account in accounts:
        roles = ", ".join(account["roles"]) or "resident"
        typer.echo(f"    {account['email']:<42} {account['password']}   {roles}")
    if not settings.staff_needs_second:
        typer.echo("  In the demo a second factor is offered to staff; `serve` requires it.")
    typer.echo("")


def demo(
    second_city: Annotated[
        bool, typer.Option("--second-city", help="Add a tiny second city at dornau.localhost.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Load the demo into an empty database, and print its sign-ins."""
    settings = Settings()
    fresh = prepare(settings)
    if second_city:
        from app.demo.second import load_second_city

        with engine_of(settings) as engine, db.writing(engine) as session:
            fresh |= load_second_city(session, settings)
    if as_json:
        typer.echo(json.dumps(read_accounts(settings), ensure_ascii=False))
    else:
        say("The demo is loaded." if fresh else "There is data already; nothing was changed.")
        tell_accounts(settings)


def fetch_htmx() -> None:
    """Fetch htmx for RANDNOTIZ_HTMX=self, checked against its hash."""
    path = htmx.fetch(Settings().data_dir)
    say(f"htmx lies in {path.name}, checked.")
