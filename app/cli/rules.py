"""The house rules of a process from the command line."""

from typing import Annotated

import typer

from app import db
from app.cli.house import City, engine_of, process_named, say
from app.config import Settings
from app.processes.house_rules import publish_rule


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command("create-rule")(create_rule)


def create_rule(
    title: Annotated[str, typer.Argument(help="Name of the rule, a few words.")],
    process: Annotated[str, typer.Option("--process", help="Slug of the process.")],
    text: Annotated[str, typer.Option(help="What it asks for, in a sentence or two.")],
    city: City = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Publish a house rule of a process; without any nothing can be hidden or refused there."""
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        where = process_named(session, process, city)
        rule = publish_rule(session, where, title=title, text=text)
        number, name = rule.number, rule.title
    say(f"Rule {number}, {name}: /p/{process}/rules", as_json=as_json, number=number, title=name)
