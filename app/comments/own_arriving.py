"""What an author sends to a note that is already there is counted and looked at like a new one."""

from fastapi import Request
from sqlmodel import Session

from app.comments import arriving, pace
from app.comments.approving import to_approve
from app.comments.doubts import BLOCKED, COPIED, HASTE, Arrival, doubts, doubts_about_nobody
from app.comments.own_paths import Own
from app.comments.pace import Sender
from app.security import network_of


def reasons_again(
    request: Request,
    session: Session,
    own: Own,
    texts: tuple[str, ...],
    *,
    is_new: bool = True,
) -> list[str]:
    """Count what is sent, and say why it should wait, if it should. By the receipt nobody has a
    role, and who writes is looked at as a guest is; a note without an account always waits again.
    Whoever mends a letter may be quick, and what the note says already (not `is_new`) is no copy of
    itself. Raises `TooMany`."""
    found = _reasons(request, session, own, texts)
    return [reason for reason in found if is_new or reason != COPIED]


def _reasons(request: Request, session: Session, own: Own, texts: tuple[str, ...]) -> list[str]:
    if own.person is not None:
        found = arriving.reasons_for(request, session, own.process, own.person, texts)
        return [reason for reason in found if reason != HASTE]
    network = network_of(request)
    arrival = Arrival(network)
    author = own.author
    sender = Sender(author.id if author else None, network, request.app.state.secret)
    if author is None:
        copied = pace.count_unsigned(session, sender, texts[0], proved=True)
        found = doubts_about_nobody(session, own.process, arrival, texts, proved=True)
    else:
        per_minute = request.app.state.settings.writes_per_minute
        copied = pace.count_writing(session, sender, texts[0], per_minute)
        found = doubts(
            session, own.process, author, arrival, texts, trusted=False, least_seconds=0.0
        )
        found += [BLOCKED] if author.blocked_at else []
    found += [COPIED] if copied else []
    return [*to_approve(own.process, texts, guest=True), *found]
