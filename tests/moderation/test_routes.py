"""The inbox as a moderator meets it, with and without htmx, and as others do not."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app.comments.queries import by_number
from app.models import Comment, CommentKind, OutboxMail, Reply, Statement, Status, Voice
from app.moderation import domain
from tests.cast import AFTER_CLOSE, WHILE_OPEN

INBOX = "/desk/p/ankommen"
REPLIES = INBOX + "/comments/1/replies"
DAY = timedelta(days=1)


@pytest.fixture
def notes(session, cast):
    """#1 has waited for six days, #2 for two, #3 on the other field since today."""
    cast.says(
        session, "Gibt es Kurse am Abend?", kind=CommentKind.QUESTION, when=WHILE_OPEN - 6 * DAY
    )
    cast.says(session, "Auch am Samstag, bitte.", at="hf1-4-1", when=WHILE_OPEN - 2 * DAY)
    cast.says(session, "Praktika sollen bezahlt sein.", at="hf2-1-1")
    session.commit()


@pytest.fixture
def desk(browser, cast, notes):
    """Bernd at his desk."""
    return browser.sign_in(cast.bernd)


def listed(page):
    return [item.select_one("b").text for item in page.select(".inbox li")]


def replies(session):
    session.expire_all()
    return session.exec(select(Reply).order_by(Reply.id)).all()


def test_the_oldest_note_comes_first_and_is_open_in_the_middle(desk):
    page = desk.get(INBOX)

    assert listed(page) == ["Frage #1", "Anmerkung #2", "Anmerkung #3"]
    assert page.h1.text.split() == ["Eingang", "3"]
    current = page.select_one(".inbox [aria-current]")
    assert "6 Tage, überfällig" in current.text
    assert "Gibt es Kurse am Abend?" in current.q.text
    assert "HF1 · 1.1" in current.text
    assert "Alle lernen Deutsch." in page.select_one(".passage").text
    link = page.find("a", string="Im Text zeigen")
    assert link["href"] == "/p/ankommen/fields/sprache?note=1#a1"
    assert page.select_one("#note article").h2.text.split() == ["Frage", "#1"]


def test_every_link_of_the_inbox_leads_somewhere(desk):
    page = desk.get(INBOX)
    links = {link["href"].partition("#")[0] for link in page.select("main a[href]")}

    assert len(links) > 5
    for address in links - {""}:
        desk.get(address)


def test_another_note_can_be_chosen(desk):
    page = desk.get(f"{INBOX}?note=3")

    assert page.select_one("#note article").h2.text.split() == ["Anmerkung", "#3"]
    assert page.select_one(".inbox [aria-current] b").text == "Anmerkung #3"


def test_on_a_phone_the_list_folds_away_once_a_note_is_chosen(desk):
    assert desk.get(INBOX).select_one("details.fold").has_attr("open")
    assert not desk.get(f"{INBOX}?note=3").select_one("details.fold").has_attr("open")


def test_a_field_can_be_chosen_by_a_form(desk):
    page = desk.get(f"{INBOX}?field=arbeit")

    assert listed(page) == ["Anmerkung #3"]
    assert page.select_one("option[value=arbeit]").has_attr("selected")
    assert page.select_one("option[value=sprache]").text == "HF1 Sprache (2)"
    assert "field=arbeit" in page.select_one(".inbox a")["href"]


def test_a_field_without_open_notes_says_so_and_shows_the_way_back(desk):
    desk.send(INBOX + "/comments/3/replies", text="Das ist vorgesehen.")
    page = desk.get(f"{INBOX}?field=arbeit")

    assert page.select_one("#note .lead").text == "In HF2 wartet keine Anmerkung."
    assert page.select_one("#note a")["href"] == INBOX


def test_answering_in_ones_own_voice_without_javascript(desk, session):
    desk.send(REPLIES, voice="self", text="Ja, dienstags.")
    where = desk.last.headers["location"]

    assert where == "/desk/p/ankommen?done=1#note"
    page = desk.get(where.partition("#")[0])
    said = page.select_one(".say--good")
    assert "Ihre Antwort auf #1 ist öffentlich." in said.text
    assert "Moderation: Bernd" in said.text
    assert page.select_one("#note article").h2.text.split() == ["Anmerkung", "#2"]
    assert listed(page) == ["Anmerkung #2", "Anmerkung #3"]
    (reply,) = replies(session)
    assert (reply.voice, reply.author_name, reply.text) == (
        Voice.MODERATOR,
        "Bernd",
        "Ja, dienstags.",
    )


