"""Which web sites may show a process in a frame of theirs: allowing one, ending that.

A site is its origin (RFC 6454) as browsers compare it, and as a Content-Security-Policy can name
it: so no IPv6, and of numbered addresses only this machine's own (CSP Level 3, 6.7.2.8).
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from app import clock, journal
from app.accounts.emails import in_dns
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import EmbeddingSite, Person, Process

MOST_SITES = 20  # each is sent with every page that may be framed
LONGEST = 200
LOOPBACK = frozenset({"localhost", "127.0.0.1"})
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ADDRESS = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?(?P<host>[^/:?#@\\\s]*)(?::(?P<port>\d{1,5}))?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DEFAULT_PORTS = {"https": 443, "http": 80}


def read_origin(typed: str) -> str:
    """The origin that somebody typed: lower case, umlauts as in the DNS (RFC 5891), no default
    port; without a scheme it is https. Raises `Invalid` with a sentence that says what to mend:
    no site, more than a site, a pattern, a number, http beyond this machine."""
    typed = typed.strip()
    if not typed or len(typed) > LONGEST:
        raise _invalid(_("Geben Sie die Website an, zum Beispiel https://www.example.org."))
    if "*" in typed:
        raise _invalid(_("Geben Sie jede Website einzeln an; ein Stern gilt hier nicht."))
    found = _ADDRESS.fullmatch(typed)
    assert found is not None  # noqa: S101 - every part of the pattern may be empty
    scheme = (found["scheme"] or "https").lower()
    host = ".".join(map(in_dns, found["host"].rstrip(".").split(".")))
    _check_host(host)
    if scheme != "https" and not (scheme == "http" and host in LOOPBACK):
        raise _invalid(_("Die Website muss mit https:// beginnen."))
    port = int(found["port"] or _DEFAULT_PORTS[scheme])
    if not 0 < port < 65536:
        raise _invalid(_("Diesen Anschluss (Port) gibt es nicht."))
    origin = f"{scheme}://{host}" + (f":{port}" if port != _DEFAULT_PORTS[scheme] else "")
    if found["rest"][:1] not in ("", "/", "?", "#"):
        raise _invalid(_("So heißt keine Website. Ein Beispiel: https://www.example.org"))
    if found["rest"] not in ("", "/"):
        raise _invalid(_("Nennen Sie nur die Website, nicht eine Seite: %s") % origin)
    return origin


def _check_host(host: str) -> None:
    labels = host.split(".")
    if len(host) > LONGEST or not all(map(_LABEL.fullmatch, labels)):
        raise _invalid(_("So heißt keine Website. Ein Beispiel: https://www.example.org"))
    if labels[-1].isdigit() and host not in LOOPBACK:
        raise _invalid(_("Geben Sie den Namen der Website an, keine Nummer."))


def _invalid(sentence: str) -> Invalid:
    return Invalid(sentence, {"origin": sentence})


def sites_of(session: Session, process: Process) -> Sequence[EmbeddingSite]:
    """The sites that may show this process, by name."""
    query = (
        select(EmbeddingSite)
        .where(EmbeddingSite.process_id == process.id)
        .order_by(col(EmbeddingSite.origin))
    )
    return session.exec(query).all()


def origins_of(session: Session, process: Process) -> Sequence[str]:
    """Their origins, as the frame's pages name them."""
    query = (
        select(EmbeddingSite.origin)
        .where(EmbeddingSite.process_id == process.id)
        .order_by(col(EmbeddingSite.origin))
    )
    return session.exec(query).all()


def allow_site(session: Session, process: Process, typed: str, *, by: Person) -> str:
    """Let a site show this process; its origin. Raises `Invalid` for what is no site, and
    `Conflict` beyond twenty. Allowed already, nothing changes."""
    origin = read_origin(typed)
    counted = select(func.count()).where(EmbeddingSite.process_id == process.id)
    if session.exec(counted).one() >= MOST_SITES:
        sentence = _("Mehr als %(n)d Websites gehen nicht.") % {"n": MOST_SITES}
        raise Conflict(sentence, {"origin": sentence})
    table: Any = EmbeddingSite
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = session.execute(
        insert(table)
        .values(process_id=process.id, origin=origin, created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["process_id", "origin"])
        .returning(table.id)
    ).scalar_one_or_none()
    if fresh is not None:
        journal.record(session, by, "embedding.allowed", process, process=process, site=origin)
    return origin


def end_site(session: Session, process: Process, site_id: int, *, by: Person) -> str:
    """A site may no longer show this process; its origin. Raises `NotFound` for one that is not
    (or no longer) in this process's list."""
    query = select(EmbeddingSite).where(
        EmbeddingSite.id == site_id, EmbeddingSite.process_id == process.id
    )
    site = session.exec(query).one_or_none()
    if site is None:
        raise NotFound(_("Diese Website steht nicht in der Liste."))
    session.delete(site)
    journal.record(session, by, "embedding.ended", process, process=process, site=site.origin)
    return site.origin
