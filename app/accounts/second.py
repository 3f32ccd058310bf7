"""The second step of signing in: who must take it, by what they can, and the authenticator app
that makes the codes (TOTP, RFC 6238)."""

import base64
import hmac
import re
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel import select as select_row

from app import clock, journal
from app.accounts import domain, letters, recovery, tokens
from app.accounts.sealing import follow, seal, unseal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import CodeGenerator, Grant, Passkey, Person

STEP_SECONDS = 30
_BETWEEN = re.compile(r"\s+")


@dataclass(frozen=True)
class Means:
    """What is known of somebody's second step: whether they have a role, an authenticator app that
    was seen to work, a passkey."""

    is_staff: bool
    has_app: bool
    has_passkey: bool

    def must_step(self, *, required: bool) -> bool:
        """Whether a password or a link is not enough: for whoever set up an app, and, where it is
        `required`, for everybody with a role. A passkey alone is asked of nobody without a role:
        it is kept to sign in with less, not more."""
        return self.has_app or (required and self.is_staff)

    @property
    def can_step(self) -> bool:
        """Whether there is something to take the second step with."""
        return self.has_app or self.has_passkey

    @property
    def may_part_with_app(self) -> bool:
        """Whether the app may go where staff must have a second step."""
        return self.has_passkey or not self.is_staff


def means_of(session: Session, person_id: int) -> Means:
    """What this person has, in one question."""
    of_person = (
        select(col(Grant.id)).where(col(Grant.person_id) == person_id),
        select(col(CodeGenerator.id)).where(
            col(CodeGenerator.person_id) == person_id,
            col(CodeGenerator.confirmed_at).is_not(None),
        ),
        select(col(Passkey.id)).where(
            col(Passkey.person_id) == person_id, col(Passkey.removed_at).is_(None)
        ),
    )
    found = session.execute(select(*(query.exists() for query in of_person))).one()
    return Means(*map(bool, found))


def _for_session(secret: str, here: int | None) -> str:
    """The key for the secret of an app that is being set up: of one session, so that a second one
    halfway, with a stolen password, neither sees nor confirms it."""
    return f"{secret}\nbegun in {here}"


def begin_app(session: Session, person: Person, secret: str, here: int | None = None) -> None:
    """A new secret for an app, begun in the session `here`, which counts for nothing until a code
    of it has been seen. Raises `Conflict` when there is an app already."""
    sealed = seal(_for_session(secret, here), person.id, pyotp.random_base32())
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    table = CodeGenerator.__table__  # type: ignore[attr-defined]
    begun = session.execute(
        insert(table)
        .values(person_id=person.id, secret=sealed, last_step=0, created_at=clock.now())
        .on_conflict_do_update(
            index_elements=["person_id"],
            set_={"secret": sealed, "last_step": 0, "created_at": clock.now()},
            where=table.c.confirmed_at.is_(None),
        )
        .returning(table.c.id)
    ).first()
    if begun is None:
        raise Conflict(_("Sie haben schon eine App eingerichtet. Wechseln Sie diese."))


def begun_app(session: Session, person_id: int, secret: str, here: int | None = None) -> str:
    """The secret of an app that is being set up in the session `here`, to be shown; "" when none
    is."""
    found = _app_of(session, person_id)
    if found is None or found.confirmed_at is not None:
        return ""
    return unseal(_for_session(secret, here), person_id, found.secret)


def confirm_app(
    session: Session, person: Person, secret: str, typed: str, here: int | None = None
) -> None:
    """From now on this app is asked for, because its code was right. Raises `Invalid` for `code`,
    and `Conflict` when no app is being set up in the session `here`."""
    found = _app_of(session, person.id, to_use=True)
    is_begun = found is not None and found.confirmed_at is None
    sealed = found.secret if found and is_begun else ""
    plain = unseal(_for_session(secret, here), person.id, sealed) if sealed else ""
    if found is None or not plain:
        raise Conflict(_("Hier wird gerade keine App eingerichtet."))
    step = _step_of(plain, typed)
    if step is None:
        raise Invalid(_wrong_code(), {"code": _wrong_code()})
    found.secret = seal(secret, person.id, plain)
    found.confirmed_at, found.last_step = clock.now(), step
    letters.app_set_up(session, person.email)
    journal.record(session, person, "account.set_up_app", person)


def next_secret(session: Session, person_id: int, secret: str, here: int) -> str:
    """The secret of the app that would take the place of the present one, to be shown in the
    session `here`: another session gets another. "" when there is no app to replace."""
    found = _app_of(session, person_id)
    return _following(found, secret, here) if found else ""


def _following(found: CodeGenerator, secret: str, here: int) -> str:
    if found.confirmed_at is None:
        return ""
    return base64.b32encode(follow(secret, found.person_id, found.secret, here)).decode()


