"""The owner of an address says that a note which was confirmed with it is not theirs: a program
that looks into mails may have pressed the button, or somebody who reads their mail."""

from datetime import datetime

from sqlmodel import Session

from app import forgetting, journal
from app.comments.holding import hold
from app.comments.withdrawing import withdraw
from app.models import CommentState, GuestNote

_TAKEN_BACK = (CommentState.PUBLIC, CommentState.WAITING)


def disown_confirmed(session: Session, guest: GuestNote, now: datetime) -> bool:
    """Take back a note that was confirmed by somebody else, and everything at it that speaks of the
    owner of the address: name, account, address. A tombstone stays, as for any note that is taken
    back; what the moderation has hidden stays hidden. Whether anything was to be done. `guest` is
    held."""
    comment = guest.comment
    hold(session, comment)
    if guest.confirmed_at is None or comment.author_id is None:
        return False
    if comment.state in _TAKEN_BACK:
        withdraw(session, comment, None, now)
    comment.author_id = guest.person_id = None
    comment.author_name = forgetting.UNNAMED
    for name, value in forgetting.NOTHING_OF_ONESELF.items():
        setattr(comment, name, value)
    guest.name = guest.email = ""
    session.flush()
    journal.record(session, None, "comment.disowned", comment, process=comment.process)
    return True
