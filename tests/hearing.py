"""What the worker does between a deed and a mail in the outbox, for tests that look into it."""

from collections.abc import Sequence

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from app import chain, clock, db
from app.comments import receipting
from app.config import Settings
from app.jobs import Worker
from app.main import handlers
from app.models import News, OutboxMail
from app.news.sending import send_due
from app.news.telling import DECIDED, SOON

SECRET = "a secret for tests"


def hear(engine: Engine, settings: Settings | None = None) -> None:
    """Do the jobs that are due, and write the mails that are; none is sent."""
    engine = engine.execution_options(base_url="http://127.0.0.1:8000")
    worker = Worker(engine, settings or Settings(secret_key=SECRET, worker=False), handlers())
    while chain.lengthen(engine):
        pass
    while worker._do_jobs(is_slow=False) or worker._do_jobs(is_slow=True):
        pass
    while receipting.send_due(engine, SECRET):
        pass
    _wait_for_what_is_decided(engine)
    while send_due(engine, SECRET):
        pass


def _wait_for_what_is_decided(engine: Engine) -> None:
    """Let the little while pass in which decisions wait for more of their kind."""
    now = clock.now()
    waits = col(News.kind).in_(DECIDED) & (col(News.due_at) <= now + SOON)
    with db.writing(engine) as session:
        session.execute(update(News).where(waits, col(News.sent_at).is_(None)).values(due_at=now))


def mails(session: Session) -> Sequence[OutboxMail]:
    """Everything that was put into the outbox until now, by its number."""
    session.commit()
    hear(session.get_bind().engine)
    query = select(OutboxMail).order_by(col(OutboxMail.id))
    found = session.exec(query.execution_options(populate_existing=True)).all()
    session.commit()  # nobody waits for whoever only looks
    return found


def mails_of(engine: Engine) -> Sequence[OutboxMail]:
    """The same where no session is open."""
    hear(engine)
    with db.reading(engine) as session:
        return session.exec(select(OutboxMail).order_by(col(OutboxMail.id))).all()
