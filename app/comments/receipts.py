"""The receipt of a note: its number and a private link, which nothing stands for but the key of
this installation. Whoever holds the link is the author, with or without an account."""

import base64
import hashlib
import hmac
from datetime import UTC

from sqlmodel import Session, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import ActionField, Comment, Process

BYTES = 24  # 192 bits: nobody guesses one


def token_of(secret: str, comment: Comment) -> str:
    """The token of a note's receipt: 32 characters that may stand in an address. Nothing of it is
    stored; it holds as long as `secret` does, whatever becomes of the note or its author."""
    made = comment.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    told = f"receipt\n{comment.id}\n{made}".encode()
    mac = hmac.new(secret.encode(), told, hashlib.sha256).digest()[:BYTES]
    return base64.urlsafe_b64encode(mac).decode()


def is_token(secret: str, comment: Comment, token: str) -> bool:
    """Whether this is the note's token; how long that takes says nothing about how near it is."""
    return token.isascii() and hmac.compare_digest(token, token_of(secret, comment))


def path_of(comment: Comment, process_slug: str, token: str) -> str:
    """Where the note's receipt stands: "/p/{process}/receipts/{number}/{token}"."""
    return f"/p/{process_slug}/receipts/{comment.number}/{token}"


def note_of(session: Session, secret: str, process: Process, number: int, token: str) -> Comment:
    """The note of this receipt in whatever state it is, with its process, field, group, author and
    decision. Raises the same `NotFound` for a wrong token and for a number that nobody has."""
    query = (
        select(Comment)
        .where(Comment.process_id == process.id, Comment.number == number)
        .options(
            one(Comment.process),
            one(Comment.field, one(ActionField.group)),
            one(Comment.author),
            one(Comment.disposition),
            one(Comment.hidden_rule),
            one(Comment.made_version),
        )
    )
    comment = session.exec(query).one_or_none()
    if comment is None or not is_token(secret, comment, token):
        raise NotFound(_("Diesen Beleg gibt es nicht. Bitte prüfen Sie, ob der Link ganz ist."))
    return comment
