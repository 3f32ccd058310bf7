"""Comments: reading them all, writing one."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlmodel import Session

from app import clock, outbox
from app.api import asked, queries, shapes, show
from app.api.asked import Key, Number, Slug
from app.api.identity import Changing, MayComment
from app.api.paging import LINKED, absolute, next_page
from app.api.problems import answers
from app.api.shapes_of_writing import WrittenComment
from app.comments import arriving, counting, receipts
from app.comments.forms import CommentForm
from app.comments.rules import may_comment, may_comment_at
from app.comments.targets import Target
from app.db import Db
from app.errors import Invalid, NotFound
from app.i18n import _
from app.idempotency import once
from app.models import Comment, CommentState, Person, Process
from app.processes.queries import by_slug, field_by_slug
from app.rules import require

router = APIRouter(tags=["comments"])
CREATED: dict[str, Any] = {
    "description": "It is stored, and public.",
    "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string"}}},
}

_NAMES = {"sentence": "first_word"}  # what the form of the pages calls it
WAITS = {
    "description": "It is stored, and waits for the moderation: nobody else sees it yet.",
    "headers": CREATED["headers"],
    "model": WrittenComment,
}


@router.get("/processes/{process}/comments", responses={200: LINKED, **answers(404, 422)})
def list_comments(
    request: Request,
    response: Response,
    process: Slug,
    wanted: Annotated[asked.CommentFilter, Query()],
    session: Db,
) -> shapes.CommentList:
    """Comments by number, with the residents' replies and the official answers to them."""
    asked = by_slug(session, process)
    found, more = queries.comments(session, asked, _wanted(session, asked, wanted))
    where = None
    if more:
        going_on = wanted.model_dump(mode="json") | {"after": found[-1].comment.number}
        where = next_page(request, response, f"/processes/{process}/comments", going_on)
    return shapes.CommentList(items=[show.comment(told) for told in found], next=where)


def _wanted(session: Session, process: Process, said: asked.CommentFilter) -> queries.Wanted:
    field = field_by_slug(session, process, said.field) if said.field else None
    target = Target.find(session, process, said.block) if said.block else None
    if target is not None and target.block is None:
        raise NotFound(_("Unter dieser Fundstelle steht kein Absatz."))
    return queries.Wanted(
        field_id=field.id if field else None,
        block_id=target.block.id if target and target.block else None,
        sentence=target.sentence.number if target and target.sentence else None,
        kind=said.kind,
        answered=said.answered,
        after=said.after,
        limit=said.limit,
    )


@router.get("/processes/{process}/comments/{number}", responses=answers(404, 422))
def get_comment(process: Slug, number: Number, session: Db) -> shapes.Comment:
    """One comment by its number."""
    return show.comment(queries.comment(session, by_slug(session, process), number))


@router.post(
    "/processes/{process}/comments",
    status_code=201,
    responses={201: CREATED, 202: WAITS, **answers(400, 401, 403, 404, 409, 413, 422, 429)},
    dependencies=[Changing],
)
def post_comment(
    request: Request,
    response: Response,
    process: Slug,
    new: asked.NewComment,
    caller: MayComment,
    session: Db,
    key: Key = None,
) -> WrittenComment:
    """Write in the margin, on behalf of the token's person. Scope `comments:write`. What looks
    like spam, or what the process reads first, is stored and waits for the moderation (202). The
    answer carries the receipt."""
    about = by_slug(session, process)
    first = once(
        session, caller.person, f"api comments {about.id}", key or "", new.model_dump_json()
    )
    if first.result is None:
        number = _post(request, session, about, new, caller.person).number
        first.keep(number=number)
    else:
        number = first.result["number"]
    response.headers["location"] = absolute(request, f"/processes/{process}/comments/{number}")
    told = queries.comment(session, about, number, own_of=caller.person.id)
    if told.comment.state is CommentState.WAITING:
        response.status_code = 202
    path = receipts.path_of(
        told.comment, about.slug, receipts.token_of(request.app.state.secret, told.comment)
    )
    written = show.comment(told, own=True).model_dump()
    return WrittenComment(**written, receipt=outbox.address(session, path, about))


def _post(
    request: Request,
    session: Session,
    process: Process,
    new: asked.NewComment,
    author: Person,
) -> Comment:
    now = clock.now()
    require(may_comment(author, process, now))
    target = Target.find(session, process, new.address)
    require(may_comment_at(author, process, target.block, now))
    form = CommentForm(
        kind=new.kind,
        target=target.address.fragment,
        text=new.text,
        proposed_wording=new.proposed_wording or "",
        version=str(new.version or ""),
    )
    if form.is_overtaken(target):
        raise counting.overtaken()
    if new.first_word is not None or new.last_word is not None:
        form.words = (new.first_word or 0, new.last_word or 0)  # one alone is none
        target = form.narrow(target)
    if not form.is_valid(target):
        wrong = {_NAMES.get(name, name): because for name, because in form.errors.items()}
        raise Invalid(_("Bitte bessern Sie die genannten Angaben nach."), wrong)
    return arriving.take_comment(request, session, target, author, form, source="api")
