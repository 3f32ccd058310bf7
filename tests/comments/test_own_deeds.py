"""What an author still does with a note: edit it for fifteen minutes, add a remark, withdraw it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock, db, selfcheck
from app.comments import receipts, sketching
from app.comments.queries import by_number
from app.groups import domain as groups
from app.groups.notes import NotesInOrder
from app.groups.writers.words import whole
from app.models import (
    ActionField,
    Comment,
    CommentKind,
    CommentState,
    JournalEntry,
    NoteBand,
    Stop,
)
from app.moderation import domain as moderation
from tests.cast import WHILE_OPEN
from tests.comments.asking import COMMENTS, PROCESS, TEXT

OWN = f"{COMMENTS}/1"
MEANT = "Ich meine <b>Mittwoch</b>."
NEW = "Bitte mehr Kurse am Abend, auch samstags."


@pytest.fixture
def note(session, cast, app):
    """Amira's note #1, sketched."""
    cast.says(session, TEXT)
    session.commit()
    sketching.sketch_some(app.state.engine)


@pytest.fixture
def receipt(app, note):
    """The address of its receipt."""
    with db.reading(app.state.engine) as reading:
        comment = reading.exec(select(Comment)).one()
    return receipts.path_of(comment, "ankommen", receipts.token_of(app.state.secret, comment))


def an_edit(**changes):
    return {"kind": "note", "text": NEW, "seen": "0"} | changes


def now(app):
    """The note as it is, and everything counted again."""
    with db.reading(app.state.engine) as session:
        problems = [f.name for f in selfcheck.counting.counters(session) if f.problem]
        problems += [f.name for f in [selfcheck.counting._journal(session)] if f.problem]
        assert problems == []
        return session.exec(select(Comment).where(Comment.number == 1)).one()


@pytest.mark.parametrize("by_receipt", [False, True])
def test_for_fifteen_minutes_the_author_edits_and_everybody_sees_that(
    browser, cast, app, it_is, receipt, by_receipt
):
    below = receipt if by_receipt else OWN
    if not by_receipt:
        browser.sign_in(cast.amira)
    form = browser.get(f"{below}/edit")
    assert form.select_one("textarea[name=text]").text.strip() == TEXT
    it_is(WHILE_OPEN + timedelta(minutes=14, seconds=59))

    said = an_edit(kind="suggestion", proposed_wording="Alle lernen rasch Deutsch.")
    browser.send(f"{below}/edit", **said)
    assert "Ihre Änderung ist gespeichert." in browser.get(browser.last.headers["location"]).text

    edited = now(app)
    assert (edited.text, edited.kind, edited.edited_at) == (NEW, "suggestion", clock.now())
    assert "<ins>rasch</ins>" in edited.wording_html
    assert not edited.is_sketched
    with db.reading(app.state.engine) as reading:
        assert reading.exec(select(NoteBand)).all() == []
    page = browser.leave().get(f"{PROCESS}/fields/sprache?note=1")
    assert "geändert um 14:14 Uhr" in page.select_one("#a1").text
    assert (
        TEXT not in browser.get(OWN).select_one("#a1 .note__text").text.split("samstags")[0] + "."
    )
    assert browser.get(OWN).select_one(".wordings") is None
    earlier = browser.sign_in(cast.bernd).get(OWN).select_one(".wordings")
    assert earlier.select_one(".wordings__text").text == TEXT


def test_later_or_once_somebody_has_built_on_it_nobody_edits(
    browser, cast, app, session, it_is, note
):
    def is_refused(because):
        session.commit()
        assert because in browser.send(f"{OWN}/edit", status=403, **an_edit()).text
        assert browser.get(f"{OWN}/edit", status=403)
        assert now(app).text == TEXT

    browser.sign_in(cast.amira)
    it_is(WHILE_OPEN + timedelta(minutes=15))
    is_refused("nur in den ersten 15 Minuten")
    it_is(WHILE_OPEN)
    groups.draw_bundle(session, cast.group, cast.chen, WHILE_OPEN)
    is_refused("Die Arbeitsgruppe hat die Anmerkung schon mitgenommen.")
    browser.sign_in(cast.dora).send(f"{OWN}/support", support="1")
    browser.sign_in(cast.amira)
    is_refused("Andere haben schon zugestimmt.")
    moderation.answer(session, by_number(session, cast.process, 1), cast.bernd, "Ja.", WHILE_OPEN)
    is_refused("Jemand hat schon geantwortet.")


