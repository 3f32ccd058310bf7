"""The commands, by what they are about."""

import typer

from app.cli import (
    backups,
    bundles,
    cities,
    drafts,
    hand_backs,
    lineage,
    news,
    notes,
    people,
    privacy,
    roles,
    rules,
    running,
    second,
)

program = typer.Typer(
    name="randnotiz",
    help="Notes in the margin of a city's draft concept, and an answer to every one.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (
    running,
    cities,
    drafts,
    rules,
    bundles,
    hand_backs,
    notes,
    lineage,
    people,
    roles,
    second,
    privacy,
    backups,
    news,
):
    room.register(program)
