"""Forms of the door: they keep what was typed, but for passwords, and say what is wrong."""

import re
from typing import Annotated

from fastapi import Form

from app.accounts.emails import why_no_address
from app.accounts.names import why_no_name, why_official
from app.accounts.passwords import why_weak
from app.errors import Refused
from app.i18n import _

Typed = Annotated[str, Form()]
Onward = Annotated[str, Form(alias="next")]
LONGEST_CODE = 40  # what is longer is none


# What no HTML page may hold. It is refused in every field, and shown as a replacement character.
_NOT_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


class DoorForm:
    """What was typed, field by field, and a sentence for each that is wrong."""

    def __init__(self, **typed: str) -> None:
        self.typed = {key: _NOT_HTML.sub("\ufffd", value) for key, value in typed.items()}
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    def check(self, name: str, because: str | None) -> None:
        """Note what is wrong with a field, if anything is."""
        if because and name not in self.errors:
            self.errors[name] = because

    def take(self, refusal: Refused, field: str) -> None:
        """Show a refusal beside the fields it names, else beside `field`."""
        self.errors.update(refusal.fields or {field: refusal.reason})


class RegisterForm(DoorForm):
    """A new account: address, public name, password, and where to go on."""

    def __init__(
        self, email: Typed = "", name: Typed = "", password: Typed = "", see: Onward = ""
    ) -> None:
        super().__init__(email=email, name=name, next=see)
        self.password = password

    def is_valid(self) -> bool:
        """Whether an account may be made of it, as far as the form alone can tell."""
        self.errors = {}
        self.check("name", why_no_name(self["name"]) or why_official(self["name"]))
        self.check("email", why_no_address(self["email"]))
        self.check("password", why_weak(self.password, self["email"], self["name"]))
        return not self.errors


class SignInForm(DoorForm):
    """Address and password, and where to go on."""

    def __init__(self, email: Typed = "", password: Typed = "", see: Onward = "") -> None:
        super().__init__(email=email, next=see)
        self.password = password

    def is_valid(self) -> bool:
        """Whether there is something to compare. What is no address is simply unknown."""
        self.errors = {}
        if not self["email"].strip():
            self.check("email", _("Bitte geben Sie Ihre E-Mail-Adresse an."))
        if not self.password:
            self.check("password", _("Bitte geben Sie Ihr Passwort ein."))
        return not self.errors


class AddressForm(DoorForm):
    """An address to which a link shall go."""

    def __init__(self, email: Typed = "", see: Onward = "") -> None:
        super().__init__(email=email, next=see)

    def is_valid(self) -> bool:
        """Whether it is one address."""
        self.errors = {}
        self.check("email", why_no_address(self["email"]))
        return not self.errors


class ConfirmForm(DoorForm):
    """An address is confirmed: the password, where it was chosen in another browser, and where to
    go on."""

    def __init__(self, password: Typed = "", see: Onward = "") -> None:
        super().__init__(next=see)
        self.password = password


class ResetForm(DoorForm):
    """A new password, chosen by a link."""

    def __init__(self, password: Typed = "", see: Onward = "") -> None:
        super().__init__(next=see)
        self.password = password

    def is_valid(self, email: str, name: str) -> bool:
        """Whether the owner of this address and name may take it."""
        self.errors = {}
        self.check("password", why_weak(self.password, email, name))
        return not self.errors


class NameForm(DoorForm):
    """Another public name."""

    def __init__(self, name: Typed = "") -> None:
        super().__init__(name=name)

    def is_valid(self) -> bool:
        """Whether anybody may be called that."""
        self.errors = {}
        self.check("name", why_no_name(self["name"]))
        return not self.errors


class PasswordForm(DoorForm):
    """A new password, and the old one to show that it is the owner who asks."""

    def __init__(self, old: Typed = "", new: Typed = "") -> None:
        super().__init__()
        self.old = old
        self.new = new

    def is_valid(self, email: str, name: str, *, has_one: bool = True) -> bool:
        """Whether the owner of this address and name may take it."""
        self.errors = {}
        if has_one and not self.old:
            self.check("old", _("Bitte geben Sie Ihr bisheriges Passwort ein."))
        self.check("new", why_weak(self.new, email, name))
        return not self.errors


class CodeForm(DoorForm):
    """The second step: a code of the app, or one of the recovery codes, and where to go on."""

    def __init__(self, code: Typed = "", see: Onward = "") -> None:
        super().__init__(next=see)
        self.code = code[:LONGEST_CODE]

    def is_valid(self) -> bool:
        """Whether there is something to compare."""
        self.errors = {}
        if not self.code.strip():
            self.check("code", _("Bitte geben Sie den Code ein."))
        return not self.errors


class ProveForm(DoorForm):
    """What shows once more who somebody is: the password, and a code where there is an app."""

    def __init__(self, password: Typed = "", code: Typed = "", see: Onward = "") -> None:
        super().__init__(next=see)
        self.password = password
        self.code = code[:LONGEST_CODE]

    def is_valid(self, *, password: bool, code: bool) -> bool:
        """Whether what is asked of this person is there."""
        self.errors = {}
        if password and not self.password:
            self.check("password", _("Bitte geben Sie Ihr Passwort ein."))
        if code and not self.code.strip():
            self.check("code", _("Bitte geben Sie den Code ein."))
        return not self.errors
