"""An authenticator app for tests."""

import pyotp
from fastapi import FastAPI
from sqlmodel import Session, select

from app import clock
from app.accounts import second
from app.models import CodeGenerator, Person

HALF_A_MINUTE = 30


def code_of(made: pyotp.TOTP, steps: int = 0) -> str:
    """What the app shows now, or some half minutes off."""
    return made.at(clock.now(), counter_offset=steps)


def with_app(app: FastAPI, session: Session, person: Person) -> pyotp.TOTP:
    """Set up an app for this person, from which no code has counted yet."""
    second.begin_app(session, person, app.state.secret)
    made = pyotp.TOTP(second.begun_app(session, person.id, app.state.secret))
    second.confirm_app(session, person, app.state.secret, code_of(made))
    generator = session.exec(
        select(CodeGenerator).where(CodeGenerator.person_id == person.id)
    ).one()
    generator.last_step = 0
    session.commit()
    return made
