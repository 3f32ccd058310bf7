"""The room, the wall and the steering group's page: what they show, and to whom they do not."""

from datetime import timedelta

from sqlmodel import Session

from app.comments.queries import by_number
from app.groups import deciding, projector
from app.groups.decided import Said
from app.models import Decision, Event, Meeting
from app.moderation.domain import hide
from app.processes.queries import group_by_id
from tests.cast import WHILE_OPEN, Cast
from tests.groups.seating import steering_group

ROOM, WALL = "/groups/1", "/groups/1/projector"
NO = Said(Decision.NOT_ADOPTED, reason="Das ist schon vergeben.")


def speak(session: Session, cast: Cast) -> None:
    """#3 to #1 in the order of the text, and #4 on the other group's field."""
    for at in ("hf1-2-1", "hf1-1-2", "hf1-1-1", "hf2-1-1"):
        cast.says(session, f"Etwas zu {at}, in aller Kürze.", at=at)
    session.commit()


def settle(session: Session, cast: Cast, number: int, said: Said = NO) -> None:
    group = group_by_id(session, cast.group.id)
    note = by_number(session, cast.process, number, answers=False)
    deciding.settle(session, [note], group, cast.ines, said, WHILE_OPEN)
    session.commit()


def numbers(page) -> list[str]:
    return [note["id"] for note in page.select(".room__note")]


def test_the_room_shows_how_far_the_group_is_and_its_notes_as_the_text_runs(
    browser, cast, session
) -> None:
    speak(session, cast)
    settle(session, cast, 2)
    page = browser.sign_in(cast.chen).get(ROOM)
    assert numbers(page) == ["n3", "n2", "n1"]
    assert page.select_one("#stand-titel").text == "1 von 3 entschieden"
    key = page.select_one(".standing__key").get_text(" ", strip=True)
    assert key == "1 Nicht übernommen 2 Offen", "numbers and words, not colour alone"
    passages = [p.get_text(" ", strip=True) for p in page.select(".room__text .passage")]
    assert passages[0] == "HF1 · 1.1 Alle lernen Deutsch."
    first = page.select_one("#n3")
    assert first.select_one("a[href='/groups/1/notes/3']").text == "#3"
    assert "vorschlagen" in first.text
    assert "ändern" not in page.select_one("#n2").text, "a member does not decide"

    assert numbers(browser.get(f"{ROOM}?stand=open")) == ["n3", "n1"]
    assert numbers(browser.get(f"{ROOM}?decision=not_adopted")) == ["n2"]
    assert numbers(browser.get(f"{ROOM}?words=hf1-2")) == ["n1"]
    nothing = browser.get(f"{ROOM}?words=gibtesnicht&kind=question&stand=unsinn")
    assert "Darauf passt keine Anmerkung." in nothing.text
    browser.get(f"{ROOM}?field=arbeit", status=404)
    assert "ändern" in browser.leave().sign_in(cast.ines).get(ROOM).select_one("#n2").text


def test_the_auditor_reads_the_room_and_is_offered_nothing(browser, cast, session) -> None:
    speak(session, cast)
    page = browser.sign_in(cast.karin).get(ROOM)
    assert "ansehen" in page.select_one("#n3").text
    assert not page.select("form[method=post][action^='/groups']")
    wall = browser.get(WALL)
    assert not wall.select("#decide")
    assert "Die Revision liest alles und ändert nichts." in wall.text


def test_the_wall_leads_from_one_open_note_to_the_next(browser, cast, session) -> None:
    speak(session, cast)
    browser.sign_in(cast.ines)
    page = browser.get(WALL)
    assert page.select_one("h2 a").text == "#3"
    assert page.select_one(".wall__count").get_text(strip=True) == "3 von 3 offen"
    assert page.select_one(".wall__meant").text == "Alle lernen Deutsch."
    form = page.select_one("#decide")
    assert form["action"] == "/groups/1/notes/3/decision"
    sent = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    browser.send(form["action"], **sent, decision="not_adopted", reason="Dafür fehlt das Geld.")
    page = browser.get(browser.last.headers["location"])
    assert page.select_one("h2 a").text == "#2", "the next open note comes by itself"
    assert "#3 gespeichert" in page.text
    assert "2 von 3 offen" in page.text
    assert page.select_one("[rel=next]").get_text(strip=True) == "Nächste:#1"
    assert not page.select("[rel=prev]"), "before it nothing is open"
    settle(session, cast, 1)
    settle(session, cast, 2)
    assert "Nichts ist mehr offen." in browser.get(WALL).text
    every = browser.get(f"{WALL}?stand=all&note=2")
    assert every.select_one("[rel=prev]").get_text(strip=True) == "Vorige:#3"
    assert "Das ist schon vergeben." in every.select_one(".wall__verdict").text
    assert not every.select("#decide")
    browser.get(f"{WALL}?note=4", status=404)


def test_a_member_proposes_on_the_wall_and_the_lead_finds_it_filled_in(
    browser, cast, session
) -> None:
    speak(session, cast)
    form = browser.sign_in(cast.chen).get(WALL).select_one("#decide")
    assert form["action"] == "/groups/1/notes/3/proposal"
    sent = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden]")}
    browser.send(form["action"], **sent, decision="noted", reason="Gut zu wissen.")
    assert "Vorschlag von Chen" in browser.get(f"{ROOM}?stand=proposed").select_one("#n3").text
    form = browser.leave().sign_in(cast.ines).get(f"{WALL}?note=3").select_one("#decide")
    assert form.select_one("[name=decision][checked]")["value"] == "noted"
    assert form.select_one("textarea").text.strip() == "Gut zu wissen."
    assert form.select_one("[name=seen]")["value"] == "1"


