"""Which city a request belongs to: the one whose host name was asked for, and no other.

The cities' host names stand in the database and are kept in memory for a moment, so that no
request asks for them, and a change is seen by every process soon. What a request reads goes
through `in_city`: of another city there is nothing here (docs/decisions/0014-the-host-decides.md).
"""

import hashlib
import logging
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Engine, bindparam, or_, true
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col
from starlette.concurrency import run_in_threadpool

from app.config import Settings
from app.models import Person, Process

log = logging.getLogger("randnotiz.cities")
SECONDS = 2.0  # for so long another process may still show a city as it was
ANYWHERE = -1  # commands and workers look at every city
NOWHERE = 0  # a host of ours that no city has


@dataclass(frozen=True)
class Logo:
    """A city's logo: where it lies, how large it is, and what it shows in words."""

    digest: str
    alternative: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """Its address; another picture has another one."""
        return f"/logo-{self.digest}"


@dataclass(frozen=True)
class City:
    """As much of an organisation as every page needs; `look` changes when any of it does."""

    id: int
    name: str = ""
    unit: str = ""
    host: str = ""
    colour: str = ""
    logo: Logo | None = None
    base_url: str = ""
    look: str = ""


NOBODY = City(NOWHERE)
_READ = """
SELECT o.id, o.name, o.unit, o.host, o.colour, e.digest, e.alternative, e.width, e.height
FROM organisation AS o LEFT JOIN emblem AS e ON e.organisation_id = o.id ORDER BY o.id
"""


class Cities:
    """The cities of this installation by host name."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._ours = settings.hosts
        self._by_host: dict[str, City] = {}
        self._elsewhere = NOBODY
        self._is_known = False
        self._good_until = 0.0

    async def at(self, host: str) -> City | None:
        """The city of this Host header: the one that has the name, on every other name of ours
        the first that has none. None for a host that is not ours."""
        if time.monotonic() >= self._good_until:
            if self._is_known:
                self._good_until = time.monotonic() + SECONDS  # meanwhile the others go on
            await run_in_threadpool(self.read)
        name = name_of(host)
        city = self._by_host.get(name)
        if city is None and name in self._ours:
            city = self._elsewhere
        return city

    def forget(self) -> None:
        """Read them again before the next request: something has changed."""
        self._good_until = 0.0

    def read(self) -> None:
        """Read all cities. What is known stays known while the database does not answer; and
        while there is no city at all, it is asked each time."""
        try:
            rows = _rows(self.engine)
        except Exception:  # no database, or none that is up to date: others say so
            log.exception("the cities could not be read")
            return
        cities = [_city(row, self.settings) for row in rows]
        self._by_host = {city.host: city for city in cities if city.host}
        self._elsewhere = next((city for city in cities if not city.host), NOBODY)
        self._is_known = bool(cities)


def _rows(engine: Engine) -> list[tuple[Any, ...]]:
    """Straight from the driver: this is nobody's transaction."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(_READ)
        found = [tuple(row) for row in cursor.fetchall()]
        cursor.close()
        return found
    finally:
        connection.close()


def _city(row: tuple[Any, ...], settings: Settings) -> City:
    number, name, unit, host, colour, digest, *about = row
    return City(
        id=number,
        name=name,
        unit=unit,
        host=host,
        colour=colour,
        logo=Logo(digest, *about) if digest else None,
        base_url=base_url_of(settings.base_url, host),
        look=hashlib.sha256(repr(row).encode()).hexdigest()[:16],
    )


def name_of(host: str) -> str:
    """The name in a Host header, without its port; "" for a port that is none."""
    name, colon, port = host.lower().rpartition(":")
    if not colon or host.endswith("]"):
        return host.lower()
    return name if port.isdigit() else ""


def base_url_of(base_url: str, host: str) -> str:
    """Where people reach the city of this host: as they reach the installation, by its name."""
    if not host:
        return base_url
    parts = urlsplit(base_url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


def city_of(session: Session) -> City | None:
    """The city of the request that this transaction belongs to; None for commands and workers."""
    city: City | None = session.info.get("city")
    return city


def city_id(session: Session) -> int:
    """Its number, for a statement with `BOUND`; ANYWHERE for commands and workers."""
    city = city_of(session)
    return ANYWHERE if city is None else city.id


def in_city(session: Session) -> ColumnElement[bool]:
    """Of processes: those of the city that was asked."""
    number = city_id(session)
    return true() if number == ANYWHERE else col(Process.organisation_id) == number


# The same for a statement that is composed once: its parameter `city` is `city_id(session)`.
BOUND: ColumnElement[bool] = or_(
    bindparam("city", type_=Process.__table__.c.organisation_id.type) == ANYWHERE,  # type: ignore[attr-defined]
    col(Process.organisation_id) == bindparam("city"),
)


def only_here(person: Person, city: City | None) -> Person:
    """The person with the roles that they have in this city: elsewhere those are nothing."""
    if city is not None:
        here = [grant for grant in person.grants if grant.organisation_id == city.id]
        set_committed_value(person, "grants", here)
    return person
