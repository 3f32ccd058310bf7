"""News by mail from the command line: what waits for its digest goes out now."""

from typing import Annotated

import typer

from app import db
from app.cli.house import City, engine_of, process_named, say
from app.config import Settings
from app.news import sending

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command("send-news")(send_news)


def send_news(
    process: Annotated[str, typer.Option(help="Slug of the process; else of all.")] = "",
    city: City = "",
    as_json: Json = False,
) -> None:
    """Write the digests that wait for their hour now: before the machine is moved, or on a day when
    people should hear at once. The worker sends them."""
    settings = Settings()
    with engine_of(settings) as engine:
        with db.writing(engine) as session:
            chosen = process_named(session, process, city) if process else None
            pieces = sending.bring_forward(session, chosen)
        mails = 0
        while done := sending.send_due(engine, settings.secret()):
            mails += done
    say(
        f"{pieces} pieces of news did not wait any longer; {mails} mails are in the outbox.",
        as_json=as_json,
        pieces=pieces,
        mails=mails,
    )
