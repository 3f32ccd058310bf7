"""A table of 10,000 rows comes back: how long until its dry run is there, and until every decision
is taken in.

    make bench ARGS=returning

The workbook is the bundle's own, with a decision and a reason in every row; every hundredth note
was decided otherwise here since it was drawn. Reading runs in a process of its own, as it does for
a group; what is timed is the worker's whole part. Exit status 1 if a goal is missed.
"""

import io
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import xlsxwriter
from rich.console import Console
from sqlalchemy import Engine, insert
from sqlmodel import Session, col, select

from app import clock, db
from app.comments import domain as comments
from app.comments.targets import Target
from app.config import Settings
from app.groups import domain, queries
from app.groups.decided import Said
from app.groups.deciding import settle_each
from app.groups.returning import keeping, taking
from app.groups.writers.asking import write_keys
from app.groups.writers.columns import columns_of, rows
from app.models import Comment, CommentKind, Decision, HandBack, WorkingGroup
from app.processes.queries import group_by_id
from benchmarks.seeding import FIELD, open_process, people, prepared

NOTES, GOAL, TAKING_GOAL = 10_000, 20.0, 120.0
ANSWERS = ("Nicht übernommen", "Übernommen", "Teilweise übernommen", "Zur Kenntnis genommen")
REASON = "Das regelt das Land, die Stadt kann es nicht ändern; wir geben es ihm weiter. ({n})"
TEXT = "Mehr Kurse am Abend und in allen Stadtteilen, das wünschen sich viele hier. Nummer {n}. "


def seed(engine: Engine) -> int:
    """A process with so many notes on one field; its group's number."""
    with db.writing(engine) as session:
        process = open_process(session)
        target = Target.find(session, process, "hf1-1")
        first = comments.post_comment(
            session,
            target,
            people(session, 1)[0],
            kind=CommentKind.NOTE,
            text=TEXT.format(n=1),
            now=clock.now(),
        )
        session.flush()
        _copy(session, first)
        return session.exec(select(WorkingGroup.id)).first() or 0


def _copy(session: Session, first: Comment) -> None:
    """The same note again and again, each with its number and words."""
    table = Comment.__table__  # type: ignore[attr-defined]
    row = session.execute(select(table).where(table.c.id == first.id)).mappings().one()
    copies = [
        {**row, "id": None, "number": n, "text": TEXT.format(n=n) * 3} for n in range(2, NOTES + 1)
    ]
    for copy in copies:
        del copy["id"]
    for start in range(0, len(copies), 1_000):
        session.execute(insert(table), copies[start : start + 1_000])


def workbook(session: Session, group_id: int) -> bytes:
    """The group's next bundle as a table in which everything is filled in."""
    bundle = domain.draw_bundle(session, group_by_id(session, group_id), None, clock.now())
    bundle = queries.bundle_by_id(session, bundle.id)
    contents = queries.contents_of(session, bundle)
    shape = columns_of(contents)
    at = {column.key: number for number, column in enumerate(shape)}
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Anmerkungen")
    for column, one in enumerate(shape):
        sheet.write_string(0, column, one.heading)
    for line, row in enumerate(rows(contents), 1):
        cells = list(row)
        cells[at["decision"]] = ANSWERS[line % len(ANSWERS)]
        cells[at["reason"]] = REASON.format(n=line)
        for column, value in enumerate(cells):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value:
                sheet.write_string(line, column, str(value))
    write_keys(book, shape, bundle_key=contents.head.bundle_key, sheet="Anmerkungen")
    book.close()
    return file.getvalue()


def decide_some(engine: Engine, group_id: int) -> None:
    """Every hundredth note, after the bundle was drawn."""
    with db.writing(engine) as session:
        group = group_by_id(session, group_id)
        notes = session.exec(select(Comment).where(col(Comment.number) % 100 == 0)).all()
        said = Said(Decision.NOTED, reason="Gelesen.")
        later = clock.now() + timedelta(seconds=1)
        settle_each(session, [(note, said) for note in notes], group, None, later)


def main() -> int:
    """Measure, print, and say whether the goals are met."""
    say = Console().print
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), worker=False)
        engine = prepared(settings)
        group_id = seed(engine)
        with db.writing(engine) as session:
            data = workbook(session, group_id)
        decide_some(engine, group_id)
        say(f"{NOTES:,} notes of {FIELD}: a table of {len(data) / 1e6:.1f} MB")
        reading = _read(engine, settings, group_id, data)
        say(f"reading back, to the end of the dry run: {reading:.1f} s (goal {GOAL:.0f})")
        took = _take(engine, group_id)
        say(f"taking in: {took:.1f} s (goal {TAKING_GOAL:.0f})")
        db.close(engine)
    return int(reading > GOAL or took > TAKING_GOAL)


def _read(engine: Engine, settings: Settings, group_id: int, data: bytes) -> float:
    began = time.perf_counter()
    with db.writing(engine) as session:
        group = group_by_id(session, group_id)
        doing = keeping.hand_in(
            session, group, None, "comments.xlsx", data, None, clock.now(), settles=True
        )
        number = doing.id
    keeping.check_hand_back(engine, settings, {"hand_back": number})
    took = time.perf_counter() - began
    with db.reading(engine) as session:
        fates = session.get_one(HandBack, number).fates
    assert fates["changes"] == NOTES * 99 // 100, fates
    assert fates["conflict"] == NOTES // 100, fates
    return took


def _take(engine: Engine, group_id: int) -> float:
    began = time.perf_counter()
    with db.writing(engine) as session:
        doing = session.exec(select(HandBack)).one()
        taking.start(session, doing, group_by_id(session, group_id), None, clock.now())
    while taking.take_some(engine):
        pass
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
