"""Running an installation: start, serve, work, migrate, demo, check, htmx."""

import json
import os
import signal
import threading
from typing import Annotated

import typer
import uvicorn

from app import db, htmx, jobs, memory, schema, selfcheck
from app.cli.house import engine_of, say
from app.cli.patience import Patient
from app.config import Settings
from app.demo.loading import is_empty, load_demo, read_accounts
from app.demo.second import load_second_city
from app.main import create_app, handlers, rounds

Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Fd = Annotated[
    int | None,
    typer.Option(help="A socket that listens already (systemd: 3), instead of host and port."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (start, serve, work, migrate, demo, check):
        program.command()(command)
    program.command("fetch-htmx")(fetch_htmx)


def _keep_to_ourselves() -> None:
    """What is written from now on, wherever it lies, only this account may read: mails with links
    that open accounts, and a database outside of the data folder."""
    os.umask(0o077)


def start(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Migrate, load the demo on first start, and serve."""
    settings = Settings()
    if "second_factor" not in settings.model_fields_set:
        settings.second_factor = "offered"  # whoever tries the demo may not have an app at hand
    _is_at(settings, host, port)  # before the first mails of the demo, which hold links
    _prepare(settings)
    typer.echo(f"\n  Randnotiz: {_address(host, port)}\n")
    _tell_accounts(settings)
    _serve(settings, host, port)


def serve(port: Port = 8000, host: Host = "127.0.0.1", fd: Fd = None) -> None:
    """Serve. On SQLite one process serves a database; on PostgreSQL start as many as you like."""
    _serve(Settings(), host, port, fd)


def _address(host: str, port: int) -> str:
    """Where it listens; an IPv6 address in brackets (RFC 3986, 3.2.2)."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_at(settings: Settings, host: str, port: int) -> None:
    if "base_url" not in settings.model_fields_set:
        settings.base_url = _address(host, port)


def _serve(settings: Settings, host: str, port: int, fd: int | None = None) -> None:
    _keep_to_ourselves()
    memory.keep_little()
    _is_at(settings, host, port)
    with db.only_server(settings.database):
        uvicorn.run(
            create_app(settings),
            host=host,
            port=port,
            fd=fd,
            log_level="warning",
            http=Patient,
            ws="none",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )


def _migrate(settings: Settings) -> None:
    _keep_to_ourselves()
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


def _prepare(settings: Settings) -> bool:
    """Migrate, and load the demo into an empty database; whether it was empty."""
    _migrate(settings)
    with engine_of(settings) as engine:
        with db.reading(engine) as session:
            fresh = is_empty(session)
        if fresh:
            with db.writing(engine) as session:
                load_demo(session, settings)
    return fresh


def _tell_accounts(settings: Settings) -> None:
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
    fresh = _prepare(settings)
    if second_city:
        with engine_of(settings) as engine, db.writing(engine) as session:
            fresh |= load_second_city(session, settings)
    if as_json:
        typer.echo(json.dumps(read_accounts(settings), ensure_ascii=False))
    else:
        say("The demo is loaded." if fresh else "There is data already; nothing was changed.")
        _tell_accounts(settings)


def work() -> None:
    """Send mails and do slow work, until stopped. For PostgreSQL with several servers."""
    _keep_to_ourselves()
    memory.keep_little()
    settings = Settings()
    with engine_of(settings) as engine:
        worker = jobs.Worker(engine, settings, handlers(), rounds(settings))
        worker.start()
        stop = threading.Event()
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_: stop.set())
        say("Working. Stop with Ctrl-C.")
        stop.wait()
        worker.stop()


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


def fetch_htmx() -> None:
    """Fetch htmx for RANDNOTIZ_HTMX=self, checked against its hash."""
    path = htmx.fetch(Settings().data_dir)
    say(f"htmx lies in {path.name}, checked.")
