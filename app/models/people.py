"""Who takes part as a person: accounts, roles, sessions, links sent by mail, tokens."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from app.models.base import Data, Moment, Table, belongs_to, chosen, has_many, reference
from app.models.organisation import Organisation


class Role(StrEnum):
    """What somebody may be trusted with. Everybody who is signed in is a resident."""

    MEMBER = "member"  # of a working group
    LEAD = "lead"  # of a working group
    MODERATOR = "moderator"  # of a process
    MANAGER = "manager"  # of a process: its draft, its window, its people
    AUDITOR = "auditor"  # of an organisation: reads everything, changes nothing
    ADMIN = "admin"  # of an organisation's participation office


class Doer(Protocol):
    """As much of a person as a deed of theirs needs: a `Person`, or a visitor's card."""

    @property
    def id(self) -> int:
        """The person's id."""

    @property
    def name(self) -> str:
        """The public name."""


class Person(Table, table=True):
    """An account. `name` is public, `email` never is."""

    name: str = Field(max_length=80)
    email: str = Field(unique=True, max_length=254)
    password_hash: str = Field(default="", max_length=200)
    locale: str = Field(default="de", max_length=12)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    grants: list["Grant"] = has_many("person")


class Grant(Table, table=True):
    """A role given to a person: for an organisation, one of its processes, or one group. While
    `blocked_at` is set it rests, and allows nothing. `issuer` is the identity provider whose word
    it was given on, which also takes it back; empty for what people gave."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "organisation_id", "process_id", "group_id"),
        Index("ix_role_grant_process_id_role", "process_id", "role"),
    )

    person_id: int = reference("person.id")
    organisation_id: int = reference("organisation.id", index=True)
    process_id: int | None = reference("process.id", nullable=True)
    group_id: int | None = reference("working_group.id", nullable=True)
    role: Role = chosen(Role)
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    issuer: str = Field(default="", max_length=300)
    person: Person = belongs_to("grants")
    organisation: Organisation = belongs_to()


class SignIn(Table, table=True):
    """A session: somebody signed in on some device, until it ends. Only a hash of the token.

    While `waits`, the second step is outstanding, and the session opens nothing. `proved_at` is
    when the person last proved who they are; `second_at` that a second factor was among it.
    """

    __tablename__ = "sign_in"

    person_id: int = reference("person.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    device: str = Field(default="", max_length=200)
    way: str = Field(default="password", max_length=20)
    waits: bool = False
    proved_at: datetime | None = Field(default=None, sa_type=Moment)
    second_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class Purpose(StrEnum):
    """What a link sent by mail is good for."""

    CONFIRM = "confirm"
    RESET = "reset"
    SIGN_IN = "sign_in"
    ADDRESS = "address"  # a new one: the link's `email` is the address to be


class Link(Table, table=True):
    """A single-use link sent by mail, kept as a hash; for the address it was sent to alone."""

    person_id: int = reference("person.id", index=True)
    purpose: Purpose = chosen(Purpose)
    email: str = Field(max_length=254)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class Invitation(Table, table=True):
    """A role offered by mail: for an organisation, one of its processes, or one group. Good once,
    until it expires or is taken back; then it stays so."""

    __table_args__ = (Index("ix_invitation_organisation_id_id", "organisation_id", "id"),)

    organisation_id: int = reference("organisation.id")
    process_id: int | None = reference("process.id", nullable=True)
    group_id: int | None = reference("working_group.id", nullable=True)
    role: Role = chosen(Role)
    email: str = Field(max_length=254)
    token_hash: str = Field(unique=True, max_length=64)
    invited_by_id: int = reference("person.id")
    accepted_by_id: int | None = reference("person.id", nullable=True)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    organisation: Organisation = belongs_to()
    invited_by: Person = belongs_to(foreign_keys="Invitation.invited_by_id")


class Token(Table, table=True):
    """A bearer token for programs, kept as a hash; `scopes` bound what it may do."""

    __tablename__ = "api_token"

    person_id: int = reference("person.id", index=True)
    token_hash: str = Field(unique=True, max_length=64)
    name: str = Field(default="", max_length=80)
    scopes: list[str] = Field(default_factory=list, sa_type=Data)
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    person: Person = belongs_to()


class Attempt(Table, table=True):
    """How often something was tried in a window of time, by account or by network: the
    slow-down is shared by all processes because it stands here."""

    __table_args__ = (UniqueConstraint("key", "window_start"),)

    key: str = Field(max_length=120)
    window_start: datetime = Field(sa_type=Moment, index=True)
    count: int = 0
