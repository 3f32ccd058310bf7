"""E-mail addresses: compared in lower case, one at a time, and never with anything hidden in
them."""

import re
import unicodedata

from app.i18n import _
from app.text import normal as composed

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ENCODED = re.compile(r"%0[ad]|\\[rn]", re.IGNORECASE)
_FAR_TOO_LONG = 4 * LONGEST  # what is longer is not looked at more closely


def has_line_break(value: str) -> bool:
    """Whether a line break or another control character is in `value`, plainly, percent-encoded
    or as an encoded word of a mail header (RFC 2047)."""
    hidden = any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u2028\u2029\ufffd" for c in value)
    _before, word, after = value.partition("=?")
    return hidden or bool(word and "?=" in after) or _ENCODED.search(value) is not None


def normal(email: str) -> str:
    """The form that is kept and compared: no blanks around it, lower case, and a domain with
    umlauts as it stands in the DNS. What cannot be an address comes back as it is."""
    email = email.strip(" \t\u00a0")
    local, at, domain = email.rpartition("@")
    if len(email) > _FAR_TOO_LONG:
        return email
    if not local.isascii():  # lower-casing some letters beyond ASCII makes another's address
        return email
    return f"{local.lower()}{at}{'.'.join(map(in_dns, domain.split('.')))}"


def in_dns(label: str) -> str:
    """A label of a domain as the DNS has it (RFC 5891). Python's own codec follows the older rules
    and would make "ß" into "ss", which is another's domain."""
    label = composed(label.lower())
    spelt = all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in label)
    return label if label.isascii() or not spelt else f"xn--{label.encode('punycode').decode()}"


def why_no_address(email: str) -> str | None:
    """What is missing or wrong, as a sentence that says how to mend it; None for an address."""
    strange = _("In der Adresse steht ein Zeichen, das dort nicht hingehört.")
    if len(email) > _FAR_TOO_LONG:
        return _("Diese Adresse ist zu lang. Bitte geben Sie eine kürzere an.")
    if has_line_break(email):
        return strange
    email = normal(email)
    local, _at, domain = email.rpartition("@")
    if because := _why_incomplete(email):
        return because
    if "@" in local or re.search(r"[\s,;<>]", email):
        return _("Bitte geben Sie genau eine Adresse an, zum Beispiel name@beispiel.de.")
    if len(email) > LONGEST or len(local) > LONGEST_LOCAL:
        return _("Diese Adresse ist zu lang. Bitte geben Sie eine kürzere an.")
    if not _LOCAL.fullmatch(local) or not all(map(_LABEL.fullmatch, domain.split("."))):
        return strange
    return None


def _why_incomplete(email: str) -> str | None:
    local, at, domain = email.rpartition("@")
    missing = (
        (email, _("Bitte geben Sie Ihre E-Mail-Adresse an.")),
        (at, _("Es fehlt das @, zum Beispiel name@beispiel.de.")),
        (local, _("Vor dem @ fehlt etwas, zum Beispiel name@beispiel.de.")),
        (domain, _("Nach dem @ fehlt etwas, zum Beispiel name@beispiel.de.")),
        ("." in domain.strip("."), _("Nach dem @ fehlt die Endung, zum Beispiel .de.")),
    )
    return next((because for there, because in missing if not there), None)
