"""The frame of a process at the desk: its words, its window, and who may change them."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from app.models import JournalEntry, Process, Status
from app.processes.frame import Frame, change_frame, state_of
from tests.cast import AFTER_CLOSE, CLOSES, WHILE_OPEN
from tests.comments.stopping import now
from tests.hearing import mails

PAGE, PUBLIC = "/desk/p/ankommen/frame", "/p/ankommen"
MOVED = {"closes_on": "2016-11-20", "closes_at": "24:00"}


def form_of(page, **changed):
    """What the form of the page holds, with something else typed into it."""
    (form,) = [one for one in page.select("main form") if one.get("action") == PAGE]
    typed = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return typed | {"summary": form.textarea.text.removeprefix("\n")} | changed


def deeds(session):
    """What the journal says of the frame."""
    wanted = ("renamed", "described", "window_moved", "opened_again")
    of_frames = select(JournalEntry).where(
        JournalEntry.deed.in_([f"process.{deed}" for deed in wanted])
    )
    return [(entry.deed, entry.details) for entry in now(session, of_frames)]


def test_new_words_and_a_later_end_stand_on_every_page_at_once(browser, cast, session):
    browser.get(PUBLIC + "/fields/sprache")
    page = browser.sign_in(cast.jonas).get(PAGE)
    assert page.select_one("[name=closes_on]")["value"] == "2016-11-08"
    assert page.select_one("[name=closes_at]")["value"] == "24:00"
    words = {"title": "Gut ankommen", "subtitle": "Für alle.", "summary": "Eins.\nZwei.\n\n<Drei>"}
    browser.send(PAGE, **form_of(page, **words, **MOVED))

    assert "Gespeichert" in browser.get(f"{PAGE}?done=changed").select_one("#getan").text
    landing = browser.leave().get(PUBLIC)
    assert landing.h1.text == "Gut ankommen"
    assert "Eins.<br/>Zwei." in str(landing.main)
    assert "<Drei>" in landing.main.text
    assert "20. November 2016, 24 Uhr" in landing.main.text
    assert "noch 36 Tage" in browser.get(PUBLIC + "/fields/sprache").main.text
    assert "Gut ankommen" in browser.get(PUBLIC + "/fields/sprache").text
    assert "20161120" in browser.client.get(f"{PUBLIC}/calendar.ics").text
    told = browser.client.get("/api/v1/processes/ankommen").json()
    assert told["closes_at"].startswith("2016-11-20T23:00:00")
    window = {"before": "2016-10-01 02:00 – 2016-11-08 24:00"}
    window["after"] = window["before"].replace("11-08", "11-20")
    assert deeds(session) == [
        ("process.renamed", {"before": "Ankommen in Musterstadt", "after": "Gut ankommen"}),
        ("process.described", {}),
        ("process.window_moved", window),
    ]
    journal = browser.sign_in(cast.emil).get("/desk/journal").main.text
    assert "vorher: 2016-10-01 02:00 – 2016-11-08 24:00" in journal


def test_what_cannot_stand_there_is_said_beside_the_field_and_nothing_is_lost(
    browser, cast, session
):
    page = browser.sign_in(cast.emil).get(PAGE)
    for typed, name, sentence in (
        ({"title": " "}, "title", "einen Titel"),
        ({"subtitle": "x" * 301}, "subtitle", "höchstens 300 Zeichen"),
        ({"summary": "x" * 1201}, "summary", "höchstens 1200 Zeichen"),
        ({"closes_on": "2016-09-01"}, "closes_on", "liegt vor ihrem Anfang"),
        ({"closes_on": "2016-10-14"}, "closes_on", "schon vorbei"),
        ({"closes_on": "morgen"}, "closes_on", "Welcher Tag?"),
        ({"closes_at": "25:00"}, "closes_at", "Welche Uhrzeit?"),
        ({"opens_on": "2016-10-02"}, "opens_on", "schon begonnen"),
    ):
        shown = browser.send(PAGE, 422, **form_of(page, **({"subtitle": "Behalten"} | typed)))
        assert sentence in shown.select_one(".say--wrong").text, name
        place = shown.select_one(f"#{name}")
        assert place.has_attr("aria-describedby") or sentence in place.text
        assert "subtitle" in typed or shown.select_one("#subtitle")["value"] == "Behalten"
    many = {"title": "", "summary": "x" * 1201, "closes_on": "2016-09-01"}
    shown = browser.send(PAGE, 422, **form_of(page, **many))
    wrong = [link["href"] for link in shown.select(".say--wrong a")]
    assert wrong == ["#title", "#summary", "#closes_on"]
    assert deeds(session) == []
    browser.send(PAGE, **form_of(page))
    assert "done=same" in browser.last.headers["location"]


def test_of_two_the_second_reads_what_the_first_wrote(browser, cast, session):
    page = browser.sign_in(cast.jonas).get(PAGE)
    process = session.get_one(Process, cast.process.id)
    first = Frame("Von Emil", "", "Anders.", process.opens_at, process.closes_at)
    change_frame(session, process, state_of(process), first, cast.emil)
    session.commit()

    late = browser.send(PAGE, 409, **form_of(page, title="Von Jonas"))
    assert "Von Emil" in late.select_one(".say:not(.say--wrong)").text
    assert late.select_one("#title")["value"] == "Von Jonas"
    browser.send(PAGE, **form_of(late))
    assert now(session, select(Process.title).where(Process.id == process.id)) == ["Von Jonas"]


def test_a_closed_process_opens_again_and_nobody_is_told_twice(browser, cast, session, it_is):
    browser.sign_in(cast.dora)
    browser.send(PUBLIC + "/follow")
    it_is(CLOSES - timedelta(days=2))
    assert [mail.subject[:12] for mail in mails(session)] == ["Bald zu Ende"]
    it_is(AFTER_CLOSE)
    page = browser.sign_in(cast.jonas).get(PAGE)
    assert "Die Frist ist zu Ende." in page.main.text
    browser.send(PAGE, **form_of(page, **MOVED))
    assert "Jetzt: Anmerkungen" in browser.get(PUBLIC).main.text
    assert [deed for deed, _details in deeds(session)] == ["process.opened_again"]
    assert len(mails(session)) == 1
    for moment in (datetime(2016, 11, 18, 12, tzinfo=UTC), datetime(2016, 11, 21, tzinfo=UTC)):
        it_is(moment)
        mails(session)
        mails(session)
    said = [mail.subject[:12] for mail in mails(session)]
    assert said == ["Bald zu Ende", "Bald zu Ende", "Zu Ende: Anm"]
    assert "20. November 2016, 24 Uhr" in mails(session)[1].text


def test_a_reminder_that_waits_is_not_sent_when_the_end_has_moved(browser, cast, session, it_is):
    browser.sign_in(cast.dora)
    browser.send(PUBLIC + "/follow")
    browser.send(PUBLIC + "/follow/pace", pace="weekly")
    it_is(CLOSES - timedelta(days=2))
    assert mails(session) == []
    page = browser.sign_in(cast.jonas).get(PAGE)
    browser.send(PAGE, **form_of(page, **MOVED))
    it_is(CLOSES + timedelta(days=7))
    assert mails(session) == []


def test_while_the_text_is_revised_the_window_stays(browser, cast, session):
    process = session.get_one(Process, cast.process.id)
    process.status = Status.REVISING
    session.commit()
    page = browser.sign_in(cast.jonas).get(PAGE)
    assert "Die Frist bleibt, wie sie war." in page.main.text
    browser.send(PAGE, **form_of(page, title="Neuer Titel"))
    shown = browser.send(PAGE, 422, **form_of(browser.get(PAGE), **MOVED))
    assert "Die Frist bleibt" in shown.select_one(".say--wrong").text
    process.status = Status.CLOSED
    session.commit()
    browser.send(PAGE, **form_of(browser.get(PAGE), **MOVED))
    session.refresh(process)
    assert process.is_open_at(WHILE_OPEN + timedelta(days=30))


def test_who_does_not_manage_reads_and_changes_nothing(browser, cast, session):
    form = form_of(browser.sign_in(cast.emil).get(PAGE), title="Anders")
    browser.sign_in(cast.bernd)
    page = browser.get(PAGE)
    assert page.select("main form") == []
    assert "Das kann nur die Verfahrensleitung" in page.main.text
    form.pop("form_token")
    browser.send(PAGE, 403, **form)
    browser.sign_in(cast.amira).get(PAGE, status=403)
    assert deeds(session) == []
