"""Two moderators at one note: who writes is seen, the second sees the first one's text, remarks go
between them and nowhere else."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from threading import Barrier
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.accounts.own_data import everything_about
from app.groups.domain import write_bundle_now
from app.main import create_app
from app.models import Comment, JournalEntry, Lease, Remark, Reply
from tests.browser import Browser
from tests.cast import WHILE_OPEN, invite
from tests.moderation.looking import INBOX, REPLIES, middle, replies
from tests.postgres import with_schema

LEASE, REMARKS = f"{INBOX}/comments/1/lease", f"{INBOX}/comments/1/remarks"
SECRET = "Die Nachbarin hat angerufen."


def test_who_writes_is_seen_for_some_minutes_and_stops_nobody(desk, cast, session, it_is):
    assert desk.get(INBOX).select_one("form.lease button"), "works without JavaScript"
    desk.send(LEASE)
    assert desk.last.headers["location"] == f"{INBOX}?note=1#antwort"
    assert not desk.get(INBOX).select(".writing"), "nobody is told about oneself"

    page = desk.sign_in(cast.emil).get(INBOX)
    assert middle(page) == "Anmerkung #2", "what a colleague writes about is not offered first"
    assert page.select_one(".inbox .writing").text == "Bernd schreibt gerade"
    page = desk.get(f"{INBOX}?note=1")
    assert page.select_one("#writer").text.strip() == "Bernd schreibt gerade an einer Antwort."
    told = desk.send_with_htmx(LEASE, status=200)
    assert told.text.strip() == "Bernd schreibt gerade an einer Antwort."
    desk.send(REPLIES, text="Ja.", seen="0")
    assert len(replies(session)) == 1
    session.commit()  # looking has begun a transaction, and SQLite has one writer

    it_is(WHILE_OPEN + timedelta(minutes=3))
    assert not desk.get(INBOX).select(".writing")
    desk.send_with_htmx(LEASE, status=200)
    assert session.exec(select(Lease.person_id)).all() == [cast.emil.id]
    session.commit()
    desk.send(REPLIES, text="Und am Samstag.")
    assert session.exec(select(Lease.person_id)).all() == [], "it ends with the answer"


def test_the_second_sees_the_firsts_text_and_chooses(desk, cast, session):
    form = desk.get(f"{INBOX}?note=1").select_one("form.answer")
    desk.sign_in(cast.emil).send(REPLIES, text="Ja, dienstags.")
    desk.sign_in(cast.bernd)
    page = desk.send(form["action"], status=422, text="Ja, ab Mai.")

    box = page.select_one("#note .say--warn")
    assert "Inzwischen hat Emil geantwortet" in box.text
    assert "Ja, dienstags." in box.text
    assert page.select_one("#answer-text").text.strip() == "Ja, ab Mai."
    assert [reply.text for reply in replies(session)] == ["Ja, dienstags."]
    session.commit()
    desk.send(box.form["action"], text="Ja, ab Mai.", step="keep")
    desk.send(box.form["action"], step="leave")
    dropped = desk.get(desk.last.headers["location"].partition("#")[0])
    assert "Ihr Text ist verworfen." in dropped.select_one(".say--good").text
    assert middle(dropped) == "Anmerkung #2"
    assert not desk.get(f"{INBOX}?note=1").select_one("#answer-text").text.strip(), "forgotten"

    assert box.button["form"] == page.select_one("form.answer")["id"]
    desk.send(page.select_one("form.answer")["action"], text="Ja, ab Mai.")
    assert [reply.text for reply in replies(session)] == ["Ja, dienstags.", "Ja, ab Mai."]


def test_a_remark_is_seen_by_the_staff_of_the_process_and_by_nobody_else(desk, cast, session, app):
    assert "Hier steht noch nichts." in desk.send(REMARKS, status=422, text=" ").text
    for _twice in range(2):
        desk.send(REMARKS, text=SECRET, idempotency_key="k1")
    assert len(session.exec(select(Remark)).all()) == 1
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "comment.remarked")).one()
    assert entry.details == {"number": 1}
    session.commit()  # SQLite has one writer

    for who in (cast.bernd, cast.karin):
        assert SECRET in desk.sign_in(who).get(f"{INBOX}?note=1").select_one("#vermerke").text
    assert not desk.get(f"{INBOX}?note=1").select("#vermerke form")
    desk.send(REMARKS, status=403, text="Die Revision schreibt nichts.")
    bundle = write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    public = ("/p/ankommen/comments/1", "/p/ankommen/fields/sprache", "/p/ankommen/feed.atom")
    inside = ("/api/v1/processes/ankommen/comments/1", "/account/notes", "/desk/journal.csv")
    for who in (cast.amira, cast.bernd, cast.chen):
        desk.sign_in(who)
        for path in (*public, *inside):
            assert SECRET not in desk.client.get(path).text
    desk.get(f"{INBOX}?note=1", status=403)
    desk.send(REMARKS, status=403, text="Ich sitze in der AG.")
    packed = ZipFile(BytesIO(desk.client.get(f"/bundles/{bundle.id}.zip").content))
    texts = [packed.read(name) for name in packed.namelist() if name.endswith((".json", ".csv"))]
    assert texts
    assert not [text for text in texts if SECRET.encode() in text]
    assert SECRET not in str(everything_about(session, cast.amira))
    assert SECRET in str(everything_about(session, cast.bernd)), "what somebody wrote is theirs"


@pytest.fixture(params=["sqlite", "postgres"])
def two(request, settings) -> Iterator[tuple[Browser, list[dict[str, str]]]]:
    """Bernd and Emil, each with a cookie and a token of their own, and one note that waits; on a
    database of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
        settings = settings.model_copy(update={"database_url": url})
    app = create_app(settings)
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session)
        session.commit()
    with TestClient(app) as client:
        desk, people = Browser(client), []
        for person in (cast.bernd, cast.emil):
            desk.sign_in(person).get(INBOX)
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            people.append({"Cookie": cookie, "X-Form-Token": desk.token})
        desk.leave()
        yield desk, people
    app.state.engine.dispose()


def at_once(two, address, fields):
    """Both send this at one instant; how each is answered."""
    desk, people = two
    start = Barrier(len(people))

    def send(person):
        start.wait()
        data = fields | {"form_token": person["X-Form-Token"]}
        return desk.client.post(address, data=data, headers=person, follow_redirects=False)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(send, people))


def test_of_two_answers_at_one_instant_the_second_sees_the_first(two):
    engine = two[0].client.app.state.engine
    writing = at_once(two, LEASE, {})
    assert {answer.status_code for answer in writing} == {303}
    with Session(engine) as session:
        assert len(session.exec(select(Lease)).all()) == 1

    answers = at_once(two, f"{REPLIES}?seen=0", {"text": "Ja, dienstags."})
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    second = next(answer for answer in answers if answer.status_code == 422)
    assert "Inzwischen hat" in second.text
    with Session(engine) as session:
        assert session.exec(select(Reply.text)).all() == ["Ja, dienstags."]
        note = session.exec(select(Comment)).one()
        assert (note.is_answered, note.replies_count) == (True, 1)
