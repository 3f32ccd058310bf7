"""The stations of a process's way and its target groups: kept at the desk, shown to everybody."""

from sqlmodel import select

from app.models import JournalEntry, Station, TargetGroup
from app.processes.stations import name_target_groups, state_of_groups
from tests.cast import AFTER_CLOSE, BEFORE_OPEN
from tests.comments.stopping import now

PAGE, PUBLIC = "/desk/p/ankommen/frame/stations", "/p/ankommen"
GROUPS = "/desk/p/ankommen/frame/groups"
DRAFT = {"title": "Entwurf", "detail": "Fassung 1", "on": "2016-09-20", "key": "draft"}
NOTES = {"title": "Anmerkungen", "key": "comments"}
TALKS = {"title": "Workshops", "on": "12.11.2016", "key": "workshops"}


def titles(session):
    """The stations in their order."""
    order = select(Station).order_by(Station.position)
    return [station.title for station in now(session, order)]


def deeds(session, what):
    """What the journal says of them."""
    about = select(JournalEntry.details).where(JournalEntry.deed == f"process.{what}_changed")
    return now(session, about)


def shown(browser, url=PUBLIC):
    """The stations on a public page, with the one that is now."""
    found = browser.get(url).select(".stations--strip li")
    here = [one.b.text for one in found if one.get("aria-current")]
    return [one.b.text for one in found], here


def test_stations_are_added_put_in_order_and_changed(browser, cast, session, it_is):
    assert shown(browser, PUBLIC + "/fields/sprache")[0] == []
    browser.sign_in(cast.jonas)
    for typed in (NOTES, DRAFT, DRAFT, TALKS):
        browser.send(PAGE, **typed)
    assert titles(session) == ["Anmerkungen", "Entwurf", "Workshops"]
    _notes, draft, _talks = now(session, select(Station.id).order_by(Station.position))
    browser.send(f"{PAGE}/{draft}/move", to="up")
    browser.send(f"{PAGE}/{draft}/move", to="up")
    browser.send(f"{PAGE}/{draft}/move", to="down")
    browser.send(f"{PAGE}/{draft}/move", to="up")
    page = browser.get(f"{PAGE}?done=yes")
    assert "Gespeichert" in page.select_one("#getan").text
    assert "20. September 2016, Fassung 1" in page.select_one(f"#s{draft}").text

    form = browser.get(f"{PAGE}/{draft}")
    assert form.select_one("#on")["value"] == "2016-09-20"
    seen = form.select_one("[name=seen]")["value"]
    browser.send(f"{PAGE}/{draft}", **(DRAFT | {"title": "Der Entwurf", "seen": seen}))
    all_three = ["Der Entwurf", "Anmerkungen", "Workshops"]
    for url in (PUBLIC, PUBLIC + "/fields/sprache"):
        assert shown(browser, url) == (all_three, ["Anmerkungen"])
    it_is(AFTER_CLOSE)
    assert shown(browser) == (all_three, ["Workshops"])
    it_is(BEFORE_OPEN)
    assert shown(browser) == (all_three, ["Der Entwurf"])
    assert "SUMMARY:Der Entwurf" in browser.client.get(f"{PUBLIC}/calendar.ics").text


def test_of_two_who_change_a_station_the_second_reads_the_first(browser, cast, session):
    browser.sign_in(cast.jonas)
    for typed in (NOTES, DRAFT):
        browser.send(PAGE, **typed)
    notes, draft = now(session, select(Station.id).order_by(Station.position))
    seen = browser.get(f"{PAGE}/{draft}").select_one("[name=seen]")["value"]
    browser.send(f"{PAGE}/{draft}", **(DRAFT | {"title": "Der Entwurf", "seen": seen}))

    late = browser.send(f"{PAGE}/{draft}", 409, **(DRAFT | {"title": "Mein Entwurf", "seen": seen}))
    assert "Jetzt gilt: Der Entwurf" in " ".join(late.main.text.split())
    assert late.select_one("#title")["value"] == "Mein Entwurf"
    browser.send(f"{PAGE}/{draft}/remove", 409, seen=seen)
    seen = browser.get(f"{PAGE}/{notes}").select_one("[name=seen]")["value"]
    browser.send(f"{PAGE}/{notes}/remove", seen=seen)
    browser.get(f"{PAGE}/{notes}", status=404)
    assert titles(session) == ["Der Entwurf"]
    done = deeds(session, "stations")
    assert done[0] == {"before": "", "after": "Anmerkungen"}
    assert done[-2:] == [
        {"before": "Entwurf", "after": "Der Entwurf"},
        {"before": "Anmerkungen", "after": ""},
    ]


