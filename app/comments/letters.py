"""Mails about comments."""

from sqlmodel import Session

from app import outbox
from app.i18n import _
from app.models import Comment, Process, Reply, Voice


def tell_author(session: Session, process: Process, comment: Comment, answer: Reply) -> None:
    """Mail the author of a comment that somebody answered, with the words; nobody is told of
    their own answer. `comment.author` must be loaded."""
    author = comment.author
    if author is None or author.id == answer.author_id or not author.email:
        return
    by = answer.author_name
    if answer.voice is Voice.MODERATOR:
        by = _("Moderation (%(name)s)") % {"name": answer.author_name}
    if answer.statement is not None:
        by = _("%(office)s (Stellungnahme)") % {"office": answer.statement.office.name}
    outbox.post(
        session,
        to=author.email,
        name=author.name,
        subject=_("Antwort auf Ihre Anmerkung #%(n)d") % {"n": comment.number},
        text=_(
            "Guten Tag %(name)s,\n\nauf Ihre Anmerkung #%(n)d zu %(address)s im Verfahren "
            "„%(process)s“ gibt es eine Antwort.\n\n%(by)s:\n\n%(text)s\n\n"
            "Ihre Anmerkung war:\n\n%(own)s\n\nIm Zusammenhang lesen:\n%(link)s"
        )
        % {
            "name": author.name,
            "n": comment.number,
            "address": comment.address,
            "process": process.title,
            "by": by,
            "text": answer.text,
            "own": comment.text,
            "link": outbox.link(session, f"/p/{process.slug}/comments/{comment.number}", process),
        },
        process_id=process.id,
    )
