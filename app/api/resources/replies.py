"""Replies under a comment: residents' ones, moderators' ones, statements of offices."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_moderate
from app.api import asked, queries, shapes, show
from app.api.asked import Key, Number, Slug
from app.api.identity import ANSWERS, COMMENTS, AnyCaller, Changing
from app.api.paging import LINKED, AfterNumber, Limit, absolute, next_page
from app.api.problems import answers
from app.api.resources.comments import CREATED
from app.comments import arriving
from app.comments.forms import ReplyForm
from app.comments.queries import by_number, own_reply
from app.comments.rules import may_reply
from app.db import Db
from app.errors import Invalid, NotFound
from app.i18n import _
from app.idempotency import once
from app.models import Comment, CommentState, Office, Person, Process, Reply
from app.moderation import domain as moderation
from app.moderation.rules import may_answer
from app.processes.queries import by_slug, offices_of
from app.rules import require

router = APIRouter(tags=["replies"])
WAITS = {
    "description": "It is stored, and waits for the moderation: nobody else sees it yet.",
    "model": shapes.WaitingReply,
}
PATH = "/processes/{process}/comments/{number}/replies"


@router.get(PATH, responses={200: LINKED, **answers(404, 422)})
def list_replies(
    request: Request,
    response: Response,
    process: Slug,
    number: Number,
    session: Db,
    after: AfterNumber = 0,
    limit: Limit = 50,
) -> shapes.ReplyList:
    """All answers to a comment, in the order in which they came."""
    told = queries.comment(session, by_slug(session, process), number)
    found, more = queries.replies(session, told.comment, after, limit)
    where = None
    if more:
        path = PATH.format(process=process, number=number)
        going_on = {"after": found[-1].position, "limit": limit}
        where = next_page(request, response, path, going_on)
    return shapes.ReplyList(items=[show.reply(reply) for reply in found], next=where)


@router.post(
    PATH,
    status_code=201,
    response_model=shapes.Reply,
    responses={201: CREATED, 202: WAITS, **answers(400, 401, 403, 404, 409, 413, 422, 429)},
    dependencies=[Changing],
)
def post_reply(
    request: Request,
    response: Response,
    process: Slug,
    number: Number,
    new: asked.NewReply,
    caller: AnyCaller,
    session: Db,
    key: Key = None,
) -> shapes.Reply | Response:
    """Answer a comment. Whoever moderates the process answers officially, in their own voice or
    with the statement of an `office` (scope `answers:write`); everybody else as a resident (scope
    `comments:write`). A resident's that looks like spam, or that the process reads first, is
    stored and waits (202)."""
    about = by_slug(session, process)
    official = bool(may_moderate(caller.person, about))
    caller.needs(ANSWERS if official else COMMENTS)
    comment = by_number(session, about, number)
    first = once(
        session, caller.person, f"api replies {comment.id}", key or "", new.model_dump_json()
    )
    if first.result is None:
        if official or new.office:
            reply = _answer(session, comment, about, caller.person, new)
        else:
            reply = _reply(request, session, comment, about, caller.person, new)
        session.flush()
        made: int | None = reply.id
        first.keep(reply=made)
    else:
        made = first.result.get("reply")
    own = own_reply(session, comment, made, caller.person.id)
    if own is None:
        raise NotFound(_("Diese Antwort gibt es nicht."))
    if own.state is CommentState.WAITING:
        return JSONResponse(show.waiting_reply(own).model_dump(mode="json"), 202)
    path = PATH.format(process=process, number=number)
    response.headers["location"] = absolute(request, f"{path}?after={own.position - 1}&limit=1")
    return show.reply(own)


def _reply(
    request: Request,
    session: Session,
    comment: Comment,
    process: Process,
    author: Person,
    new: asked.NewReply,
) -> Reply:
    require(may_reply(author, comment, process, clock.now()))
    form = ReplyForm(text=_text(new))
    return arriving.take_reply(request, session, process, comment, author, form)


def _answer(
    session: Session, comment: Comment, process: Process, author: Person, new: asked.NewReply
) -> Reply:
    require(may_answer(author, comment, process))
    office = _office(session, process, new.office) if new.office else None
    text, now = _text(new), clock.now()
    return moderation.answer(session, comment, author, text, now, office)


def _text(new: asked.NewReply) -> str:
    form = ReplyForm(text=new.text)
    if not form.is_valid():
        raise Invalid(_("Bitte bessern Sie die genannten Angaben nach."), form.errors)
    return form.text


def _office(session: Session, process: Process, slug: str) -> Office:
    for office in offices_of(session, process):
        if office.slug == slug:
            return office
    raise NotFound(_("Dieses Amt antwortet in diesem Verfahren nicht."))
