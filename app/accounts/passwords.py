"""Passwords: kept as Argon2id, compared in the same time for everybody, refused when guessable.

The parameters are those of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.guessing import MANY_GUESSES, how_hard
from app.i18n import _
from app.text import normal

SHORTEST = 8
LONGEST = 1000
_MEMORY, _PASSES, _LANES = 19 * 1024, 2, 1
_hasher = PasswordHasher(memory_cost=_MEMORY, time_cost=_PASSES, parallelism=_LANES)

# Nobody's hash: well formed, so that comparing with it takes as long, and made of zeros, so that
# no password fits. It costs nothing at the start.
_NOBODY = f"$argon2id$v=19$m={_MEMORY},t={_PASSES},p={_LANES}${'A' * 22}${'A' * 43}"


def _typed(plain: str) -> bytes:
    """What is hashed: the whole of it, composed (RFC 8265, 4.2.2), because an "ü" from a Mac and
    one from a telephone differ in bytes. What is far too long was never taken, and is cut."""
    return normal(plain[: 4 * LONGEST]).encode("utf-8", "surrogatepass")


def hash_password(plain: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(_typed(plain))


def is_password(kept: str, plain: str) -> bool:
    """Whether `plain` is the password that was kept. An empty `kept` (an unknown person, or one
    without a password) is compared with nobody's, and takes as long."""
    try:
        return _hasher.verify(kept or _NOBODY, _typed(plain))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def why_weak(plain: str, email: str, name: str) -> str | None:
    """Why this password will not do, as a sentence for its owner; None when it will.

    No rules about kinds of characters (NIST SP 800-63B, 3.1.1.2): length, and whether it would be
    among the first to be tried.
    """
    if len(plain) < SHORTEST:
        return _("Bitte nehmen Sie mindestens %(least)d Zeichen.") % {"least": SHORTEST}
    if len(plain) > LONGEST:
        return _("Bitte nehmen Sie höchstens %(most)d Zeichen.") % {"most": LONGEST}
    if how_hard(plain, email, name) < MANY_GUESSES:
        return _("Dieses Passwort ist leicht zu erraten. Drei Wörter hintereinander sind besser.")
    return None
