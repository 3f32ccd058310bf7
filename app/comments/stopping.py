"""What happens to a note or a reply that looks like spam: it is kept, gets its number, and waits
for the moderation. Nothing is refused, and nothing public changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app import journal
from app.comments import barriers, counting, domain
from app.comments.doubts import barrier_of
from app.comments.targets import Target
from app.models import (
    Comment,
    CommentKind,
    CommentState,
    Doer,
    Person,
    Process,
    Reply,
    Stop,
    Voice,
)
from app.text import to_html


def stop_comment(
    session: Session,
    target: Target,
    author: Doer | None,
    reasons: Sequence[str],
    *,
    kind: CommentKind,
    text: str,
    wording: str = "",
    now: datetime,
    author_name: str = "",
    **about: Any,
) -> Comment:
    """Write a comment at `target` that waits, for these `reasons`; else as `post_comment`."""
    about["number"] = counting.next_waiting_number(session, target.process, target.version.number)
    about["author_name"] = author_name or (author.name if author else "")
    about |= {"author_id": author.id if author else None, "created_at": now}
    about |= {"state": CommentState.WAITING, "is_listed": False}
    comment = domain.write_down(session, target, kind, text, wording, about)
    journal.record(session, author, "comment.stopped", comment, process=target.process)
    note_reasons(session, comment, None, reasons, now)
    return comment


def stop_reply(
    session: Session,
    comment: Comment,
    author: Person,
    reasons: Sequence[str],
    *,
    text: str,
    now: datetime,
) -> Reply:
    """Write a resident's reply that waits. Its position counts down from -1 until it is public;
    nobody is told of it."""
    session.refresh(comment, ["replies_count"], with_for_update={"key_share": True})
    lowest = session.exec(
        select(func.min(Reply.position)).where(Reply.comment_id == comment.id)
    ).one()
    answer = Reply(
        process_id=comment.process_id,
        comment=comment,
        position=min(lowest or 0, 0) - 1,
        author_id=author.id,
        author_name=author.name,
        voice=Voice.RESIDENT,
        state=CommentState.WAITING,
        text=text,
        html=to_html(text),
        created_at=now,
    )
    session.add(answer)
    session.execute(
        update(Process)
        .where(col(Process.id) == comment.process_id)
        .values(waiting_count=Process.waiting_count + 1)
        .execution_options(synchronize_session=False)
    )
    journal.record(session, author, "reply.stopped", comment, process=comment.process)
    note_reasons(session, comment, answer, reasons, now)
    return answer


def reasons_of(session: Session, comment: Comment, answer: Reply | None = None) -> list[str]:
    """Why this comment (or this answer to it) waits."""
    query = select(Stop.reasons).where(
        Stop.comment_id == comment.id, Stop.reply_id == (answer.id if answer else None)
    )
    return list(session.exec(query).first() or [])


def note_reasons(
    session: Session,
    comment: Comment,
    answer: Reply | None,
    reasons: Sequence[str],
    now: datetime,
) -> None:
    """Write down why a note (or this answer to it) waits from now on."""
    session.add(
        Stop(
            process_id=comment.process_id,
            comment_id=comment.id,
            reply_id=answer.id if answer else None,
            reasons=list(reasons),
            at=now,
        )
    )
    for reason in reasons:
        if (barrier_id := barrier_of(reason)) is not None:
            barriers.count_stopped(session, barrier_id)
    session.flush()
