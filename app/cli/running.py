"""Running an installation: start, serve, work."""

import signal
import threading
from typing import Annotated

import typer
import uvicorn

from app import db, jobs, memory
from app.cli.house import engine_of, keep_to_ourselves, say
from app.cli.patience import Patient
from app.cli.preparing import prepare, tell_accounts
from app.config import Settings
from app.main import create_app, handlers, rounds

Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Fd = Annotated[
    int | None,
    typer.Option(help="A socket that listens already (systemd: 3), instead of host and port."),
]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (start, serve, work):
        program.command()(command)


def start(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Migrate, load the demo on first start, and serve."""
    settings = Settings()
    if "second_factor" not in settings.model_fields_set:
        settings.second_factor = "offered"  # whoever tries the demo may not have an app at hand
    _is_at(settings, host, port)  # before the first mails of the demo, which hold links
    prepare(settings)
    typer.echo(f"\n  Randnotiz: {_address(host, port)}\n")
    tell_accounts(settings)
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
    keep_to_ourselves()
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


def work() -> None:
    """Send mails and do slow work, until stopped. For PostgreSQL with several servers."""
    keep_to_ourselves()
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
