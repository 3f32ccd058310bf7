"""Secrets of people that must be read again, such as that of an authenticator app: encrypted with
a key that is derived from the installation's own, so that a stolen database holds none of them."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LENGTH = 32


def _key(secret: str, purpose: str) -> bytes:
    """A key for this purpose alone (RFC 5869)."""
    derived = HKDF(SHA256(), _LENGTH, salt=None, info=f"randnotiz {purpose}".encode())
    return derived.derive(secret.encode())


def _box(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret, "second factor")))


def seal(secret: str, person_id: int, plain: str) -> str:
    """`plain`, for nobody's row but this person's."""
    return _box(secret).encrypt(f"{person_id} {plain}".encode()).decode()


def unseal(secret: str, person_id: int, sealed: str) -> str:
    """What was sealed for this person; "" when it was for another, or with another key."""
    try:
        whose, _blank, plain = _box(secret).decrypt(sealed.encode()).decode().partition(" ")
    except InvalidToken:
        return ""
    return plain if whose == str(person_id) else ""


def follow(secret: str, person_id: int, sealed: str, here: int) -> bytes:
    """20 bytes for whoever replaces what was `sealed`, in the session `here`: the same each time,
    so that nothing need be kept before they count, and known to nobody without both the key and
    the row."""
    told = f"{person_id} {here} {sealed}".encode()
    return hmac.new(_key(secret, "next second factor"), told, hashlib.sha256).digest()[:20]


def mark_of(secret: str, person_id: int, code: str) -> str:
    """What is kept of a short code: without the installation's key nobody finds it by trying."""
    told = f"{person_id} {code}".encode()
    return hmac.new(_key(secret, "recovery code"), told, hashlib.sha256).hexdigest()
