"""Pages of a note's author: edit it for fifteen minutes, add a remark later, name its language and
withdraw it at any time. Each stands at the note's address for who is signed in, and below the
receipt's."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import deed_letters
from app.comments.adding import add
from app.comments.doubts import told_to_author
from app.comments.editing import HELD, Said, built_on, edit, edits_of
from app.comments.own_arriving import reasons_again
from app.comments.own_forms import AdditionForm, EditForm, LanguageForm
from app.comments.own_paths import Own, OwnInPath
from app.comments.own_rules import may_add, may_edit, may_name_language, may_withdraw
from app.comments.stopping_again import hold_own
from app.comments.translating import OF_NOTES, call_language
from app.comments.withdrawing import withdraw
from app.db import Db
from app.i18n import _
from app.models import CommentState
from app.processes.who_writes import perspectives_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}")
NOTE, RECEIPT = "/comments/{number}", "/receipts/{number}/{token}"


@router.get(f"{NOTE}/edit")
@router.get(f"{RECEIPT}/edit")
def ask_to_edit(request: Request, own: OwnInPath, session: Db) -> Response:
    """The form with what the note says now."""
    _require_edit(session, own)
    return _edit_page(request, session, own, EditForm.of(own.note, edits_of(session, own.note)))


def _require_edit(session: Session, own: Own) -> None:
    facts = built_on(session, own.note)
    require(may_edit(own.note, own.process, clock.now(), **facts))


def _edit_page(
    request: Request, session: Session, own: Own, form: EditForm, status: int = 200
) -> Response:
    perspectives = perspectives_of(session, own.process)
    return _page(request, own, "edit", status, form=form, perspectives=perspectives)


def _page(request: Request, own: Own, name: str, status: int = 200, **context: Any) -> Response:
    page = render(
        request,
        f"comments/{name}.html",
        status=status,
        process=own.process,
        field=own.note.field,
        note=own.note,
        own=own,
        text_url=f"/p/{own.process.slug}/fields/{own.note.field.slug}",
        of_notes=OF_NOTES,
        **context,
    )
    page.headers.update(own.headers)
    return page


@router.post(f"{NOTE}/edit")
@router.post(f"{RECEIPT}/edit")
def post_edit(
    request: Request, own: OwnInPath, form: Annotated[EditForm, Depends()], session: Db
) -> Response:
    """Let the note say this instead. Of two edits at one time the second is shown what the first
    has made of it; sent twice it is one."""
    note = own.note
    hold_own(session, note, *HELD)
    _require_edit(session, own)
    is_valid = form.is_valid(note) & form.check_self(session, own.process)
    if not is_valid:
        return _edit_page(request, session, own, form, 422)
    edits = edits_of(session, note)
    if form.seen != str(edits) and form.said != Said.of(note):
        return _edited_meanwhile(request, session, own, form, edits)
    if form.said != Said.of(note) or form.says_else_of(note):
        says_else = form.said != Said.of(note)
        texts = (form.text, form.said.wording, *form.lines) if says_else else form.lines
        is_new = form.text != note.text
        reasons = reasons_again(request, session, own, texts, is_new=is_new)
        edit(session, note, own.author, form.said, form.about_self, reasons, clock.now())
        _tell(request, session, own, deed_letters.EDITED)
    if form.language:
        call_language(session, note, form.language, own.author)
    return _back(own, "edited")


def _tell(request: Request, session: Session, own: Own, deed: str) -> None:
    """Whoever acts by a receipt may be somebody else than the author, who is told."""
    if own.person is None:
        secret = request.app.state.secret
        deed_letters.tell_of_deed(session, secret, own.process, own.note, deed)


def _edited_meanwhile(
    request: Request, session: Session, own: Own, form: EditForm, edits: int
) -> Response:
    form.seen = str(edits)
    form.errors["text"] = _(
        "Die Anmerkung wurde inzwischen in einem anderen Fenster geändert. Unten steht, was Sie "
        "hier geschrieben haben. Wenn es gelten soll, schicken Sie es noch einmal ab."
    )
    return _edit_page(request, session, own, form, 409)


def _back(own: Own, did: str) -> Response:
    return RedirectResponse(f"{own.back}?did={did}", status_code=303, headers=own.headers)


@router.get(f"{NOTE}/addition")
@router.get(f"{RECEIPT}/addition")
def ask_for_addition(request: Request, own: OwnInPath) -> Response:
    """The form for a remark."""
    require(may_add(own.note, own.process, clock.now()))
    return _page(request, own, "addition", form=AdditionForm())


@router.post(f"{NOTE}/addition")
@router.post(f"{RECEIPT}/addition")
def post_addition(
    request: Request, own: OwnInPath, form: Annotated[AdditionForm, Depends()], session: Db
) -> Response:
    """Add a remark. What looks like spam is not taken: a remark cannot wait, a new note can."""
    note = own.note
    hold_own(session, note, "additions_count")
    if not form.is_valid():
        return _page(request, own, "addition", 422, form=form)
    require(may_add(note, own.process, clock.now()))
    reasons = reasons_again(request, session, own, (form.text,))
    if reasons:
        why = " ".join(told_to_author(reasons))
        form.errors["text"] = why + " " + _("Schreiben Sie dafür bitte eine neue Anmerkung.")
        return _page(request, own, "addition", 422, form=form)
    count = note.additions_count
    add(session, note, own.author, form.text, clock.now())
    if note.additions_count > count:
        _tell(request, session, own, deed_letters.ADDED)
    return _back(own, "added")


@router.get(f"{NOTE}/language")
@router.get(f"{RECEIPT}/language")
def ask_for_language(request: Request, own: OwnInPath) -> Response:
    """In which language the note is, to be put right."""
    require(may_name_language(own.note, own.process))
    return _page(request, own, "language", form=LanguageForm(own.note.language))


@router.post(f"{NOTE}/language")
@router.post(f"{RECEIPT}/language")
def post_language(
    request: Request, own: OwnInPath, form: Annotated[LanguageForm, Depends()], session: Db
) -> Response:
    """Label the note with this language; its words stay as they are."""
    note = own.note
    hold_own(session, note, "language")
    require(may_name_language(note, own.process))
    if not form.is_valid():
        return _page(request, own, "language", 422, form=form)
    call_language(session, note, form.language, own.author)
    return _back(own, "language")


@router.get(f"{NOTE}/withdraw")
@router.get(f"{RECEIPT}/withdraw")
def ask_to_withdraw(request: Request, own: OwnInPath) -> Response:
    """Whether the author is sure, and what stays."""
    require(may_withdraw(own.note))
    return _page(request, own, "withdraw")


@router.post(f"{NOTE}/withdraw")
@router.post(f"{RECEIPT}/withdraw")
def post_withdraw(request: Request, own: OwnInPath, session: Db) -> Response:
    """Take the note back; sent twice it is one."""
    note = own.note
    hold_own(session, note)
    if note.state is not CommentState.WITHDRAWN:
        require(may_withdraw(note))
        withdraw(session, note, own.author, clock.now())
        _tell(request, session, own, deed_letters.WITHDRAWN)
    return _back(own, "withdrawn")
