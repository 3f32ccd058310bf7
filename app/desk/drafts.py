"""The draft on the desk: handing in a version, choosing its fields, publishing it."""

import hashlib
import re
import secrets
from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from app import db
from app.accounts.rules import may_manage, may_see_desk
from app.db import Db
from app.desk.ahead import Ahead, CompareThen
from app.desk.forms import PublishForm, UploadForm
from app.desk.pages import version_page
from app.desk.versions import listed_versions
from app.drafts.domain import import_draft
from app.drafts.outline import ReadDraft
from app.drafts.queries import version_by_number
from app.drafts.readers import LARGEST, Unreadable, read_contents
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.idempotency import once
from app.identity import SignedIn, signed_in, visitor_of
from app.models import DraftVersion, Person, Process, Status
from app.processes.queries import by_slug
from app.publishing.domain import publish_version
from app.routing import Pages
from app.rules import require
from app.text import clean_line
from app.web import render

router = Pages(prefix="/p/{slug}")
VersionNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
MOST_FILES = 50
MOST_BYTES = LARGEST + 5_000_000  # the reader says what is too large, in a sentence
PAGE = "/desk/p/{}/draft"


def _process_for(session: Session, slug: str, person: Person | None) -> Process:
    """The process of this address for those who may see it on the desk; nobody else learns of
    one in preparation."""
    process = by_slug(session, slug, preparing=True)
    verdict = may_see_desk(person, process)
    if person is not None and not verdict and process.status is Status.PREPARING:
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    require(verdict)
    return process


def process_in_path(request: Request, slug: str, session: Db) -> Process:
    """The process, for its moderators, managers, administrators and auditors."""
    return _process_for(session, slug, signed_in(request, session))


ProcessInPath = Annotated[Process, Depends(process_in_path, scope="function")]


async def sent(request: Request, form_token: Annotated[str, Form()] = "") -> dict[str, str]:
    """The fields of a form whose names follow from the text."""
    return {name: text for name, text in (await request.form()).items() if isinstance(text, str)}


Sent = Annotated[dict[str, str], Depends(sent)]


def version_in_path(n: VersionNumber, process: ProcessInPath, session: Db) -> DraftVersion:
    """The version, public or not."""
    return version_by_number(session, process, n)


VersionInPath = Annotated[DraftVersion, Depends(version_in_path, scope="function")]


@router.get("/draft")
def show_versions(
    request: Request, process: ProcessInPath, person: SignedIn, session: Db
) -> Response:
    """All versions, and the form for the next one."""
    return _versions(request, session, process, person, UploadForm())


def _versions(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: UploadForm,
    status: int = 200,
) -> Response:
    return render(
        request,
        "desk/draft.html",
        status=status,
        process=process,
        versions=listed_versions(session, process),
        may_change=bool(may_manage(person, process)),
        form=form,
        most_megabytes=LARGEST // 1_000_000,
        new_key=secrets.token_urlsafe(12),
    )


class Upload:
    """What was handed in: a draft, or the sentence that says why it is none."""

    def __init__(self, names: list[str], digest: str) -> None:
        self.source = ", ".join(names)
        self.digest = digest
        self.draft: ReadDraft | None = None
        self.error = ""


async def files_sent(request: Request, form_token: Annotated[str, Form()] = "") -> list[UploadFile]:
    """The files of the form. A file field left empty comes as a file without a name."""
    sent = await request.form()
    files = [file for file in sent.getlist("files") if isinstance(file, UploadFile)]
    return [file for file in files if file.filename]


def read_upload(
    request: Request, slug: str, files: Annotated[list[UploadFile], Depends(files_sent)]
) -> Upload:
    """Read the files before the transaction that keeps them, so that others can write meanwhile;
    and ask first who hands them in, so that nobody else makes us read."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        person = visitor_of(request, session)
        process = _process_for(session, slug, person)
        require(may_manage(person, process))
        session.expunge_all()
    contents = [(clean_line(file.filename or "")[-100:], file.file.read()) for file in files]
    contents.sort(key=lambda pair: _by_name(pair[0]))
    digest = hashlib.sha256(b"\0".join(data for _name, data in contents)).hexdigest()
    upload = Upload([name for name, _data in contents], digest)
    try:
        if not contents:
            raise Unreadable(_("Wählen Sie zuerst eine Datei aus."))
        upload.draft = read_contents(contents)
    except Unreadable as refusal:
        upload.error = refusal.reason
    return upload


def _by_name(name: str) -> list[tuple[int, str]]:
    """2-wohnen.md before 10-arbeit.md."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


@router.post("/drafts", form_limits={"max_files": MOST_FILES}, max_body_size=MOST_BYTES)
def hand_in(
    request: Request,
    upload: Annotated[Upload, Depends(read_upload)],
    compare_then: CompareThen,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    idempotency_key: Annotated[str, Form()] = "",
) -> Response:
    """Keep what was read as the next version, not yet public. What cannot be read is refused
    beside the file field, and nothing is written. It is compared before the answer leaves, in a
    transaction of its own."""
    require(may_manage(person, process))
    if upload.draft is None:
        form = UploadForm(upload.error)
        return _versions(request, session, process, person, form, status=422)
    first = once(session, person, f"drafts:{process.id}", idempotency_key, upload.digest)
    if first.result:
        return _see(process, int(first.result["version"]))
    try:
        with session.begin_nested():
            version = import_draft(
                session, process, upload.draft, source_name=upload.source, by=person
            )
    except Invalid as refusal:
        form = UploadForm(refusal.reason)
        return _versions(request, session, process, person, form, status=422)
    compare_then.wanted = (process.id, version.id, person.id)
    first.keep(version=version.number)
    return _see(process, version.number)


def _see(process: Process, number: int, fragment: str = "") -> Response:
    return RedirectResponse(f"{PAGE.format(process.slug)}/v{number}{fragment}", status_code=303)


@router.get("/draft/v{n}")
def show_version(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    edit: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """One version: its outline, its text with addresses, what it lacks. `edit` is the address of
    the block or heading whose tools are open."""
    return version_page(request, session, process, version, person, edit=edit)


@router.post("/draft/v{n}/publish")
def publish(
    request: Request,
    ahead: Ahead,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    typed: Sent,
    despite_doubts: Annotated[bool, Form()] = False,
) -> Response:
    """Put the version before the public with every comment on it, or say what stands against
    it."""
    require(may_manage(person, process))
    form = PublishForm(typed)
    how: dict[str, Any] = {"kind": form.kind, "reasons": form.reasons}
    try:
        publish_version(
            session,
            process,
            version,
            by=person,
            despite_doubts=despite_doubts,
            prepared=ahead,
            **how,
        )
    except (Conflict, Invalid) as refusal:
        form.errors = refusal.fields
        said: dict[str, Any] = {"refusal": refusal.reason, "status": refusal.status}
        return version_page(request, session, process, version, person, publishing=form, **said)
    return _see(process, version.number, "#oeffentlich")
