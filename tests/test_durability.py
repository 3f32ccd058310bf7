"""Stored means stored: transactions, locks, the outbox, kill -9."""

import threading
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from app import clock, db, idempotency, jobs, outbox, schema
from app.errors import Busy, Refused
from app.models import Comment, OutboxMail, RequestKey
from tests.cast import WHILE_OPEN, invite

SECRET = "a secret for tests that is long enough"


def test_settings_of_sqlite_are_what_they_must_be(app):
    with app.state.engine.connect() as connection:
        values = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint")
        }

    assert values == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "wal_autocheckpoint": 0,
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'one.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    engine = db.make_engine(url)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


def test_who_only_reads_cannot_write(engine):
    with pytest.raises(DBAPIError), db.reading(engine) as session:
        invite(session)


def test_what_raises_leaves_nothing_behind(engine):
    def break_off():
        with db.writing(engine) as session:
            invite(session)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        break_off()

    with db.reading(engine) as session:
        assert session.exec(select(Comment)).all() == []


def test_one_writer_at_a_time_holds_the_lock(app):
    lock = db.WriteLock(app.state.engine)

    with lock.held(), pytest.raises(Busy), db.WriteLock(app.state.engine).held(patience=0.05):
        pass


def test_one_process_serves_a_database(app):
    url = str(app.state.engine.url)

    with db.only_server(url), pytest.raises(Refused, match="Another process"), db.only_server(url):
        pass


def test_a_checkpoint_brings_the_log_into_the_file(app, session, cast):
    session.close()
    db.checkpoint(app.state.engine, whole=True)

    log = app.state.settings.data_dir / "randnotiz.db-wal"
    assert log.stat().st_size == 0


def worker_of(app):
    return jobs.Worker(app.state.engine, app.state.settings, app.state.handlers)


def post(session, to="amira@example.org", subject="Betreff"):
    mail = outbox.post(session, to=to, name="Amira", subject=subject, text="Guten Tag")
    session.commit()
    return mail


def test_mail_is_sent_once_by_a_real_server(app, session, mail_server):
    app.state.settings.smtp_url = mail_server.url
    post(session)

    assert worker_of(app).once() == 1
    assert worker_of(app).once() == 0
    assert [one.recipients for one in mail_server.deliveries] == [["amira@example.org"]]


def test_two_workers_at_one_instant_send_it_once(app, session, mail_server):
    app.state.settings.smtp_url = mail_server.url
    for n in range(10):
        post(session, subject=f"Brief {n}")
    threads = [threading.Thread(target=worker_of(app).once) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(mail_server.deliveries) == 10


def test_a_mail_that_cannot_be_sent_is_kept_and_tried_later(app, session):
    app.state.settings.smtp_url = "smtp://127.0.0.1:9"
    mail = post(session)

    worker_of(app).once()

    session.refresh(mail)
    assert mail.sent_at is None
    assert mail.attempts == 1
    assert mail.error
    assert mail.due_at > clock.now()


def test_without_a_server_mails_land_as_files(app, session):
    post(session)
    worker_of(app).once()

    files = list((app.state.settings.data_dir / "mail").glob("*.eml"))
    assert len(files) == 1
    assert b"Guten Tag" in files[0].read_bytes()


@pytest.mark.parametrize(
    "evil", ["Betreff\r\nBcc: alle@example.org", "Betreff\nX: y", "\u2028Bcc: x"]
)
def test_no_line_break_reaches_a_header(app, session, mail_server, evil):
    app.state.settings.smtp_url = mail_server.url
    post(session, subject=evil)

    worker_of(app).once()

    (delivery,) = mail_server.deliveries
    assert delivery.recipients == ["amira@example.org"]
    assert delivery.message["Bcc"] is None


@pytest.mark.parametrize(
    "subject",
    [
        "Ihre Rolle: Leitung, AG 2, Integrationskonzept für geflüchtete Menschen",
        "Weggenommen: Leitung, AG 2 Sprache, Integrationskonzept für geflüchtete Menschen",
        "Öffentliche Anhörung über Übergänge: Äußerungen, Einwände, Vorschläge, Rückfragen " * 2,
    ],
)
def test_no_space_of_a_subject_is_lost_wherever_its_lines_end(app, session, mail_server, subject):
    app.state.settings.smtp_url = mail_server.url
    post(session, subject=subject)

    worker_of(app).once()

    (delivery,) = mail_server.deliveries
    assert str(make_header(decode_header(delivery.message["Subject"]))) == subject.strip()


def test_a_mail_belongs_to_the_transaction_that_wrote_it(app, session):
    outbox.post(session, to="amira@example.org", subject="Nie", text="Nie")
    session.rollback()

    assert session.exec(select(OutboxMail)).all() == []


def test_idempotency_keys_are_dropped_after_two_days_and_not_before(app, session, cast, it_is):
    for key, hours in (("alt", 49), ("jung", 47)):
        it_is(WHILE_OPEN - timedelta(hours=hours))
        idempotency.once(session, cast.amira, "probe", key, "body")
    session.commit()
    it_is(WHILE_OPEN)

    worker_of(app).tidy()

    assert [row.key for row in session.exec(select(RequestKey))] == ["jung"]