def test_with_htmx_the_next_note_comes_by_itself(desk):
    page = desk.send_with_htmx(REPLIES, text="Ja, dienstags.")

    assert page.select_one("#desk"), "the whole desk takes its own place"
    said = page.select_one(".say--good")
    assert said.has_attr("data-focus")
    assert said.select_one("details").select_one("p").text == "Ja, dienstags."
    assert page.h1.text.split() == ["Eingang", "2"]
    assert page.select_one("#note article").h2.text.split() == ["Anmerkung", "#2"]
    assert page.select_one("textarea").text.strip() == ""
    assert "1 von 2" in page.select_one(".desk__side").text


def test_the_answer_stands_on_the_notes_public_page(desk, cast):
    page = desk.send_with_htmx(REPLIES, text="Ja, dienstags.")
    link = page.select_one(".say--good a")["href"]
    shown = desk.get(link.partition("#")[0])

    reply = shown.select_one("#" + link.partition("#")[2])
    assert reply.select_one(".badge--mod").text == "Moderation"
    assert "Ja, dienstags." in reply.text


def test_the_statement_of_an_office_stands_on_its_sheet(desk, session, cast):
    desk.send(
        REPLIES,
        voice="office",
        office="schulamt",
        asked_on="2016-10-11",
        text="Ab Mai.\n\nJede Woche.",
    )

    statement = session.exec(select(Statement)).one()
    assert statement.office_id == cast.school_office.id
    assert statement.asked_at.isoformat() == "2016-10-10T22:00:00+00:00"
    sheet = desk.leave().get("/p/ankommen/comments/1").select_one(".statement")
    assert "Stellungnahme: Amt für Schule" in sheet.select_one(".statement__head").text
    assert "Gefragt am 11. Oktober 2016" in sheet.text
    assert "Weitergegeben von der Moderation." in sheet.text


def test_who_asked_an_office_before_the_note_on_the_same_day_is_believed(desk, session):
    desk.send(REPLIES, voice="office", office="schulamt", asked_on="9.10.2016", text="Ab Mai.")

    comment = session.exec(select(Comment).where(Comment.number == 1)).one()
    assert session.exec(select(Statement)).one().asked_at == comment.created_at


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(desk, session, send):
    page = getattr(desk, send)(
        REPLIES,
        status=422,
        voice="office",
        office="gartenamt",
        asked_on="morgen",
        text=" ",
        field="sprache",
    )

    assert [link.text for link in page.select("[role=alert] a")] == [
        "Wählen Sie das Amt, das Stellung nimmt.",
        "Schreiben Sie Tag, Monat und Jahr, zum Beispiel 15.10.2016.",
        "Hier steht noch nichts.",
    ]
    for link in page.select("[role=alert] a"):
        assert page.select_one(link["href"])["aria-invalid"] == "true"
    assert page.select_one("input[value=office]").has_attr("checked")
    assert page.select_one("[name=asked_on]")["value"] == "morgen"
    assert page.select_one("form.answer [name=field]")["value"] == "sprache"
    assert page.select_one("#note article").h2.text.split() == ["Frage", "#1"]
    assert replies(session) == []


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2016-10-16", "Dieser Tag liegt in der Zukunft."),
        (
            "2016-10-08",
            "Die Anmerkung ist vom 9. Oktober 2016; vorher konnte das Amt nicht gefragt werden.",
        ),
        ("2016-13-01", "Schreiben Sie Tag, Monat und Jahr, zum Beispiel 15.10.2016."),
    ],
)
def test_an_office_is_asked_between_the_note_and_today(desk, day, problem):
    page = desk.send(
        REPLIES, status=422, voice="office", office="schulamt", asked_on=day, text="Ab Mai."
    )

    assert page.select_one("#answer-asked_on-error").text == f"Fehler: {problem}"
    assert page.select_one("option[value=schulamt]").has_attr("selected")
    assert page.select_one("textarea").text.strip() == "Ab Mai."


@pytest.mark.parametrize(
    ("text", "problem"),
    [("J", "Schreiben Sie mindestens 2 Zeichen."), ("x" * 5001, "Kürzen Sie um 1 Zeichen")],
)
def test_an_answer_has_two_to_five_thousand_characters(desk, text, problem):
    page = desk.send(REPLIES, status=422, text=text)

    assert problem in page.select_one("#answer-text-error").text
    assert page.select_one("textarea").text.strip() == text


