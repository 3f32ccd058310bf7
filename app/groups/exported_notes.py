"""All notes of a process in one file, for programs: a table (CSV) or a line of JSON for each note.

What is public, and nothing else: no proposals, no internal remarks, of hidden notes their place and
rule. Notes come by number, a batch at a time, so a million need no more memory than a thousand.
"""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO

from sqlmodel import Session, col, select

from app import clock
from app.cities import base_url_of
from app.groups.contents import Contents, Field, Head, Note
from app.groups.notes import BATCH, NotesInOrder, handed_over
from app.groups.writers import json
from app.groups.writers.columns import columns, rows
from app.groups.writers.csv import cell
from app.groups.writers.stream import shown
from app.models import ActionField, Comment, Process

Progress = Callable[[int, int], None]
LEFT_OUT = frozenset({"remark", "stand"})  # the group's own, and what only its tables need


class NotesByNumber(NotesInOrder):
    """All notes of a process by number; only the keys of one batch are known at a time."""

    def batches(self) -> Iterator[list[int]]:
        """The keys, some at a time."""
        after = 0
        while True:
            query = (
                select(Comment.id, Comment.number)
                .where(
                    Comment.process_id == self.process_id,
                    col(Comment.number) > after,
                    *handed_over(self.until),
                )
                .order_by(col(Comment.number))
                .limit(BATCH)
            )
            found = self.session.exec(query).all()
            if not found:
                return
            after = found[-1][1]
            yield [key for key, _number in found]

    def keys_on(self, field: ActionField) -> Iterator[int]:
        """None: they are not read beforehand."""
        return iter(())


def contents_of_process(session: Session, process: Process) -> Contents:
    """The notes of all fields, as the writers want them. The process comes with its city."""
    query = select(ActionField).where(ActionField.process_id == process.id)
    fields = session.exec(query.order_by(col(ActionField.number))).all()
    notes = NotesByNumber(session, process.id, fields, clock.now())
    return Contents(
        head=_head(process, session.get_bind().get_execution_options().get("base_url", "")),
        fields=tuple(Field(field.label, field.title, field.colour, ()) for field in fields),
        notes=lambda: map(_in_public, notes),
    )


def _in_public(note: Note) -> Note:
    said = replace(note.decided, remark="") if note.decided else None
    return replace(note, decided=said, proposed=None)


def _head(process: Process, base_url: str) -> Head:
    city, now = process.organisation, clock.now()
    return Head(
        organisation=city.name,
        process=process.title,
        process_slug=process.slug,
        group="",
        group_slug="",
        number=0,
        version=process.current_version,
        opens_at=process.opens_at,
        closes_at=process.closes_at,
        zone=process.zone,
        drawn_at=now,
        drawn_by=city.unit or city.name,
        url=f"{base_url_of(base_url, city.host)}/p/{process.slug}",
    )


def write_csv(session: Session, process: Process, file: BinaryIO, progress: Progress) -> None:
    """`notes.csv`: the columns of a bundle's table that are public."""
    contents, total = contents_of_process(session, process), process.comments_count
    wanted = [n for n, column in enumerate(columns()) if column.key not in LEFT_OUT]
    sheet = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    headings = [column.heading for column in columns()]
    writer.writerow([headings[n] for n in wanted])
    for row in rows(contents, lambda done: progress(done, max(total, done))):
        writer.writerow([cell(row[n]) for n in wanted])
    sheet.flush()
    sheet.detach()


def write_lines(session: Session, process: Process, file: BinaryIO, progress: Progress) -> None:
    """`notes.jsonl`: an object for each note as in a bundle's `comments.json`, each on a line of
    its own (RFC 8259 within a line)."""
    contents, total = contents_of_process(session, process), process.comments_count
    for note in shown(contents, lambda done: progress(done, max(total, done))):
        file.write(json.dump(json.note_data(note)).encode() + b"\n")
