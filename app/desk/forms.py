"""The forms of the desk, kept as they were sent."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.emails import why_no_address
from app.accounts.forms import DoorForm, Typed
from app.desk.staff import Choice
from app.i18n import _


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
