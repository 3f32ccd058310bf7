"""Backups from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from app.backup.archive import Progress
from app.backup.making import Made, make_backup
from app.backup.restoring import Restored, restore_backup
from app.cli.house import say
from app.config import Settings

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command()(backup)
    program.command()(restore)


@contextmanager
def told() -> Iterator[Progress]:
    """How far it is, on standard error: a bar at a terminal, else each step once."""
    console = Console(stderr=True)
    if not console.is_terminal:
        steps: list[str] = []

        def line(step: str, _share: float) -> None:
            if steps[-1:] != [step]:
                steps.append(step)
                typer.echo(f"{step} …", err=True)

        yield line
        return
    with Bar(TextColumn("{task.description}"), BarColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda step, share: bar.update(task, description=step, completed=share)


def backup(
    out: Annotated[
        Path | None,
        typer.Option(
            help="A folder, or a file that ends in .zip; else backups/ in the data folder."
        ),
    ] = None,
    with_secret: Annotated[
        bool,
        typer.Option(
            "--with-secret/--without-secret", help="Whether the key of the data folder is in it."
        ),
    ] = True,
    scratch: Annotated[
        str, typer.Option(help="PostgreSQL: URL of an empty database to check it in.")
    ] = "",
    keep: Annotated[
        int, typer.Option(help="Keep only that many archives in its folder; 0 keeps all.", min=0)
    ] = 0,
    as_json: Json = False,
) -> None:
    """Back up the database and the data folder, beside a running server, and check it by
    restoring it."""
    with told() as progress:
        made = make_backup(
            Settings(), out, progress, with_secret=with_secret, scratch=scratch, keep=keep
        )
    say(_made_lines(made), as_json=as_json, **_made_facts(made))


def _made_facts(made: Made) -> dict[str, object]:
    manifest = made.manifest
    return {
        "path": str(made.path),
        "size": made.size,
        "made_at": manifest.made_at.isoformat(),
        "kind": manifest.kind,
        "revision": manifest.state.revision,
        "tables": manifest.state.tables,
        "rows": manifest.state.rows,
        "link": manifest.state.link,
        "link_hash": manifest.state.link_hash,
        "files": len(manifest.members) - 1,
        "key": manifest.key,
        "verified": True,
        "noted": made.noted,
        "dropped": made.dropped,
    }


def _made_lines(made: Made) -> str:
    state = made.manifest.state
    lines = [
        f"{made.path}: {state.rows:,} rows of {len(state.tables)} tables and "
        f"{len(made.manifest.members) - 1} files, {made.size / 2**20:,.1f} MB, restored into a "
        "scratch database and counted.",
        f"The journal's chain holds up to link {state.link}: {state.link_hash}",
    ]
    if made.manifest.key == "setting":
        lines.append("The key is a setting of yours (SECRET_KEY) and not in it: keep it apart.")
    if made.manifest.key == "left out":
        lines.append("The key is not in it: without secret.key second factors cannot be read.")
    if made.path.parent.name == "backups":
        lines.append("It lies on the same disk as the data: copy it to another machine.")
    if not made.noted:
        lines.append("The journal could not be written, so the self-check does not know of it.")
    if made.dropped:
        lines.append(f"Dropped: {', '.join(made.dropped)}.")
    return "\n".join(lines)


def restore(
    archive: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    into: Annotated[
        str, typer.Option(help="Data folder, or URL of a PostgreSQL database; else the settings'.")
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of what is there.")] = (
        False
    ),
    end_sessions: Annotated[
        bool, typer.Option("--end-sessions", help="End all sessions and links sent by mail.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Restore a backup into an empty database (with --replace over another), and count it."""
    settings = _settings(into)
    with told() as progress:
        done = restore_backup(
            settings, archive, progress, replace=replace, end_sessions=end_sessions
        )
    say(_restored_lines(done, end_sessions), as_json=as_json, **_restored_facts(done))


def _settings(into: str) -> Settings:
    if not into:
        return Settings()
    if "://" in into:
        return Settings(database_url=into)
    return Settings(data_dir=Path(into), database_url="")


def _restored_facts(done: Restored) -> dict[str, object]:
    state = done.manifest.state
    return {
        "made_at": done.manifest.made_at.isoformat(),
        "tables": state.tables,
        "rows": state.rows,
        "link": state.link,
        "link_hash": state.link_hash,
        "migrated": done.migrated,
        "aside": done.aside,
        "mails_waiting": done.mails_waiting,
        "other_key": done.other_key,
    }


def _restored_lines(done: Restored, end_sessions: bool) -> str:
    state = done.manifest.state
    lines = [
        f"Restored as it was on {done.manifest.made_at:%F at %H:%M:%S UTC}: {state.rows:,} rows of "
        f"{len(state.tables)} tables, counted; the journal's chain holds up to link {state.link}."
    ]
    if done.migrated:
        lines.append("Its schema was older and is up to date now.")
    if done.aside:
        lines.append(f"What was there is kept beside it: {', '.join(done.aside)}.")
    if done.mails_waiting:
        lines.append(f"{done.mails_waiting} mails wait and go out, some perhaps a second time.")
    if done.other_key:
        lines.append(
            "The key is not the one of the backup: forms that are open and second factors fail "
            "until SECRET_KEY or secret.key is that one."
        )
    if not end_sessions:
        lines.append("Sessions and links of that moment are good again (see --end-sessions).")
    return "\n".join(lines)
