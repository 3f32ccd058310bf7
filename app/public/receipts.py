"""The receipt of a note: its whole life on one page, for whoever holds the private link; and what
its author answers to a decision, from there or signed in on the note's own page."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, outbox
from app.accounts.rules import only_reads
from app.comments import queries as comments
from app.comments import receipts
from app.comments.doubts import told_to_author
from app.comments.echoing import EchoForm, echo
from app.comments.own_deeds import own_deeds
from app.comments.paths import Number, ProcessInPath, ReceiptInPath
from app.comments.rules import may_echo
from app.db import Db
from app.errors import Invalid
from app.identity import SignedIn, Visitor
from app.models import Comment, Person, Process, Reply
from app.public import pages
from app.public.arranged import about_family, lives_of_parts
from app.public.life import steps_of
from app.public.lives import Kept, kept_of
from app.public.note_words import standing_of
from app.routing import Pages
from app.rules import require
from app.security import UNTOLD
from app.web import render

router = Pages(prefix="/p/{slug}")
# Whoever sees the address acts as the author: no copy of it is kept or handed on.
PRIVATE = {
    "cache-control": "private, no-store",
    "referrer-policy": UNTOLD,
    "x-robots-tag": "noindex, nofollow",
}


@router.get("/receipts/{number}/{token}")
def show_receipt(
    request: Request,
    process: ProcessInPath,
    note: ReceiptInPath,
    token: str,
    visitor: Visitor,
    session: Db,
    new: Annotated[str, Query(max_length=3)] = "",
    done: Annotated[str, Query(max_length=3)] = "",
    did: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """The whole life of the note, and what comes next. `new` when it was sent just now."""
    form = EchoForm()
    return _show(
        request, session, process, note, token, form, new=bool(new), done=bool(done), did=did
    )


NOT_TOLD: dict[str, Any] = {"new": False, "done": False, "did": ""}


def _show(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    token: str,
    form: EchoForm,
    *,
    status: int = 200,
    **told: Any,
) -> Response:
    comments.with_additions(session, [note], own=True)
    kept = kept_of(session, process, note, clock.now(), own=True)
    path = receipts.path_of(note, process.slug, token)
    open_to_echo = bool(may_echo(note, is_author=True)) and kept.echo is None
    page = render(
        request,
        "public/receipt.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        kept=kept,
        steps=steps_of(kept, process, clock.now(), own=True),
        standing=standing_of(note),
        reasons=_reasons(kept),
        receipt_token=token,
        receipt_path=path,
        receipt_url=outbox.address(session, path, process),
        text_url=f"/p/{process.slug}/fields/{note.field.slug}",
        echo_form=form if open_to_echo else None,
        echo_to=f"{path}/echo",
        **(NOT_TOLD | told),
        own_deeds=own_deeds(session, note, process, None, path, clock.now()),
        **_about_parts(session, process, kept),
        **pages.about_window(process),
    )
    page.headers.update(PRIVATE)
    return page


def _about_parts(session: Session, process: Process, kept: Kept) -> dict[str, Any]:
    """What belongs to the note, and the life of each of its parts."""
    around = about_family(session, kept.note, is_repeated=kept.is_repeated)
    parts = lives_of_parts(session, process, around["family"], clock.now())
    return {"parts": parts, **around}


def _reasons(kept: Kept) -> list[str]:
    return told_to_author(kept.stop.reasons) if kept.stop else []


@router.post("/receipts/{number}/{token}/echo")
def echo_by_receipt(
    request: Request,
    process: ProcessInPath,
    note: ReceiptInPath,
    token: str,
    visitor: Visitor,
    form: Annotated[EchoForm, Depends()],
    session: Db,
) -> Response:
    """The author's answer to the decision, by the receipt. Sent twice it is one."""
    require(may_echo(note, is_author=True))
    try:
        echo(session, note, note.author, form, clock.now())
    except Invalid:
        return _show(request, session, process, note, token, form, status=422)
    path = receipts.path_of(note, process.slug, token)
    return RedirectResponse(f"{path}?done=yes#echo", status_code=303, headers=PRIVATE)


@router.post("/comments/{number}/echo")
def echo_signed_in(
    process: ProcessInPath,
    number: Number,
    person: SignedIn,
    form: Annotated[EchoForm, Depends()],
    session: Db,
) -> Response:
    """The same by its author, signed in. Raises `Invalid` for a form not filled in right."""
    note = comments.by_number(session, process, number)
    require(may_echo(note, is_author=note.author_id == person.id))
    reads = only_reads(person, process.organisation_id)
    require(True if reads is None else reads)
    echo(session, note, person, form, clock.now())
    return RedirectResponse(f"/p/{process.slug}/comments/{number}#echo", status_code=303)


def about_life(
    session: Session,
    process: Process,
    note: Comment,
    visitor: Person | None,
    *,
    moderates: bool,
    answers: Sequence[Reply] | None = None,
) -> dict[str, Any]:
    """What the note's public page shows of its life: to its author also the answer to the
    decision, or the form for it; to who moderates that answer. `answers` are all to the note,
    where they have been read already."""
    own = visitor is not None and note.author_id == visitor.id
    kept = kept_of(session, process, note, clock.now(), own=False, answers=answers)
    said = kept.echo if own or moderates else None
    may = own and said is None and bool(may_echo(note, is_author=True))
    return {
        "steps": steps_of(kept, process, clock.now(), own=False),
        **about_family(session, note, is_repeated=kept.is_repeated),
        "said": said,
        "held_before": kept.earlier,
        "is_own": own,
        "echo_form": EchoForm() if may else None,
        "echo_to": f"/p/{process.slug}/comments/{note.number}/echo",
    }
