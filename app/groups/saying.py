"""What the group has said of a batch of notes, and how their authors are reached: a question each
for a batch, so that memory does not grow with the notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.groups.decided import Said
from app.models import Comment, Disposition, DispositionDraft, GuestNote, NoteSource, Person


@dataclass(slots=True)
class Sayings:
    """Of a batch of notes, by their ids: what is decided, with how often that has changed, what is
    proposed, and how to reach who wrote them."""

    decided: dict[int, tuple[Said, int]] = field(default_factory=dict)
    proposed: dict[int, Said] = field(default_factory=dict)
    contacts: dict[int, str] = field(default_factory=dict)

    def of(self, key: int, *, told: bool) -> dict[str, Any]:
        """What goes into a `Note`; how to reach its author only with `told`."""
        said, changes = self.decided.get(key, (None, 0))
        return {
            "decided": said,
            "decided_changes": changes,
            "proposed": self.proposed.get(key),
            "contact": self.contacts.get(key, "") if told else "",
        }


def sayings(session: Session, rows: Iterable[Any], *, with_contacts: bool) -> Sayings:
    """Of notes as rows with `id` and `duplicate_of_id`, in two questions; with contacts in five. A
    duplicate shows what is decided on the note it repeats."""
    firsts = {row.id: row.duplicate_of_id or row.id for row in rows}
    keys = sorted(set(firsts.values()))
    settled = {
        row.comment_id: (Said.of(row), row.changes)
        for row in session.exec(select(Disposition).where(col(Disposition.comment_id).in_(keys)))
    }
    drafts = select(DispositionDraft).where(col(DispositionDraft.comment_id).in_(keys))
    proposed = {row.comment_id: Said.of(row) for row in session.exec(drafts)}
    return Sayings(
        {key: settled[first] for key, first in firsts.items() if first in settled},
        {key: proposed[first] for key, first in firsts.items() if first in proposed},
        contacts_of(session, list(firsts)) if with_contacts else {},
    )


def contacts_of(session: Session, keys: Sequence[int]) -> dict[int, str]:
    """How the authors of these public notes are reached: the address of a confirmed account, the
    address by which a guest confirmed the note, or what a letter says. Blocked and former accounts
    have none."""
    questions: tuple[Any, ...] = (
        select(NoteSource.comment_id, NoteSource.contact).where(
            col(NoteSource.comment_id).in_(keys), col(NoteSource.contact) != ""
        ),
        select(GuestNote.comment_id, GuestNote.email).where(
            col(GuestNote.comment_id).in_(keys),
            col(GuestNote.confirmed_at).is_not(None),
            col(GuestNote.email) != "",
        ),
        select(Comment.id, Person.email)
        .join(Person, col(Person.id) == col(Comment.author_id))
        .where(
            col(Comment.id).in_(keys),
            col(Person.confirmed_at).is_not(None),
            col(Person.blocked_at).is_(None),
        ),
    )
    found: dict[int, str] = {}
    for question in questions:
        found.update(session.exec(question).all())
    return found
