"""Before or after: whether notes of a process appear at once, or some or all of them after the
moderation has read them; and the time that is promised for that."""

import re
from dataclasses import dataclass

from sqlmodel import Session

from app import journal
from app.models import Approval, Person, Process
from app.processes.who_writes import pages_change
from app.text import clean, clean_line

MOST_WORDS, LONGEST_WORD, MOST_HOURS = 200, 80, 336


@dataclass(frozen=True)
class ReadFirst:
    """What the moderation reads first, and how many hours it promises to take at most."""

    approval: Approval
    guests: bool = False
    links: bool = False
    words: tuple[str, ...] = ()
    hours: int = 24

    @classmethod
    def of(cls, process: Process) -> "ReadFirst":
        """As the process has it now."""
        return cls(
            process.approval,
            process.approves_guests,
            process.approves_links,
            tuple(process.approval_words.split("\n")) if process.approval_words else (),
            process.approval_hours,
        )


def words_typed(lines: str) -> tuple[str, ...]:
    """The words of a list as typed, one on a line or between commas; each once."""
    cleaned = [clean_line(word) for word in re.split(r"[\n,;]", clean(lines))]
    return tuple({word.casefold(): word for word in cleaned if word}.values())


def choose_approval(session: Session, process: Process, by: Person, before: ReadFirst) -> None:
    """From now on read this first; what is public stays, what waits goes on waiting. `before` is
    checked. The journal keeps how many words there are, not which."""
    if before == ReadFirst.of(process):
        return
    process.approval = before.approval
    process.approves_guests, process.approves_links = before.guests, before.links
    process.approval_words, process.approval_hours = "\n".join(before.words), before.hours
    session.add(process)
    journal.record(
        session,
        by,
        f"process.approval_{before.approval.value}",
        process,
        process=process,
        words=len(before.words),
        hours=before.hours,
    )
    pages_change(session, process)
