"""Which notes one answer goes to: chosen by their numbers, typed as "12, 15, 20-23" or ticked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.comments.joined import takes_answer, wants_answer
from app.i18n import _
from app.loading import one
from app.models import Comment, CommentState, Process
from app.moderation.answering import MOST
from app.moderation.rules import joined_to_others

LISTED = 20
_ONE = re.compile(r"#?(\d{1,9})(?:-#?(\d{1,9}))?")


def numbers_typed(said: str) -> tuple[list[int], str]:
    """The numbers in "12, 15, 20-23", in order and each once; and what is wrong with it, as a
    sentence, or ""."""
    found: set[int] = set()
    joined = re.sub(r"\s*[-–—]\s*", "-", said[:8_000])
    for word in re.split(r"[\s,;]+", joined.strip()):
        if not word:
            continue
        read = _ONE.fullmatch(word)
        if read is None:
            wrong = _("„%(word)s“ ist keine Nummer. Schreiben Sie zum Beispiel 12, 15, 20-23.")
            return [], wrong % {"word": word[:40]}
        first, last = int(read[1]), int(read[2] or read[1])
        if last < first:
            wrong = _("„%(word)s“ läuft rückwärts. Schreiben Sie die kleinere Nummer zuerst.")
            return [], wrong % {"word": word}
        if last - first >= MOST or len(found) > MOST:
            return [], too_many()
        found.update(range(first, last + 1))
    return (sorted(found), "") if len(found) <= MOST else ([], too_many())


def too_many() -> str:
    """The sentence about more than are answered at once."""
    return _("Auf einmal gehen höchstens %(most)d Anmerkungen.") % {"most": MOST}


def spelled(numbers: Sequence[int]) -> str:
    """Numbers as short as they can be typed: "12, 15, 20-23"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


@dataclass(frozen=True)
class Chosen:
    """The notes that an answer goes to, and those among the chosen ones that get none, with the
    sentence why."""

    notes: Sequence[Comment] = ()
    refused: Sequence[tuple[int, str]] = ()

    @property
    def numbers(self) -> list[int]:
        """Of those that it goes to."""
        return [note.number for note in self.notes]

    @property
    def answered(self) -> list[int]:
        """Of those, the ones that have an answer of the city already."""
        return [note.number for note in self.notes if note.is_answered]

    @property
    def unknown(self) -> list[int]:
        """Of those, the ones of whose author nobody knows an address."""
        return [note.number for note in self.notes if note.author_id is None]


def chosen(session: Session, process: Process, numbers: Sequence[int]) -> Chosen:
    """These notes, by number; one question."""
    if not numbers:
        return Chosen()
    query = (
        select(Comment)
        .where(Comment.process_id == process.id, col(Comment.number).in_(numbers))
        .order_by(col(Comment.number))
        .options(one(Comment.field), one(Comment.process))
    )
    found = {note.number: note for note in session.exec(query)}
    taking = [note for note in found.values() if takes_answer(note)]
    known = {note.number for note in taking}
    refused = [(n, _why_not(found.get(n))) for n in numbers if n not in known]
    return Chosen(taking, refused)


def _why_not(note: Comment | None) -> str:
    if note is None:
        return _("Diese Nummer gibt es nicht.")
    joined = joined_to_others(note)
    if note.state is CommentState.PUBLIC and joined is not None:
        return joined.because
    because = {
        CommentState.HIDDEN: _("Sie ist ausgeblendet."),
        CommentState.WITHDRAWN: _("Sie ist zurückgezogen."),
        CommentState.WAITING: _("Sie wartet noch auf die Moderation."),
        CommentState.UNCONFIRMED: _("Sie ist noch nicht bestätigt."),
    }
    return because.get(note.state, _("Sie ist verfallen."))


def unanswered(session: Session, process: Process, after: int = 0) -> tuple[list[Comment], int]:
    """Twenty public notes without an answer of the city behind the number `after`, to be ticked,
    and the number to go on after (0 at the end)."""
    query = (
        select(Comment)
        .where(
            Comment.process_id == process.id,
            col(Comment.is_answered).is_(False),
            Comment.state == CommentState.PUBLIC,
            wants_answer(),
            Comment.number > after,
        )
        .order_by(col(Comment.number))
        .limit(LISTED + 1)
        .options(one(Comment.field))
    )
    found = list(session.exec(query))
    return found[:LISTED], found[LISTED - 1].number if len(found) > LISTED else 0
