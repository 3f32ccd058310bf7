"""Text modules with placeholders, and answers that somebody has begun."""

import pytest
from sqlmodel import select

from app.models import AnswerDraft, Reply, TextModule, Voice
from app.moderation.placeholders import facts, fill, why_not
from app.text import to_html
from tests.cast import WHILE_OPEN
from tests.comments.stopping import now
from tests.moderation.looking import INBOX, REPLIES, loaded

MODULES, DRAFT = f"{INBOX}/modules", f"{INBOX}/comments/1/draft"
THANKS = "Danke, {name}. Sie haben am {datum} zu {stelle} ({Feld}) geschrieben, bis {frist}."


def modules(session):
    return now(session, select(TextModule).order_by(TextModule.id))


def drafts(session):
    return now(session, select(AnswerDraft).order_by(AnswerDraft.id))


def test_placeholders_become_the_facts_of_the_note_and_facts_fill_nothing(session, cast):
    note = loaded(session, cast, cast.says(session))
    known = facts(cast.process, note, "Bernd")
    assert fill(THANKS, known) == (
        "Danke, Amira. Sie haben am 15. Oktober 2016 zu HF1 · 1.1 (HF1 Sprache) geschrieben, "
        "bis 8. November 2016."
    )
    assert fill("{name} {x}", {**known, "name": "{nummer}"}) == "{nummer} {x}"
    note.author_name = "{nummer} https://evil.example"
    said = fill("Danke, {name}.", facts(cast.process, note, "Bernd"))
    assert "<a " not in to_html(said), "no link of a stranger in the city's voice"
    assert fill(said, known) == said
    assert why_not(THANKS) is None
    assert "{vorname} kennt das Programm nicht" in str(why_not("Danke, {vorname}."))


def test_a_module_is_kept_by_the_moderation_and_one_of_the_city_by_its_office(
    browser, cast, session
):
    browser.sign_in(cast.bernd)
    page = browser.send(MODULES, status=422, title="Dank", text="Danke, {vorname}.")
    assert "{vorname} kennt das Programm nicht" in page.select_one(".error").text
    assert page.select_one("textarea").text.strip() == "Danke, {vorname}."
    browser.send(MODULES, title="Dank", text=THANKS)
    browser.send(MODULES, title="Dank", text=THANKS)  # a second click
    browser.send(MODULES, status=403, title="Gruß", text="Ihre Stadt.", of_city="yes")
    browser.sign_in(cast.emil).send(MODULES, title="Gruß", text="Ihre Stadt.", of_city="yes")
    first, second = modules(session)
    assert (first.process_id, second.process_id) == (cast.process.id, None)

    browser.sign_in(cast.bernd).send(f"{MODULES}/{first.id}", title="Dank", text="Danke.")
    browser.send(f"{MODULES}/{second.id}", status=403, title="Gruß", text="Nein.")
    browser.send(f"{MODULES}/{second.id}/remove", status=403)
    assert "ganze Stadt" in browser.get(MODULES).text
    browser.send(f"{MODULES}/{first.id}/remove")
    assert [one.text for one in modules(session)] == ["Ihre Stadt."]


def test_a_module_is_put_into_the_answer_with_and_without_javascript(desk, cast, session):
    desk.send(MODULES, title="Dank", text="Danke, {name}.")
    (module,) = modules(session)
    assert "Dank" in desk.get(f"{INBOX}?note=1").select_one("#answer-module").text
    typed = {"text": "Guten Tag.", "voice": "office", "office": "schulamt", "module": module.id}
    desk.send(f"{DRAFT}?what=late", **typed, step="insert")
    assert desk.last.headers["location"] == f"{INBOX}?what=late&note=1#antwort"

    page = desk.get(f"{INBOX}?note=1")
    assert page.select_one("#answer-text").text.strip() == "Guten Tag.\n\nDanke, {name}."
    assert page.select_one("#answer-office [selected]")["value"] == "schulamt"
    part = desk.send_with_htmx(DRAFT, 200, **typed | {"text": "Kurz."}, step="insert")
    assert part.select_one("textarea").text.strip() == "Kurz.\n\nDanke, {name}."
    assert drafts(session)[0].voice is Voice.OFFICE
    desk.send(DRAFT, status=404, text="x", step="insert", module=999)


def test_a_draft_is_offered_to_who_began_it_until_the_answer_is_public(desk, cast, session):
    part = desk.send_with_htmx(DRAFT, 200, text="Ja, ab {nummer}")
    assert "gespeichert" in part.text
    desk.send_with_htmx(DRAFT, 200, text="Ja, ab Mai, {name}.", asked_on="2016-10-14")
    desk.send("/account/data", status=200)  # the draft is in one's own data, with its day
    assert desk.get(f"{INBOX}?note=1").select_one("#answer-text").text.strip() == (
        "Ja, ab Mai, {name}."
    )
    desk.sign_in(cast.emil)
    assert desk.get(f"{INBOX}?note=1").select_one("#answer-text").text.strip() == ""
    desk.send(DRAFT, text="Auch ich.")
    desk.send(DRAFT, text="Auch ich.", step="drop")
    desk.sign_in(cast.amira).send(DRAFT, status=403, text="Hallo.")
    assert [draft.person_id for draft in drafts(session)] == [cast.bernd.id]

    desk.sign_in(cast.bernd)
    desk.send(REPLIES, status=422, text="Ja, {vorname}.")
    desk.send(REPLIES, text="Ja, ab Mai, {name}.")
    assert now(session, select(Reply))[0].text == "Ja, ab Mai, Amira."
    assert drafts(session) == []


@pytest.mark.parametrize("person", ["gustav", "hanna"])
def test_modules_of_another_city_are_not_there(person, browser, cast, session):
    there = TextModule(
        organisation_id=cast.elsewhere.organisation_id,
        title="Fremd",
        text="Fremd.",
        changed_at=WHILE_OPEN,
    )
    session.add(there)
    session.commit()
    browser.sign_in(cast.bernd).get(f"{MODULES}/{there.id}", status=404)
    assert "Fremd" not in browser.get(MODULES).text
