"""The desk's page of events: who keeps them, where they stand, what is refused and kept."""

from sqlmodel import select

from app.models import Event, JournalEntry, Meeting, News, OutboxMail, Process
from tests.comments.stopping import now
from tests.desk.handing_in import look

PAGE, PUBLIC, CALENDAR = "/desk/p/ankommen/events", "/p/ankommen", "/p/ankommen/calendar.ics"
LATER = {"title": "Workshop Kurse", "place": "Rathaus, Saal 2", "day": "2099-11-12"}
LATER |= {"starts": "18:00", "ends": "20:30", "text": "Wer mag, kommt.\nKaffee gibt es."}


def of_events(session):
    """What the journal says of events."""
    query = select(JournalEntry).where(JournalEntry.deed.like("event.%"))
    return [(entry.deed, entry.details) for entry in now(session, query)]


def calendar(browser):
    """The process's calendar as a program gets it, its folded lines put together."""
    return browser.client.get(CALENDAR).text.replace("\r\n ", "")


def test_an_event_stands_on_the_page_in_the_calendar_and_in_the_groups_room(
    browser, cast, session, app
):
    before = look(app, select(Process.revision).where(Process.slug == "ankommen"))[0]
    browser.sign_in(cast.jonas)
    for _click in range(2):
        browser.send(PAGE, **LATER, group=[cast.group.id])
    shown = browser.get(f"{PAGE}?done=added")
    assert "Rathaus, Saal 2" in shown.select_one("ol.lines").text
    assert "eingetragen" in shown.select_one("#getan").text
    public = browser.get(PUBLIC).select_one("ol.lines").text
    assert "Workshop Kurse" in public
    assert "18:00 bis 20:30 Uhr" in public
    assert "AG 1" in public
    for part in ("SUMMARY:Workshop Kurse", "LOCATION:Rathaus\\, Saal 2"):
        assert part in calendar(browser)
    assert "DTSTART:20991112T170000Z" in calendar(browser), "in Berlin's winter it is an hour less"
    own = f"/groups/{cast.group.id}"
    assert "Workshop Kurse" in browser.sign_in(cast.ines).get(own).select_one(".meeting").text
    assert "Workshop" in browser.client.get(f"{own}/meetings.ics").text
    other = browser.sign_in(cast.fatma).get(f"/groups/{cast.other_group.id}")
    assert "Workshop" not in other.main.text
    assert look(app, select(Process.revision).where(Process.slug == "ankommen"))[0] == before + 1
    assert of_events(session) == [("event.added", {"event": "2099-11-12T17:00Z"})]
    assert "Termin eingetragen" in browser.sign_in(cast.emil).get("/desk/journal").main.text
    assert look(app, select(News)) == look(app, select(OutboxMail)) == [], "it goes out to nobody"


def test_it_is_changed_for_other_groups_and_removed_and_every_place_says_so_at_once(
    browser, cast, session, app
):
    browser.sign_in(cast.emil).send(PAGE, **LATER, group=[cast.group.id])
    (event,) = look(app, select(Event.id))
    form = browser.get(f"{PAGE}/{event}").select_one("form.form")
    typed = {e["name"]: e["value"] for e in form.select("input:not([type=checkbox])")}
    assert (typed["day"], typed["starts"], typed["ends"]) == ("2099-11-12", "18:00", "20:30")
    moved = LATER | {"day": "14.11.2099", "starts": "19", "ends": "0:00", "seen": typed["seen"]}
    browser.send(f"{PAGE}/{event}", **moved, group=[cast.other_group.id])
    assert "DTSTART:20991114T180000Z\r\nDTEND:20991114T230000Z" in calendar(browser)
    assert look(app, select(Meeting.group_id)) == [cast.other_group.id]
    tag = browser.client.get(CALENDAR).headers["etag"]
    page = browser.get(f"{PAGE}/{event}")
    assert page.select_one("[name=ends]")["value"] == "00:00"
    seen = page.select_one("[name=seen]")["value"]
    browser.send(f"{PAGE}/{event}/remove", seen=seen)
    assert "Workshop" not in browser.get(PUBLIC).text
    answer = browser.client.get(CALENDAR, headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert "Workshop" not in answer.text
    browser.send(f"{PAGE}/{event}/remove", status=404, seen=seen)
    assert look(app, select(Meeting.id)) == []
    done = [deed for deed, _details in of_events(session)]
    assert done == ["event.added", "event.changed", "event.removed"]


def test_what_is_wrong_is_said_beside_its_field_and_all_that_was_typed_stays(browser, cast, app):
    browser.sign_in(cast.jonas).get(PAGE)
    wrong = {"title": "", "text": "Kaffee", "place": "Hier" * 60}
    wrong |= {"day": "bald", "starts": "25:00", "ends": "", "group": [str(cast.group.id)]}
    page = browser.send(PAGE, status=422, **wrong)
    faults = {e["id"].removesuffix("-error") for e in page.select(".error")}
    assert faults == {"title", "day", "starts", "ends", "place"}
    assert page.select_one("[name=day]")["value"] == "bald"
    assert page.select_one("[name=place]")["value"] == "Hier" * 60
    assert page.select_one("textarea").text.strip() == "Kaffee"
    assert page.select_one(f"[value='{cast.group.id}'][checked]")
    for ends in ("17:59", "18:00"):
        page = browser.send(PAGE, status=422, **LATER | {"ends": ends})
        assert "nicht nach dem Beginn" in page.select_one("#ends-error").text
    page = browser.send(PAGE, status=422, **LATER, group=["99"])
    assert "Diese Arbeitsgruppe gibt es nicht." in page.select_one("fieldset").text
    assert look(app, select(Event)) == []


def test_of_two_at_one_time_the_second_sees_what_the_first_wrote(browser, cast, app):
    browser.sign_in(cast.jonas).send(PAGE, **LATER)
    (event,) = look(app, select(Event.id))
    seen = browser.get(f"{PAGE}/{event}").select_one("[name=seen]")["value"]
    browser.send(f"{PAGE}/{event}", **LATER | {"place": "Bücherei", "seen": seen})
    mine = LATER | {"title": "Mein Titel", "seen": seen}
    page = browser.send(f"{PAGE}/{event}", status=409, **mine)
    assert "Bücherei" in page.main.text
    assert page.select_one("[name=title]")["value"] == "Mein Titel"
    browser.send(f"{PAGE}/{event}/remove", status=409, seen=seen)
    browser.send(f"{PAGE}/{event}", **mine | {"seen": page.select_one("[name=seen]")["value"]})
    assert look(app, select(Event.title)) == ["Mein Titel"]


def test_who_does_not_manage_the_process_changes_no_event(browser, cast, app):
    browser.sign_in(cast.emil).send(PAGE, **LATER)
    (event,) = look(app, select(Event.id))
    for who in (cast.bernd, cast.karin):
        browser.sign_in(who)
        for url in (PAGE, f"{PAGE}/{event}"):
            assert browser.get(url).select("main form") == []
    for who in (cast.bernd, cast.karin, cast.chen, cast.amira):
        browser.sign_in(who)
        for url in (PAGE, f"{PAGE}/{event}", f"{PAGE}/{event}/remove"):
            browser.send(url, status=403, **LATER | {"title": "Von mir"})
    browser.sign_in(cast.amira).get(PAGE, status=403)
    assert look(app, select(Event.title)) == ["Workshop Kurse"]
