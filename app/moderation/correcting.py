"""Putting right what the city has said: the earlier text stays readable in public, and who was told
of it by mail is told of the new one (docs/decisions/0027-corrected-answers.md)."""

from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from app import i18n, journal
from app.comments import domain as comments
from app.comments.blackened import REPLY, in_force, rewritten
from app.comments.counted import counters_moved
from app.comments.holding import hold
from app.comments.tongue import written_in
from app.errors import Conflict, NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    Comment,
    News,
    NoteTranslation,
    Person,
    Reply,
    ReplyWording,
    Statement,
    Voice,
)
from app.moderation.domain import page_of
from app.moderation.letters import Letter
from app.news import telling
from app.outbox import in_tongue
from app.text import to_html

_HELD = ["text", "html", "state", "edited_at"]


def answer_at(session: Session, comment: Comment, position: int) -> Reply:
    """The answer at this place under a note, with its office. Raises `NotFound`."""
    query = (
        select(Reply)
        .where(Reply.comment_id == comment.id, Reply.position == position, Reply.position > 0)
        .options(one(Reply.statement, one(Statement.office)))
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Antwort gibt es nicht."))
    return found


def seen_of(reply: Reply) -> str:
    """As what an answer was read: another word after each correction."""
    return reply.edited_at.isoformat() if reply.edited_at else ""


def hold_answer(session: Session, comment: Comment, reply: Reply) -> None:
    """Hold a note and its answer, and see both as they are now."""
    hold(session, comment)
    session.refresh(reply, _HELD, with_for_update={"key_share": True})


def correct(
    session: Session,
    comment: Comment,
    reply: Reply,
    moderator: Person,
    text: str,
    now: datetime,
    seen: str = "",
) -> bool:
    """Let an answer of the city say `text` from now on; whether that is another text than before.
    What it said stays, its translations go: they are of other words. Both are held (`hold_answer`),
    `text` is cleaned.

    Refused with `Conflict` when somebody has corrected it since it was `seen` (`seen_of`).
    """
    if reply.text == text:
        return False
    if seen != seen_of(reply):
        raise Conflict(_("Diese Antwort hat eben schon jemand berichtigt."))
    text = rewritten(in_force(session, comment.id, REPLY, reply.id), text)
    _keep(session, reply, moderator, now)
    session.execute(delete(NoteTranslation).where(col(NoteTranslation.reply_id) == reply.id))
    reply.text, reply.html, reply.language = text, to_html(text), written_in(text)
    reply.edited_at = now
    session.flush()
    comments.touch(session, comment.process_id, now)
    comments.bump(session, comment.field_id)
    counters_moved(session, comment)
    number, process = reply.position, comment.process
    journal.record(session, moderator, "reply.corrected", comment, process=process, number=number)
    _tell(session, comment, reply, moderator)
    return True


def _keep(session: Session, reply: Reply, moderator: Person, now: datetime) -> None:
    count = select(func.count()).where(ReplyWording.reply_id == reply.id)
    before = ReplyWording(
        process_id=reply.process_id,
        comment_id=reply.comment_id,
        reply_id=reply.id,
        position=session.exec(count).one() + 1,
        text=reply.text,
        html=reply.html,
        until=now,
        by_id=moderator.id,
    )
    session.add(before)


def _tell(session: Session, comment: Comment, reply: Reply, moderator: Person) -> None:
    """Write to the author once more, if the answer was mailed to them. One whose mail has not left
    yet gets the corrected text by it; one who wants no mails gets none."""
    author = session.get(Person, comment.author_id) if comment.author_id is not None else None
    if author is None or author.id == moderator.id:
        return
    mailed = select(News.id).where(
        News.person_id == author.id,
        News.key == f"reply:{reply.id}",
        col(News.sent_at).is_not(None),
    )
    if session.exec(mailed).first() is None:
        return
    with i18n.speaking(author.locale):
        page = f"{page_of(session, comment)}#r{comment.number}-{reply.position}"
        telling.tell_of_own(session, author, comment, _letter(comment, reply, page), reply)


def _letter(comment: Comment, reply: Reply, page: str) -> Letter:
    about = {"n": comment.number, "title": comment.process.title}
    if reply.voice is Voice.OFFICE and reply.statement is not None:
        about["office"] = reply.statement.office.name
        intro = _(
            "die Stellungnahme „%(office)s“ zu Ihrer Anmerkung #%(n)d im Verfahren „%(title)s“ "
            "wurde berichtigt. Jetzt lautet sie:"
        )
    else:
        intro = _(
            "die Antwort der Moderation auf Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ wurde "
            "berichtigt. Jetzt lautet sie:"
        )
    told = _("Was vorher dort stand, bleibt auf der Seite zu lesen:")
    subject = _("Die Antwort auf Ihre Anmerkung #%(n)d wurde berichtigt") % about
    return subject, f"{intro % about}\n\n{reply.text}\n\n{told}\n{in_tongue(page)}"
