"""What all tables share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Relationship, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

# SQLite counts up only an INTEGER key; PostgreSQL gets 64 bits.
Identifier = BigInteger().with_variant(Integer(), "sqlite")
Data = JSON().with_variant(JSONB(), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A point in time, stored and returned in UTC on SQLite and PostgreSQL alike.

    A naive time is refused with ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Table(SQLModel):
    """A row with a number of its own."""

    id: int = Field(default=None, primary_key=True, sa_type=Identifier)


def reference(column: str, **options: Any) -> Any:
    """A foreign key that forbids deleting what it points at; set through its relationship,
    so it may be left out when building a row."""
    options.setdefault("index", False)
    return Field(
        default=None, foreign_key=column, sa_type=Identifier, ondelete="RESTRICT", **options
    )


def belongs_to(back_populates: str | None = None, **options: Any) -> Any:
    """A relationship that must be loaded on purpose: reading it unloaded raises."""
    return Relationship(
        back_populates=back_populates, sa_relationship_kwargs={"lazy": "raise", **options}
    )


has_many = belongs_to


def chosen(values: type[Any], **options: Any) -> Any:
    """A column that holds one word of a `StrEnum`, as plain text on both databases."""
    return Field(sa_type=_word(values), **options)


def _word(values: type[Any]) -> Any:
    from sqlalchemy import Enum

    return Enum(
        values,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
