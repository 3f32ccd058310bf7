"""By what else a person proves who they are: a second factor, passkeys, another house's word."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Identifier, Moment, Table, belongs_to, chosen, reference
from app.models.people import Person


class CodeGenerator(Table, table=True):
    """The shared secret of somebody's authenticator app (TOTP, RFC 6238), encrypted with the
    installation's key. `last_step` is the last time step whose code was taken: no code counts
    twice. Without `confirmed_at` it was shown, but never proved to work."""

    __tablename__ = "code_generator"

    person_id: int = reference("person.id", unique=True)
    secret: str = Field(max_length=400)
    last_step: int = Field(default=0, sa_type=Identifier)
    created_at: datetime = Field(sa_type=Moment)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class RecoveryCode(Table, table=True):
    """One of a handful of codes on paper, for when the second factor is lost. Only a hash; each
    is good once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    person_id: int = reference("person.id")
    code_hash: str = Field(max_length=64)
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class Passkey(Table, table=True):
    """A key of a person's device (WebAuthn). `sign_count` rises where the device counts."""

    person_id: int = reference("person.id", index=True)
    credential_id: str = Field(unique=True, max_length=1400)
    public_key: bytes = Field(sa_type=LargeBinary)
    sign_count: int = Field(default=0, sa_type=Identifier)
    name: str = Field(default="", max_length=80)
    transports: list[str] = Field(default_factory=list, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class ForeignAccount(Table, table=True):
    """Somebody's account at an identity provider (OpenID Connect): issuer and subject."""

    __tablename__ = "foreign_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: int = reference("person.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    created_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class Errand(StrEnum):
    """What a challenge was given out for."""

    NEW_PASSKEY = "new_passkey"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    TYPED = "typed"
    WORK = "work"
    FOLLOW = "follow"


class Challenge(Table, table=True):
    """Something given out once and to be brought back once, in time: the challenge of a passkey,
    the state of a visit to an identity provider, a piece of work, a note set aside while its
    writer signs in. Here, because the answer may
    come to another process."""

    person_id: int | None = reference("person.id", nullable=True, index=True)
    errand: Errand = chosen(Errand)
    token_hash: str = Field(unique=True, max_length=64)
    data: dict[str, object] = Field(default_factory=dict, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment, index=True)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