def test_office_and_day_do_not_matter_in_ones_own_voice(desk, session):
    desk.send(REPLIES, voice="self", office="gartenamt", asked_on="morgen", text="Ja.")

    assert replies(session)[0].voice is Voice.MODERATOR


def test_fields_that_are_not_in_the_form_change_nothing(desk, session, cast):
    desk.send(
        REPLIES,
        text="Ja.",
        author_id=str(cast.amira.id),
        author_name="Schulamt",
        created_at="2000-01-01",
    )

    (reply,) = replies(session)
    assert (reply.author_id, reply.author_name) == (cast.bernd.id, "Bernd")
    assert reply.created_at == WHILE_OPEN


def test_an_answer_is_text_and_never_markup(desk):
    desk.send(REPLIES, text="<svg onload=alert(1)> ist kein Bild.")

    page = desk.get(f"{INBOX}?done=1")
    assert not page.select("#note svg")
    assert "<svg onload=alert(1)> ist kein Bild." in page.select_one(".say--good").text


def test_a_repeated_request_makes_one_answer_and_shows_the_same(desk, session):
    for _ in range(2):
        page = desk.send_with_htmx(REPLIES, text="Ja.", idempotency_key="k1")
        assert "Ihre Antwort auf #1 ist öffentlich." in page.select_one(".say--good").text

    assert len(replies(session)) == 1
    assert len(session.exec(select(OutboxMail)).all()) == 1


def test_the_same_key_with_other_words_is_refused(desk, session):
    desk.send(REPLIES, text="Ja.", idempotency_key="k1")
    desk.send(REPLIES, text="Nein.", idempotency_key="k1", status=409)

    assert [reply.text for reply in replies(session)] == ["Ja."]


def test_the_form_brings_a_key_of_its_own_each_time(desk):
    keys = {desk.get(INBOX).select_one("[name=idempotency_key]")["value"] for _ in range(3)}
    assert len(keys) == 3


def test_an_answered_note_may_be_answered_once_more(desk):
    desk.send(REPLIES, text="Ja, dienstags.")
    page = desk.get(f"{INBOX}?note=1")

    assert "Ja, dienstags." in page.select_one("#note article").text
    assert page.select_one("form.answer legend").text == "Noch einmal antworten"


def test_the_moderation_answers_after_the_window_has_closed(desk, it_is, session):
    it_is(AFTER_CLOSE)
    desk.send(REPLIES, text="Ja, dienstags.")

    assert len(replies(session)) == 1


def test_an_empty_inbox_says_that_all_is_answered(desk):
    for number in (1, 2, 3):
        desk.send(f"{INBOX}/comments/{number}/replies", text="Ja.")
    page = desk.get(INBOX)

    assert page.select_one(".lead").text == "Alle Anmerkungen sind beantwortet."
    assert not page.select("form.answer")


def test_an_inbox_where_nobody_has_written_says_so(browser, cast):
    page = browser.sign_in(cast.bernd).get(INBOX)

    assert page.select_one(".lead").text == "Noch hat niemand etwas angemerkt."


def test_more_than_twenty_notes_come_in_pages(browser, session, cast):
    for n in range(22):
        cast.says(session, when=WHILE_OPEN - (22 - n) * DAY)
    session.commit()
    first = browser.sign_in(cast.bernd).get(INBOX)
    assert len(listed(first)) == 20

    second = browser.get(first.select_one("a[rel=next]")["href"])
    assert listed(second) == ["Anmerkung #21", "Anmerkung #22"]
    after = second.select_one("form.answer [name=after]")["value"]
    assert after in second.select_one(".inbox a")["href"]
    page = browser.send_with_htmx(f"{INBOX}/comments/21/replies", text="Ja.", after=after)
    assert listed(page) == ["Anmerkung #22"]


def test_the_pace_of_answers_is_shown_with_its_whole(desk):
    desk.send(REPLIES, text="Ja.")
    desk.send(INBOX + "/comments/2/replies", text="Ja.")
    figures = desk.get(INBOX).select_one(".desk__side dl").get_text(" ").split()

    assert " ".join(figures) == (
        "Zugesagt binnen 5 Tagen Eingehalten 1 von zuletzt 2 In der Mitte nach 2 Tagen"
    )