def test_nobody_but_the_author_comes_near(browser, cast, session, app, receipt):
    for deed in ("edit", "addition", "withdraw"):
        browser.leave().get(f"{OWN}/{deed}", status=401)
        browser.get(f"{receipt[:-1]}x/{deed}", status=404)
        browser.sign_in(cast.dora).get(f"{OWN}/{deed}", status=403)
        browser.send(f"{OWN}/{deed}", status=403, **an_edit())
    assert now(app).text == TEXT


def test_of_two_edits_the_second_is_shown_the_first_and_none_is_lost(browser, cast, app, note):
    browser.sign_in(cast.amira).send(f"{OWN}/edit", **an_edit())
    browser.send(f"{OWN}/edit", **an_edit())  # the same, sent twice

    page = browser.send(f"{OWN}/edit", status=409, **an_edit(text="Etwas ganz anderes."))

    assert "inzwischen in einem anderen Fenster geändert" in page.text
    assert page.select_one("textarea[name=text]").text.strip() == "Etwas ganz anderes."
    assert now(app).text == NEW
    seen = page.select_one("input[name=seen]")["value"]
    browser.send(f"{OWN}/edit", **an_edit(text="Etwas ganz anderes.", seen=seen))
    assert now(app).text == "Etwas ganz anderes."
    wrong = browser.send(f"{OWN}/edit", status=422, **an_edit(text="kurz", seen="2"))
    assert "Schreiben Sie mindestens 10 Zeichen." in wrong.text


def test_an_edit_smuggles_nothing_past_those_who_look(browser, cast, app, session, note):
    links = "Siehe https://a.example und https://b.example, jetzt."
    browser.sign_in(cast.amira).send(f"{OWN}/edit", **an_edit(text=links))

    assert "wartet auf die Moderation" in browser.get(browser.last.headers["location"]).text
    edited = now(app)
    assert (edited.state, edited.is_listed) == (CommentState.WAITING, False)
    browser.leave().get(OWN, status=404)
    with db.reading(app.state.engine) as reading:
        assert reading.exec(select(Stop)).one().reasons == ["links"]
    stopped = "/desk/p/ankommen/stopped"
    seen = browser.sign_in(cast.bernd).get(stopped).select_one("[name=seen]")["value"]
    browser.send(f"{stopped}/1/publish", seen=seen)
    assert now(app).state is CommentState.PUBLIC
    browser.sign_in(cast.amira).send(f"{OWN}/edit", **an_edit(text=links + " Bald.", seen="1"))
    assert now(app).state is CommentState.WAITING

    browser.send(f"{OWN}/withdraw")
    assert now(app).state is CommentState.WITHDRAWN
    assert "Geschrieben und öffentlich" not in browser.get(browser.last.headers["location"]).text
    browser.sign_in(cast.bernd).send(f"{stopped}/1/publish", status=409)


