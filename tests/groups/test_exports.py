"""Large files about a process: asked for, written in the background, taken, tidied away."""

import csv
import hashlib
import io
import json
import signal
import subprocess
from datetime import timedelta

import pytest
from sqlmodel import select

from app import apart, db, jobs, retention
from app.accounts import leaving
from app.groups import domain, exporting
from app.groups import jobs as packing_jobs
from app.models import (
    BundleState,
    Decision,
    Disposition,
    Export,
    ExportChunk,
    Job,
    JournalEntry,
    Person,
)
from app.processes.queries import by_slug, group_by_id
from tests.cast import WHILE_OPEN
from tests.groups.packing import SECRET, hide_it, seen, stored

HERE = "/desk/p/ankommen/exports"


def work(app) -> None:
    while app.state.worker.once():
        pass


def test_all_notes_are_asked_for_once_written_aside_and_taken(app, browser, cast, session) -> None:
    first = cast.says(session, "=1+1; mit Semikolon\nund Zeile.")
    hide_it(session, cast, cast.says(session, SECRET, at="hf2-1"))
    said = {"decision": Decision.ADOPTED, "reason": "Gut so.", "remark": "Nur für uns."}
    about = {"process_id": cast.process.id, "comment_id": first.id, "decided_at": WHILE_OPEN}
    session.add(Disposition(**said, **about))
    session.commit()

    browser.sign_in(cast.bernd)
    for form in ("notes.csv", "notes.csv", "notes.jsonl"):
        browser.send(HERE, form=form)
    browser.send(HERE, status=404, form="notes.exe")
    assert browser.client.get(f"{HERE}/1/file").status_code == 409
    assert browser.get(f"{HERE}?asked=1").select("[data-focus]")
    again = browser.get_fragment(f"{HERE}?asked=1")
    assert ("geschrieben" in again.text, again.select("[data-focus]")) == (True, [])
    work(app)

    browser.sign_in(cast.karin)
    assert len(browser.get(HERE).select("#dateien li")) == 2, "the same state is written once"
    browser.send(HERE, status=403, form="notes.csv")
    table = browser.client.get(f"{HERE}/1/file")
    assert table.headers["content-disposition"].endswith('ankommen_Anmerkungen_2016-10-15.csv"')
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";"))
    assert [row["Nr."] for row in rows] == ["1", "2"]
    assert rows[0]["Anmerkung"].lstrip("'").startswith("=1+1; mit Semikolon\nund")
    assert rows[0]["Anmerkung"][0] == "'"
    lines = browser.client.get(f"{HERE}/2/file").content.decode().splitlines()
    notes = [json.loads(line) for line in lines]
    assert [note["state"] for note in notes] == ["public", "hidden"]
    assert notes[0]["decision"]["reason"] == "Gut so."
    for content in (table.text, "\n".join(lines)):
        assert SECRET not in content
        assert "Nur für uns." not in content
    taken = select(JournalEntry.actor_id).where(JournalEntry.deed == "export.downloaded")
    assert session.exec(taken).all() == [cast.karin.id, cast.karin.id]
    session.commit()
    for stranger in (cast.chen, cast.amira, cast.gustav):
        browser.sign_in(stranger)
        assert browser.client.get(f"{HERE}/1/file").status_code in (403, 404)


def test_a_million_would_be_read_some_at_a_time(app, cast, session, monkeypatch, tmp_path) -> None:
    """By number, batch after batch: nothing is left out at the seams, nothing comes twice."""
    monkeypatch.setattr("app.groups.exported_notes.BATCH", 3)
    for _n in range(8):
        cast.says(session)
    session.commit()
    path = tmp_path / "out" / "notes.jsonl"
    path.parent.mkdir()
    exporting.write_to(app.state.engine, cast.process.id, "notes.jsonl", path)
    numbers = [json.loads(line)["number"] for line in path.read_text().splitlines()]
    assert numbers == list(range(1, 9))
    assert [one.name for one in path.parent.iterdir()] == ["notes.jsonl"]


