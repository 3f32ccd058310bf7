"""Slow work and mail: rows written in a transaction, done after it, at least once.

A worker leases a row by moving its `due_at` into the future, so that a worker that dies loses
the lease and another takes over. On PostgreSQL many workers may run (SKIP LOCKED).
"""

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from app import chain, clock, db, mail, retention
from app.config import Settings
from app.models import Job, Organisation, OutboxMail

log = logging.getLogger("randnotiz.jobs")
Row = TypeVar("Row", OutboxMail, Job)
# Does a job of its kind; a moment that it returns says when the same job is to be done again.
Handler = Callable[[Engine, Settings, Mapping[str, Any]], datetime | None]
# Looks by itself for what is to be done, does some of it, and says how much that was.
Round = Callable[[Engine], int]

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 8
CHECKPOINT_SECONDS = 5.0
QUIET = 0.25  # seconds without anybody who writes, after which the worker goes on
UNSETTLED = 0.2  # seconds of mails that may go out twice, where the machine stops in between
PATIENCE = 2.0  # and so long it waits for that, before each of its steps


def enqueue(session: Session, kind: str, process_id: int | None = None, **arguments: object) -> Job:
    """Ask for slow work of `kind` after this transaction."""
    job = Job(
        kind=kind,
        arguments=arguments,
        process_id=process_id,
        created_at=clock.now(),
        due_at=clock.now(),
    )
    session.add(job)
    session.info["work"] = True
    return job


def slow(handler: Handler) -> Handler:
    """Mark a handler whose jobs take long: they are done one after the other beside everything
    else, so that no mail waits for them."""
    handler.is_slow = True  # type: ignore[attr-defined]
    return handler


# Which job is being done here, and what says that its worker is to end.
_DOING: ContextVar[tuple[int, threading.Event] | None] = ContextVar("doing", default=None)


def is_to_stop() -> bool:
    """Whether the worker that does this job is to end."""
    doing = _DOING.get()
    return doing is not None and doing[1].is_set()


def renew_lease(engine: Engine) -> None:
    """Keep the job that is being done here from being taken for lost."""
    if doing := _DOING.get():
        with db.writing(engine) as session:
            mine = update(Job).where(col(Job.id) == doing[0], col(Job.finished_at).is_(None))
            session.execute(mine.values(due_at=clock.now() + LEASE))


