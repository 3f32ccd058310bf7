"""What answers of the city said before they were put right."""

from collections.abc import Iterable

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models import Reply, ReplyWording


def with_earlier(session: Session, replies: Iterable[Reply]) -> None:
    """Load what these answers said before they were corrected, if any was: the database is asked
    only then."""
    replies = list(replies)
    said: dict[int, list[ReplyWording]] = {one.id: [] for one in replies if one.edited_at}
    if said:
        query = select(ReplyWording).where(col(ReplyWording.reply_id).in_(said))
        for wording in session.exec(query.order_by(col(ReplyWording.position))):
            said[wording.reply_id].append(wording)
    for reply in replies:
        set_committed_value(reply, "earlier", said.get(reply.id, []))
