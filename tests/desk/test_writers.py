"""The desk's page of who may write in a process, and for whom one may say to speak."""

from sqlmodel import select

from app.models import CommentKind, JournalEntry, Perspective, Process
from app.processes.who_writes import suggestions
from tests.comments.asking import COMMENTS, a_note
from tests.comments.stopping import now

PAGE = "/desk/p/ankommen/writers"


def process(session):
    return now(session, select(Process).where(Process.slug == "ankommen"))[0]


def names(session):
    query = select(Perspective.name).order_by(Perspective.position)
    return now(session, query)


def deeds(session):
    kinds = select(JournalEntry.deed).where(JournalEntry.deed.startswith("process."))
    return now(session, kinds)


def test_who_manages_the_process_says_who_may_write_and_others_read_it(browser, cast, session):
    page = browser.sign_in(cast.jonas).get("/desk")
    assert page.select_one(f"a[href='{PAGE}']")
    page = browser.get(PAGE)
    assert not page.select("input[type=checkbox][checked]")

    browser.send(PAGE, guests="yes", unsigned="yes")
    browser.send(PAGE, guests="yes")
    browser.send(PAGE, guests="yes")  # the same again is nothing new

    assert (process(session).takes_guests, process(session).takes_unsigned) == (True, False)
    assert deeds(session) == [
        "process.guests_allowed",
        "process.unsigned_allowed",
        "process.unsigned_ended",
    ]
    page = browser.sign_in(cast.bernd).get(PAGE)
    assert "Gäste, mit Name und bestätigter E-Mail-Adresse" in page.text
    assert not page.select("form[action^='/desk/p']")
    browser.send(PAGE, status=403, guests="")
    browser.send(f"{PAGE}/perspectives", status=403, key=[""], label=["Alle"])
    assert process(session).takes_guests


def test_names_are_suggested_saved_renamed_and_kept_while_a_note_names_them(browser, cast, session):
    page = browser.sign_in(cast.jonas).get(PAGE)
    offered = [line["value"] for line in page.select("input[name=label]")]
    assert offered == [*suggestions(), "", ""]
    assert names(session) == []

    lines = {"key": [""] * 3, "label": ["Verein", " Fachkraft ", ""]}
    browser.send(f"{PAGE}/perspectives", **lines)
    assert names(session) == ["Verein", "Fachkraft"]
    first, second = now(session, select(Perspective.id).order_by(Perspective.position))
    note = cast.says(session, kind=CommentKind.NOTE)
    note.perspective_id = first
    session.add(note)
    session.commit()

    page = browser.send(
        f"{PAGE}/perspectives",
        status=422,
        key=[first, second, "", ""],
        label=["", "Fachkraft", "fachkraft", "x" * 81],
    )
    assert "1 Anmerkung nennt das." in page.text
    assert "Diesen Namen gibt es schon." in page.text
    assert "Bitte kürzen Sie auf höchstens 80 Zeichen." in page.text
    assert [line["value"] for line in page.select("input[name=label]")][2] == "fachkraft"
    assert names(session) == ["Verein", "Fachkraft"]

    keys, labels = [first, second, 999_999], ["Verein oder Ehrenamt", "", "Alle anderen"]
    browser.send(f"{PAGE}/perspectives", key=keys, label=labels)
    assert names(session) == ["Verein oder Ehrenamt", "Alle anderen"]


def test_a_name_may_hold_anything_and_shows_as_it_is(browser, cast, session):
    odd = "<svg onload=alert(1)>"
    browser.sign_in(cast.jonas).get(PAGE)
    browser.send(f"{PAGE}/perspectives", key=[""], label=[odd])
    (number,) = now(session, select(Perspective.id))

    browser.sign_in(cast.amira).get(f"{COMMENTS}/new?at=hf1-1")
    browser.send(COMMENTS, **a_note(perspective=number, shows_self="1"))

    page = browser.leave().get(f"{COMMENTS}/1")
    assert page.select_one(".speaks").text == odd
    assert not page.select("svg[onload]")
