"""Before or after: which notes the moderation of a process reads before everybody does, and how
long that took lately (docs/decisions/0015-waits-instead-of-refused.md).

Residents are told that a note is read first, never which word did it: what waits for a word waits
with the same sentence as what waits for anything else. Whoever is refused learns that a program had
found a word (why_stopped.py), and not which.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from statistics import median_low

from sqlmodel import Session, col, select

from app import clock
from app.comments.barriers import Sieve
from app.comments.doubts import (
    APPROVAL_ALL,
    APPROVAL_GUEST,
    APPROVAL_LINKS,
    APPROVAL_WORD,
    links,
)
from app.models import Approval, BarrierKind, Comment, Process, Release, Stop

LATEST = 100  # released ones that are looked at
LATELY = timedelta(weeks=4)
HOUR = timedelta(hours=1)


def to_approve(process: Process, texts: Sequence[str], *, guest: bool = False) -> list[str]:
    """The reason why the moderation reads this first, if the process wants that: of all notes, or
    of those by guests, with a link, or with a word of its list. Asks the database nothing."""
    if process.approval is Approval.NONE:
        return []
    if process.approval is Approval.ALL:
        return [APPROVAL_ALL]
    if guest and process.approves_guests:
        return [APPROVAL_GUEST]
    if process.approves_links and links(texts):
        return [APPROVAL_LINKS]
    return [APPROVAL_WORD] if word_in(process, texts) else []


def of_note(process: Process, note: Comment, *, guest: bool) -> list[str]:
    """The same for a note that is written already."""
    return to_approve(process, texts_of(note), guest=guest)


def texts_of(note: Comment) -> tuple[str, ...]:
    """Everything in a note that somebody typed freely."""
    said = (note.text, note.proposed_wording, note.author_name)
    return (*said, note.author_organisation, note.author_district)


def word_in(process: Process, texts: Sequence[str]) -> str | None:
    """The word of the process's list that stands in one of these texts; for the moderation."""
    words = words_of(process.approval_words)
    found = _sieve(words).stops_words(texts) if words else None
    return None if found is None else words[found]


def words_of(lines: str) -> tuple[str, ...]:
    """The words of a list, one on each line."""
    return tuple(line for line in lines.split("\n") if line)


@lru_cache(64)
def _sieve(words: tuple[str, ...]) -> Sieve:
    return Sieve.of((at, BarrierKind.WORD, word) for at, word in enumerate(words))


def hours_lately(session: Session, process: Process) -> int | None:
    """How many hours what waited and was published in the last four weeks had waited: the one in
    the middle of the latest hundred, begun hours counted whole. None where nothing was, and where
    nothing waits for approval: then nothing is asked. By `ix_stop_process_id_release`."""
    if process.approval is Approval.NONE:
        return None
    query = (
        select(Stop.at, Stop.decided_at)
        .where(Stop.process_id == process.id, Stop.release == Release.PUBLISHED)
        .order_by(col(Stop.id).desc())
        .limit(LATEST)
    )
    since = clock.now() - LATELY
    waited = [told - at for at, told in session.exec(query) if told is not None and told >= since]
    return -(-median_low(waited) // HOUR) if waited else None