def test_target_groups_are_named_one_a_line_and_the_second_of_two_sees_the_first(
    browser, cast, session
):
    page = browser.sign_in(cast.emil).get(PAGE)
    seen = page.select_one(f"form[action='{GROUPS}'] [name=seen]")["value"]
    browser.send(GROUPS, names="Eltern\r\n\r\n Schulen \r\nEltern", seen=seen)
    landing = browser.get(PUBLIC).main
    assert "Wen wir hören möchten" in landing.text
    assert "Schulen" in [item.text for item in landing.select("li")]
    late = browser.send(GROUPS, 409, names="Vereine", seen=seen)
    assert "Jetzt gilt: Eltern, Schulen" in " ".join(late.main.text.split())
    assert late.select_one("#names").text.strip() == "Vereine"
    seen = late.select_one(f"form[action='{GROUPS}'] [name=seen]")["value"]
    browser.send(GROUPS, names="Schulen\nVereine", seen=seen)
    names = select(TargetGroup.name).order_by(TargetGroup.position)
    assert now(session, names) == ["Schulen", "Vereine"]
    assert deeds(session, "target_groups") == [
        {"came": ["Eltern", "Schulen"], "left": []},
        {"came": ["Vereine"], "left": ["Eltern"]},
    ]
    state = state_of_groups(["Schulen", "Vereine"])
    name_target_groups(session, cast.process, "", state, cast.emil)
    session.commit()
    assert "Wen wir hören möchten" not in browser.get(PUBLIC).main.text
    for wrong, because in (("x" * 201, "200 Zeichen"), ("\n".join(map(str, range(21))), "20")):
        seen = state_of_groups([])
        assert (
            because in browser.send(GROUPS, 422, names=wrong, seen=seen).select_one(".error").text
        )


def test_what_is_missing_or_said_twice_is_refused_beside_the_field(browser, cast, session):
    browser.sign_in(cast.jonas).send(PAGE, **DRAFT)
    for typed, name, because in (
        ({"title": " "}, "title", "noch nichts"),
        ({"title": "x" * 121}, "title", "120 Zeichen"),
        ({"detail": "x" * 201}, "detail", "200 Zeichen"),
        ({"on": "irgendwann"}, "on", "Welcher Tag?"),
        ({"key": "draft"}, "key", "schon eine andere"),
        ({"key": "tanz"}, "key", "aus der Liste"),
    ):
        page = browser.send(PAGE, 422, **(TALKS | typed))
        assert because in page.select_one(f"#{name}-error").text
        assert name == "on" or page.select_one("#on")["value"] == TALKS["on"]
    for n in range(19):
        browser.send(PAGE, title=f"Station {n}")
    assert "liest niemand" in browser.send(PAGE, 409, **TALKS).select_one(".say--wrong").text
    assert len(titles(session)) == 20


def test_who_does_not_manage_changes_no_station(browser, cast, session):
    browser.sign_in(cast.jonas).send(PAGE, **DRAFT)
    (station,) = now(session, select(Station.id))
    browser.sign_in(cast.karin)
    for url in (PAGE, f"{PAGE}/{station}"):
        page = browser.get(url)
        assert page.select("main form") == []
        assert "ändert nichts" in page.main.text
    for url in (PAGE, f"{PAGE}/{station}", f"{PAGE}/{station}/move", f"{PAGE}/{station}/remove"):
        browser.send(url, 403, title="Anders", to="down")
    browser.send(GROUPS, 403, names="Niemand")
    assert titles(session) == ["Entwurf"]
    assert now(session, select(TargetGroup)) == []
