"""A bundle is numbered, packed, and stays as it was drawn, whatever goes wrong on the way."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import clock
from app.errors import Conflict
from app.groups import domain, packing
from app.groups.jobs import build_bundle
from app.groups.writers import archive
from app.models import Bundle, BundleChunk, BundleState, Job, JournalEntry
from app.processes.queries import group_by_id
from tests.cast import WHILE_OPEN, Cast
from tests.groups.packing import build, draw_at_one_instant, everything_in, hide_it, seen, stored


def test_a_bundle_stays_byte_for_byte_what_it_was(engine, settings, session, cast, draw) -> None:
    comment = cast.says(session, "Steht schon im Paket.")
    session.commit()
    bundle = build(engine, settings, draw())
    before = stored(engine, bundle)

    cast.says(session, "Kommt zu spät für das Paket.")
    hide_it(session, cast, comment)
    again = build(engine, settings, bundle)

    assert stored(engine, again) == before
    assert again.sha256 == hashlib.sha256(before).hexdigest() == bundle.sha256
    assert again.size == len(before)


def test_the_manifest_knows_every_file(engine, settings, session, cast, draw) -> None:
    cast.says(session)
    session.commit()
    bundle = build(engine, settings, draw())

    with zipfile.ZipFile(io.BytesIO(stored(engine, bundle))) as packed:
        manifest = json.loads(packed.read("manifest.json"))
        hashes = {name: hashlib.sha256(packed.read(name)).hexdigest() for name in packed.namelist()}

    told = {file["name"]: file["sha256"] for file in manifest["files"]}
    assert told == {
        name: digest for name, digest in hashes.items() if not name.startswith("manifest.")
    }
    assert set(told) == {
        "comments.xlsx",
        "comments.docx",
        "comments.pdf",
        "comments.ods",
        "comments.csv",
        "comments.json",
        "README.txt",
    }
    assert bundle.figures["counts"] == manifest["counts"]


def test_a_build_that_fails_says_so_and_the_next_one_makes_it_good(
    engine, settings, session, cast, draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.says(session)
    session.commit()
    bundle = draw()
    with monkeypatch.context() as broken:
        broken.setattr(archive.csv, "write", _break)
        with pytest.raises(OSError, match="no space"):
            build_bundle(engine, settings, {"bundle": bundle.id})
    failed = seen(engine, bundle)
    assert (failed.state, failed.error) == (
        BundleState.FAILED,
        "Beim Packen ist etwas schiefgegangen.",
    )
    assert stored(engine, bundle) == b""

    good = build(engine, settings, bundle)

    assert (good.state, good.error) == (BundleState.READY, "")
    assert zipfile.ZipFile(io.BytesIO(stored(engine, good))).testzip() is None
    assert list((settings.data_dir / "tmp").iterdir()) == []


def _break(*_: object, **__: object) -> None:
    raise OSError("no space left on device")


def test_a_build_that_dies_while_storing_leaves_nothing_behind(
    engine, settings, session, cast, draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a kill: the handler never comes to say that it failed, and the lease runs out."""
    monkeypatch.setattr(packing, "CHUNK", 1000)
    cast.says(session)
    session.commit()
    bundle = draw()
    real = packing._pieces

    def half(path: Path) -> Iterator[bytes]:
        pieces = real(path)
        yield next(pieces)
        yield next(pieces)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(packing, "_pieces", half)
        with pytest.raises(KeyboardInterrupt):
            build_bundle(engine, settings, {"bundle": bundle.id})
    assert seen(engine, bundle).state is BundleState.PREPARING
    assert stored(engine, bundle) == b""

    ready = build(engine, settings, bundle)

    content = stored(engine, ready)
    assert ready.sha256 == hashlib.sha256(content).hexdigest()
    assert len(session.exec(select(Bundle)).all()) == 1


def test_pieces_of_an_earlier_half_are_replaced(engine, settings, session, cast, draw) -> None:
    bundle = draw()
    for position in range(3):
        session.add(
            BundleChunk(
                process_id=cast.process.id, bundle_id=bundle.id, position=position, content=b"old"
            )
        )
    session.commit()

    ready = build(engine, settings, bundle)

    assert hashlib.sha256(stored(engine, ready)).hexdigest() == ready.sha256


