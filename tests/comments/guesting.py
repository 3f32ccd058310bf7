"""What the tests of guests send, and where they find the link of a mail."""

import re

import pytest
from sqlmodel import select

from app.jobs import Worker
from app.main import handlers
from app.models import OutboxMail
from app.selfcheck.counting import counters, journal_and_chain
from tests.comments.asking import COMMENTS, a_note
from tests.comments.stopping import now

NEW = f"{COMMENTS}/new?at=hf1-1"
GUEST = {"name": "Nachbarin", "email": "Nachbarin@Example.org"}


@pytest.fixture
def guest(browser, cast, session, settings):
    """Somebody who is not signed in, where the process takes guests. Time stands still here, so
    nobody is asked to take theirs."""
    settings.seconds_to_write = 0
    cast.process.takes_guests = True
    session.add(cast.process)
    session.commit()
    browser.leave().get(NEW)
    return browser


def mails(session):
    return now(session, select(OutboxMail).order_by(OutboxMail.id))


def faults(session):
    every = [*counters(session), *journal_and_chain(session)]
    found = [finding for finding in every if finding.serious and finding.problem]
    session.commit()
    return found


def link_of(mail):
    """The path behind the link of a mail to confirm."""
    return re.search(r"https?://[^/]+(/p/ankommen/confirm/\w+)", mail.text)[1]


def write(guest, **changes):
    guest.get(NEW)
    guest.send(COMMENTS, **(a_note() | GUEST | changes))


def work_off(session, guest):
    settings = guest.client.app.state.settings
    session.commit()
    while Worker(guest.client.app.state.engine, settings, handlers())._do_jobs(is_slow=False):
        pass
