"""The city's offices at the desk: added, changed, removed; which answer in a process. And who must
not, and what stays because it was said."""

from sqlmodel import select

from app.models import AnswerDraft, Involvement, JournalEntry, Office, Voice, WorkingGroup
from app.moderation.city_offices import add_office
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.secrets_of_a_city import inquiry

CITY, HERE = "/desk/offices", "/desk/p/ankommen/offices"
GARDENS = {
    "name": "  Garten- und  Friedhofsamt ",
    "contact": "Sekretariat",
    "email": "Garten@Stadt.example",
    "phone": "0123 456",
    "domains": "gruen.example\nparks.example",
}


def offices(session):
    """The city's offices, by short name."""
    return {one.slug: one for one in now(session, select(Office).order_by(Office.slug))}


def involved(session):
    """Who answers in the process, in its order."""
    query = select(Office.slug).join(Involvement).order_by(Involvement.position)
    return list(now(session, query))


def deeds(session):
    """What the journal says of offices."""
    found = now(session, select(JournalEntry).where(JournalEntry.deed.like("%office%")))
    return [(entry.deed, entry.details) for entry in found]


def speaks(browser, cast, office="schulamt"):
    """Bernd answers Amira's note with the statement of an office."""
    browser.sign_in(cast.bernd).get("/desk/p/ankommen?note=1")
    said = {"voice": "office", "office": office, "text": "Wir prüfen das."}
    browser.send("/desk/p/ankommen/comments/1/replies", asked_on="", **said)


def test_a_citys_first_office_is_added_once_and_nothing_of_it_gets_lost(browser, cast, session):
    for row in [*now(session, select(Involvement)), *now(session, select(Office))]:
        session.delete(row)
        session.flush()
    session.commit()
    browser.sign_in(cast.jonas)
    assert "legt das Beteiligungsbüro der Stadt an" in browser.get(HERE).main.text
    browser.sign_in(cast.emil)
    assert browser.get(HERE).select_one("a[href='/desk/offices#neu']") is not None
    page = browser.get(CITY)
    assert "Noch ist kein Amt angelegt." in page.main.text
    key = page.select_one("[name=idempotency_key]")["value"]
    for _twice in range(2):
        browser.send(CITY, **GARDENS, idempotency_key=key)
    page = browser.get(f"{CITY}?done=added")
    assert "Das Amt ist angelegt." in page.select_one("#getan").text
    assert "Antwortet noch in keinem Verfahren." in page.select_one("ul.lines").text
    (made,) = offices(session).values()
    assert (made.slug, made.name) == ("garten-und-friedhofsamt", "Garten- und Friedhofsamt")
    assert (made.email, made.domains) == ("garten@stadt.example", "gruen.example\nparks.example")

    assert [deed for deed, _details in deeds(session)] == ["office.added"]


def test_a_new_office_is_chosen_and_speaks_and_the_journal_says_so(browser, cast, session):
    cast.says(session)
    add_office(session, cast.organisation.id, GARDENS, cast.emil)
    session.commit()
    page = browser.sign_in(cast.jonas).get(HERE)
    read = page.select_one("[name=read]")["value"]
    browser.send(HERE, office=["schulamt", "garten-und-friedhofsamt"], read=read)
    public = browser.get("/p/ankommen").select_one("ul.offices").text
    assert "Garten- und Friedhofsamt" in public
    assert "0123 456" in public
    speaks(browser, cast, "garten-und-friedhofsamt")
    note = browser.get("/p/ankommen/comments/1").main.text
    assert "Stellungnahme: Garten- und Friedhofsamt" in note
    deed, details = deeds(session)[-1]
    assert deed == "process.offices_chosen"
    assert details == {"number": 2, "came": ["garten-und-friedhofsamt"], "left": []}
    journal = browser.sign_in(cast.emil).get("/desk/journal").main.text
    assert "Amt angelegt" in journal
    assert "dazugekommen: garten-und-friedhofsamt" in journal
    assert "Sekretariat" not in journal
    assert "0123" not in journal


