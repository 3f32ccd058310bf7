"""A process of one's own: the page on which the participation office sets one up."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_administer
from app.cities import city_of
from app.db import Db
from app.desk.frame_forms import NewForm
from app.errors import Conflict, Invalid, NotFound
from app.i18n import ZONE, _
from app.idempotency import once
from app.identity import SignedIn
from app.models import Organisation, Person, Process, Status
from app.processes.domain import create_process
from app.processes.frame import wrong_words
from app.routing import Pages
from app.rules import require
from app.text import slugify
from app.web import render

router = Pages(prefix="/processes")


def _own_city(session: Session, person: Person) -> Organisation:
    """The city of this host, for its office."""
    known = city_of(session)
    city = session.get(Organisation, known.id) if known else None
    if city is None:
        raise NotFound(_("Diese Seite gibt es nicht."))
    require(may_administer(person, city.id))
    return city


def _show(request: Request, form: NewForm, key: str = "", status: int = 200) -> Response:
    context: dict[str, Any] = {"form": form, "zone": ZONE, "key": key or secrets.token_urlsafe(12)}
    return render(request, "desk/new_process.html", status=status, **context)


@router.get("/new")
def ask(request: Request, person: SignedIn, session: Db) -> Response:
    """The form for another process."""
    _own_city(session, person)
    return _show(request, NewForm.blank())


@router.post("/new")
def make(
    request: Request,
    person: SignedIn,
    session: Db,
    form: Annotated[NewForm, Depends()],
    idempotency_key: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """Set it up, in preparation until its first version is published."""
    city = _own_city(session, person)
    try:
        process = _made(session, city, person, form, idempotency_key)
    except (Invalid, Conflict) as refusal:
        form.errors |= refusal.fields
        return _show(request, form, idempotency_key, refusal.status)
    return RedirectResponse(f"/desk/p/{process}/frame?done=made#getan", status_code=303)


def _made(session: Session, city: Organisation, by: Person, form: NewForm, key: str) -> str:
    """The address of the new process; of a second click that of the first."""
    form.errors = wrong_words(form["title"], "", "")
    slug = form["slug"] or slugify(form["title"], "")
    if form["title"] and (not slug or slug != slugify(slug, "")):
        form.errors["slug"] = _("Die Adresse darf nur a bis z, Ziffern und Bindestriche enthalten.")
    window = form.moments(ZONE)
    if window and window[1] <= window[0]:
        form.errors["closes_on"] = _("Das Ende der Frist liegt vor ihrem Anfang.")
    if form.errors or window is None:
        raise Invalid(_("Bitte bessern Sie die genannten Angaben nach."), form.errors)
    first = once(session, by, "processes", key, slug, form["title"], *window)
    if first.result:
        return str(first.result["slug"])
    try:
        process: Process = create_process(
            session,
            city,
            slug=slug,
            title=form["title"],
            opens_at=window[0],
            closes_at=window[1],
            status=Status.PREPARING,
            by=by,
        )
    except Conflict as refusal:
        form.typed["slug"] = slug
        raise Conflict(refusal.reason, {"slug": refusal.reason}) from None
    first.keep(slug=process.slug)
    return process.slug
