"""Topics that run across fields: notes gathered from several, a group that advises, a field's group
that decides."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlmodel import Session, select

from app.groups.topics import domain, queries
from app.models import Advice, Comment, GroupKind, JournalEntry, Person, Process, Topic, TopicNote
from tests.cast import WHILE_OPEN, invite
from tests.groups.topic_of import topic

DESK = "/desk/p/ankommen/topics"


@pytest.fixture
def notes(session, cast):
    """Two that name a word of the topic, in different fields, and one that does not."""
    texts = (
        ("hf1-1-1", "Ehrenamtliche brauchen einen Raum am Abend."),
        ("hf2-1-1", "Ohne EHRENAMT geht im Betrieb nichts."),
        ("hf2", "Der Weg zum Bahnhof ist zu dunkel."),
    )
    found = [cast.says(session, text, at=at) for at, text in texts]
    session.commit()
    return found


def numbers(page, part):
    return [row["id"] for row in page.select(f"li[id^={part}]")]


def test_a_topic_is_set_up_and_its_words_propose_notes(browser, session, cast, notes):
    desk = browser.sign_in(cast.jonas)
    page = desk.send(DESK, 422, title="", words="ab, Ehrenamt")
    assert "Bitte geben Sie dem Thema einen Namen" in page.select_one("#title-error").text
    assert page.select_one("#words").text.strip() == "ab, Ehrenamt"

    desk.send(DESK, title="Ehrenamt & Vereine", words="Ehrenamt; ehrenamt\nVerein")
    desk.send(DESK, title="Ehrenamt & Vereine", words="Ehrenamt")
    (made,) = session.exec(select(Topic)).all()
    assert (made.slug, made.words) == ("ehrenamt-vereine", ["Ehrenamt", "ehrenamt", "Verein"])
    session.commit()

    page = desk.get(f"{DESK}/{made.slug}")
    assert numbers(page, "v") == ["v1", "v2"]


def test_what_belongs_to_it_is_said_by_people(browser, session, cast, notes, count_queries):
    made = topic(session, cast, words=["Ehrenamt"])
    session.commit()
    desk, here = browser.sign_in(cast.chen), f"{DESK}/{made.slug}"
    desk.send(f"{here}/in", numbers=["1", "3"])
    desk.send(f"{here}/in", numbers="#1")
    desk.send(f"{here}/out/2")
    with count_queries() as asked:
        page = desk.get(here)
    assert len(asked) <= 12
    assert (numbers(page, "v"), numbers(page, "n")) == ([], ["n1", "n3"])
    page = desk.send(f"{here}/in", 422, numbers="99, 1")
    assert "#99" in page.select_one("[role=alert]").text
    assert page.select_one("#numbers")["value"] == "99, 1"
    session.expire_all()
    assert session.get(Topic, made.id).notes_count == 2
    deeds = select(JournalEntry.deed).where(JournalEntry.subject_type == "Topic")
    assert session.exec(deeds.order_by(JournalEntry.id)).all() == [
        *("topic.created", "topic.gathered", "topic.dropped"),
    ]
    session.commit()
    shown = browser.leave().get(f"/p/ankommen/topics/{made.slug}")
    assert [one["aria-label"] for one in shown.select("article")] == ["#1", "#3"]


def test_its_group_advises_and_only_the_groups_read_it(browser, session, cast, notes):
    made = topic(session, cast, notes[:2])
    cast.group.kind = GroupKind.TOPIC
    session.add(cast.group)
    session.commit()
    room, here = f"/groups/{cast.group.id}", f"/groups/{cast.group.id}/topics/{made.slug}"
    member = browser.sign_in(cast.chen)
    assert numbers(member.get(room), "n") == ["n1", "n2"]

    page = member.send(f"{here}/1", 422, decision="adopted", text=" ")
    assert "warum" in page.select_one("#text-error").text
    assert page.select_one("[name=decision][checked]")["value"] == "adopted"
    member.send(f"{here}/1", decision="adopted", text="Das stützt die Vereine.")
    assert member.last.headers["location"] == f"{here}/2?done=said#getan"
    member.send(f"{here}/2", decision="", text="Nur ein Hinweis.")
    assert member.last.headers["location"] == f"{room}?done=said#getan"
    assert "Das stützt die Vereine." in member.get(room).text
    member.get(f"{here}/3", status=404)

    cast.group.kind = GroupKind.FIELDS
    session.add(cast.group)
    session.commit()
    page = member.get(f"{room}/notes/1")
    assert page.select_one(f"main [href='/p/ankommen/topics/{made.slug}']").text == "Ehrenamt"
    beside = page.select_one("#empfehlungen").parent
    assert "Das stützt die Vereine." in beside.text
    (on,) = queries.advice_on(session, notes[0])
    assert (on.topic.title, on.decision.value) == ("Ehrenamt", "adopted")
    session.commit()
    member.send(f"{here}/1", decision="", text="")
    session.expire_all()
    assert queries.advice_on(session, notes[0]) == []
    session.commit()
    assert "Nur ein Hinweis" not in str(browser.leave().get(f"/p/ankommen/topics/{made.slug}"))


def test_its_group_takes_home_what_was_gathered_and_nothing_else(
    app, browser, session, cast, notes, count_queries
):
    made = topic(session, cast)
    cast.group.kind = GroupKind.TOPIC
    session.add(cast.group)
    session.commit()
    room = f"/groups/{cast.group.id}"
    member = browser.sign_in(cast.chen)
    member.send(f"{room}/bundles", 409)
    domain.gather(session, cast.process, made, [notes[0], notes[2]], cast.bernd, WHILE_OPEN)
    labels = {"HF1", "HF2"}
    session.commit()
    with count_queries() as seen:
        page = member.get(room)
    assert len(seen) <= 12
    assert "Themenpaket ziehen" in page.select_one("#pakete").text
    member.send(f"{room}/bundles")
    assert app.state.worker.once()
    with zipfile.ZipFile(io.BytesIO(member.client.get("/bundles/1.zip").content)) as archive:
        told = json.loads(archive.read("comments.json"))
        readme = archive.read("README.txt").decode("utf-8-sig")
        rows = load_workbook(io.BytesIO(archive.read("comments.xlsx")))["Anmerkungen"].max_row
        remarks = archive.read("comments.docx")
    assert [note["number"] for note in told["notes"]] == [1, 3]
    assert {field["label"] for field in told["fields"]} == labels
    assert rows == 3
    assert len(list(Document(io.BytesIO(remarks)).comments)) == 2
    assert readme.startswith("Themenpaket: ")
    assert "zurückgeben müssen Sie nichts" in " ".join(readme.split())
    member.send(f"{room}/bundles", 409, since="1")
    page = member.get(f"{room}/hand-backs")
    assert "Sie raten, es entscheidet die Arbeitsgruppe" in page.select_one("main").text
    assert page.select("main input[type=file]") == []
    sent = {"form_token": page.select_one("[name=form_token]")["value"]}
    files = {"file": ("comments.json", b"{}")}
    assert member.client.post(f"{room}/hand-backs", data=sent, files=files).status_code == 403
    browser.sign_in(cast.amira)
    assert browser.client.get("/bundles/1.zip").status_code == 403


def test_another_groups_topic_is_none_of_ours(browser, session, cast, notes):
    made = topic(session, cast, notes)
    made.group_id = None
    session.add(made)
    session.commit()
    browser.sign_in(cast.chen).get(f"/groups/{cast.group.id}/topics/{made.slug}/1", status=404)
    browser.get(f"{DESK}/{made.slug}", status=403)


def test_two_who_gather_at_once_count_every_note_once_on_postgresql(postgres_engine):
    with Session(postgres_engine, expire_on_commit=False) as session:
        cast = invite(session)
        notes = [cast.says(session, f"Das Ehrenamt braucht Hilfe Nummer {n}.") for n in range(6)]
        made = topic(session, cast)
        session.commit()

    def add(which):
        with Session(postgres_engine, expire_on_commit=False) as session:
            process, bernd = (
                session.get(Process, cast.process.id),
                session.get(Person, cast.bernd.id),
            )
            mine = [session.get(Comment, note.id) for note in which]
            one = session.get(Topic, made.id)
            domain.gather(session, process, one, mine, bernd, WHILE_OPEN)
            domain.advise(session, process, one, mine[0], bernd, None, "Ja.", WHILE_OPEN)
            session.commit()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add, (notes[:4], notes[2::-1] + notes[3:])))
    with Session(postgres_engine) as session:
        assert session.get(Topic, made.id).notes_count == 6
        assert len(session.exec(select(TopicNote)).all()) == 6
        assert len(session.exec(select(Advice)).all()) <= 2
