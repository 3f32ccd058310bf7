"""What became of blocks and comments between two versions, from the command line."""

from collections import Counter
from dataclasses import asdict
from typing import Annotated

import typer

from app import db
from app.cli.house import City, engine_of, process_named, say
from app.config import Settings
from app.drafts.queries import version_by_number
from app.publishing.carrying import compare, is_stale
from app.publishing.telling import Told, tell


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command()(lineage)


def lineage(
    process: Annotated[str, typer.Option("--process", help="Slug of the process.")],
    old: Annotated[int, typer.Option("--from", min=1, help="Number of the older version.")],
    new: Annotated[int, typer.Option("--to", min=1, help="Number of the newer version.")],
    city: City = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say where every block and comment of one version stands in a later one.

    A version that is not public yet is compared anew when its text has changed since.
    """
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        where = process_named(session, process, city)
        versions = [version_by_number(session, where, number) for number in (old, new)]
        if versions[1].published_at is None and is_stale(session, where, versions[1]):
            compare(session, where, versions[1])
        told = tell(session, where, *versions, listed_only=False)
    say(_lines(told, old, new), as_json=as_json, **asdict(told))


def _lines(told: Told, old: int, new: int) -> str:
    """How many of each, then every comment that did not simply stay."""
    lines = [f"From version {old} to version {new}:"]
    for name, rows in (("blocks", told.blocks), ("comments", told.comments)):
        counts = Counter(row.state for row in rows)
        counted = ", ".join(f"{n:,} {state}" for state, n in counts.most_common()) or "none"
        lines.append(f"  {name}: {counted}")
    lines += [
        f"  #{row.number} {row.state}: {row.old_address} → {row.new_address or 'gone'}"
        for row in told.comments
        if row.state != "stays"
    ]
    return "\n".join(lines)