def test_what_is_wrong_stands_beside_its_field_with_everything_typed(browser, cast, session):
    browser.sign_in(cast.emil).get(CITY)
    wrong = {"name": "N" * 201, "contact": "Frau am Empfang", "email": "amt", "domains": "amt"}
    page = browser.send(CITY, status=422, **wrong, phone="1" * 81)
    assert len(page.select(".field .error")) == 4
    assert page.select_one("[name=contact]")["value"] == "Frau am Empfang"
    assert page.select_one("[name=email]")["value"] == "amt"
    taken = browser.send(CITY, status=422, name="amt für schule")
    assert "Diesen Namen gibt es schon." in taken.select_one("#name-error").text
    browser.send(CITY, status=422, name=" ")
    assert list(offices(session)) == ["schulamt"]
    browser.send(CITY, name="Schulamt")
    assert list(offices(session)) == ["schulamt", "schulamt-2"], (
        "another name, an address of its own"
    )


def test_of_two_admins_the_second_sees_what_the_first_wrote(browser, cast, session):
    page = browser.sign_in(cast.emil).get(f"{CITY}/schulamt")
    read = page.select_one("[name=read]")["value"]
    first = {"name": "Schulamt am Markt", "phone": "0111", "read": read}
    browser.send(f"{CITY}/schulamt", **first)
    browser.send(f"{CITY}/schulamt", **first)
    late = {"name": "Amt für Bildung", "phone": "0222", "read": read}
    page = browser.send(f"{CITY}/schulamt", status=409, **late)
    assert page.select_one("[name=name]")["value"] == "Amt für Bildung"
    assert "Schulamt am Markt" in page.select_one("form .say:not(.say--wrong)").text
    again = {**late, "read": page.select_one("[name=read]")["value"]}
    browser.send(f"{CITY}/schulamt", **again)
    kept = offices(session)["schulamt"]
    assert (kept.name, kept.phone) == ("Amt für Bildung", "0222"), "its short name stays"
    assert deeds(session) == [
        (
            "office.changed",
            {
                "office": "schulamt",
                "changed": ["name", "phone"],
                "before": before,
                "after": after,
            },
        )
        for before, after in (
            ("Amt für Schule", "Schulamt am Markt"),
            ("Schulamt am Markt", "Amt für Bildung"),
        )
    ]


def test_a_new_name_stands_at_once_over_what_was_said_and_who_spoke_stays(browser, cast, session):
    cast.says(session)
    session.commit()
    speaks(browser, cast)
    field = "/p/ankommen/fields/sprache"
    for _kept in range(2):
        assert "Amt für Schule" in browser.leave().get(field).main.text
    page = browser.sign_in(cast.emil).get(f"{CITY}/schulamt")
    assert "hat schon Stellung genommen" in page.main.text
    assert page.select("form[action$=remove]") == []
    read = page.select_one("[name=read]")["value"]
    browser.send(f"{CITY}/schulamt", name="Amt für Bildung", read=read)
    for path in (field, "/p/ankommen", "/p/ankommen/comments/1", "/p/ankommen/answers.atom"):
        assert "Amt für Bildung" in browser.client.get(path).text, path
        assert "Amt für Schule" not in browser.client.get(path).text, path
    browser.send(f"{CITY}/schulamt/remove", status=409)
    browser.sign_in(cast.jonas)
    page = browser.get(HERE)
    assert page.select_one("input[type=checkbox]").has_attr("disabled")
    refused = browser.send(HERE, status=422, read=page.select_one("[name=read]")["value"])
    assert "hat in diesem Verfahren schon geantwortet" in refused.select_one(".error").text
    assert involved(session) == ["schulamt"]


