"""What stands in addresses that mails carry: whose mails to end, and who wants to follow what.

Neither is kept in the database. The first is signed, short, and holds for ever: an old mail must
be endable. The second is sealed, because an e-mail address stands in it, and holds for a week.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken

from app import clock
from app.news import subjects

TO_CONFIRM = timedelta(days=7)
LONGEST = 1_500
_SHORT = {"process": "p", "field": "f", "comment": "c"}
_LONG = {short: long for long, short in _SHORT.items()}


@dataclass(frozen=True)
class Ending:
    """Whose mails about which process; `subject` is what the mail was about above all."""

    person_id: int
    process_id: int
    subject: str = subjects.PROCESS


@dataclass(frozen=True)
class Wish:
    """Somebody without an account wants to follow something by mail."""

    email: str
    process_id: int
    subject: str
    locale: str


def ending_token(secret: str, ending: Ending) -> str:
    """The end of an address that ends these mails, without signing in."""
    kind, _colon, number = ending.subject.partition(":")
    told = f"{ending.person_id}-{ending.process_id}-{_SHORT[kind]}{number}"
    return f"{told}-{_mac(secret, told)}"


def read_ending(secret: str, token: str) -> Ending | None:
    """What a token of ours says; None for any other."""
    told, _dash, mac = token[:200].rpartition("-")
    if not token.isascii() or not hmac.compare_digest(mac, _mac(secret, told)):
        return None
    person, process, word = told.split("-")
    kind = _LONG[word[0]]
    subject = kind if kind == subjects.PROCESS else f"{kind}:{word[1:]}"
    return Ending(int(person), int(process), subject)


def _mac(secret: str, told: str) -> str:
    message = f"unsubscribe\n{told}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:32]


def wish_token(secret: str, wish: Wish) -> str:
    """What goes to the address, so that nobody has others written to."""
    told = json.dumps([wish.email, wish.process_id, wish.subject, wish.locale])
    return _box(secret).encrypt_at_time(told.encode(), _now()).decode()


def read_wish(secret: str, token: str) -> Wish | None:
    """The wish in a token of ours that is not older than a week; None for any other."""
    if len(token) > LONGEST or not token.isascii():
        return None
    try:
        seconds = int(TO_CONFIRM.total_seconds())
        told = _box(secret).decrypt_at_time(token.encode(), seconds, _now())
    except InvalidToken:
        return None
    email, process_id, subject, locale = json.loads(told)
    return Wish(str(email), int(process_id), str(subject), str(locale))


def _now() -> int:
    return int(clock.now().timestamp())


def _box(secret: str) -> Fernet:
    key = hmac.new(secret.encode(), b"randnotiz following by mail", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
