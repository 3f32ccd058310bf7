"""The demo's translations: of a field's text into English and plain German, and of two notes."""

from typing import Any

from sqlmodel import Session, select

from app import clock
from app.comments.translating import translate
from app.drafts.queries import blocks_of, published, sections_of
from app.drafts.translating.writing import Change, write_translations
from app.models import ActionField, Comment, Person, Process


def add_translations(session: Session, process: Process, told: dict[str, Any], by: Person) -> None:
    """Put them in, in the name of `by`. `KeyError` where the draft says something else now."""
    for text in told["text"]:
        _translate_text(session, process, text, by)
    for note in told["notes"]:
        _translate_note(session, process, note, by)


def _translate_text(session: Session, process: Process, told: dict[str, Any], by: Person) -> None:
    version = published(session, process)
    field = session.exec(
        select(ActionField).where(
            ActionField.process_id == process.id, ActionField.number == told["field"]
        )
    ).one()
    blocks = blocks_of(session, version, field.id)
    lines = {text["starts"]: text["lines"] for text in told["blocks"]}
    found = [
        (block, Change(lines.pop(start)))
        for block in blocks
        for start in list(lines)
        if block.text.startswith(start)
    ]
    if lines:
        raise KeyError(f"no paragraph of the demo begins with {sorted(lines)}")
    headings = [
        (section, told["headings"][section.title])
        for section in sections_of(session, version, field.id)
        if section.title in told["headings"]
    ]
    write_translations(
        session,
        process,
        version,
        field.id,
        told["language"],
        blocks=found,
        headings=headings,
        by=by,
    )


def _translate_note(session: Session, process: Process, told: dict[str, Any], by: Person) -> None:
    query = select(Comment).where(
        Comment.process_id == process.id,
        Comment.text.startswith(told["starts"]),
    )
    note = session.exec(query).one()
    note.process = process
    translate(session, note, None, told["language"], told["text"].strip(), by, clock.now())