def test_it_says_how_far_it_is_while_it_is_packed(
    engine, settings, session, cast, draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _n in range(4):
        cast.says(session)
    session.commit()
    bundle = draw()
    monkeypatch.setattr(packing, "SECONDS_BETWEEN_REPORTS", 0.0)
    said: list[tuple[int, int]] = []
    real = archive.readme.write

    def look(*words: object, **more: object) -> None:
        said.append((seen(engine, bundle).done_count, seen(engine, bundle).notes_count))
        real(*words, **more)

    monkeypatch.setattr(archive.readme, "write", look)
    build_bundle(engine, settings, {"bundle": bundle.id})

    assert said == [(4, 4)]


def test_it_shows_one_state_of_the_data_though_others_write_meanwhile(
    engine, settings, session, cast, draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.says(session, "Eine Anmerkung.")
    session.commit()
    bundle = draw()
    real = archive.xlsx.write

    def busy(*words: object, **more: object) -> None:
        real(*words, **more)
        cast.says(session, "Mitten hinein.")
        session.commit()

    monkeypatch.setattr(archive.xlsx, "write", busy)
    ready = build(engine, settings, bundle)

    assert ready.notes_count == 1
    assert "Mitten hinein." not in everything_in(stored(engine, ready))


def test_folders_of_builds_that_were_killed_go_away_in_time(
    engine, settings, session, cast, draw
) -> None:
    old, young = (settings.data_dir / "tmp" / f"bundle-{name}" for name in ("old", "young"))
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "comments.xlsx").write_bytes(b"half")
    os.utime(old, (1, 1))

    build(engine, settings, draw())

    assert (old.exists(), young.exists()) == (False, True)


def test_without_a_public_draft_or_a_field_there_is_nothing_to_draw(
    session: Session, cast: Cast
) -> None:
    group = group_by_id(session, cast.other_group.id)
    cast.work.group_id = cast.group.id
    session.add(cast.work)
    with pytest.raises(Conflict, match="kein Handlungsfeld"):
        domain.draw_bundle(session, group, cast.fatma, WHILE_OPEN)

    group.process.current_version = 0
    with pytest.raises(Conflict, match="kein Entwurf"):
        domain.draw_bundle(session, group, cast.fatma, WHILE_OPEN)

    assert group_by_id(session, group.id).last_bundle_number == 0


def test_drawing_is_written_down_and_packing_too(engine, settings, session, cast, draw) -> None:
    bundle = build(engine, settings, draw())

    query = select(JournalEntry).where(col(JournalEntry.deed).startswith("bundle."))
    drawn, packed = session.exec(query.order_by(col(JournalEntry.id))).all()

    assert (drawn.deed, drawn.actor_id) == ("bundle.drawn", cast.chen.id)
    assert drawn.details == {"group": "ag-1", "number": 1, "since": 0}
    assert (packed.deed, packed.details) == ("bundle.packed", {"sha256": bundle.sha256})


def test_the_command_line_draws_packs_and_saves_at_once(
    engine, settings, session, cast, tmp_path: Path
) -> None:
    cast.says(session)
    session.commit()

    bundle = domain.write_bundle_now(engine, settings, cast.group.id, None)
    domain.save_bundle(engine, bundle.id, tmp_path / "paket.zip")

    content = (tmp_path / "paket.zip").read_bytes()
    assert hashlib.sha256(content).hexdigest() == bundle.sha256
    assert bundle.filename == "AG1_Sprache_Paket-1_2016-10-15.zip"
    assert "von Büro Beteiligung" in everything_in(content)
    job = session.exec(select(Job)).one()
    assert job.due_at > clock.now(), "a running server must not pack the same bundle beside us"


def test_an_unfinished_bundle_is_not_saved(engine, cast, draw, tmp_path: Path) -> None:
    bundle = draw()

    with pytest.raises(Conflict, match="noch nicht fertig"):
        domain.save_bundle(engine, bundle.id, tmp_path / "paket.zip")

    assert not (tmp_path / "paket.zip").exists()


def test_twenty_at_one_instant_get_twenty_numbers(engine: Engine, cast: Cast) -> None:
    assert draw_at_one_instant(engine, cast.group.id) == list(range(1, 21))
