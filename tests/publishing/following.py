"""The second version of the cast's draft: something stays, moves, is reworded, is gone, is new."""

from typing import Any

from sqlmodel import Session, col, select

from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import Carrying, Comment, DraftVersion, JournalEntry
from app.publishing.carrying import compare
from app.publishing.domain import publish_version
from tests.cast import Cast

SECOND = """---
title: Ankommen in Musterstadt
fields:
  - {heading: Sprache, group: ag-1, colour: 2, summary: Kurse und Treffs.}
  - {heading: Arbeit, group: ag-2, colour: 5}
---
# Einleitung

Dieser Entwurf liegt aus. Er gilt ab dem 1. Januar.

# Sprache

## Ziele

Diesen Absatz hat die Arbeitsgruppe neu an den Anfang gestellt.

Alle lernen Deutsch. Kurse beginnen spätestens im Mai jedes Jahres. Danach folgt eine Prüfung.

- Treffs in jedem Stadtteil

| Kurs | Plätze |
| --- | ---: |
| Anfang | 20 |
| Aufbau | 10 |

# Arbeit

Betriebe bieten Praktika an. Alle warten kürzer als bisher.

- Kurse am Abend
"""

DOUBTED = "Niemand wartet länger als ein Jahr."

# Where something was said, and what the second version does to it.
STAYS, REWORDED, MOVED, DOUBTFUL = "hf1-1-1", "hf1-1-2", "hf1-3-1", "hf2-1-2"


def next_version(session: Session, cast: Cast, text: str = SECOND) -> DraftVersion:
    """Hand in the next version and compare it, as the desk does."""
    draft = read_markdown([("fassung.md", text)])
    version = import_draft(session, cast.process, draft, source_name="fassung.md", by=cast.emil)
    compare(session, cast.process, version, by=cast.emil)
    return version


def everything(session: Session, cast: Cast) -> dict[str, Comment]:
    """A comment at each kind of place, by its address."""
    places = ("hf1", "hf1-1", STAYS, REWORDED, MOVED, "hf1-4-2", DOUBTFUL, "hf2")
    return {at: cast.says(session, f"Anmerkung zu {at}.", at=at) for at in places}


def proposed(session: Session, comment: Comment) -> Carrying:
    query = select(Carrying).where(Carrying.comment_id == comment.id)
    return session.exec(query.order_by(col(Carrying.to_version_id).desc())).first()


def publish(session: Session, cast: Cast, version: DraftVersion, **how: Any) -> None:
    publish_version(session, cast.process, version, by=cast.emil, **how)
    session.flush()


def deeds(session: Session, deed: str) -> list[JournalEntry]:
    query = select(JournalEntry).where(JournalEntry.deed == deed).order_by(col(JournalEntry.id))
    return list(session.exec(query))
