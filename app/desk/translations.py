"""The text in other languages and in plain language, by the office: field by field, in forms or
by files."""

from typing import Annotated

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from sqlmodel import Session
from starlette.datastructures import UploadFile

from app.db import Db
from app.desk.drafts import ProcessInPath, Sent, VersionInPath, files_sent
from app.desk.rules import may_translate
from app.desk.translating import AT_ONCE, Paper, TranslationForm, paper_of, taken_from
from app.drafts.chosen import chosen_fields
from app.drafts.translating.pairing import LANGUAGES, NAMES_OF_TEXTS
from app.drafts.translating.paper import read_translation, to_translate
from app.drafts.translating.queries import blocks_translated
from app.drafts.translating.writing import hold_text, write_translations
from app.errors import Invalid
from app.i18n import _, direction
from app.identity import SignedIn
from app.models import DraftVersion, Person, Process
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/draft/v{n}/translations")
FieldSlug = Annotated[str, Path(max_length=80)]
Into = Annotated[str, Query(max_length=12)]
Start = Annotated[int, Query(alias="from", ge=0, le=100_000)]


@router.get("")
def show_translations(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
) -> Response:
    """Which field can be read in which language, and how much of it."""
    every, done = blocks_translated(session, version)
    return render(
        request,
        "desk/translations.html",
        process=process,
        version=version,
        fields=chosen_fields(session, process, version).values(),
        names=NAMES_OF_TEXTS,
        offered=LANGUAGES,
        every=every,
        done=done,
    )


def _language(asked: str) -> str:
    """A language that a text can be translated into. Raises `Invalid`."""
    if asked not in LANGUAGES:
        raise Invalid(_("Bitte wählen Sie eine Sprache aus der Liste."))
    return asked


@router.get("/{field}")
def show_translation(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    field: FieldSlug,
    into: Into = LANGUAGES[0],
    start: Start = 0,
    done: Annotated[int, Query(ge=-1, le=100_000)] = -1,
) -> Response:
    """A field's text, block by block, beside its translation."""
    paper = paper_of(session, process, version, field, _language(into))
    return _page(request, process, version, person, paper, TranslationForm({}), start, done=done)


def _page(
    request: Request,
    process: Process,
    version: DraftVersion,
    person: Person,
    paper: Paper,
    form: TranslationForm,
    start: int,
    done: int = -1,
) -> Response:
    entries = list(paper.entries())
    start = min(start, max(0, len(entries) - 1)) // AT_ONCE * AT_ONCE
    language = paper.known.language
    where = f"/desk/p/{process.slug}/draft/v{version.number}/translations/{paper.field.slug}"
    return render(
        request,
        "desk/translation.html",
        status=422 if form.errors else 200,
        process=process,
        version=version,
        field=paper.field,
        where=where,
        entries=entries[start : start + AT_ONCE],
        starts=range(0, len(entries), AT_ONCE),
        start=start,
        moved=paper.known.moved,
        form=form,
        into=language,
        runs=direction(language),
        names=NAMES_OF_TEXTS,
        offered=LANGUAGES,
        done=done,
        may_change=may_translate(person, process),
        at_once=AT_ONCE,
        total=len(entries),
    )


@router.post("/{field}")
def save_translation(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    field: FieldSlug,
    typed: Sent,
    into: Annotated[str, Form(max_length=12)] = "",
    start: Annotated[int, Form(alias="from", ge=0, le=100_000)] = 0,
) -> Response:
    """Keep what was typed, as much as it is. Where the lines of a block are not as many as its
    sentences nothing is kept, and everything typed stays in its field."""
    require(may_translate(person, process))
    paper = _held(session, process, version, field, _language(into))
    form = TranslationForm(typed)
    if not form.check(list(paper.entries())):
        return _page(request, process, version, person, paper, form, start)
    changed = write_translations(
        session,
        process,
        version,
        paper.field.id,
        into,
        blocks=form.blocks,
        headings=form.headings,
        by=person,
    )
    return _back(process, version, field, into, changed, start)


def _held(
    session: Session, process: Process, version: DraftVersion, field: str, language: str
) -> Paper:
    hold_text(session, process)
    return paper_of(session, process, version, field, language)


@router.get("/{field}/file")
def download(
    process: ProcessInPath,
    version: VersionInPath,
    session: Db,
    field: FieldSlug,
    into: Into = LANGUAGES[0],
) -> Response:
    """The field's text as a file to translate, with what is translated already."""
    paper = paper_of(session, process, version, field, _language(into))
    title = f"{process.title}, {paper.field.label} {paper.field.title}: {NAMES_OF_TEXTS[into]}"
    text = to_translate(title, paper.sections, paper.blocks, paper.known)
    name = f"{process.slug}-v{version.number}-{paper.field.slug}-{into}.txt"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return PlainTextResponse(text, headers=headers)


@router.post("/{field}/file", max_body_size=5_000_000)
def import_file(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    field: FieldSlug,
    files: Annotated[list[UploadFile], Depends(files_sent)],
    into: Annotated[str, Form(max_length=12)] = "",
) -> Response:
    """Keep the translations of a file; what it does not name stays as it is. A file with a line
    that does not fit is refused with the numbers of its lines, and nothing is kept."""
    require(may_translate(person, process))
    paper = _held(session, process, version, field, _language(into))
    form = TranslationForm({})
    try:
        content = files[0].file.read() if files else b""
        read = read_translation(content, paper.sections, paper.blocks)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _page(request, process, version, person, paper, form, 0)
    blocks, headings = taken_from(read, list(paper.entries()))
    changed = write_translations(
        session,
        process,
        version,
        paper.field.id,
        into,
        blocks=blocks,
        headings=headings,
        by=person,
    )
    return _back(process, version, field, into, changed, 0)


def _back(
    process: Process, version: DraftVersion, field: str, into: str, changed: int, start: int
) -> Response:
    page = f"/desk/p/{process.slug}/draft/v{version.number}/translations/{field}"
    where = f"{page}?into={into}&from={start}&done={changed}#getan"
    return RedirectResponse(where, status_code=303)
