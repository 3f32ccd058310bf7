"""The page on which text modules are kept, of a process and of its city."""

from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments.forms import why_not_text
from app.db import Db
from app.i18n import _
from app.identity import SignedIn
from app.models import Person, Process, TextModule
from app.moderation import modules
from app.moderation.modules import may_keep
from app.moderation.paths import Done, Moderated, Number
from app.moderation.placeholders import meanings, why_not
from app.routing import Pages
from app.rules import require
from app.text import clean, clean_line
from app.web import render

router = Pages()
LONGEST_TITLE = 120


class ModuleForm:
    """A module as typed; `of_city` for the whole city."""

    def __init__(
        self,
        title: Annotated[str, Form()] = "",
        text: Annotated[str, Form()] = "",
        of_city: Annotated[str, Form()] = "",
    ) -> None:
        self.title = clean_line(title)
        self.text = clean(text)
        self.of_city = of_city == "yes"
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    def of(cls, module: TextModule) -> "ModuleForm":
        """With what it says now."""
        return cls(module.title, module.text, "" if module.process_id else "yes")

    def is_valid(self) -> bool:
        """Whether it can be kept; `errors` says what to mend."""
        if problem := why_not_text(self.title, shortest=2, longest=LONGEST_TITLE):
            self.errors["title"] = problem
        if problem := why_not_text(self.text, shortest=2) or why_not(self.text):
            self.errors["text"] = problem
        return not self.errors


@router.get("/modules")
def show_modules(
    request: Request, process: Moderated, person: SignedIn, session: Db, done: Done = ""
) -> Response:
    """All that may be used here, and a form for a new one."""
    return _show(request, session, process, person, ModuleForm(), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: ModuleForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    return render(
        request,
        "moderation/modules.html",
        status=status,
        process=process,
        form=form,
        found=modules.modules_of(session, process),
        meanings=meanings(),
        may_keep=may_keep(person, process, of_city=False),
        may_keep_citys=may_keep(person, process, of_city=True),
        said=said_after(),
        **{"done": "", "chosen": None} | more,
    )


@router.post("/modules")
def add_module(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    form: Annotated[ModuleForm, Depends()],
) -> Response:
    """Keep a new one."""
    require(may_keep(person, process, of_city=form.of_city))
    if not form.is_valid():
        return _show(request, session, process, person, form, status=422)
    now = clock.now()
    modules.add(session, process, person, form.title, form.text, now, of_city=form.of_city)
    return _back(process, "added")


@router.get("/modules/{module}")
def show_module(
    request: Request, process: Moderated, module: Number, person: SignedIn, session: Db
) -> Response:
    """One of them, with the form to change it."""
    one = modules.module(session, process, module)
    return _show(request, session, process, person, ModuleForm.of(one), chosen=one)


@router.post("/modules/{module}")
def change_module(
    request: Request,
    process: Moderated,
    module: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[ModuleForm, Depends()],
) -> Response:
    """Let it say this from now on."""
    one = modules.module(session, process, module)
    require(may_keep(person, process, of_city=one.process_id is None))
    if not form.is_valid():
        return _show(request, session, process, person, form, chosen=one, status=422)
    one.changed_at = clock.now()
    modules.change(session, process, person, one, form.title, form.text)
    return _back(process, "changed")


@router.post("/modules/{module}/remove")
def remove_module(process: Moderated, module: Number, person: SignedIn, session: Db) -> Response:
    """Take it away."""
    one = modules.module(session, process, module)
    require(may_keep(person, process, of_city=one.process_id is None))
    modules.remove(session, process, person, one)
    return _back(process, "removed")


def _back(process: Process, done: str) -> Response:
    where = f"/desk/p/{process.slug}/modules?done={done}#getan"
    return RedirectResponse(where, status_code=303)


def said_after() -> dict[str, str]:
    """What the page says after each deed."""
    return {
        "added": _("Gespeichert. Der Baustein steht jetzt in jedem Antwortformular."),
        "changed": _("Gespeichert. Antworten, die schon gegeben sind, bleiben, wie sie sind."),
        "removed": _("Entfernt. Antworten, die schon gegeben sind, bleiben, wie sie sind."),
    }
