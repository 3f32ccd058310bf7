"""The forms of the desk, kept as they were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.accounts.emails import why_no_address
from app.accounts.forms import DoorForm, Typed
from app.desk.staff import Choice
from app.i18n import _
from app.models import Process, Status, VersionKind


class UploadForm:
    """The file field: what was wrong with what came."""

    def __init__(self, error: str = "") -> None:
        self.errors = {"files": error} if error else {}

    def __getitem__(self, name: str) -> str:
        return ""


class InviteForm(DoorForm):
    """Whom to invite, and to which role; `role` is the value of a `Choice`."""

    def __init__(self, email: Typed = "", role: Typed = "") -> None:
        super().__init__(email=email, role=role)

    def chosen(self, choices: Sequence[Choice]) -> Choice | None:
        """The role that was chosen among those that may be given, if the form is filled in
        right."""
        self.errors = {}
        self.check("email", why_no_address(self["email"]))
        found = next((one for one in choices if one.value == self["role"]), None)
        if found is None:
            self.check("role", _("Bitte wählen Sie eine Rolle aus der Liste."))
        return None if self.errors else found


class PublishForm:
    """As what a version is published, and why notes stay open, field by field: `kind` and
    "reason-{field}"."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = {name: value for name, value in typed.items() if _is_asked(name)}
        self.errors: dict[str, str] = {}

    @classmethod
    def for_process(cls, process: Process) -> PublishForm:
        """What is offered first: while people write an interim version, then the revised draft."""
        still = process.status in (Status.PREPARING, Status.OPEN)
        kind = VersionKind.INTERIM if still else VersionKind.REVISED
        return cls({"kind": kind.value})

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    @property
    def kind(self) -> VersionKind | None:
        """The chosen kind; None for what is none."""
        return next((kind for kind in VersionKind if kind.value == self["kind"]), None)

    @property
    def reasons(self) -> dict[int, str]:
        """The reasons by field."""
        given = ((name.removeprefix(_REASON), value) for name, value in self.typed.items())
        return {int(field): value for field, value in given if _is_number(field)}


_REASON = "reason-"


def _is_asked(name: str) -> bool:
    return name == "kind" or _is_number(name.removeprefix(_REASON))


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 18