def test_what_changed_is_written_anew_and_old_files_go_after_a_month(
    app, cast, session, it_is, monkeypatch
) -> None:
    monkeypatch.setattr(exporting, "PIECE", 100)
    engine = app.state.engine

    def asked() -> int:
        with db.writing(engine) as writing:
            process = by_slug(writing, "ankommen")
            return exporting.ask(writing, process, "notes.jsonl", cast.bernd, WHILE_OPEN).id

    cast.says(session)
    session.commit()
    first = asked()
    exporting.write_export(engine, app.state.settings, {"export": first})
    assert asked() == first
    cast.says(session, "Noch etwas.")
    session.commit()
    assert asked() != first
    export = session.get(Export, first)
    content = b"".join(exporting.pieces_of(engine, first))
    assert (len(content), hashlib.sha256(content).hexdigest()) == (export.size, export.sha256)
    session.commit()
    it_is(WHILE_OPEN + retention.EXPORTS)
    assert retention.tidy(engine, app.state.settings)["exports"] == 0
    it_is(WHILE_OPEN + retention.EXPORTS + timedelta(seconds=1))
    assert retention.tidy(engine, app.state.settings)["exports"] > 2
    session.expire_all()
    assert session.exec(select(Export)).all() == session.exec(select(ExportChunk)).all() == []


def write(app, browser) -> int:
    """Whoever is signed in has all notes written; the file's number."""
    browser.send(HERE, form="notes.jsonl")
    work(app)
    with db.reading(app.state.engine) as reading:
        return max(reading.exec(select(Export.id)).all())


def test_a_file_that_says_more_than_the_pages_by_now_is_given_to_nobody(
    app, browser, cast, session
) -> None:
    """Not from the moment on in which something is hidden, or somebody forgotten who wrote there;
    its bytes go with the next tidying, and a new one can be had at once."""
    note = cast.says(session, SECRET)
    cast.says(session, "Bleibt.", at="hf2-1")
    session.commit()
    browser.sign_in(cast.bernd)

    def status(number: int) -> int:
        return browser.client.get(f"{HERE}/{number}/file").status_code

    amira, chen = cast.amira.id, cast.chen.id

    def forget(number: int) -> None:
        session.commit()
        with db.writing(app.state.engine) as writing:
            leaver = writing.get_one(Person, number)
            leaving.leave(writing, leaver, give_up=True, by=None)

    first = write(app, browser)
    cast.says(session, "Noch eine.")
    forget(chen)  # who wrote nothing here
    assert (first, status(first)) == (1, 200)
    hide_it(session, cast, note)
    assert status(first) == 409
    second = write(app, browser)
    shown = browser.get(HERE)
    assert "Veraltet." in shown.select_one(f"#datei-{first}").text
    assert not shown.select(f"#datei-{first} a")
    assert SECRET not in browser.client.get(f"{HERE}/{second}/file").text

    retention.tidy(app.state.engine, app.state.settings)
    session.expire_all()
    assert {one.export_id for one in session.exec(select(ExportChunk))} == {second}
    states = [one.state for one in session.exec(select(Export))]
    assert states == [BundleState.OUTDATED, BundleState.READY]
    forget(amira)
    assert status(second) == 409, "a name is gone"


def test_a_large_bundle_is_packed_apart_and_a_killed_packing_is_done_again(
    app, cast, session, monkeypatch: pytest.MonkeyPatch, it_is
) -> None:
    """As when the machine goes down in between: the process is gone, the job is due again."""
    engine, settings = app.state.engine, app.state.settings
    monkeypatch.setattr(packing_jobs, "LARGE", 0)
    cast.says(session, "Eine Anmerkung.")
    session.commit()
    bundle = domain.draw_bundle(session, group_by_id(session, cast.group.id), None, WHILE_OPEN)
    session.commit()
    worker = jobs.Worker(engine, settings, app.state.handlers)
    real = subprocess.Popen

    def killed(*words, **more):
        process = real(*words, **more)
        process.send_signal(signal.SIGKILL)
        return process

    with monkeypatch.context() as going_down:
        going_down.setattr(apart.subprocess, "Popen", killed)
        assert worker.once() == 1
    assert seen(engine, bundle).state is BundleState.FAILED
    it_is(WHILE_OPEN + timedelta(minutes=1))
    worker.stopping.set()
    assert worker.once() == 1, "a worker that is to end breaks off, and the job is due at once"
    worker.stopping.clear()
    assert session.exec(select(Job.finished_at)).one() is None
    session.commit()
    assert worker.once() == 1

    ready = seen(engine, bundle)
    assert ready.state is BundleState.READY
    assert hashlib.sha256(stored(engine, ready)).hexdigest() == ready.sha256
    assert list((settings.data_dir / "tmp").iterdir()) == []
