"""An installation to measure: one process, one field of 60 blocks, some notes, some people."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from app import clock, db, schema
from app.accounts.domain import start_sign_in
from app.comments import domain as comments
from app.comments.targets import Target
from app.config import Settings
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import CommentKind, Organisation, Person, Process, Voice
from app.processes.domain import create_process
from app.publishing.domain import publish_version

PROCESS, FIELD, PEOPLE = "messen", "sprache", 8
SENTENCES = (
    "Die Stadt richtet eine Stelle ein, die alle Kurse kennt.",
    "Sie führt ein Verzeichnis, das täglich aktuell im Netz steht.",
    "Wer einen Platz sucht, bekommt binnen vier Wochen eine Antwort.",
    "Für Eltern wird während der Kurse eine Betreuung angeboten.",
)


def draft_of(blocks: int) -> str:
    """A draft with one field of so many blocks."""
    head = (
        "---\ntitle: Messen\nfields: [{heading: Sprache, group: ag-1, colour: 2}]\n---\n# Sprache\n"
    )
    parts = []
    for n in range(blocks):
        if n % 12 == 0:
            parts.append(f"## Abschnitt {n // 12 + 1}")
        parts.append(" ".join(SENTENCES[(n + k) % 4] for k in range(4)))
    return head + "\n\n".join(parts)


def open_process(session: Session, blocks: int = 60) -> Process:
    """A process that is open now, with its published draft."""
    city = Organisation(slug="messstadt", name="Stadt Messstadt", created_at=clock.now())
    now = clock.now()
    process = create_process(
        session,
        city,
        slug=PROCESS,
        title="Messen",
        opens_at=now - timedelta(days=5),
        closes_at=now + timedelta(days=5),
    )
    version = import_draft(
        session, process, read_markdown([("m.md", draft_of(blocks))]), source_name="m.md", by=None
    )
    publish_version(session, process, version, by=None)
    return process


def people(session: Session, n: int = PEOPLE) -> list[Person]:
    """Some confirmed accounts, no longer new: what new ones write in haste waits to be read."""
    found = [
        Person(
            name=f"Person {k}",
            email=f"person-{k}@example.org",
            confirmed_at=clock.now(),
            created_at=clock.now() - timedelta(days=30),
        )
        for k in range(n)
    ]
    session.add_all(found)
    session.flush()
    return found


def say(session: Session, process: Process, authors: list[Person], notes: int) -> None:
    """So many notes, spread over the blocks, a third of them answered."""
    for n in range(notes):
        place = Target.find(session, process, f"hf1-{n % 60 + 1}-{n % 4 + 1}")
        note = comments.post_comment(
            session,
            place,
            authors[n % len(authors)],
            kind=CommentKind.QUESTION if n % 3 == 0 else CommentKind.NOTE,
            text=f"Das ist Anmerkung {n}. Bitte sagen Sie genauer, was damit gemeint ist.",
            now=clock.now(),
        )
        if n % 3 == 0:
            comments.reply(
                session,
                note,
                None,
                text="Danke, das prüfen wir.",
                now=clock.now(),
                voice=Voice.MODERATOR,
                author_name="Moderation",
            )


def prepared(settings: Settings) -> Engine:
    """The engine of an empty installation with its tables."""
    engine = db.make_engine(settings.database)
    schema.upgrade(engine)
    return engine


def seed(folder: Path, notes: int = 120) -> list[str]:
    """Set it all up in this data folder; the cookies of people who are signed in."""
    engine = prepared(Settings(data_dir=folder))
    with db.writing(engine) as session:
        process = open_process(session)
        authors = people(session)
        say(session, process, authors, notes)
        cookies = [start_sign_in(session, person) for person in authors]
    db.close(engine)
    return cookies