class Worker:
    """Sends the outbox and does the jobs; beside the server as threads, or by `work`."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        handlers: Mapping[str, Handler],
        rounds: Sequence[Round] = (),
    ) -> None:
        self.engine = engine
        self.settings = settings
        self.handlers = handlers
        self.rounds = rounds
        self.bell = threading.Event()
        self.woken = threading.Event()
        self.stopping = threading.Event()
        self.tidied: datetime | None = None
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin, in threads of its own: work, and on SQLite the one checkpointer."""
        targets = [self._work, self._work_slowly] if self.settings.worker else []
        if db.is_sqlite(self.engine):
            targets.append(self._checkpoint)
        for target in targets:
            thread = threading.Thread(target=target, name=target.__name__, daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self) -> None:
        """Finish what is begun, and end."""
        self.stopping.set()
        self.bell.set()
        self.woken.set()
        for thread in self.threads:
            thread.join(timeout=30)

    def _work(self) -> None:
        while not self.stopping.is_set():
            self.bell.clear()
            self.woken.set()
            try:
                self._tidy_hourly()
                while self._quickly() and not self.stopping.is_set():
                    self._let_pass()
                for look in (chain.lengthen, *self.rounds):
                    while look(self.engine) and not self.stopping.is_set():
                        self._let_pass()
            except Exception:  # the worker must outlive a lost database or a full disk
                log.exception("the worker stumbled and tries again")
                self.stopping.wait(2)
            self.bell.wait(2)
            self._let_pass()

    def _work_slowly(self) -> None:
        """What takes long, one after the other, while mails and quick jobs go on."""
        while not self.stopping.is_set():
            self.woken.clear()
            try:
                while not self.stopping.is_set() and self._do_jobs(is_slow=True):
                    pass
            except Exception:
                log.exception("the worker stumbled and tries again")
                self.stopping.wait(2)
            self.woken.wait(2)

    def _let_pass(self) -> None:
        """People who write come first: it goes on after a moment of quiet. Never waits long, so a
        busy day leaves nothing undone."""
        end = time.monotonic() + PATIENCE
        while self.bell.is_set() and time.monotonic() < end and not self.stopping.is_set():
            self.bell.clear()
            self.stopping.wait(QUIET)

    def _tidy_hourly(self) -> None:
        now = clock.now()
        if self.tidied is None or now - self.tidied >= HOUR:
            self.tidy()
            self.tidied = now

    def tidy(self) -> None:
        """Drop what is kept for a time only, and link what is still in no chain."""
        retention.tidy(self.engine, self.settings)
        chain.lengthen(self.engine, from_the_start=True)

    def _checkpoint(self) -> None:
        while not self.stopping.wait(CHECKPOINT_SECONDS):
            try:
                db.checkpoint(self.engine)
            except Exception:
                log.exception("a checkpoint did not work and is tried again")

    def once(self) -> int:
        """Do everything that is due now; how many things that were."""
        return self._quickly() + self._do_jobs(is_slow=True)

    def _quickly(self) -> int:
        return self._send_mails() + self._do_jobs(is_slow=False)

    def _send_mails(self) -> int:
        letters = self._lease(OutboxMail, 20)
        cities = self._cities_of(letters)
        sent: dict[int, str] = {}
        began = time.monotonic()
        for letter in letters:
            error = ""
            try:
                mail.deliver(letter, self.settings, cities.get(letter.organisation_id or 0))
            except Exception as problem:  # whatever the server says: keep it and try again
                error = f"{type(problem).__name__}: {problem}"[:500]
            sent[letter.id] = error
            if time.monotonic() - began > UNSETTLED:
                self._settle_mails(sent)
                sent, began = {}, time.monotonic()
        self._settle_mails(sent)
        return len(letters)

    def _cities_of(self, letters: list[OutboxMail]) -> dict[int, Organisation]:
        """In whose name these go out, by number."""
        wanted = {letter.organisation_id for letter in letters if letter.organisation_id}
        if not wanted:
            return {}
        with db.reading(self.engine) as session:
            query = select(Organisation).where(col(Organisation.id).in_(wanted))
            return {city.id: city for city in session.exec(query)}

    def _settle_mails(self, sent: Mapping[int, str]) -> None:
        """Say of each whether it went out; with an error it is tried again. One transaction for
        those of a few moments: each would make people who write wait for the disk."""
        if not sent:
            return
        now = clock.now()
        went = [number for number, error in sent.items() if not error]
        failed = sent.keys() - set(went)
        row = col(OutboxMail.id)
        with db.writing(self.engine) as session:
            # In the order of their numbers, as whoever empties the mails of a person holds them.
            session.exec(select(row).where(row.in_(sent)).order_by(row).with_for_update()).all()
            gone_out = update(OutboxMail).where(row.in_(went)).values(sent_at=now, error="")
            session.execute(gone_out.execution_options(synchronize_session=False))
            for letter in session.exec(select(OutboxMail).where(row.in_(failed))):
                letter.error = sent[letter.id]
                if letter.attempts >= MOST_ATTEMPTS:
                    letter.sent_at = letter.failed_at = now
                else:
                    letter.due_at = now + timedelta(seconds=15 * 2**letter.attempts)

    def _do_jobs(self, *, is_slow: bool) -> int:
        handlers = self.handlers.items()
        kinds = [kind for kind, deed in handlers if getattr(deed, "is_slow", False) is is_slow]
        jobs = self._lease(Job, 1, kinds)
        for job in jobs:
            error, again = "", None
            _DOING.set((job.id, self.stopping))
            try:
                again = self.handlers[job.kind](self.engine, self.settings, job.arguments)
            except Exception as problem:
                log.exception("job %s %s did not work", job.kind, job.id)
                error = f"{type(problem).__name__}: {problem}"[:500]
            _DOING.set(None)
            self._settle_job(job.id, error, again)
        return len(jobs)

    def _settle_job(self, job_id: int, error: str, again: datetime | None) -> None:
        now = clock.now()
        with db.writing(self.engine) as session:
            job = session.get(Job, job_id)
            if job is None:
                return
            job.error = error
            if again is not None:
                job.due_at, job.attempts = again, 0
            elif not error or job.attempts >= MOST_ATTEMPTS:
                job.finished_at = now
            else:
                job.due_at = now + timedelta(seconds=5 * 2**job.attempts)
            session.add(job)

    def _lease(self, table: type[Row], limit: int, kinds: Collection[str] = ()) -> list[Row]:
        done = OutboxMail.sent_at if table is OutboxMail else Job.finished_at
        now = clock.now()
        due = (
            select(table)
            .where(col(done).is_(None), col(table.due_at) <= now)
            .order_by(col(table.due_at), col(table.id))
        )
        if table is Job:
            due = due.where(col(Job.kind).in_(kinds))
        with db.reading(self.engine) as session:  # mostly there is nothing: do not lock for that
            if session.exec(due.limit(1)).first() is None:
                return []
        with db.writing(self.engine) as session:
            rows = list(session.exec(due.limit(limit).with_for_update(skip_locked=True)).all())
            if rows:
                leased = {"attempts": col(table.attempts) + 1, "due_at": now + LEASE}
                taken = update(table).where(col(table.id).in_([row.id for row in rows]))
                session.execute(taken.values(leased).execution_options(synchronize_session=False))
        return rows
