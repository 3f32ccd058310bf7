"""Passkeys (Web Authentication Level 3): registering one, proving by one who somebody is, and
keeping them in order. The device must have checked its owner, by PIN, finger or face: so a passkey
is two factors in one (NIST SP 800-63B-4, 3.1.7)."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts import challenges, key_letters, recovery
from app.accounts.second import means_of
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import one
from app.models import Errand, Passkey, Person
from app.security import new_token
from app.text import clean_line

if TYPE_CHECKING:
    from app.accounts.authenticators import Asker

MOST, LONGEST_NAME, LONGEST_ANSWER = 20, 80, 20_000
Checked = TypeVar("Checked")


@dataclass(frozen=True)
class Party:
    """Who asks for a passkey, as browsers see it: host name, origin, and what we are called."""

    host: str
    origin: str
    name: str = "Randnotiz"


def passkeys_of(session: Session, person_id: int) -> Sequence[Passkey]:
    """The passkeys somebody has now, the oldest first."""
    query = select(Passkey).where(Passkey.person_id == person_id, col(Passkey.removed_at).is_(None))
    return session.exec(query.order_by(col(Passkey.id)).limit(MOST)).all()


def _asker(party: Party, token: str) -> "Asker":
    from app.accounts.authenticators import Asker

    milliseconds = int(challenges.VALID.total_seconds() * 1000)
    return Asker(party.host, party.origin, party.name, token, milliseconds)


def _handle(person: Person) -> bytes:
    """What the device keeps to know whose passkey it is: tells nothing about the person."""
    return hashlib.sha256(f"randnotiz passkey\n{person.id}\n{person.created_at}".encode()).digest()


def ask_new(session: Session, person: Person, party: Party) -> dict[str, Any]:
    """What the browser needs to make a passkey for this person, with a challenge that is good once
    and for five minutes."""
    from app.accounts import authenticators

    token = new_token()
    challenges.give_out(session, Errand.NEW_PASSKEY, token, person_id=person.id)
    known = [key.credential_id for key in passkeys_of(session, person.id)]
    return authenticators.to_make(
        _asker(party, token), _handle(person), person.email, person.name, known
    )


def register(
    session: Session, person: Person, party: Party, answer: str, name: str, device: str = ""
) -> Passkey:
    """Keep the passkey that a device has made. Raises `Gone` for a challenge that is not this
    person's to answer now, `Invalid` for an answer that does not fit, `Conflict` for a passkey that
    is somebody's already, or one too many."""
    from app.accounts import authenticators

    token = _challenge_in(answer)
    challenges.use_up(session, Errand.NEW_PASSKEY, token, person.id)
    made = _checked(lambda: authenticators.made(_asker(party, token), answer))
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    if len(passkeys_of(session, person.id)) >= MOST:
        raise Conflict(_("Mehr als 20 Passkeys passen nicht. Entfernen Sie zuerst einen."))
    key = Passkey(
        person_id=person.id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=_named(name) or _named(device) or _("Passkey"),
        created_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(key)
            session.flush()
    except IntegrityError:
        raise Conflict(_("Dieser Passkey ist hier schon bekannt.")) from None
    key_letters.passkey_made(session, person.email)
    journal.record(session, person, "passkey.registered", key)
    return key


def ask(session: Session, party: Party, person_id: int | None = None) -> dict[str, Any]:
    """What the browser needs to show a passkey: any that the device has for us, and so nothing
    that tells who has one; or one of this person's, who has been recognised before."""
    from app.accounts import authenticators

    token = new_token()
    challenges.give_out(session, Errand.PASSKEY, token, person_id=person_id)
    keys = passkeys_of(session, person_id) if person_id is not None else []
    return authenticators.to_prove(_asker(party, token), [key.credential_id for key in keys])


def prove(session: Session, party: Party, answer: str, person_id: int | None = None) -> Passkey:
    """The passkey, with its person, by which somebody has just proved who they are; of `person_id`
    alone where that is given.

    Raises `Gone` for a challenge that was not given out here for this, is used or expired, and
    `Invalid` with one and the same sentence for everything else: an unknown or removed passkey, a
    blocked person, another site, a wrong signature, a device that did not check its owner, or that
    has counted backwards (a copy of it is about).
    """
    from app.accounts import authenticators

    token = _challenge_in(answer)
    challenges.use_up(session, Errand.PASSKEY, token, person_id)
    key = _key_in(session, answer)
    if key is None or (person_id is not None and key.person_id != person_id):
        raise _unfit()
    key.sign_count = _checked(
        lambda: authenticators.proved(_asker(party, token), answer, key.public_key, key.sign_count)
    )
    key.used_at = clock.now()
    return key


def _key_in(session: Session, answer: str) -> Passkey | None:
    """The passkey that an answer names, held until the end of the transaction, if it opens
    something."""
    query = (
        select(Passkey)
        .where(Passkey.credential_id == _text_in(answer, "id"), col(Passkey.removed_at).is_(None))
        .options(one(Passkey.person, one(Person.grants)))
        .with_for_update(of=Passkey)
    )
    key = session.exec(query).unique().one_or_none()
    return None if key is None or key.person.blocked_at is not None else key


def _challenge_in(answer: str) -> str:
    """The challenge that an answer says it answers. Raises `Invalid` when there is none to read."""
    from app.accounts import authenticators

    if len(answer) > LONGEST_ANSWER:
        raise _unfit()
    return _checked(lambda: authenticators.challenge_in(answer))


def _text_in(answer: str, name: str) -> str:
    value = json.loads(answer).get(name)
    return value if isinstance(value, str) else ""


def _checked(check: Callable[[], Checked]) -> Checked:
    """What `check` finds. The library raises whatever its parsers do on what a stranger sends, so
    everything counts as an answer that does not fit."""
    try:
        return check()
    except Exception as fault:
        raise _unfit() from fault


def _unfit() -> Invalid:
    return Invalid(_("Dieser Passkey passt hier nicht."))


def _named(name: str) -> str:
    return clean_line(name)[:LONGEST_NAME].strip()


def _own(session: Session, person: Person, passkey_id: int) -> Passkey:
    query = select(Passkey).where(
        Passkey.id == passkey_id,
        Passkey.person_id == person.id,
        col(Passkey.removed_at).is_(None),
    )
    found = session.exec(query.with_for_update()).one_or_none()
    if found is None:
        raise NotFound(_("Diesen Passkey gibt es nicht mehr."))
    return found


def rename(session: Session, person: Person, passkey_id: int, name: str) -> None:
    """Another name for one's own passkey. Raises `NotFound`, and `Invalid` without a name."""
    key = _own(session, person, passkey_id)
    if not (new := _named(name)):
        because = _("Bitte geben Sie dem Passkey einen Namen.")
        raise Invalid(because, {"name": because})
    key.name = new
    journal.record(session, person, "passkey.renamed", key)


def remove(session: Session, person: Person, passkey_id: int, *, required: bool) -> None:
    """Take one's own passkey out of use. Raises `NotFound`, and `Conflict` for the last second
    factor of somebody with a role where one is `required`."""
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    key = _own(session, person, passkey_id)
    means = means_of(session, person.id)
    last = not means.has_app and len(passkeys_of(session, person.id)) == 1
    if required and means.is_staff and last:
        raise Conflict(
            _(
                "Mit Ihrer Aufgabe brauchen Sie einen zweiten Schritt, und dieser Passkey ist Ihr"
                " letzter. Richten Sie zuerst einen anderen ein."
            )
        )
    key.removed_at = clock.now()
    if last:  # there is nothing left to recover
        recovery.forget_codes(session, person)
    key_letters.passkey_removed(session, person.email)
    journal.record(session, person, "passkey.removed", key)
