"""The installation's signature under what it hands over (Ed25519, RFC 8032): whoever has the public
key can prove, without asking anybody, that a bundle comes from here and is as it was packed.

The key is made on first use. Its secret half lies encrypted in the database, under a key derived
from the installation's own (RFC 5869), so that a stolen database signs nothing. Public halves stay
for ever, also of keys that were replaced.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import Engine, func, text
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.models import SigningKey

ALGORITHM = "Ed25519"
_LOCK = 0x72616E64  # a number of our own among the database's locks


@dataclass(frozen=True, slots=True)
class Signer:
    """With which key something is signed: its name, its public half (base64), and the deed."""

    name: str
    public: str
    sign: Callable[[bytes], bytes]


def signer_of(engine: Engine, secret: str) -> Signer:
    """The installation's signer; its key is made now if there is none, or if the one there is
    cannot be read with this `secret`. Asked at one instant by many, all get the same."""
    with db.reading(engine) as session:
        found = current(session)
    signer = _opened(found, secret) if found else None
    if signer is not None:
        return signer
    with db.writing(engine) as session:
        _alone(session)
        found = current(session)
        signer = _opened(found, secret) if found else None
        return signer or _opened_surely(new_key(session, secret), secret)


def current(session: Session) -> SigningKey | None:
    """The key that signs now; None where there is none yet."""
    query = select(SigningKey).where(col(SigningKey.ended_at).is_(None))
    return session.exec(query.order_by(col(SigningKey.id).desc()).limit(1)).first()


def _alone(session: Session) -> None:
    """Wait for whoever is making a key, and go on alone until this transaction ends. On SQLite
    writers go one at a time anyway; where there is no row yet, no row can be locked."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def new_key(session: Session, secret: str) -> SigningKey:
    """From now on another key signs. The one before signs nothing more; what it has signed can
    still be checked."""
    _alone(session)
    before = current(session)
    number = session.exec(select(func.count()).select_from(SigningKey)).one() + 1
    name, now = f"randnotiz-{number}", clock.now()
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(_raw(private.public_key())).decode()
    sealed = _box(secret).encrypt(f"{name} ".encode() + private.private_bytes_raw()).decode()
    key = SigningKey(name=name, public=public, secret=sealed, made_at=now)
    session.add(key)
    if before is not None:
        before.ended_at, before.secret = now, ""
        session.add(before)
    session.flush()
    journal.record(session, None, "key.made", key, name=name)
    return key


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _box(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"randnotiz signing key")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))


def _opened(key: SigningKey, secret: str) -> Signer | None:
    """None where the installation's key is another than the one it was sealed with."""
    try:
        name, _blank, plain = _box(secret).decrypt(key.secret.encode()).partition(b" ")
    except InvalidToken:
        return None
    if name.decode() != key.name:
        return None
    return Signer(key.name, key.public, Ed25519PrivateKey.from_private_bytes(plain).sign)


def _opened_surely(key: SigningKey, secret: str) -> Signer:
    signer = _opened(key, secret)
    if signer is None:
        raise RuntimeError(f"the key {key.name} cannot be read with this RANDNOTIZ_SECRET_KEY")
    return signer


def public_keys(session: Session) -> Sequence[SigningKey]:
    """All keys that ever signed here, the newest first."""
    return session.exec(select(SigningKey).order_by(col(SigningKey.id).desc())).all()


def as_data(key: SigningKey) -> dict[str, Any]:
    """What the world learns of a key; PEM is what OpenSSL reads (RFC 8410)."""
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public))
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    return {
        "name": key.name,
        "algorithm": ALGORITHM,
        "public": key.public,
        "pem": pem,
        "made_at": key.made_at.isoformat(timespec="seconds"),
        "ended_at": key.ended_at.isoformat(timespec="seconds") if key.ended_at else None,
    }
