"""What every command needs: settings, an engine, a way to say what was done."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db, schema
from app.config import Settings
from app.errors import NotFound, Refused
from app.loading import many
from app.models import Organisation, Person, Process


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """The database, migrated; closed at the end under the lock of writers."""
    engine = db.make_engine(
        settings.database,
        pool_size=settings.pool_size,
        base_url=settings.base_url,
        digest_hour=settings.digest_hour,
    )
    try:
        if not schema.is_current(engine):
            raise Refused("The database is not up to date: run `randnotiz migrate` first.")
        yield engine
    finally:
        db.close(engine)


City = Annotated[
    str, typer.Option("--city", help="Slug of the city, where two have such a process.")
]


def process_named(session: Session, slug: str, city: str = "") -> Process:
    """The process with this slug, of this city where one is named. Raises `NotFound` and says
    which there are, also where several cities have such a process."""
    query = select(Process, Organisation).join(Organisation).order_by(col(Process.id))
    if city:
        query = query.where(Organisation.slug == city)
    found = session.exec(query.where(Process.slug == slug)).all()
    if len(found) == 1:
        return found[0][0]
    if found:
        cities = ", ".join(owner.slug for _process, owner in found)
        raise NotFound(f"Say with --city whose process {slug!r}; there are: {cities}.")
    known = ", ".join(process.slug for process, _owner in session.exec(query)) or "none"
    raise NotFound(f"There is no process {slug!r}; there are: {known}.")


def person_named(session: Session, email: str) -> Person:
    """The account with this address, with its roles. Raises `NotFound`."""
    query = select(Person).where(Person.email == email.lower()).options(many(Person.grants))
    person = session.exec(query).one_or_none()
    if person is None:
        raise NotFound(f"There is no account {email}.")
    return person


def the_organisation(session: Session, slug: str = "") -> Organisation:
    """The organisation with this slug, or the only one. Raises `NotFound`."""
    query = select(Organisation).order_by(col(Organisation.id))
    if slug:
        query = query.where(Organisation.slug == slug)
    found = session.exec(query).all()
    if len(found) != 1:
        names = ", ".join(organisation.slug for organisation in found) or "none"
        raise NotFound(f"Say with --city which one; there are: {names}.")
    return found[0]


def say(sentence: str, *, as_json: bool = False, **facts: Any) -> None:
    """What was done: a sentence for people, or the facts as JSON for programs."""
    typer.echo(json.dumps(facts, ensure_ascii=False, default=str) if as_json else sentence)


def keep_to_ourselves() -> None:
    """What is written from now on, wherever it lies, only this account may read: mails with links
    that open accounts, and a database outside of the data folder."""
    os.umask(0o077)
