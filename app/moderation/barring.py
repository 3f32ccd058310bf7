"""A city's barriers: which networks and words it has looked at before they are public."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import journal
from app.comments import barriers
from app.comments.barriers import at_a_glance
from app.errors import Conflict, NotFound
from app.i18n import _
from app.models import Barrier, BarrierKind, Organisation, Person
from app.text import clean_line

SHORTEST, LONGEST = 3, 120
MOST = 500  # barriers of one city
WIDEST = {4: 8, 6: 16}  # a prefix shorter than that is half the internet


def why_no_barrier(kind: BarrierKind, value: str) -> str | None:
    """Why this cannot be a barrier, as a sentence; None when it can."""
    if kind is BarrierKind.NETWORK:
        return _why_no_network(value)
    letters = len(at_a_glance(value).replace(" ", ""))
    if letters < SHORTEST or len(value) > LONGEST:
        return _("Schreiben Sie ein Wort oder eine Wendung mit mindestens drei Buchstaben.")
    return None


def _why_no_network(value: str) -> str | None:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return _(
            "Schreiben Sie eine Adresse oder ein Netz, zum Beispiel 192.0.2.0/24 oder "
            "2001:db8::/32."
        )
    if network.prefixlen < WIDEST[network.version]:
        return _("Dieses Netz ist zu groß: Es träfe fast alle.")
    return None


def normal(kind: BarrierKind, value: str) -> str:
    """How a barrier is kept: a network by its first address, a word in small letters."""
    if kind is BarrierKind.NETWORK:
        return str(ipaddress.ip_network(value, strict=False))
    return clean_line(value).lower()


def add(
    session: Session,
    city: Organisation,
    by: Person,
    kind: BarrierKind,
    value: str,
    note: str,
    now: datetime,
) -> Barrier:
    """Have notes from this network, or with this word, wait from now on. `value` is one that
    `why_no_barrier` has nothing against.

    Refused with `Conflict` when the barrier is there already, or the list is full.
    """
    kept = normal(kind, value)
    known = of_city(session, city)
    if any((one.kind, one.value) == (kind, kept) for one in known):
        raise Conflict(_("Das steht schon auf der Sperrliste."))
    if len(known) >= MOST:
        raise Conflict(_("Die Sperrliste ist voll. Nehmen Sie zuerst etwas herunter."))
    barrier = Barrier(
        organisation_id=city.id,
        kind=kind,
        value=kept,
        note=note,
        created_by_id=by.id,
        created_at=now,
    )
    session.add(barrier)
    journal.record(
        session, by, "barrier.added", barrier, organisation_id=city.id, barrier=kind.value
    )
    barriers.forget(session, city.id)
    return barrier


def remove(session: Session, city: Organisation, by: Person, barrier_id: int) -> None:
    """Take a barrier of this city away; what it has stopped goes on waiting. Raises `NotFound`."""
    query = select(Barrier).where(Barrier.id == barrier_id, Barrier.organisation_id == city.id)
    barrier = session.exec(query).one_or_none()
    if barrier is None:
        raise NotFound(_("Diese Sperre gibt es nicht mehr."))
    journal.record(
        session,
        by,
        "barrier.removed",
        barrier,
        organisation_id=city.id,
        barrier=barrier.kind.value,
        stopped=barrier.stopped_count,
    )
    session.delete(barrier)
    barriers.forget(session, city.id)


def of_city(session: Session, city: Organisation) -> Sequence[Barrier]:
    """All barriers of a city: words, then networks, by value."""
    query = (
        select(Barrier)
        .where(Barrier.organisation_id == city.id)
        .order_by(col(Barrier.kind).desc(), col(Barrier.value))
    )
    return session.exec(query).all()