@pytest.mark.parametrize("name", ["amira", "chen", "fatma", "gustav"])
def test_nobody_else_sees_the_inbox_or_answers_from_it(name, browser, cast, notes, session):
    browser.sign_in(getattr(cast, name))
    page = browser.get(INBOX, status=403)
    assert "Das kann nur die Moderation dieses Verfahrens." in page.main.text
    assert "Gibt es Kurse" not in page.text

    browser.send(REPLIES, status=403, text="Ich antworte.")
    browser.send_with_htmx(REPLIES, status=403, text="Ich antworte.")
    assert replies(session) == []


def test_a_stranger_is_asked_to_sign_in(browser, notes, session):
    assert browser.get(INBOX, status=401).select_one("a[href^='/sign-in?next=']")
    browser.send(REPLIES, status=401, text="Ich antworte.")
    assert replies(session) == []


def test_the_participation_office_may_answer_too(browser, cast, notes, session):
    browser.sign_in(cast.emil).send(REPLIES, text="Ja.")

    assert replies(session)[0].author_name == "Emil"


def test_a_moderator_reaches_no_foreign_note_through_their_own_process(
    browser, cast, notes, session
):
    browser.sign_in(cast.gustav)
    browser.get("/desk/p/anderswo?note=1", status=404)
    browser.send("/desk/p/anderswo/comments/1/replies", status=404, text="Ich antworte.")
    browser.get("/desk/p/anderswo?done=1")
    assert replies(session) == []


def test_without_the_pages_own_token_nothing_is_answered(desk, session):
    desk.send(REPLIES, status=403, text="Ja.", form_token="made up")
    assert replies(session) == []


@pytest.mark.parametrize(
    "address",
    [
        "/desk/p/gibt-es-nicht",
        f"{INBOX}?note=99",
        f"{INBOX}?field=gibt-es-nicht",
    ],
)
def test_what_does_not_exist_is_said_so(desk, address):
    desk.get(address, status=404)


@pytest.mark.parametrize("query", ["note=x", "note=0", "note=99999999999", "done=-1"])
def test_a_number_that_is_none_is_refused(desk, query):
    desk.get(f"{INBOX}?{query}", status=422)


def test_a_process_in_preparation_has_no_inbox_yet(desk, cast, session):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()

    desk.get(INBOX, status=404)


@pytest.mark.parametrize("amount", [5, 60])
def test_sixty_notes_cost_no_more_queries_than_five(browser, cast, session, count_queries, amount):
    for _ in range(amount):
        cast.says(session)
    session.flush()
    for number in (2, 3):
        note = by_number(session, cast.process, number)
        domain.answer(session, note, cast.bernd, "Ab Mai.", WHILE_OPEN, cast.school_office)
    session.commit()
    browser.sign_in(cast.bernd)

    with count_queries() as seen:
        browser.get(f"{INBOX}?done=2&note=3")
    assert len([one for one in seen if one.startswith("SELECT")]) == 10


def test_of_a_hidden_note_nothing_but_the_tombstone_is_on_any_page(browser, cast, session):
    secret, author = "Frau Seltsam wohnt im dritten Stock.", cast.dora
    author.name = "Dorothea Unverkennbar"
    session.add(author)
    for at in ("hf1-1-1", "hf1-4-1"):
        cast.says(session, "Das andere bleibt stehen.", at=at)
    note = cast.says(session, secret, by=author, when=WHILE_OPEN - DAY)
    session.flush()
    note = by_number(session, cast.process, note.number)
    domain.answer(session, note, cast.bernd, "Wir prüfen das.", WHILE_OPEN)
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()

    browser.sign_in(cast.bernd)
    seen_tombstone = 0
    for address in (
        "/",
        "/p/ankommen",
        "/p/ankommen/draft",
        "/p/ankommen/fields/sprache",
        "/p/ankommen/fields/sprache?note=3",
        "/p/ankommen/fields/sprache?order=supported",
        "/p/ankommen/comments/3",
        "/desk",
        INBOX,
        f"{INBOX}?note=3",
        f"{INBOX}?done=3",
    ):
        page = str(browser.get(address))
        assert "Seltsam" not in page, address
        assert "Unverkennbar" not in page, address
        seen_tombstone += bool(re.search(r"Spielregel\s+3", page))
    assert seen_tombstone >= 3
    browser.send(f"{INBOX}/comments/3/replies", status=403, text="Ja.")
