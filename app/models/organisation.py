"""Who takes part as an institution: the city that owns it all, and its specialist offices."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Table, belongs_to, reference


class Organisation(Table, table=True):
    """The city (or authority) that owns processes, offices and people's roles."""

    slug: str = Field(unique=True, max_length=80)
    name: str = Field(max_length=200)
    unit: str = Field(default="", max_length=200)
    host: str = Field(default="", max_length=200)
    address: str = ""
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=80)
    legal: str = ""
    created_at: datetime = Field(sa_type=Moment)


class Office(Table, table=True):
    """A specialist department whose statements a moderator relays."""

    __table_args__ = (UniqueConstraint("organisation_id", "slug"),)

    organisation_id: int = reference("organisation.id")
    slug: str = Field(max_length=80)
    name: str = Field(max_length=200)
    contact: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=80)
    organisation: Organisation = belongs_to()
