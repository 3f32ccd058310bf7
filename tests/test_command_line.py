"""A command loads what it needs, a start what every page needs; the rest when it is asked for."""

import subprocess
import sys

import typer
from fastapi import Depends, FastAPI, Response
from fastapi.testclient import TestClient

from app.cli import ROOMS, assemble
from app.config import ROOT
from app.routing import Page, Pages

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


def test_a_page_is_worked_out_when_somebody_first_asks_for_it():
    asked, other = Pages(prefix="/p"), Pages(prefix="/desk")
    asked.get("/{slug}")(lambda slug: Response(slug))
    other.get("")(lambda: Response("desk"))
    pages = Pages(dependencies=[Depends(lambda: None)])
    pages.take_in(asked)
    pages.take_in(other)
    app = FastAPI()
    app.router.routes.extend(pages.routes)

    with TestClient(app) as visitor:
        assert visitor.get("/p/plan").text == "plan"
        assert visitor.post("/p/plan").status_code == 405
        assert visitor.get("/q").status_code == 404
    first, second = (page for page in pages.routes if isinstance(page, Page))
    assert "dependant" in vars(first)
    assert len(first.dependant.dependencies) == 1, "of the router that took it in"
    assert "dependant" not in vars(second)
    assert second.path == "/desk"


def test_every_page_of_the_program_can_be_worked_out(app):
    pages = [page for page in app.routes if isinstance(page, Page)]
    assert len(pages) > 300
    assert all(page.dependant.call is page.endpoint for page in pages)
