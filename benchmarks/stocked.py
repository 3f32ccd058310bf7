"""An installation with very many notes, put in by statements over many rows: what is measured is
how they are read and written, not how they came."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, update
from sqlmodel import Session, col, select

from app import clock, db, schema
from app.config import ROOT, Settings
from app.models import ActionField, Block, Comment, CommentKind, Process, Reply, Voice
from benchmarks.seeding import open_process

AT_ONCE = 5_000
SECONDS_BETWEEN_LOOKS = 0.05
TEXT = (
    "Wir wünschen uns mehr Plätze am Abend, weil viele am Tag arbeiten oder Kinder haben. "
    "Wichtig ist auch, dass der Weg kurz ist und jemand hilft, wenn ein Brief kommt. "
)


def stocked(folder: Path, notes: int, blocks: int = 120) -> tuple[Engine, Settings]:
    """A process of one field with so many notes in `folder`: 40 to 1,250 characters, every third
    proposes a wording, every fourth is answered by the moderation."""
    settings = Settings(data_dir=folder, worker=False)
    settings.keep_private()
    engine = db.make_engine(settings.database)
    schema.upgrade(engine)
    with db.writing(engine) as session:
        open_process(session, blocks)
    for start in range(1, notes + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, notes + 1))
        with db.writing(engine) as session:
            _put_in(session, numbers)
    with db.writing(engine) as session:
        counted = {"comments_count": notes, "last_comment_number": notes}
        session.execute(update(Process).values(**counted))
        session.execute(update(ActionField).values(comments_count=notes))
    db.checkpoint(engine, whole=True)
    return engine, settings


def _put_in(session: Session, numbers: Sequence[int]) -> None:
    field = session.exec(select(ActionField)).one()
    blocks = session.exec(
        select(Block).where(col(Block.number) > 0).order_by(col(Block.position))
    ).all()
    session.execute(insert(Comment), [_note(n, field, blocks) for n in numbers])
    first = session.exec(select(Comment.id).where(Comment.number == numbers[0])).one()
    answered = [first + place for place, n in enumerate(numbers) if n % 4 == 0]
    if answered:
        session.execute(insert(Reply), [_answer(field.process_id, key) for key in answered])


def _note(number: int, field: ActionField, blocks: Sequence[Block]) -> dict[str, Any]:
    block, sentence = blocks[number % len(blocks)], number % 4 + 1
    text = (TEXT * 8)[: 40 + number * 37 % 1_210]
    return {
        "process_id": field.process_id,
        "number": number,
        "field_id": field.id,
        "version_id": block.version_id,
        "block_id": block.id,
        "sentence": sentence,
        "address": f"{block.label}.{sentence}",
        "fragment": f"{block.fragment}-{sentence}",
        "quote": "Für Eltern wird während der Kurse eine Betreuung angeboten.",
        "kind": CommentKind.SUGGESTION if number % 3 == 0 else CommentKind.NOTE,
        "text": text,
        "html": "",
        "proposed_wording": text[:180] if number % 3 == 0 else "",
        "author_name": f"Person {number % 997}",
        "supports": number % 40,
        "created_at": clock.now() - timedelta(minutes=number % 5_000 + 1),
    }


def _answer(process_id: int, comment_id: int) -> dict[str, Any]:
    return {
        "process_id": process_id,
        "comment_id": comment_id,
        "position": 1,
        "voice": Voice.MODERATOR,
        "author_name": "Moderation",
        "text": TEXT,
        "html": "",
        "created_at": clock.now() - timedelta(minutes=1),
    }


def measured(settings: Settings, *words: str) -> tuple[float, float, float]:
    """Run `python -m …`: seconds by the clock and of the processor, and the most memory (MB,
    resident) that it and all processes that it starts had at one moment."""
    environment = {**os.environ, **settings.as_environment()}
    begun, worked, most = time.perf_counter(), _worked(), 0
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, env=environment)
    while process.poll() is None:
        most = max(most, sum(map(_resident, _family(process.pid))))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    if process.returncode:
        raise RuntimeError(f"{words[0]} ended with {process.returncode}")
    return time.perf_counter() - begun, _worked() - worked, most / 1024


def _worked() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))
    except OSError:
        return  # it has ended meanwhile


def _resident(pid: int) -> int:
    """In kB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
