"""What working groups hand back: the dry run of a table or document, and taking it in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Path, Query, Request, Response, UploadFile
from sqlmodel import Session

from app import clock, db
from app.api import queries
from app.api import shapes_of_hand_backs as shapes
from app.api.asked import LARGEST_ID, LARGEST_NUMBER, NAME, Slug
from app.api.identity import DECISIONS, MayDecide, caller_by_token, presented
from app.api.limits import count_change_now
from app.api.paging import LINKED, Limit, absolute, next_page
from app.api.problems import answers
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.groups.decided import Said
from app.groups.returning import forms, keeping, saying, taking
from app.groups.returning import queries as returned
from app.groups.returning.fates import out_of
from app.groups.returning.limits import count_file
from app.groups.returning.rows import Brought
from app.groups.rules import may_enter, may_hand_back, may_settle
from app.i18n import _
from app.models import HandBack, HandBackRow, HandBackState, RowFate, WorkingGroup
from app.processes.queries import by_slug
from app.rules import require
from app.text import clean_line

router = APIRouter(tags=["hand-backs"])
PATH = "/processes/{process}/groups/{group}/hand-backs"
GroupName = Annotated[
    str, Path(pattern=NAME, examples=["ag-1"], description="Its slug, or its id.")
]
HandBackId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Its id.")]
After = Annotated[int, Query(ge=0, le=LARGEST_NUMBER, description="Only those behind this one.")]
CREATED: dict[str, Any] = {
    "description": "It is kept and looked through; nothing is decided yet, unless `take` was said.",
    "headers": {"Location": {"description": "Where it is told.", "schema": {"type": "string"}}},
}


class Upload:
    """A file that was read: its name, its bytes, and what stands in it."""

    def __init__(self, name: str, data: bytes, brought: Brought) -> None:
        self.name, self.data, self.brought = name, data, brought


def _read(
    request: Request,
    process: Slug,
    group: GroupName,
    file: Annotated[
        UploadFile, File(description="The XLSX, ODS, CSV or DOCX of a bundle, at most 5 MB.")
    ],
    token: Annotated[str, Depends(presented)],
) -> Upload:
    """The file, read before the transaction that keeps it: others can write meanwhile. Who may is
    asked first, and how often, so that nobody else makes us read."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        caller = caller_by_token(session, token)
        caller.needs(DECISIONS)
        about = by_slug(session, process)
        require(may_hand_back(caller.person, queries.group(session, about, group), about))
    count_change_now(request.app.state.engine, caller.person, request.app.state.settings)
    count_file(request.app.state.engine, caller.person)
    name, data = clean_line(file.filename or "")[-120:] or "datei", file.file.read()
    if not data:
        raise Unreadable(_("„%(name)s“ ist leer.") % {"name": name})
    return Upload(name, data, forms.read(name, data))


@router.post(
    PATH,
    status_code=201,
    responses={201: CREATED, **answers(400, 401, 403, 404, 409, 413, 422, 429)},
)
def post_hand_back(
    request: Request,
    response: Response,
    process: Slug,
    group: GroupName,
    upload: Annotated[Upload, Depends(_read)],
    caller: MayDecide,
    session: Db,
    take: Annotated[
        bool, Query(description="Take in what changes at once; conflicts and faults stay out.")
    ] = False,
) -> shapes.HandBack:
    """Hand a group's table or document back. Answers with its dry run; with `take` what changes is
    taken in: as decisions for the group's lead and the process's managers, for other members as
    proposals. The same file again changes nothing. Scope `decisions:write`."""
    about = by_slug(session, process)
    handed_by = queries.group(session, about, group)
    require(may_hand_back(caller.person, handed_by, about))
    settles = bool(may_settle(caller.person, handed_by, about))
    brought = (upload.name, upload.data, upload.brought, clock.now())
    doing = keeping.hand_in(session, handed_by, caller.person, *brought, settles=settles)
    if take and taking.is_worth_it(session, doing):
        taking.start(session, doing, handed_by, caller.person, clock.now(), with_proposals=True)
    found = returned.hand_back_of(session, handed_by, doing.id)
    response.headers["location"] = absolute(request, _path(handed_by, found))
    return _shown(request, handed_by, found, returned.counts_of(session, found))


