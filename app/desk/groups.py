"""The working groups of a process on the desk: making one, naming it, what it is there for, and
which group decides on which action field."""

import secrets
from dataclasses import dataclass
from dataclasses import field as column
from typing import Annotated

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.errors import Invalid, NotFound
from app.i18n import _
from app.idempotency import once
from app.identity import SignedIn
from app.models import GroupKind, People, Person, Process, WorkingGroup
from app.processes.groups import add_group, assign_fields, change_group, groups_of
from app.processes.queries import group_by_id, shown_fields_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/groups")
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def kind_words() -> dict[str, str]:
    """What a group is there for."""
    return {
        GroupKind.FIELDS.value: _("entscheidet über Handlungsfelder"),
        GroupKind.TOPIC.value: _("berät zu einem Querschnittsthema"),
        GroupKind.STEERING.value: _("steuert: sieht den Stand aller Gruppen"),
    }


def people_words() -> dict[str, str]:
    """What a group learns of authors."""
    return {
        People.NONE.value: _("Erfährt keine Namen."),
        People.NAMES.value: _("Erfährt die öffentlichen Namen."),
        People.CONTACTS.value: _("Erfährt, wie Schreibende zu erreichen sind."),
    }


class GroupForm:
    """A group as typed; what was typed stays."""

    def __init__(
        self,
        name: Annotated[str, Form(max_length=1000)] = "",
        title: Annotated[str, Form(max_length=1000)] = "",
        kind: Annotated[str, Form(max_length=20)] = GroupKind.FIELDS.value,
        idempotency_key: Annotated[str, Form(max_length=120)] = "",
    ) -> None:
        self.typed = {"name": name, "title": title, "kind": kind}
        self.kind = GroupKind(kind) if kind in set(GroupKind) else GroupKind.FIELDS
        self.idempotency_key = idempotency_key
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, group: WorkingGroup) -> "GroupForm":
        """The form for a group as it is."""
        return cls(group.name, group.title, group.kind.value)

    def __getitem__(self, name: str) -> str:
        return self.typed[name]


@dataclass
class Tried:
    """What was sent and is not good yet: the form of the group with this id (None: of a new one),
    or which group shall decide on which field, and what is wrong with that."""

    form: GroupForm | None = None
    group_id: int | None = None
    errors: dict[str, str] = column(default_factory=dict)


@router.get("")
def show_groups(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """All groups of the process, and the forms to change them."""
    return _show(request, session, process, person, Tried(), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    tried: Tried,
    *,
    done: str = "",
) -> Response:
    groups = groups_of(session, process)
    forms = {group.id: GroupForm.of(group) for group in groups}
    if tried.form is not None and tried.group_id is not None:
        forms[tried.group_id] = tried.form
    is_new = tried.form is not None and tried.group_id is None
    return render(
        request,
        "desk/groups.html",
        status=422 if tried.form or tried.errors else 200,
        process=process,
        groups=groups,
        forms=forms,
        new=tried.form if is_new else GroupForm(),
        wrong=tried.group_id,
        fields=shown_fields_of(session, process),
        fields_form={"errors": tried.errors},
        kinds=kind_words(),
        people=people_words(),
        may_change=may_manage(person, process),
        key=secrets.token_urlsafe(12),
        done=done,
    )


@router.post("")
def make_group(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[GroupForm, Depends()],
) -> Response:
    """A new group. Sent twice with the same key, it is one."""
    require(may_manage(person, process))
    attempt = once(session, person, f"groups:{process.id}", form.idempotency_key)
    if attempt.result is None:
        try:
            made = add_group(
                session, process, person, name=form["name"], title=form["title"], kind=form.kind
            )
        except Invalid as refusal:
            form.errors = refusal.fields
            return _show(request, session, process, person, Tried(form))
        attempt.keep(group=made.id)
    return _back(process, "made")


@router.post("/fields")
def assign(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    field: Annotated[list[str] | None, Form()] = None,
    group: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Say which group decides on which field; a field and its group stand at the same place of the
    two lists."""
    require(may_manage(person, process))
    said = list(zip(field or (), group or (), strict=False))[:200]
    wanted = {int(one): _number(other) for one, other in said if _number(one)}
    try:
        with session.begin_nested():
            assign_fields(session, process, person, wanted)
    except Invalid as refusal:
        return _show(request, session, process, person, Tried(errors=refusal.fields))
    return _back(process, "fields")


@router.post("/{group_id}")
def change(
    request: Request,
    process: ProcessInPath,
    group_id: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[GroupForm, Depends()],
) -> Response:
    """What a group is called, and what it is there for."""
    require(may_manage(person, process))
    found = group_by_id(session, group_id)
    if found.process_id != process.id:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    try:
        change_group(session, found, person, name=form["name"], title=form["title"], kind=form.kind)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _show(request, session, process, person, Tried(form, found.id))
    return _back(process, "changed")


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None


def _back(process: Process, done: str) -> Response:
    return RedirectResponse(f"/desk/p/{process.slug}/groups?done={done}#getan", status_code=303)
