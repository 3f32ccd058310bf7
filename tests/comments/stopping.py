"""What the tests of stopped notes send and look at."""

from sqlmodel import select

from app.models import Barrier, BarrierKind, Comment, Process, Reply, Stop
from tests.cast import OPENS, WHILE_OPEN
from tests.comments.asking import COMMENTS, a_note

LINKS = "Sehen Sie http://eins.example und www.zwei.example und noch mehr."


def now(session, query):
    """The rows as they are now; nothing stays locked."""
    session.commit()
    found = session.exec(query.execution_options(populate_existing=True)).all()
    session.commit()
    return found


def reasons(session):
    """Why what was stopped waits, in the order in which it came."""
    return [stop.reasons for stop in now(session, select(Stop).order_by(Stop.id))]


def comments(session):
    """All comments as they are in the database now."""
    return now(session, select(Comment).order_by(Comment.number))


def answers(session):
    """All replies as they are in the database now."""
    return now(session, select(Reply).order_by(Reply.id))


def process(session):
    """The process as it is in the database now."""
    return now(session, select(Process).where(Process.slug == "ankommen"))[0]


def barrier(session, cast, value, kind=BarrierKind.WORD):
    """One more on the city's list."""
    row = Barrier(organisation_id=cast.organisation.id, kind=kind, value=value, created_at=OPENS)
    session.add(row)
    session.commit()
    return row


def allow_unsigned(session, cast):
    """From now on one may write without signing in."""
    cast.process.takes_unsigned = True
    session.add(cast.process)
    session.commit()


def trapped_note(browser, text="Kaufen Sie jetzt, es lohnt sich."):
    """A note of a program that fills every field; its number is the next."""
    return browser.send(COMMENTS, **a_note(text=text, more="https://spam.example"))


def experience(session, cast, person, notes=3):
    """Somebody who has written before."""
    for n in range(notes):
        cast.says(session, f"Das ist mein Gedanke Nummer {n}.", by=person, when=WHILE_OPEN)
    session.commit()
