"""Bundles of what is new, what a group may learn of authors, and all groups' bundles at once."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.comments.queries import by_number
from app.comments.targets import Target
from app.errors import Conflict
from app.groups import domain, queries, rights
from app.groups.rights import Rights
from app.groups.writers.archive import FOLDER
from app.models import (
    Bundle,
    Inquiry,
    InquiryFile,
    InquiryNote,
    JournalEntry,
    NoteFile,
    People,
    Person,
    WorkingGroup,
)
from app.moderation.moving import move
from app.processes.queries import group_by_id
from tests.cast import OPENS, WHILE_OPEN, Cast
from tests.groups.packing import (
    SECRET,
    answer,
    build,
    bundles,
    downloads,
    everything_in,
    hide_it,
    pack,
    stored,
)

HOUR = timedelta(hours=1)


def numbers(engine, bundle: Bundle) -> list[int]:
    """Which notes lie in it, as it is stored."""
    with zipfile.ZipFile(io.BytesIO(stored(engine, bundle))) as packed:
        return sorted(note["number"] for note in json.loads(packed.read("comments.json"))["notes"])


@pytest.fixture
def later(it_is) -> Callable[[int], None]:
    """So many hours later."""
    return lambda hours: it_is(WHILE_OPEN + hours * HOUR)


def test_a_bundle_of_what_is_new_holds_no_note_of_those_before_it(
    engine, settings, session, cast, draw, later
) -> None:
    """Not even over two steps; what was moved here is new, what changed is counted."""
    here = [cast.says(session, f"Hier, Nummer {n}.") for n in range(3)]
    there = cast.says(session, "Bisher woanders.", at="hf2-1")
    session.commit()

    def drawn(hours: int, since: Bundle | None = None) -> Bundle:
        later(hours)
        group = group_by_id(session, cast.group.id)
        made = domain.draw_bundle(session, group, cast.chen, WHILE_OPEN + hours * HOUR, since)
        session.commit()
        return build(engine, settings, made)

    first = drawn(0)
    later(1)
    answer(session, cast, here[0], "Eine Antwort.", when=WHILE_OPEN + HOUR)
    moved = by_number(session, cast.process, there.number)
    to = Target.find(session, cast.process, "hf1-1")
    move(session, moved, to, cast.bernd, "Passt hier.", WHILE_OPEN + HOUR)
    cast.says(session, "Später gesagt.", when=WHILE_OPEN + HOUR)
    session.commit()
    second = drawn(2, first)
    assert (second.notes_count, numbers(engine, second)) == (2, [4, 5])
    later(3)
    cast.says(session, "Noch später.", when=WHILE_OPEN + 3 * HOUR)
    session.commit()
    assert queries.room_of(session, cast.group, WHILE_OPEN + 3 * HOUR).fresh == 1
    third = drawn(4, second)

    assert numbers(engine, first) == [1, 2, 3]
    assert numbers(engine, third) == [6], "what the first one holds does not come back"
    assert second.filename == "AG1_Sprache_Paket-2_neu-seit-1_2016-10-15.zip"
    words = everything_in(stored(engine, second))
    assert "nur, was seit Paket 1 neu ist" in words
    assert "1 ältere Anmerkung hat sich seither geändert" in words
    assert '"since": 1' in words


def test_it_goes_on_only_from_a_ready_bundle_of_the_same_group(
    engine, settings, session, cast, draw
) -> None:
    waiting = draw()
    group = group_by_id(session, cast.group.id)
    with pytest.raises(Conflict, match="noch nicht fertig"):
        domain.draw_bundle(session, group, None, WHILE_OPEN, waiting)
    session.commit()
    theirs = build(engine, settings, draw(cast.other_group))
    with pytest.raises(Conflict, match="einer anderen Arbeitsgruppe"):
        domain.draw_bundle(session, group, None, WHILE_OPEN, theirs)


def allow(session: Session, cast: Cast, people: People, *, hidden: bool = False) -> None:
    group = group_by_id(session, cast.group.id)
    assert rights.give_rights(session, group, cast.jonas, Rights(people, hidden))
    session.commit()


def test_a_group_learns_as_much_of_people_as_it_was_given_and_every_page_says_so(
    engine, settings, session, cast, draw
) -> None:
    """A bundle keeps what it was drawn with."""
    note = cast.says(session, "Ich schreibe hier.")
    hidden = cast.says(session, SECRET)
    scan = {"name": "Brief von Amira.jpg", "media_type": "image/jpeg", "size": 4, "digest": "x"}
    about = {"process_id": cast.process.id, "comment_id": note.id, "at": WHILE_OPEN}
    session.add(NoteFile(**scan, **about, content=b"scan"))
    hide_it(session, cast, hidden)
    usual = build(engine, settings, draw())
    allow(session, cast, People.CONTACTS, hidden=True)
    told = build(engine, settings, draw())
    allow(session, cast, People.NONE)
    nameless = build(engine, settings, draw())

    words = {
        bundle.number: everything_in(stored(engine, bundle)) for bundle in (usual, told, nameless)
    }
    assert [bundle.with_contacts for bundle in (usual, told, nameless)] == [False, True, False]
    assert "Amira" in words[1]
    assert "Amira" not in words[3]
    for number in (1, 3):
        assert "amira@example.org" not in words[number]
        assert SECRET not in words[number]
        assert FOLDER + "/" not in words[number]
        assert "Enthält personenbezogene Daten" not in words[number]
    assert "amira@example.org" in words[2]
    assert words[2].count(SECRET) >= 4, "in the tables, in JSON and in the document"
    assert words[2].count("Enthält personenbezogene Daten") >= 3
    assert "Enthält den Wortlaut ausgeblendeter Anmerkungen" in words[2]
    with zipfile.ZipFile(io.BytesIO(stored(engine, told))) as packed:
        (name,) = [one for one in packed.namelist() if one.startswith(FOLDER)]
        assert packed.read(name) == b"scan"
    assert name == f"{FOLDER}/Anmerkung-1-1-Brief-von-Amira.jpg"
    deeds = select(JournalEntry).where(JournalEntry.deed == "group.rights_given")
    assert [entry.details["after"] for entry in session.exec(deeds)] == [
        ["people:contacts", "hidden:words"],
        ["people:none"],
    ]


def test_what_an_office_handed_in_lies_in_the_bundle_once_it_is_relayed(
    engine, settings, session, cast, draw
) -> None:
    note = cast.says(session)
    asked = {"process_id": cast.process.id, "asked_at": OPENS, "due_at": OPENS, "question": "Ja?"}
    inquiry = Inquiry(office=cast.school_office, asked_by=cast.bernd, **asked)
    session.add(inquiry)
    session.flush()
    about = {"process_id": cast.process.id, "inquiry_id": inquiry.id}
    session.add(InquiryNote(**about, comment_id=note.id))
    file = {"name": "../Plan Süd.pdf", "media_type": "application/pdf", "size": 4, "digest": "x"}
    session.add(InquiryFile(**about, **file, content=b"plan", at=OPENS))
    session.commit()
    before = build(engine, settings, draw())
    inquiry.relayed_at = WHILE_OPEN
    session.add(inquiry)
    session.commit()
    after = build(engine, settings, draw())

    def lying(bundle: Bundle) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(stored(engine, bundle))) as packed:
            return [name for name in packed.namelist() if name.startswith(FOLDER)]

    assert lying(before) == []
    (name,) = lying(after)
    assert re.fullmatch(rf"{FOLDER}/Stellungnahme-[\w-]+-Plan-Sued\.pdf", name)


HERE = "/desk/p/ankommen/bundles"


def send_as(browser, person: Person, url: str, status: int = 303, **form: object) -> None:
    browser.sign_in(person)
    browser.send(url, status, **form)


def test_one_click_draws_for_every_group_and_one_file_takes_them_all(
    app, browser, cast, session
) -> None:
    cast.says(session)
    cast.says(session, "Zur Arbeit.", at="hf2-1")
    session.commit()
    browser.sign_in(cast.bernd)
    browser.send(HERE, what="new", idempotency_key="a")
    browser.send(HERE, what="new", idempotency_key="a")
    assert "2 Pakete sind gezogen." in browser.get(f"{HERE}?done=2").text
    assert "gepackt" in browser.get_fragment(HERE).text
    assert browser.client.get(f"{HERE}.zip").status_code == 409
    while app.state.worker.once():
        pass
    drawn = bundles(app)
    assert [bundle.number for bundle in drawn] == [1, 1], "sent twice it is done once"

    browser.sign_in(cast.karin)
    answered = browser.client.get(f"{HERE}.zip")
    assert int(answered.headers["content-length"]) == len(answered.content)
    with zipfile.ZipFile(io.BytesIO(answered.content)) as packed:
        assert packed.testzip() is None
        found = {info.filename: packed.read(info) for info in packed.infolist()}
        assert {info.compress_type for info in packed.infolist()} == {zipfile.ZIP_STORED}
        assert {info.flag_bits & 8 for info in packed.infolist()} == {0}
    engine = app.state.engine
    assert found == {bundle.filename: stored(engine, bundle) for bundle in drawn}
    assert downloads(app) == [cast.karin.id, cast.karin.id]
    browser.send(HERE, status=403, what="whole")

    cast.says(session, "Neu zur Arbeit.", at="hf2-1")
    session.commit()
    send_as(browser, cast.jonas, HERE, what="new", idempotency_key="b")
    pack(app)
    newest = bundles(app)[-1]
    assert (len(bundles(app)), newest.group_id, newest.notes_count) == (3, cast.other_group.id, 1)
    with zipfile.ZipFile(io.BytesIO(browser.client.get(f"{HERE}.zip").content)) as packed:
        assert packed.namelist() == [drawn[0].filename, newest.filename]
    assert "nichts Neues seit Paket 1" in browser.get(HERE).text


def test_only_who_answers_for_the_process_says_what_a_group_learns(browser, cast, session) -> None:
    form = {"group": cast.group.id, "people": "contacts", "sees_hidden": "true"}
    for person in (cast.bernd, cast.karin, cast.chen):
        send_as(browser, person, f"{HERE}/rights", status=403, **form)
    send_as(browser, cast.jonas, f"{HERE}/rights", **form)
    session.expire_all()
    group = session.get(WorkingGroup, cast.group.id)
    assert (group.people, group.sees_hidden) == (People.CONTACTS, True)
    theirs = session.exec(
        select(WorkingGroup.id).where(WorkingGroup.process_id != cast.process.id)
    ).first()
    session.commit()
    for url in (f"{HERE}/rights", HERE):
        browser.send(url, status=404, group=theirs or 999, people="names", what="whole")


def test_the_page_costs_as_many_questions_with_many_groups_and_notes(
    app, browser, cast, session, count_queries
) -> None:
    def cost() -> int:
        browser.get(HERE)
        with count_queries() as seen:
            browser.get(HERE)
        return len(seen)

    cast.says(session)
    session.commit()
    browser.sign_in(cast.bernd)
    few = cost()
    for n in range(5):
        about = {"process_id": cast.process.id, "slug": f"ag-x{n}", "name": f"AG {n + 7}"}
        session.add(WorkingGroup(**about, position=n + 7))
        cast.says(session)
    session.commit()
    assert cost() == few <= 12
