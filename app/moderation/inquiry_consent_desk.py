"""How far inquiries travel, at the desk: consenting to an address that is not the office's own, and
the page that says at which domains each office has its people."""

from typing import Annotated

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_administer
from app.db import Db
from app.errors import Invalid
from app.identity import SignedIn
from app.models import Person, Process
from app.moderation import inquiry_reach
from app.moderation.inquiry_desk import show_one
from app.moderation.inquiry_forms import ConsentForm
from app.moderation.inquiry_links import by_id
from app.moderation.inquiry_rules import may_inquire
from app.moderation.paths import Done, Moderated, Number
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/inquiries")
Slug = Annotated[str, Path(max_length=80)]


@router.get("/offices")
def show_offices(
    request: Request, process: Moderated, person: SignedIn, session: Db, done: Done = ""
) -> Response:
    """The offices of the process, each with its domains."""
    return _show(request, session, process, person, done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    *,
    status: int = 200,
    done: str = "",
    wrong: str = "",
    typed: str = "",
    because: str = "",
) -> Response:
    return render(
        request,
        "moderation/offices.html",
        status=status,
        process=process,
        offices=offices_of(session, process),
        may=may_administer(person, process.organisation_id),
        done=done,
        wrong=wrong,
        typed={"domains": typed, "errors": {"domains": because} if because else {}},
    )


@router.post("/offices/{office}")
def name_domains(
    request: Request,
    process: Moderated,
    office: Slug,
    person: SignedIn,
    session: Db,
    domains: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Keep the further domains of an office."""
    require(may_administer(person, process.organisation_id))
    found = inquiry_reach.office_named(offices_of(session, process), office)
    try:
        kept = inquiry_reach.domains_typed(domains)
    except Invalid as refusal:
        because = refusal.fields["domains"]
        wrong = {"wrong": office, "typed": domains, "because": because}
        return _show(request, session, process, person, status=422, **wrong)
    inquiry_reach.name_domains(session, process, found, kept, person)
    where = f"/desk/p/{process.slug}/inquiries/offices?done=saved#getan"
    return RedirectResponse(where, status_code=303)


@router.post("/{inquiry_id}/letters/{letter}/consent")
def consent(
    request: Request,
    process: Moderated,
    inquiry_id: Number,
    letter: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[ConsentForm, Depends()],
) -> Response:
    """Let the office pass its question on to this address, or not; then it hears so, and why."""
    require(may_inquire(person, process))
    inquiry, form.letter = by_id(session, process, inquiry_id, to_use=True), letter
    if not form.is_valid():
        return show_one(request, session, process, person, inquiry, consent=form, status=422)
    told = (letter, person, request.app.state.secret, clock.now())
    inquiry_reach.consent(session, inquiry, process, *told, agrees=form.agrees, because=form.reason)
    done = "consent" if form.agrees else "refused"
    where = f"/desk/p/{process.slug}/inquiries/{inquiry_id}?done={done}#getan"
    return RedirectResponse(where, status_code=303)
