"""What changes about a city: its words, colour, logo, sender and host. Each is journalled, and
read anew by every page."""

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts.emails import has_line_break, in_dns, normal, why_no_address
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Emblem, Organisation, Person
from app.organisations.colour import check
from app.organisations.logos import Drawn
from app.text import clean_line, shorten, slugify

LIMITS = {
    "name": 200,
    "unit": 200,
    "address": 500,
    "email": 254,
    "phone": 80,
    "legal": 5_000,
    "privacy": 5_000,
    "accessibility": 2_000,
}
COLUMNS = tuple(LIMITS)
LONGEST_ALTERNATIVE = 200
LONGEST_TOLD = 200  # of a text before and after, in the journal
_HOST = re.compile(
    r"(?!.{201})[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)


def create_city(
    session: Session, *, slug: str, name: str, host: str = "", unit: str = "", email: str = ""
) -> Organisation:
    """A new city. Only the first may do without a host name of its own: a second one could not be
    reached. Refused with `Invalid` or `Conflict`."""
    if slug != slugify(slug, ""):
        raise Invalid(_("Das Kürzel darf nur a bis z, Ziffern und Bindestriche enthalten."))
    if session.exec(select(Organisation.id).where(Organisation.slug == slug)).first():
        raise Conflict(_("Eine Stadt mit diesem Kürzel gibt es schon."))
    city = Organisation(
        slug=slug,
        name=clean_line(name)[: LIMITS["name"]],
        unit=clean_line(unit)[: LIMITS["unit"]],
        email=normal(email) if email else "",
        host=_free_host(session, host, None),
        created_at=clock.now(),
    )
    session.add(city)
    _tell(session, None, "city.created", city, host=city.host)
    return city


def describe(
    session: Session, city: Organisation, values: Mapping[str, str], by: Person | None
) -> list[str]:
    """Change the city's words; what changed, by name."""
    changed = [name for name in COLUMNS if getattr(city, name) != values[name]]
    before = {name: shorten(getattr(city, name), LONGEST_TOLD) for name in changed}
    for name in changed:
        setattr(city, name, values[name])
    if changed:
        after = {name: shorten(values[name], LONGEST_TOLD) for name in changed}
        _tell(session, by, "city.described", city, before=before, after=after)
    return changed


def colour_in(session: Session, city: Organisation, colour: str, by: Person | None) -> None:
    """Give the city an accent, or with "" take ours again. Refused with `Invalid`, which says the
    measured contrast and the nearest colour that would do."""
    before, plain = city.colour, ""
    if colour:
        found = check(colour)
        if found is None:
            because = _("Bitte schreiben Sie die Farbe als # und sechs Zeichen, etwa #17508f.")
            raise Invalid(because, {"colour": because})
        if found.because:
            raise Invalid(found.because, {"colour": found.because})
        plain = found.light.colour
    if plain != before:
        city.colour = plain
        _tell(session, by, "city.coloured", city, before=before, after=plain)


def put_logo(
    session: Session, city: Organisation, drawn: Drawn | None, alternative: str, by: Person
) -> None:
    """Show a logo above every page, or with None give the one that is there other words. Refused
    with `Invalid` without words for it, or where there is none."""
    alternative = clean_line(alternative)
    if not alternative or len(alternative) > LONGEST_ALTERNATIVE:
        because = _(
            "Was zeigt das Logo? Wer nicht sieht, liest diese Worte. Höchstens 200 Zeichen."
        )
        raise Invalid(because, {"alternative": because})
    emblem = session.exec(select(Emblem).where(Emblem.organisation_id == city.id)).one_or_none()
    if drawn is not None:
        if emblem is not None:  # one row for each city, and its address is its digest
            session.delete(emblem)
            session.flush()
        emblem = Emblem(organisation_id=city.id, created_at=clock.now(), **asdict(drawn))
    if emblem is None:
        because = _("Wählen Sie zuerst eine Datei aus.")
        raise Invalid(because, {"logo": because})
    emblem.alternative = alternative
    session.add(emblem)
    _tell(session, by, "city.logo_changed", city, digest=emblem.digest)


def remove_logo(session: Session, city: Organisation, by: Person) -> None:
    """Show the name alone again."""
    gone = session.execute(delete(Emblem).where(col(Emblem.organisation_id) == city.id))
    if getattr(gone, "rowcount", 0):
        _tell(session, by, "city.logo_removed", city)


def send_from(
    session: Session, city: Organisation, address: str, allowed: Collection[str], by: Person | None
) -> None:
    """Let the city's mails come from this address, or with "" from the installation's. Refused
    with `Invalid`: no single address, anything hidden in it, a domain that the operator has not
    allowed."""
    if because := _why_no_sender(address, allowed):
        raise Invalid(because, {"mail_from": because})
    before, city.mail_from = city.mail_from, normal(address) if address.strip() else ""
    if before != city.mail_from:
        _tell(session, by, "city.sender_changed", city, before=before, after=city.mail_from)


def _why_no_sender(address: str, allowed: Collection[str]) -> str | None:
    if not address.strip() and not has_line_break(address):
        return None
    if because := why_no_address(address):
        return because
    domain = normal(address).rpartition("@")[2]
    if domain in allowed:
        return None
    return _(
        "Für %(domain)s darf diese Installation keine Mails verschicken. Erlaubt sind: %(allowed)s."
        " Mehr richtet ein, wer den Server betreibt."
    ) % {"domain": domain, "allowed": ", ".join(sorted(allowed)) or _("keine")}


def move_to(session: Session, city: Organisation, host: str) -> None:
    """Give the city another host name; for the operator alone, who also has its certificate.
    Refused with `Invalid` for what is none, with `Conflict` for another city's."""
    before, city.host = city.host, _free_host(session, host, city.id)
    if before != city.host:
        session.add(city)
        _tell(session, None, "city.host_changed", city, before=before, after=city.host)


def _free_host(session: Session, host: str, own_id: int | None) -> str:
    name = ".".join(map(in_dns, host.strip().rstrip(".").split(".")))
    if name and not _HOST.fullmatch(name):
        raise Invalid(
            _("„%(host)s“ ist kein Name eines Servers, wie beteiligung.beispiel.de einer ist.")
            % {"host": host}
        )
    query = select(Organisation).where(Organisation.host == name)
    if own_id is not None:
        query = query.where(Organisation.id != own_id)
    taken = session.exec(query).first()
    if taken is not None and name:
        raise Conflict(_("Unter diesem Namen ist schon %(city)s da.") % {"city": taken.name})
    if taken is not None:
        raise Conflict(
            _("%(city)s hat keinen eigenen Namen und antwortet auf alle anderen. Nennen Sie einen.")
            % {"city": taken.name}
        )
    return name


def _tell(
    session: Session, by: Person | None, deed: str, city: Organisation, **details: Any
) -> None:
    session.flush()
    journal.record(session, by, deed, city, organisation_id=city.id, **details)
    session.info["cities_changed"] = True
