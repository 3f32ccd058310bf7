"""What the participation office types about its city; kept as typed, with what is wrong."""

from typing import Annotated

from fastapi import Form

from app.accounts.emails import normal, why_no_address
from app.i18n import _
from app.models import Organisation
from app.organisations.domain import COLUMNS, LIMITS
from app.text import clean, clean_line

Typed = Annotated[str, Form()]


class OwnForm:
    """What was typed, and a sentence for each field that is wrong."""

    def __init__(self, **typed: str) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")


class CityForm(OwnForm):
    """What the city is called, how it is reached, what it says by law."""

    def __init__(
        self,
        name: Typed = "",
        unit: Typed = "",
        address: Typed = "",
        email: Typed = "",
        phone: Typed = "",
        legal: Typed = "",
        privacy: Typed = "",
        accessibility: Typed = "",
    ) -> None:
        super().__init__(
            name=clean_line(name),
            unit=clean_line(unit),
            address=clean(address),
            email=email.strip(),
            phone=clean_line(phone),
            legal=clean(legal),
            privacy=clean(privacy),
            accessibility=clean(accessibility),
        )

    @classmethod
    def of(cls, city: Organisation) -> "CityForm":
        """The form as it stands now."""
        return cls(**{name: getattr(city, name) for name in COLUMNS})

    def is_valid(self) -> bool:
        """Whether it can be kept; `errors` says what is wrong."""
        self.errors = {}
        if not self["name"]:
            self.errors["name"] = _("Wie heißt die Stadt? Der Name steht über jeder Seite.")
        if self["email"] and (because := why_no_address(self["email"])):
            self.errors["email"] = because
        elif self["email"]:
            self.typed["email"] = normal(self["email"])
        for name, most in LIMITS.items():
            if len(self[name]) > most and name not in self.errors:
                self.errors[name] = _("Bitte kürzen Sie auf höchstens %(n)d Zeichen.") % {"n": most}
        return not self.errors


class ColourForm(OwnForm):
    """The city's accent."""

    def __init__(self, colour: Typed = "") -> None:
        super().__init__(colour=colour[:20].strip())


class LogoForm(OwnForm):
    """What the logo shows, in words."""

    def __init__(self, alternative: Typed = "") -> None:
        super().__init__(alternative=clean_line(alternative))


class SenderForm(OwnForm):
    """The address that the city's mails come from."""

    def __init__(self, mail_from: Typed = "") -> None:
        super().__init__(mail_from=mail_from[:1000])
