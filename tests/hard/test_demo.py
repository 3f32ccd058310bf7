"""The demo as whoever tries it for the first time finds it: whole, and in every language."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app import db
from app.config import Settings
from app.i18n import LOCALES
from app.main import create_app
from app.models import ActionField, BlockTranslation, Comment, Process

REPOSITORY = Path(__file__).parents[2]
PATHS = ("", "/draft", "/rules", "/removals", "/figures", "/feed.atom", "/calendar.ics")


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the program, on the database in `folder`."""
    own = {"RANDNOTIZ_DATA_DIR": str(folder), "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "app", *words]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it."""
    made = tmp_path_factory.mktemp("demo")
    done = run(made, "demo")
    assert done.returncode == 0, done.stderr
    return made


def pages_of(folder: Path) -> list[str]:
    """The public pages of the demo's processes, of their fields, and of their first notes."""
    engine = db.make_engine(Settings(data_dir=folder).database)
    with db.reading(engine) as session:
        slugs = dict(session.exec(select(Process.id, Process.slug)).all())
        fields = session.exec(select(ActionField.process_id, ActionField.slug)).all()
        notes = session.exec(select(Comment.process_id, Comment.number).limit(12)).all()
        assert session.exec(select(BlockTranslation.id)).first() is not None
    engine.dispose()
    paths = [f"/p/{slug}{path}" for slug in slugs.values() for path in PATHS]
    paths += [f"/p/{slugs[at]}/fields/{field}" for at, field in fields]
    return ["/", *paths, *(f"/p/{slugs[at]}/comments/{number}" for at, number in notes)]


def test_its_counters_and_its_journal_are_right(folder):
    found = json.loads(run(folder, "check", "--json").stdout)["findings"]

    told = [one for one in found if one["name"].startswith(("counters", "journal", "schema"))]
    assert len(told) > 10
    assert [one for one in told if not one["ok"]] == []


def test_every_public_page_is_there_in_every_language(folder):
    app = create_app(Settings(data_dir=folder, worker=False))
    paths = pages_of(folder)
    with TestClient(app) as client:
        for locale in LOCALES:
            client.cookies.set("language", locale)
            answers = {path: client.get(path).status_code for path in paths}
            assert {path: code for path, code in answers.items() if code != 200} == {}, locale