def _path(group: WorkingGroup, doing: HandBack) -> str:
    return f"/processes/{group.process.slug}/groups/{group.slug}/hand-backs/{doing.id}"


def _group(session: Session, process: str, group: str, caller: MayDecide) -> WorkingGroup:
    about = by_slug(session, process)
    found = queries.group(session, about, group)
    require(may_enter(caller.person, found, about))
    return found


@router.get(PATH + "/{hand_back}", responses=answers(401, 403, 404, 422))
def get_hand_back(
    request: Request,
    process: Slug,
    group: GroupName,
    hand_back: HandBackId,
    caller: MayDecide,
    session: Db,
) -> shapes.HandBack:
    """A file that was handed back, and how far it is. Scope `decisions:write`."""
    found = _group(session, process, group, caller)
    doing = returned.hand_back_of(session, found, hand_back)
    return _shown(request, found, doing, returned.counts_of(session, doing))


@router.get(
    PATH + "/{hand_back}/rows",
    responses={200: LINKED, **answers(401, 403, 404, 422)},
)
def get_hand_back_rows(
    request: Request,
    response: Response,
    process: Slug,
    group: GroupName,
    hand_back: HandBackId,
    caller: MayDecide,
    session: Db,
    fate: Annotated[RowFate | None, Query(description="Only those with this fate.")] = None,
    after: After = 0,
    limit: Limit = 50,
) -> shapes.HandedRows:
    """Its rows in the order of the file: what changes, what is decided otherwise here, what is
    wrong in which cell. Scope `decisions:write`."""
    found = _group(session, process, group, caller)
    doing = returned.hand_back_of(session, found, hand_back)
    rows, more = returned.rows_of(session, doing, fate, after, limit)
    where = None
    if more:
        asked = {"fate": fate.value if fate else None, "after": rows[-1].position, "limit": limit}
        where = next_page(request, response, f"{_path(found, doing)}/rows", asked)
    return shapes.HandedRows(items=[_row(row) for row in rows], next=where)


def _shown(
    request: Request, group: WorkingGroup, of: HandBack, counts: dict[str, int]
) -> shapes.HandBack:
    return shapes.HandBack(
        id=of.id,
        process=group.process.slug,
        group=group.slug,
        bundle=of.bundle.number if of.bundle else None,
        file=of.file_name,
        form=of.form,
        sha256=of.digest,
        state=of.state,
        settles=of.settles,
        rows=of.rows_count,
        changes=of.changes_count,
        done=of.done_count if of.state is not HandBackState.CHECKING else 0,
        fates={fate: counts[fate.value] for fate in RowFate if counts.get(fate.value)},
        absent=counts.get("absent", 0),
        notices=[saying.sentence(fault) for fault in of.faults],
        error=of.error or None,
        handed_in_at=of.at,
        taken_at=of.taken_at,
        rows_at=absolute(request, f"{_path(group, of)}/rows"),
    )


def _row(row: HandBackRow) -> shapes.HandedRow:
    said = Said.of(row)
    return shapes.HandedRow(
        position=row.position,
        where=saying.place(row.place),
        comment=row.number,
        fate=row.fate,
        overrules=row.overrules,
        said=_said(said),
        before=_said(out_of(row.before) or Said(None)),
        faults=[
            shapes.Fault(
                where=saying.where(row, fault),
                column=str(fault["column"]) if fault.get("column") else None,
                key=str(fault["key"]),
                sentence=saying.sentence(fault, said),
            )
            for fault in row.faults
        ],
    )


def _said(said: Said) -> shapes.SaidHere:
    return shapes.SaidHere(**said.columns())