def replace_app(session: Session, person: Person, secret: str, typed: str, here: int) -> None:
    """The new app counts from now on and the one before no longer, because a code of the new one
    was right: one deed, so that nobody is without between. Recovery codes stay good. Tells the
    person by mail. Raises `Invalid` for `code`, and `Conflict` when there is no app."""
    found = _app_of(session, person.id, to_use=True)
    plain = _following(found, secret, here) if found else ""
    if found is None or not plain:
        raise Conflict(_("Sie haben keine App eingerichtet, die Sie wechseln könnten."))
    step = _step_of(plain, typed)
    if step is None:
        raise Invalid(_wrong_code(), {"code": _wrong_code()})
    found.secret = seal(secret, person.id, plain)
    found.confirmed_at, found.last_step = clock.now(), step
    letters.app_replaced(session, person.email)
    journal.record(session, person, "account.replaced_app", person)


def remove_app(session: Session, person: Person, *, required: bool) -> None:
    """The app counts no longer; nor do the recovery codes, unless a passkey is left. Tells the
    person by mail. Without an app nothing happens. Raises `Conflict` for the last second factor of
    somebody with a role where one is `required`."""
    session.exec(select_row(Person.id).where(Person.id == person.id).with_for_update()).one()
    means = means_of(session, person.id)
    if means.has_app and required and not means.may_part_with_app:
        raise Conflict(needs_app())
    row = delete(CodeGenerator).where(col(CodeGenerator.person_id) == person.id)
    if session.execute(row.returning(col(CodeGenerator.id))).first() is None:
        return
    if not means.has_passkey:
        recovery.forget_codes(session, person)
    letters.app_removed(session, person.email)
    journal.record(session, person, "account.removed_app", person)


def needs_app() -> str:
    """Why somebody with a role may not go without their app."""
    return _(
        "Mit Ihrer Aufgabe brauchen Sie einen zweiten Schritt, und diese App ist Ihr einziger."
        " Wechseln Sie sie, oder richten Sie zuerst einen Passkey ein."
    )


def forget_second(session: Session, person: Person) -> None:
    """Take app, passkeys and recovery codes from somebody who has lost them all, on the office's
    word; sessions end, and the person is told. At the next sign-in staff set up anew."""
    session.execute(delete(CodeGenerator).where(col(CodeGenerator.person_id) == person.id))
    session.execute(
        update(Passkey)
        .where(col(Passkey.person_id) == person.id, col(Passkey.removed_at).is_(None))
        .values(removed_at=clock.now())
    )
    recovery.forget_codes(session, person)
    domain.end_others(session, person, but=None)
    tokens.revoke_all(session, person, None)
    letters.second_forgotten(session, person.email)
    journal.record(session, None, "account.forgot_second", person)


def take_app_code(session: Session, person_id: int, secret: str, typed: str) -> bool:
    """Whether `typed` is a code that the person's app shows now, or showed or will show half a
    minute off. Each counts once: of several at one instant one gets in, and no code before it is
    taken afterwards (RFC 6238, 5.2)."""
    found = _app_of(session, person_id)
    if found is None or found.confirmed_at is None:
        return False
    step = _step_of(unseal(secret, person_id, found.secret), typed)
    if step is None:
        return False
    taken = session.execute(
        update(CodeGenerator)
        .where(col(CodeGenerator.id) == found.id, col(CodeGenerator.last_step) < step)
        .values(last_step=step)
        .returning(col(CodeGenerator.id))
    ).first()
    return taken is not None


def take_second(session: Session, person: Person, secret: str, typed: str) -> None:
    """Take what was typed as the second step: a code of the app, or a recovery code. Raises
    `Invalid` for `code`, with one sentence for a wrong code and for one that was used."""
    if take_app_code(session, person.id, secret, typed):
        return
    if not recovery.take_code(session, person, secret, typed):
        raise Invalid(_wrong_code(), {"code": _wrong_code()})


def _wrong_code() -> str:
    return _("Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten.")


def _app_of(session: Session, person_id: int, *, to_use: bool = False) -> CodeGenerator | None:
    query = select_row(CodeGenerator).where(CodeGenerator.person_id == person_id)
    if to_use:
        query = query.with_for_update()
    return session.exec(query).one_or_none()


def _step_of(plain: str, typed: str) -> int | None:
    """The time step whose code was typed: now's, or a neighbour's, since clocks differ."""
    digits = _BETWEEN.sub("", typed)
    if not plain or not re.fullmatch("[0-9]{6}", digits):
        return None
    now = int(clock.now().timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(plain)
    fits = [
        step
        for step in (now - 1, now, now + 1)
        if hmac.compare_digest(made.generate_otp(step), digits)
    ]
    return max(fits, default=None)
