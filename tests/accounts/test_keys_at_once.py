"""One passkey's answer from twenty browsers at one instant, on both databases."""

from sqlmodel import Session, select

from app import db
from app.accounts import passkeys
from app.accounts.giving import create_account
from app.accounts.passkeys import Party
from app.models import Passkey, SignIn
from tests.accounts.devices import ORIGIN, Device
from tests.accounts.test_at_once import AT_ONCE, NEW, at_once, busy_app, postgres_app

__all__ = ["busy_app", "postgres_app"]
HERE = Party("testserver", ORIGIN)


def test_of_twenty_with_the_same_answer_one_comes_in(busy_app):
    device = Device(counts=False)
    with Session(busy_app.state.engine) as session:
        person = create_account(session, **NEW)
        made = device.make(passkeys.ask_new(session, person, HERE))
        passkeys.register(session, person, HERE, made, "Telefon")
        answer = device.show(passkeys.ask(session, HERE))
        session.commit()

    assert at_once(busy_app, "/sign-in/passkey", answer=answer) == {303: 1, 410: AT_ONCE - 1}
    with db.reading(busy_app.state.engine) as session:
        assert len(session.exec(select(SignIn)).all()) == 1
        assert session.exec(select(Passkey)).one().used_at is not None
