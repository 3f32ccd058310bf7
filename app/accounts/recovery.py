"""Ten codes on paper, each good once, for whoever has lost the second factor."""

import re
import secrets

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts import letters
from app.accounts.sealing import mark_of
from app.models import Person, RecoveryCode

HOW_MANY = 10
# No letter or digit that is easily taken for another: 12 of these 30 are 58 random bits.
_SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
_LENGTH, _GROUP = 12, 4
_BETWEEN = re.compile(r"[\s\u2010-\u2015-]+")


def _new_code() -> str:
    return "".join(secrets.choice(_SIGNS) for _n in range(_LENGTH))


def _written(code: str) -> str:
    return "-".join(code[n : n + _GROUP] for n in range(0, _LENGTH, _GROUP))


def make_codes(session: Session, person: Person, secret: str) -> list[str]:
    """Ten new codes, told here once; those before hold no longer. Tells the person by mail."""
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person.id))
    codes = [_new_code() for _n in range(HOW_MANY)]
    for code in codes:
        mark = mark_of(secret, person.id, code)
        session.add(RecoveryCode(person_id=person.id, code_hash=mark, created_at=clock.now()))
    letters.new_recovery_codes(session, person.email)
    journal.record(session, person, "account.made_recovery_codes", person)
    return list(map(_written, codes))


def take_code(session: Session, person: Person, secret: str, typed: str) -> bool:
    """Use up the code that was typed; whether there was one. Of several who type the same at one
    instant one gets in. Tells the person by mail."""
    plain = _BETWEEN.sub("", typed).lower()
    if len(plain) != _LENGTH:
        return False
    taken = session.execute(
        update(RecoveryCode)
        .where(
            col(RecoveryCode.person_id) == person.id,
            col(RecoveryCode.code_hash) == mark_of(secret, person.id, plain),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=clock.now())
        .returning(col(RecoveryCode.id))
    ).first()
    if taken is None:
        return False
    letters.recovery_code_used(session, person.email, codes_left(session, person.id))
    journal.record(session, person, "account.used_recovery_code", person)
    return True


def codes_left(session: Session, person_id: int) -> int:
    """How many of a person's codes are still good."""
    query = select(func.count()).where(
        col(RecoveryCode.person_id) == person_id, col(RecoveryCode.used_at).is_(None)
    )
    return session.exec(query).one()


def forget_codes(session: Session, person: Person) -> None:
    """Without a second factor there is nothing to recover."""
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person.id))
