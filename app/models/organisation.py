"""Who takes part as an institution: the city that owns it all, and its specialist offices."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from app.models.base import Moment, Table, belongs_to, reference


class Organisation(Table, table=True):
    """The city (or authority) that owns processes, offices and people's roles.

    `host` is the name of its pages, its own alone; the first one without is shown wherever no
    other fits. `colour` is its accent ("#rrggbb", empty: ours), `mail_from` the sender of its
    mails. `privacy` and `accessibility` are its own words on those pages.
    """

    __table_args__ = (
        Index(
            "ix_organisation_host_taken",
            "host",
            unique=True,
            sqlite_where=text("host <> ''"),
            postgresql_where=text("host <> ''"),
        ),
    )

    slug: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=200)
    unit: str = Field(default="", max_length=200)
    host: str = Field(default="", max_length=200)
    address: str = ""
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=80)
    legal: str = ""
    privacy: str = ""
    accessibility: str = ""
    colour: str = Field(default="", max_length=7)
    mail_from: str = Field(default="", max_length=254)
    created_at: datetime = Field(sa_type=Moment)


class Emblem(Table, table=True):
    """A city's logo, drawn anew from what was handed in; apart, so that no page loads it unasked.
    `digest` names it in its address."""

    organisation_id: int = reference("organisation.id", unique=True)
    content: bytes = Field(sa_type=LargeBinary)
    media_type: str = Field(max_length=100)
    width: int
    height: int
    digest: str = Field(max_length=64)
    alternative: str = Field(default="", max_length=200)
    created_at: datetime = Field(sa_type=Moment)


class Office(Table, table=True):
    """A specialist department whose statements a moderator relays. Its people have addresses at
    the domain of `email`, and at these further `domains`, one on each line."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    organisation_id: int = reference("organisation.id")
    slug: str = Field(max_length=80)
    name: str = Field(max_length=200)
    contact: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=80)
    domains: str = ""
    organisation: Organisation = belongs_to()
