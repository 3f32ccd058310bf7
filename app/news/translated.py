"""What the office has translated of notes and answers, for mails to readers of that language. It
stands below the original, which stays, and says what it is."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from app import i18n
from app.i18n import _
from app.models import Comment, NoteTranslation, Reply


def translations_of(
    session: Session, notes: Collection[int], languages: Collection[str]
) -> Mapping[int, Sequence[NoteTranslation]]:
    """The translations of these notes and of their answers into these languages, by the note's id:
    one question for all of them."""
    found: dict[int, list[NoteTranslation]] = defaultdict(list)
    if not notes:
        return found
    query = select(NoteTranslation).where(
        col(NoteTranslation.comment_id).in_(set(notes)),
        col(NoteTranslation.language).in_(set(languages)),
    )
    for row in session.exec(query):
        found[row.comment_id].append(row)
    return found


def chosen(rows: Sequence[NoteTranslation], of: Comment | Reply) -> NoteTranslation | None:
    """The translation of a note or of an answer into the language that is spoken now. None where
    there is none, or where its words are in that language."""
    spoken = i18n.locale()
    if of.language == spoken:
        return None
    place = of.id if isinstance(of, Reply) else None
    return next((row for row in rows if row.reply_id == place and row.language == spoken), None)


def headline_of(translation: NoteTranslation, of: Comment | Reply) -> str:
    """That it is a translation, and whose; and where the original has changed since, that too."""
    if of.edited_at is not None and translation.made_at < of.edited_at:
        older = _("vor der letzten Änderung")
        return f"{_('Übersetzung der Stadt')}{i18n.comma()}{older}:"
    return f"{_('Übersetzung der Stadt')}:"
