"""Finding the city that was asked, and its logo."""

from sqlmodel import Session, select

from app.cities import City
from app.errors import NotFound
from app.i18n import _
from app.models import Emblem, Organisation


def organisation_of(session: Session, city: City) -> Organisation | None:
    """The whole row of the city that was asked; None on a host that no city has."""
    return session.get(Organisation, city.id)


def here(session: Session, city: City) -> Organisation:
    """The same; raises `NotFound` where there is no city."""
    found = organisation_of(session, city)
    if found is None:
        raise NotFound(_("Unter diesem Namen gibt es hier keine Stadt."))
    return found


def emblem_of(session: Session, organisation_id: int) -> Emblem | None:
    """The city's logo, if it has one."""
    query = select(Emblem).where(Emblem.organisation_id == organisation_id)
    return session.exec(query).one_or_none()


def emblem_by_digest(session: Session, city: City, digest: str) -> Emblem:
    """The logo of the city that was asked, by its address. Raises `NotFound` for an old one and
    for another city's."""
    query = select(Emblem).where(Emblem.organisation_id == city.id, Emblem.digest == digest[:64])
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Dieses Bild gibt es nicht."))
    return found