def test_afterwards_a_remark_is_added(browser, cast, app, session, it_is, note):
    it_is(WHILE_OPEN + timedelta(hours=1))
    page = browser.sign_in(cast.amira).get(OWN)
    assert page.select_one(f"a[href='{OWN}/addition']")
    for text in (MEANT, MEANT, "Oder Donnerstag."):
        browser.send(f"{OWN}/addition", text=text)

    for url in (OWN, f"{PROCESS}/fields/sprache?note=1", f"{PROCESS}/blocks/hf1-1"):
        added = browser.leave().get(url).select("#a1 .addition")
        assert ["Mittwoch" in one.text for one in added] == [True, False]
        assert "Nachtrag, 15. Oktober" in added[0].text
        assert not added[0].select("b:-soup-contains('Mittwoch')")
    assert now(app).additions_count == 2
    told = browser.client.get("/api/v1/processes/ankommen/comments").json()["items"][0]
    assert [one["text"] for one in told["additions"]] == [MEANT, "Oder Donnerstag."]
    with db.reading(app.state.engine) as reading:
        until, fields = clock.now(), [reading.get(ActionField, cast.language.id)]
        (handed,) = NotesInOrder(reading, cast.process.id, fields, until)
    assert whole(handed, "Europe/Berlin") == (
        f"{TEXT}\n\nNachtrag, 15.10.2016 15:00:\n{MEANT}"
        "\n\nNachtrag, 15.10.2016 15:00:\nOder Donnerstag."
    )
    browser.sign_in(cast.amira)
    links = "https://a.example https://b.example"
    assert "mehrere Links" in browser.send(f"{OWN}/addition", status=422, text=links).text
    for n in range(3):
        browser.send(f"{OWN}/addition", text=f"Noch ein Nachtrag, der {n + 3}.")
    assert (
        "höchstens 5 Nachträge"
        in browser.send(f"{OWN}/addition", status=403, text="Einer zu viel.").text
    )


def test_who_withdraws_leaves_a_tombstone_and_the_answers(browser, cast, app, session, receipt):
    browser.sign_in(cast.dora).send(f"{OWN}/replies", text="Das sehe ich auch so.")
    browser.send(f"{OWN}/support", support="1")
    asked = browser.sign_in(cast.amira).get(f"{OWN}/withdraw")
    assert "#1 zurückziehen?" in asked.text
    browser.send(f"{OWN}/addition", text="Und noch ein Nachtrag.")

    browser.send(f"{OWN}/withdraw")
    browser.send(f"{OWN}/withdraw")

    assert now(app).withdrawn_at == WHILE_OPEN
    for url in (OWN, f"{PROCESS}/fields/sprache?note=1", f"{PROCESS}/blocks/hf1-1"):
        page = browser.leave().get(url)
        tombstone = page.select_one("#a1")
        assert "hat es am 15. Oktober 2016 zurückgezogen" in tombstone.text
        assert not [words for words in (TEXT, "Nachtrag", "Amira") if words in page.text]
    assert "Das sehe ich auch so." in browser.get(OWN).text
    told = browser.client.get("/api/v1/processes/ankommen/comments/1").json()
    assert (told["state"], told["text"], told["author"]) == ("withdrawn", None, None)
    browser.get(receipt)
    browser.sign_in(cast.dora).send(f"{OWN}/replies", status=403, text="Schade eigentlich.")
    deeds = session.exec(select(JournalEntry.deed).order_by(JournalEntry.id)).all()
    assert deeds.count("comment.withdrawn") == 1


def test_a_wording_that_would_not_be_proposed_is_asked_about_once(browser, cast, app, note):
    browser.sign_in(cast.amira)
    typed = an_edit(kind="note", proposed_wording="Alle lernen rasch Deutsch.")
    asked = browser.send(f"{OWN}/edit", status=422, **typed)
    assert "Dann bleibt er weg." in asked.select_one("form [role=alert]").text
    assert "rasch" in asked.select_one("textarea[name=proposed_wording]").text
    assert now(app).text == TEXT

    again = asked.select_one("input[name=leaves_out]")["value"]
    browser.send(f"{OWN}/edit", **typed, leaves_out=again)
    assert (now(app).text, now(app).proposed_wording) == (NEW, "")


def test_who_withdraws_a_suggestion_sees_the_wording_that_goes_with_it(browser, cast, session):
    cast.says(session, kind=CommentKind.SUGGESTION, wording="Alle lernen abends Deutsch.")
    session.commit()
    asked = browser.sign_in(cast.amira).get(f"{OWN}/withdraw")
    assert "abends" in asked.select_one(".wording ins").text


def test_what_the_moderation_has_hidden_is_not_withdrawn(browser, cast, app, session, note):
    one = by_number(session, cast.process, 1)
    moderation.hide(session, one, cast.bernd, cast.rule, "Nennt eine Person.", WHILE_OPEN)
    session.commit()

    page = browser.sign_in(cast.amira).send(f"{OWN}/withdraw", status=403)

    assert "Sie können widersprechen." in page.text
    assert now(app).state is CommentState.HIDDEN