def test_the_wall_shows_the_wording_that_would_be_decided_with_the_reason(browser, cast, session):
    note = cast.says(session)
    said = Said(Decision.PARTLY_ADOPTED, "Fast.", "Alle lernen abends.", "Kursplan 2017")
    deciding.propose(session, note, cast.group, cast.chen, said, WHILE_OPEN, seen=0)
    session.commit()

    words = browser.sign_in(cast.ines).get(WALL).select_one("#decide").text
    assert "Alle lernen abends." in words
    assert "Kursplan 2017" in words


def test_what_is_hidden_stands_on_no_wall(browser, cast, session) -> None:
    speak(session, cast)
    note = by_number(session, cast.process, 3)
    hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()
    browser.sign_in(cast.ines)
    for page in (browser.get(f"{WALL}?note=3"), browser.get(ROOM)):
        assert "Etwas zu hf1-1-1" not in page.text
    room = browser.get(ROOM)
    assert not room.select("#n3"), "what is hidden stands in one line"
    number, all_of_them = room.select("details.gone a")
    assert (number.text, number["href"]) == ("#3", "/p/ankommen/comments/3")
    gone = browser.get(all_of_them["href"].partition("#")[0])
    assert [one["id"] for one in gone.select(".room__note")] == ["n3"]
    assert "Ausgeblendet" in gone.select_one("#n3").text
    assert "Ausgeblendet" in browser.get(f"{ROOM}?words=3").select_one("#n3").text
    number = browser.get(f"{WALL}?stand=all").select_one("h1").text
    assert "#3" not in number


def test_a_long_paragraph_shows_the_sentence_alone(cast, session, monkeypatch) -> None:
    note = by_number(session, cast.process, cast.says(session, at="hf1-1-2").number)
    whole = projector.passage_of(session, note)
    assert [part.is_meant for part in whole] == [False, True, False]
    monkeypatch.setattr(projector, "LONGEST", 20)
    assert [part.html for part in projector.passage_of(session, note)] == [whole[1].html]


def test_the_next_meeting_goes_into_a_calendar(browser, cast, session) -> None:
    for title, days in (("War schon", -3), ("Werkstatt, zweiter Teil", 5)):
        start = WHILE_OPEN + timedelta(days=days)
        event = Event(
            process_id=cast.process.id,
            title=title,
            place="Rathaus, Saal 2",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
        )
        session.add(Meeting(process_id=cast.process.id, event=event, group=cast.group))
    session.commit()
    page = browser.sign_in(cast.chen).get(ROOM)
    assert "Rathaus, Saal 2" in page.select_one(".meeting").text
    answer = browser.client.get(page.select_one(".meeting a")["href"])
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY:Werkstatt\\, zweiter Teil (AG 1)" in answer.text
    assert "LOCATION:Rathaus\\, Saal 2" in answer.text
    assert "War schon" not in answer.text
    assert (
        browser.leave().sign_in(cast.fatma).client.get("/groups/1/meetings.ics").status_code == 403
    )


def test_who_steers_sees_all_groups_figures_and_enters_none_of_their_rooms(
    browser, cast, session
) -> None:
    speak(session, cast)
    settle(session, cast, 2)
    group = group_by_id(session, cast.group.id)
    note = by_number(session, cast.process, 3, answers=False)
    deciding.propose(session, note, group, cast.chen, NO, WHILE_OPEN, seen=None)
    steering = steering_group(session, cast, cast.dora)
    browser.sign_in(cast.dora)
    page = browser.get(f"/groups/{steering.id}")
    assert page.select_one("#gesamt").text == "1 von 4 entschieden"
    rows = [row.get_text(" ", strip=True) for row in page.select(".groups-table tbody tr")]
    assert "1 von 3 entschieden" in rows[0]
    assert "0 von 1 entschieden" in rows[1]
    assert "AG 1: 1 Vorschlag liegt der Leitung vor." in page.text
    assert "Etwas zu" not in page.text, "figures alone"
    assert not page.select("a[href='/groups/1']")
    for inside in (ROOM, WALL, "/groups/1/notes/3"):
        browser.get(inside, status=403)
    browser.leave().sign_in(cast.chen).get(f"/groups/{steering.id}", status=403)
    assert (
        browser.leave()
        .sign_in(cast.jonas)
        .get(f"/groups/{steering.id}")
        .select("a[href='/groups/1']")
    ), "the manager goes on to each room"


def test_room_wall_and_steering_cost_the_same_with_many_notes(
    browser, cast, session, count_queries
) -> None:
    speak(session, cast)
    steering = steering_group(session, cast)
    urls = (ROOM, f"{ROOM}?stand=open", WALL, f"{WALL}?note=2", f"/groups/{steering.id}")
    browser.sign_in(cast.emil)

    def costs() -> list[int]:
        found = []
        for url in urls:
            with count_queries() as seen:
                browser.get(url)
            found.append(len(seen))
        return found

    before = costs()
    for n in range(30):
        cast.says(session, f"Noch etwas, Nummer {n}, dazu.", at=f"hf1-1-{n % 3 + 1}")
    session.commit()
    assert costs() == before
    assert max(before) <= 12
