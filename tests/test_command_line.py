"""The command line loads what the command needs, and knows all commands."""

import subprocess
import sys

import typer

from app.cli import ROOMS, assemble
from app.config import ROOT

HEAVY = ("docx", "xlsxwriter", "pypdfium2", "PIL", "webauthn", "httpx", "joserfc", "psycopg")
BESIDE = ("alembic", "rich", "pdfminer", "yaml", "markdown_it")


def names(program: typer.Typer) -> list[str]:
    return list(typer.main.get_group(program).commands)


def test_each_module_registers_the_commands_that_are_said_of_it():
    for commands in ROOMS.values():
        for command in commands:
            assert names(assemble(command)) == list(commands)
    everything = [command for commands in ROOMS.values() for command in commands]
    assert names(assemble("--help")) == names(assemble("nothing")) == everything


def test_a_start_waits_for_no_library_that_only_some_pages_need():
    loaded = "import sys, app.__main__ as it; it.assemble('start'); from app.main import create_app"
    asked = f"print(*sorted(set({(*HEAVY, *BESIDE)!r}) & set(sys.modules)))"
    run = [sys.executable, "-c", f"{loaded}; create_app(); {asked}"]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
