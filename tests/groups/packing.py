"""What the tests of this room do with a bundle again and again."""

import io
import threading
import zipfile
from datetime import datetime

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db
from app.comments import domain as comments
from app.comments.queries import by_number
from app.config import Settings
from app.groups import domain, queries
from app.groups.contents import Note
from app.groups.jobs import build_bundle
from app.models import Bundle, Comment, JournalEntry, Office, Reply
from app.moderation import domain as moderation
from app.processes.queries import group_by_id
from tests.browser import Browser
from tests.cast import WHILE_OPEN, Cast

SECRET = "Frau Beispiel wohnt im dritten Stock"


def build(engine: Engine, settings: Settings, bundle: Bundle) -> Bundle:
    build_bundle(engine, settings, {"bundle": bundle.id})
    return seen(engine, bundle)


def seen(engine: Engine, bundle: Bundle) -> Bundle:
    with db.reading(engine) as session:
        return queries.bundle_by_id(session, bundle.id)


def read_notes(engine: Engine, bundle: Bundle) -> list[Note]:
    with db.reading(engine) as session:
        found = queries.bundle_by_id(session, bundle.id)
        return list(queries.contents_of(session, found).notes())


def stored(engine: Engine, bundle: Bundle) -> bytes:
    return b"".join(queries.chunks_of(engine, bundle.id))


def everything_in(content: bytes) -> str:
    """Every word of every file of a ZIP, and of the ZIPs that Word's and Excel's files are."""
    words = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            inner = packed.read(name)
            is_zip = inner[:2] == b"PK"
            words.append(everything_in(inner) if is_zip else inner.decode("utf-8", "replace"))
    return "\n".join(words)


def hide_it(session: Session, cast: Cast, comment: Comment) -> None:
    found = by_number(session, cast.process, comment.number)
    moderation.hide(
        session, found, cast.bernd, cast.rule, "Das betrifft eine andere Person.", WHILE_OPEN
    )
    session.commit()


def answer(
    session: Session,
    cast: Cast,
    comment: Comment,
    text: str,
    *,
    when: datetime = WHILE_OPEN,
    office: Office | None = None,
) -> Reply:
    """Amira answers, or Bernd for an office."""
    found = by_number(session, cast.process, comment.number)
    if office is not None:
        return moderation.answer(session, found, cast.bernd, text, when, office)
    return comments.reply(session, found, cast.amira, text=text, now=when)


def draw(browser: Browser, cast: Cast, **more: str) -> None:
    """Whoever is signed in draws a bundle for the language group."""
    browser.send(f"/groups/{cast.group.id}/bundles", **({"idempotency_key": "once"} | more))


def bundles(app: FastAPI) -> list[Bundle]:
    """All bundles there are, by number; the test keeps no transaction open."""
    with db.reading(app.state.engine) as session:
        return list(session.exec(select(Bundle).order_by(col(Bundle.number))))


def downloads(app: FastAPI) -> list[int | None]:
    """Who has downloaded, by the journal."""
    query = select(JournalEntry.actor_id).where(JournalEntry.deed == "bundle.downloaded")
    with db.reading(app.state.engine) as session:
        return list(session.exec(query.order_by(col(JournalEntry.id))))


def pack(app: FastAPI) -> None:
    """What the worker does after the transaction."""
    assert app.state.worker.once() > 0


def draw_at_one_instant(engine: Engine, group_id: int, times: int = 20) -> list[int]:
    """The numbers that so many drawings at one instant get, in order."""
    numbers: list[int] = []
    gate = threading.Barrier(times)

    def one() -> None:
        gate.wait()
        with db.writing(engine) as session:
            bundle = domain.draw_bundle(session, group_by_id(session, group_id), None, WHILE_OPEN)
            numbers.append(bundle.number)

    threads = [threading.Thread(target=one) for _n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(numbers)
