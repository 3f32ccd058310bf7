"""The text: reading a version of it, handing in the next one."""

import hashlib
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, File, Query, Request, Response, UploadFile
from sqlmodel import Session

from app import db
from app.accounts.rules import may_manage, may_read_unpublished
from app.api import shapes, show
from app.api.asked import LARGEST_NUMBER, Key, Slug
from app.api.identity import (
    DRAFTS,
    OPTIONAL,
    Caller,
    MayImport,
    OptionalCaller,
    caller_by_token,
    presented,
)
from app.api.limits import count_change_now
from app.api.paging import absolute
from app.api.problems import answers
from app.api.resources.lineage import since_public
from app.db import Db
from app.drafts.chosen import chosen_fields
from app.drafts.domain import import_draft
from app.drafts.outline import ReadDraft
from app.drafts.queries import blocks_of, published, sections_of, version_by_number
from app.drafts.readers import read_contents
from app.drafts.translating.queries import version_in
from app.errors import Invalid, NotFound
from app.i18n import _
from app.idempotency import once
from app.models import Process, Status
from app.processes.queries import by_slug, fields_of
from app.publishing.carrying import compare
from app.rules import require
from app.text import clean_line

router = APIRouter(tags=["drafts"])
Version = Annotated[
    int | None,
    Query(ge=1, le=LARGEST_NUMBER, description="Its number; the current one if none is named."),
]
Language = Annotated[
    Literal["de-simple", "en", "tr", "ar", "uk", "fa"] | None,
    Query(description="A language in which the sentences shall stand beside the original."),
]
CREATED = {
    "description": "It is kept, not yet public.",
    "headers": {
        "Location": {
            "description": "Where an administrator can read it.",
            "schema": {"type": "string"},
        }
    },
}


@router.get("/processes/{process}/draft", responses=answers(401, 404, 422), openapi_extra=OPTIONAL)
def get_draft(
    process: Slug,
    caller: OptionalCaller,
    session: Db,
    version: Version = None,
    language: Language = None,
) -> shapes.Draft:
    """The text in sections, blocks and sentences with their addresses, and with what of it exists
    in another `language`, where one is named. A version that is not
    public yet is there for those who publish it and for auditors (scope `drafts:write`)."""
    about = by_slug(session, process, preparing=True)
    if caller is not None and version is not None and _sees_all(caller, about):
        found = version_by_number(session, about, version)
    else:
        about = by_slug(session, process)
        found = published(session, about, version)
    blocks = blocks_of(session, found)
    return show.draft(
        found.number,
        sections_of(session, found),
        blocks,
        fields_of(session, about),
        version_in(session, found, blocks, language) if language else {},
    )


def _sees_all(caller: Caller, process: Process) -> bool:
    return DRAFTS in caller.scopes and may_read_unpublished(caller.person, process)


@dataclass(frozen=True)
class Upload:
    """A file that was read: its name, the SHA-256 of its bytes, and what stands in it."""

    name: str
    digest: str
    draft: ReadDraft


async def _only_file(
    request: Request,
    file: Annotated[
        UploadFile, File(description="DOCX, ODT, HTML, Markdown or PDF, at most 5 MB.")
    ],
) -> UploadFile:
    """The one file of the form. Of several the framework would take one and drop the others
    without a word; they are refused with `Invalid`."""
    sent = len((await request.form()).getlist("file"))
    if sent > 1:
        sentence = _("Hier geht eine Datei auf einmal; gekommen sind %(n)d.") % {"n": sent}
        raise Invalid(sentence, {"file": sentence})
    return file


def _read(
    request: Request,
    process: Slug,
    file: Annotated[UploadFile, Depends(_only_file)],
    token: Annotated[str, Depends(presented)],
) -> Upload:
    """The file, read before the transaction that keeps it: others can write meanwhile. Who may
    is asked first, and how often, so that nobody else makes us read."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        caller = caller_by_token(session, token)
        caller.needs(DRAFTS)
        _managed(session, process, caller)
    count_change_now(request.app.state.engine, caller.person, request.app.state.settings)
    name, content = clean_line(file.filename or "") or "entwurf.md", file.file.read()
    return Upload(name, hashlib.sha256(content).hexdigest(), read_contents([(name, content)]))


def _managed(session: Session, slug: str, caller: Caller) -> Process:
    process = by_slug(session, slug, preparing=True)
    if process.status is Status.PREPARING and not _sees_all(caller, process):
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    require(may_manage(caller.person, process))
    return process


@router.post(
    "/processes/{process}/drafts",
    status_code=201,
    responses={201: CREATED, **answers(400, 401, 403, 404, 409, 413, 422, 429)},
)
def post_draft(
    request: Request,
    response: Response,
    process: Slug,
    upload: Annotated[Upload, Depends(_read)],
    caller: MayImport,
    session: Db,
    key: Key = None,
) -> shapes.ImportedDraft:
    """Hand in a file as the next version. What Markdown names in its front matter becomes
    action fields. Managers of the process and administrators only, scope
    `drafts:write`."""
    about = _managed(session, process, caller)
    route = f"api drafts {about.id}"
    first = once(session, caller.person, route, key or "", upload.name, upload.digest)
    if first.result is None:
        version = import_draft(
            session, about, upload.draft, source_name=upload.name, by=caller.person
        )
        compare(session, about, version, by=caller.person)
        first.keep(version=version.number)
    else:
        version = version_by_number(session, about, first.result["version"])
    response.headers["location"] = absolute(
        request, f"/processes/{process}/draft?version={version.number}"
    )
    fields = chosen_fields(session, about, version).values()
    return show.imported(version, fields, since_public(session, about, version))
