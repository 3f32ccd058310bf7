"""Looking at an installation: check."""

import json
from typing import Annotated

import typer

from app import db, selfcheck
from app.config import Settings

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command()(check)


def check(as_json: Json = False) -> None:
    """Look at settings, schema, counters and journal, and say in words what is wrong."""
    settings = Settings()
    engine = db.make_engine(settings.database)
    findings = selfcheck.look(engine, settings)
    db.close(engine)
    bad = [finding for finding in findings if finding.problem and finding.serious]
    if as_json:
        rows = [vars(finding) | {"ok": finding.is_fine} for finding in findings]
        typer.echo(json.dumps({"ok": not bad, "findings": rows}))
    else:
        for finding in findings:
            typer.echo(f"{'ok ' if finding.is_fine else '!! '} {finding.name}  {finding.problem}")
    raise typer.Exit(1 if bad else 0)
