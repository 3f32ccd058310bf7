"""What a working group decides on a comment: read by everybody, settled by its lead."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response
from sqlmodel import Session

from app import clock
from app.api import show
from app.api.asked import Key, Number, Slug
from app.api.identity import Changing, MayDecide
from app.api.problems import answers
from app.api.shapes_of_decisions import Decided, EarlierDisposition, NewDisposition
from app.comments.decided import earlier_of
from app.comments.joined import decidable
from app.comments.queries import by_number
from app.db import Db
from app.errors import Conflict
from app.groups import deciding
from app.groups.decided import Said
from app.groups.rules import may_settle
from app.i18n import _
from app.idempotency import once
from app.models import Comment, CommentState, Person, WorkingGroup
from app.processes.queries import by_slug
from app.rules import require

router = APIRouter(tags=["dispositions"])
PATH = "/processes/{process}/comments/{number}/disposition"
REFUSALS = answers(400, 401, 403, 404, 409, 413, 422, 429)
ETAG: dict[int | str, dict[str, Any]] = {200: {"headers": {"ETag": {"schema": {"type": "string"}}}}}
_ETAG = re.compile(r'(?:^|,)\s*"([0-9]{1,9})"\s*(?=,|$)')
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The ETag of what you saw, or several: refused (409) when somebody has decided "
        "since. `*` asks for nothing: there is always something to read here, open or decided.",
    ),
]


@router.get(PATH, responses=ETAG | answers(404, 422))
def get_disposition(process: Slug, number: Number, response: Response, session: Db) -> Decided:
    """What is decided on a comment, and what was before."""
    comment = by_number(session, by_slug(session, process), number, answers=False)
    return _told(session, comment, response)


def _told(session: Session, comment: Comment, response: Response) -> Decided:
    held = comment.disposition
    response.headers["etag"] = f'"{held.changes if held else 0}"'
    earlier = earlier_of(session, comment) if comment.state is CommentState.PUBLIC else ()
    return Decided(
        comment=comment.number,
        open=decidable(comment) and held is None,
        disposition=show.disposition(comment),
        earlier=[EarlierDisposition(**show.words(one), until=one.until) for one in earlier],
    )


@router.put(PATH, responses=ETAG | REFUSALS, dependencies=[Changing])
def put_disposition(
    process: Slug,
    number: Number,
    new: NewDisposition,
    caller: MayDecide,
    response: Response,
    session: Db,
    key: Key = None,
    if_match: IfMatch = None,
) -> Decided:
    """Settle what the field's group decides: its lead, or in place of the lead the process's
    manager. What held before goes into the history, the author is told. The same decision again
    changes nothing. Scope `decisions:write`."""
    comment, group = _ours(session, process, number, caller.person)
    route, body = f"api disposition {comment.id}", new.model_dump_json()
    first = once(session, caller.person, route, key or "", body)
    if first.result is None:
        seen = _seen(comment, if_match) if if_match else new.seen
        deciding.need_seen(session, comment, decision=seen)
        deciding.need_decidable(comment)
        said = Said(**new.model_dump(exclude={"seen"}))
        deciding.settle(session, [comment], group, caller.person, said, clock.now(), origin="api")
        first.keep(comment=comment.number)
    return _now(session, comment, response)


@router.delete(PATH, responses=ETAG | REFUSALS, dependencies=[Changing])
def delete_disposition(
    process: Slug,
    number: Number,
    caller: MayDecide,
    response: Response,
    session: Db,
    if_match: IfMatch = None,
) -> Decided:
    """Take the decision back: the comment is open again, its author is told, and the decision can
    still be read as an earlier one. Scope `decisions:write`."""
    comment, group = _ours(session, process, number, caller.person)
    seen = _seen(comment, if_match) if if_match else None
    deciding.need_seen(session, comment, decision=seen)
    deciding.take_back(session, comment, group, caller.person, clock.now())
    return _now(session, comment, response)


def _seen(comment: Comment, if_match: str) -> int | None:
    """Which decision `If-Match` asks for (RFC 9110, 13.1.1): of several ETags of ours the one that
    holds; what no decision has, where none is ours (a weak one never matches). None for `*`, which
    holds wherever something can be read: an open note is told too."""
    if if_match.strip() == "*":
        return None
    known = [int(number) for number in _ETAG.findall(if_match)]
    now = comment.disposition.changes if comment.disposition else 0
    return now if now in known else next(iter(known), -1)


def _ours(
    session: Session, process: str, number: int, person: Person
) -> tuple[Comment, WorkingGroup]:
    """The comment and the group that decides on it, for who may settle it."""
    about = by_slug(session, process)
    comment = by_number(session, about, number, answers=False)
    group = comment.field.group
    if group is None:
        raise Conflict(_("Diesem Handlungsfeld ist noch keine Gruppe zugeordnet."))
    require(may_settle(person, group, about))
    return comment, group


def _now(session: Session, comment: Comment, response: Response) -> Decided:
    session.flush()
    session.expire(comment, ["disposition"])
    process = comment.process
    return _told(session, by_number(session, process, comment.number, answers=False), response)
