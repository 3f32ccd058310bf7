"""Agreeing with a comment: once per person, and it can be taken back."""

from fastapi import APIRouter
from sqlmodel import Session

from app import clock
from app.api import shapes
from app.api.asked import Number, Slug
from app.api.identity import Changing, MayComment
from app.api.problems import answers
from app.comments import supporting
from app.comments.queries import by_number
from app.comments.rules import may_support
from app.db import Db
from app.models import Comment, Person
from app.processes.queries import by_slug
from app.rules import require

router = APIRouter(tags=["support"])
PATH = "/processes/{process}/comments/{number}/support"
REFUSALS = answers(401, 403, 404, 422, 429)


@router.put(PATH, responses=REFUSALS, dependencies=[Changing])
def put_support(
    process: Slug, number: Number, caller: MayComment, session: Db
) -> shapes.SupportState:
    """Agree. Asked twice it counts once. Scope `comments:write`."""
    comment = _supportable(session, process, number, caller.person)
    supporting.support(session, comment, caller.person, clock.now())
    session.refresh(comment, ["supports"])
    return shapes.SupportState(support=comment.supports, supported=True)


@router.delete(PATH, responses=REFUSALS, dependencies=[Changing])
def delete_support(
    process: Slug, number: Number, caller: MayComment, session: Db
) -> shapes.SupportState:
    """No longer agree. Scope `comments:write`."""
    comment = _supportable(session, process, number, caller.person)
    supporting.take_back_support(session, comment, caller.person)
    session.refresh(comment, ["supports"])
    return shapes.SupportState(support=comment.supports, supported=False)


def _supportable(session: Session, process: str, number: int, person: Person) -> Comment:
    about = by_slug(session, process)
    comment = by_number(session, about, number)
    require(may_support(person, comment, about, clock.now()))
    return comment
