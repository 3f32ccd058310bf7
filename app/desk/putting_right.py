"""Putting a version right on the desk: its tools, the steps, undoing and doing again.

Without JavaScript every step is a form that leads back to the place it was about; with htmx only
the parts of the page that changed are put in, and the outline. A comparison with the public
version notices by itself that the text is another now (`app.publishing.carrying.is_stale`).
"""

from functools import partial
from typing import Annotated

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.deeds import StepForm, deed_name
from app.desk.drafts import ProcessInPath, VersionInPath
from app.desk.pages import address_of, changed_runs, row_at, tools_at, version_context
from app.drafts.editing.steps import Outcome, redo, take_step, undo
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.identity import SignedIn
from app.models import DraftVersion, Person, Process
from app.routing import Pages
from app.rules import require
from app.web import asked_by_htmx, render

router = Pages(prefix="/p/{slug}/draft/v{n}")
StepNumber = Annotated[int, Form(ge=1, le=2**31 - 1)]

# After these the button that was pressed is still there and keeps the focus.
STAYING = frozenset({"raise", "lower", "close", "open", "describe", "alternative"})


@router.get("/tools")
def show_tools(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    at: Annotated[str, Query(max_length=120)] = "",
    close: bool = False,
) -> Response:
    """The tools of one block or heading, in its place with htmx, else on the page. `close` folds
    them up again."""
    require(may_manage(person, process))
    here = f"/desk/p/{process.slug}/draft/v{version.number}"
    if not asked_by_htmx(request):
        return RedirectResponse(f"{here}{'' if close else f'?edit={at}'}#{at}", status_code=303)
    edit = "" if close else at
    context = version_context(session, process, version, person, edit, only=at)
    found = row_at(context["outline"], at)
    if found is None or not context["may_change"]:
        raise NotFound(_("Diese Stelle gibt es in der Fassung nicht mehr."))
    part, row, field = found
    context |= {"part": part, "row": row, "field": field, "focus": at}
    template = "desk/_one_block.html" if row else "desk/_one_heading.html"
    return render(request, "desk/draft_version.html", fragment=template, **context)


@router.post("/steps")
def take(
    request: Request,
    form: Annotated[StepForm, Depends()],
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
) -> Response:
    """Take one step. What cannot be done, or came too late, is refused with everything as it was,
    and what was typed is kept."""
    require(may_manage(person, process))
    try:
        with session.begin_nested():
            outcome = take_step(
                session,
                process,
                version,
                form.deed,
                form.change(),
                by=person,
                seen=form.seen,
                asked=form.asked,
            )
    except (Invalid, Conflict) as refusal:
        form.errors = refusal.fields
        return _refused(request, session, process, version, person, refusal, form)
    return _done(request, session, process, version, person, outcome, form.origin)


@router.post("/undo")
def take_back(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    number: StepNumber,
    seen: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Take the last step back."""
    return _move(
        request, session, process, version, person, partial(undo, number=number, seen=seen)
    )


@router.post("/redo")
def take_again(
    request: Request,
    process: ProcessInPath,
    version: VersionInPath,
    person: SignedIn,
    session: Db,
    number: StepNumber,
    seen: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Do the step again that was taken back last."""
    return _move(
        request, session, process, version, person, partial(redo, number=number, seen=seen)
    )


def _move(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    move: partial[Outcome],
) -> Response:
    """One step back or forth, or the reason why not."""
    require(may_manage(person, process))
    try:
        with session.begin_nested():
            outcome = move(session, process, version, by=person)
    except Conflict as refusal:
        return _refused(request, session, process, version, person, refusal)
    return _done(request, session, process, version, person, outcome, move.func.__name__)


def _done(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    outcome: Outcome,
    origin: str,
) -> Response:
    context = version_context(session, process, version, person)
    at = address_of(context["outline"], outcome.at)
    opens = not origin and bool(at)
    if not asked_by_htmx(request):
        place = {"tree": f"in-{at}", "undo": "verlauf", "redo": "verlauf"}.get(origin, at)
        edit = f"?edit={at}" if opens else ""
        return RedirectResponse(f"{context['url']}{edit}#{place or 'gliederung'}", status_code=303)
    context |= tools_at(session, process, context["outline"], at if opens else "")
    runs = list(context["outline"].runs())
    focus = "" if opens and outcome.deed in STAYING else _focus(origin, at)
    return render(
        request,
        "desk/draft_version.html",
        fragment="desk/_righted.html",
        **context
        | {
            "outcome": outcome,
            "at": at,
            "focus": focus,
            "replaced": changed_runs(runs, outcome),
            "is_undone": origin == "undo",
            "said": _said(outcome, origin),
        },
    )


def _focus(origin: str, at: str) -> str:
    """What has the focus after a step: where the button stood that is gone now."""
    return {"tree": f"in-{at}", "undo": "undo", "redo": "redo"}.get(origin, at)


def _said(outcome: Outcome, origin: str) -> str:
    words = {"deed": deed_name(outcome.deed), "subject": outcome.subject}
    if origin == "undo":
        return _("Rückgängig gemacht: %(deed)s, %(subject)s") % words
    return _("%(deed)s: %(subject)s") % words


def _refused(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    refusal: Invalid | Conflict,
    form: StepForm | None = None,
) -> Response:
    """The page with what is there now, why it was refused, and what was typed."""
    context = version_context(session, process, version, person)
    context |= {"refusal": refusal.reason, "errors": refusal.fields}
    if form is not None and form.key and not form.origin and context["may_change"]:
        at = address_of(context["outline"], form.key)
        context |= tools_at(session, process, context["outline"], at)
        context["typed"] = form if form.deed == "describe" else {}
    found = row_at(context["outline"], context["edit"]) if refusal.fields else None
    return render(
        request,
        "desk/draft_version.html",
        fragment="desk/_not_righted.html",
        status=refusal.status,
        found=found,
        key=form.key if form else "",
        is_overtaken=isinstance(refusal, Conflict),
        **context,
    )