def test_who_is_asked_stays_and_who_is_silent_goes_everywhere(browser, cast, session):
    note = cast.says(session)
    gardens = add_office(session, cast.organisation.id, GARDENS)
    session.add(Involvement(process_id=cast.process.id, office_id=gardens.id, position=2))
    session.get_one(WorkingGroup, cast.group.id).lead_office_id = gardens.id
    about = {"process_id": cast.process.id, "comment_id": note.id, "person_id": cast.bernd.id}
    voice = {"voice": Voice.OFFICE, "office_id": gardens.id}
    session.add(AnswerDraft(text="Begonnen.", changed_at=WHILE_OPEN, **about, **voice))
    session.add(inquiry(cast.school_office, cast.bernd, cast.process.id))
    session.commit()
    browser.sign_in(cast.emil)
    assert "ist schon gefragt worden" in browser.get(f"{CITY}/schulamt").main.text
    browser.send(f"{CITY}/schulamt/remove", status=409)
    read = browser.get(HERE).select_one("[name=read]")["value"]
    refused = browser.send(HERE, status=422, office=gardens.slug, read=read)
    assert "noch nicht fertig" in refused.select_one("#office-schulamt-error").text

    browser.get(f"{CITY}/{gardens.slug}")
    browser.send(f"{CITY}/{gardens.slug}/remove")
    assert list(offices(session)) == ["schulamt"]
    assert involved(session) == ["schulamt"]
    (draft,) = now(session, select(AnswerDraft))
    assert (draft.text, draft.office_id) == ("Begonnen.", None)
    assert "Friedhof" not in browser.get("/p/ankommen").main.text


def test_offices_are_put_in_order_and_two_at_one_time_are_told(browser, cast, session):
    for name in ("Bauamt", "Gartenamt"):
        add_office(session, cast.organisation.id, {"name": name})
    session.commit()
    page = browser.sign_in(cast.jonas).get(HERE)
    read = page.select_one("[name=read]")["value"]
    assert page.select_one("form.form button")["class"] == ["vh"], "Return in a box moves nothing"
    browser.send(HERE, office=["schulamt", "bauamt", "gartenamt"], read=read)
    assert involved(session) == ["schulamt", "bauamt", "gartenamt"]
    late = browser.send(HERE, status=409, office=["gartenamt"], read=read)
    ticked = [one["value"] for one in late.select("[type=checkbox][checked]")]
    assert ticked == ["gartenamt"]
    assert "Bauamt" in late.select_one("#offices .meta").text, "what holds now"
    read = late.select_one("[name=read]")["value"]
    browser.send(HERE, office=["schulamt", "bauamt"], to="up:bauamt", read=read)
    assert involved(session) == ["bauamt", "schulamt"]
    shown = [item.b.text for item in browser.get("/p/ankommen").select("ul.offices li")]
    assert shown == ["Bauamt", "Amt für Schule"]
    browser.send(HERE, office=["anderswo", "bauamt", "schulamt"], read="veraltet")
    assert involved(session) == ["bauamt", "schulamt"], "what holds already is no change"


def test_who_only_reads_or_moderates_finds_no_form(browser, cast, session):
    for who in (cast.karin, cast.bernd):
        page = browser.sign_in(who).get(HERE)
        assert "Amt für Schule" in page.main.text
        assert page.select("main form") == []
        browser.send(HERE, status=403, office="schulamt")
    assert browser.sign_in(cast.karin).get(CITY).select("main form") == []
    assert browser.get(f"{CITY}/schulamt").select("main form") == []
    for who in (cast.karin, cast.bernd, cast.jonas, cast.amira):
        browser.sign_in(who).get("/")
        for path in (CITY, f"{CITY}/schulamt", f"{CITY}/schulamt/remove"):
            browser.send(path, status=403, name="Anders")
    assert [one.name for one in offices(session).values()] == ["Amt für Schule"]


def test_pages_ask_as_little_of_many_offices_as_of_one(browser, cast, session, count_queries):
    def asked():
        counts = []
        for path in (CITY, f"{CITY}/schulamt", HERE):
            with count_queries() as queries:
                browser.get(path)
            counts.append(len(queries))
        return counts

    browser.sign_in(cast.emil).get(CITY)
    few = asked()
    for n in range(30):
        made = add_office(session, cast.organisation.id, {"name": f"Amt {n}"})
        session.add(Involvement(process_id=cast.process.id, office_id=made.id, position=n))
    session.commit()
    assert asked() == few
    assert max(few) <= 12
