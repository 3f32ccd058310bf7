"""The page on which a process gets its title, its summary and its window."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app import clock
from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.desk.frame_forms import FrameForm
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import SUMMARY_LIMIT, Person, Process
from app.processes import phases
from app.processes.frame import change_frame, has_begun, may_move_window, state_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/frame")


@router.get("")
def show_frame(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What the process is called, what it is about and when it is open, to be changed."""
    return _show(request, process, person, FrameForm.of(process), done=done)


def _show(
    request: Request,
    process: Process,
    person: Person,
    form: FrameForm,
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    context: dict[str, Any] = {
        "process": process,
        "form": form,
        "may_change": may_manage(person, process),
        "moves": may_move_window(process),
        "begun": has_begun(process),
        "is_over": process.closes_at <= clock.now(),
        "until": phases.until(process),
        "longest": SUMMARY_LIMIT,
        "is_late": status == Conflict.status,
        "done": done,
        "said": _said(),
    }
    return render(request, "desk/frame.html", status=status, **context)


def _said() -> dict[str, str]:
    return {
        "made": _("Das Verfahren ist angelegt. Öffentlich wird es mit seinem ersten Entwurf."),
        "changed": _("Gespeichert. So steht es jetzt auf allen Seiten."),
        "same": _("Es war nichts zu ändern."),
    }


@router.post("")
def change(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[FrameForm, Depends()],
) -> Response:
    """Let it be called so and be open then. Of two at one time the second is shown what the first
    has made of it, with what it typed kept."""
    require(may_manage(person, process))
    wanted = form.frame(process)
    if wanted is None:
        return _show(request, process, person, form, status=Invalid.status)
    try:
        is_new = change_frame(session, process, form["seen"], wanted, person)
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _show(request, process, person, form, status=refusal.status)
    except Conflict as refusal:
        form.errors["title"], form.typed["seen"] = refusal.reason, state_of(process)
        return _show(request, process, person, form, status=refusal.status)
    done = "changed" if is_new else "same"
    return RedirectResponse(f"/desk/p/{process.slug}/frame?done={done}#getan", status_code=303)
