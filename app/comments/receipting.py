"""Receipts are mailed after the note was stored, by the worker: posting waits for none.

A note carries `receipt_due` from the transaction that stored it, so no receipt is forgotten; the
mail is written, in the author's language, in the transaction that takes the mark away, so none
goes out twice.
"""

from collections.abc import Callable

from sqlalchemy import Engine, true, update
from sqlmodel import Session, col, select

from app import db, i18n
from app.comments import receipt_letters
from app.config import Settings
from app.loading import one
from app.models import Comment, CommentState, Person, Process

AT_ONCE = 50  # mails in one transaction
_IS_DUE = col(Comment.receipt_due) == true()  # as the index says it
# Who withdrew it in the meantime needs no receipt any more.
_TELLS = (CommentState.PUBLIC, CommentState.WAITING)


def round_of(settings: Settings) -> Callable[[Engine], int]:
    """What the worker does again and again: write the receipts that are due."""
    secret = settings.secret()

    def send_some(engine: Engine) -> int:
        return send_due(engine, secret)

    return send_some


def send_due(engine: Engine, secret: str) -> int:
    """Write some of the receipts that are due; for how many notes that was."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        if session.exec(select(Comment.id).where(_IS_DUE).limit(1)).first() is None:
            return 0
    with db.writing(engine) as session:
        held = (
            select(Comment)
            .where(_IS_DUE)
            .order_by(col(Comment.id))
            .limit(AT_ONCE)
            .options(one(Comment.process, one(Process.organisation)), one(Comment.author))
            .with_for_update(skip_locked=True, key_share=True, of=Comment)
        )
        notes = session.exec(held).all()
        for note in notes:
            _write(session, note, secret)
        done = update(Comment).where(col(Comment.id).in_([note.id for note in notes]))
        done = done.values(receipt_due=False).execution_options(synchronize_session=False)
        session.execute(done)
    return len(notes)


def _write(session: Session, note: Comment, secret: str) -> None:
    author: Person | None = note.author
    if author is None or "@" not in author.email or note.state not in _TELLS:
        return  # forgotten since, or nothing to tell
    with i18n.speaking(author.locale):
        receipt_letters.post(session, secret, note, author)
