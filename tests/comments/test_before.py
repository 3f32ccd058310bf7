"""Before a note is sent: who has said nearly the same, what tells how to reach a person, how it
will look. Nothing of it refuses a note."""

import pytest

from app.comments import sketching
from app.comments.before import ASK
from app.comments.sketches import ALIKE, bands, resemblance, shingles
from app.models import NoteBand
from tests.comments.asking import COMMENTS, a_note, count

SAID = "Die Kurse sollen auch am Abend stattfinden, weil viele von uns tagsüber arbeiten müssen."
NEARLY = "Die Kurse sollten auch am Abend stattfinden, weil viele von uns tagsüber arbeiten."
OTHER = "Der Spielplatz am Rathaus braucht eine Rampe, damit auch Kinderwagen hineinkommen."


def sketched(app):
    while sketching.sketch_some(app.state.engine):
        pass


def asking(**changes):
    return a_note(looked=ASK, **changes)


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_who_said_nearly_the_same_is_shown_before_the_note_is_sent(
    browser, cast, session, app, send
):
    cast.says(session, SAID, by=cast.dora)
    cast.says(session, SAID, by=cast.chen, at="hf1-2")
    cast.says(session, SAID, by=cast.dora, at="hf2-1")
    cast.says(session, OTHER, by=cast.chen)
    session.commit()
    sketched(app)
    deed = getattr(browser.sign_in(cast.amira), send)

    page = deed(COMMENTS, status=200, **asking(text=NEARLY, idempotency_key="k"))

    assert "2 Menschen haben fast dasselbe geschrieben: Stimmen Sie zu, oder" in page.text
    assert [link.text.split()[0] for link in page.select(".near a")] == ["#1", "#2"]
    assert page.select_one("textarea[name=text]").text.strip() == NEARLY
    assert page.select_one("input[name=idempotency_key]")["value"] == "k"
    assert count(session) == 4
    session.rollback()

    form = page.select_one(f".near form[action='{COMMENTS}/1/support']")
    assert form["hx-post"] == form["action"]
    browser.send(form["action"], support=form.select_one("button")["value"])
    again = deed(COMMENTS, status=200, **asking(text=NEARLY, idempotency_key="k"))
    assert again.select_one(".near button[aria-pressed=true]")

    shown = again.select_one("input[name=looked]")["value"]
    deed(COMMENTS, **a_note(text=NEARLY, idempotency_key="k", looked=shown))
    assert count(session) == 5


def test_what_is_hidden_ones_own_or_somewhere_else_is_not_shown(browser, cast, session, app):
    cast.says(session, SAID)
    cast.says(session, SAID, by=cast.dora, at="hf2-1")
    hidden = cast.says(session, SAID, by=cast.chen)
    hidden.state = "hidden"
    session.commit()
    sketched(app)

    browser.sign_in(cast.amira).send(COMMENTS, **asking(text=NEARLY))

    assert count(session) == 4


def test_what_is_not_asked_for_costs_no_question(browser, cast, count_queries):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    with count_queries() as usual:
        browser.send(COMMENTS, **a_note(text=SAID))
    with count_queries() as shown:
        browser.send(COMMENTS, **a_note(text=NEARLY, looked="shown"))
    with count_queries() as asked:
        browser.send(COMMENTS, **asking(text=OTHER))

    assert len(shown) == len(usual)
    assert len(asked) == len(usual) + 1
    assert not any("note_band" in statement for statement in usual)


def test_a_way_to_reach_a_person_is_asked_about_and_can_stay(browser, cast, session):
    text = "Rufen Sie mich an: 0611 3123456, oder amira@example.org."
    browser.sign_in(cast.amira)

    page = browser.send_with_htmx(COMMENTS, status=200, **asking(text=text))

    warning = page.select_one(".say--warn").text
    assert "Im Text steht wohl eine Telefonnummer: 0611 3123456." in warning
    assert "Im Text steht wohl eine E-Mail-Adresse: amira@example.org." in warning
    assert "Jede und jeder kann das lesen." in warning
    assert count(session) == 0
    session.rollback()
    browser.send(COMMENTS, **a_note(text=text, looked="shown"))
    assert count(session) == 1


@pytest.mark.parametrize("send", ["send", "send_with_htmx"])
def test_a_preview_shows_the_changed_words_and_sends_nothing(browser, cast, session, send):
    typed = asking(kind="suggestion", sentence="1", proposed_wording="Alle lernen <b>rasch</b>.")
    deed = getattr(browser.sign_in(cast.amira), send)

    page = deed(COMMENTS, status=200, step="preview", **typed)

    assert "rasch" in page.select_one(".note--ahead .wording ins").text
    assert page.select_one(".note--ahead .wording del").text == "Deutsch"
    assert page.select_one("textarea[name=proposed_wording]").text.strip().startswith("Alle lernen")
    assert page.select_one("input[name=looked]")["value"] == ASK
    assert count(session) == 0
    session.rollback()
    wrong = deed(COMMENTS, status=422, step="preview", **{**typed, "text": ""})
    assert "Hier steht noch nichts." in wrong.text


def test_another_wording_is_not_left_out_without_a_word(browser, cast, session):
    browser.sign_in(cast.amira)
    block = cast.block(session)
    untouched = (block.text, "Alle lernen\n Deutsch.", "Kurse beginnen z. B. im Mai.")
    session.rollback()
    typed = asking(sentence="1", proposed_wording="Alle lernen schnell Deutsch.")

    for step in ("preview", ""):
        page = browser.send(COMMENTS, status=200, step=step, **typed)
        assert "Sie haben den Wortlaut geändert, schlagen ihn aber nicht vor." in page.text
        assert "schnell" in page.select_one("textarea[name=proposed_wording]").text
    looked = page.select_one("input[name=looked]")["value"]
    assert count(session) == 0
    session.rollback()

    browser.send(COMMENTS, **{**typed, "looked": looked})
    for wording in untouched:
        browser.send(COMMENTS, **{**typed, "proposed_wording": wording})
    assert count(session) == 1 + len(untouched)


def test_sketches_find_what_is_alike_and_are_the_same_everywhere(cast, session, app):
    said, nearly, other = map(shingles, (SAID, NEARLY, OTHER))
    assert resemblance(said, nearly) >= ALIKE > 0.1 > resemblance(said, other)
    assert set(bands(said)) & set(bands(nearly))
    assert not set(bands(said)) & set(bands(other))
    assert bands(shingles("Wir.")) == bands(shingles("WIR"))
    assert bands(shingles("…")) == []
    assert bands(shingles("Stadt"))[0] == BAND_OF_STADT
    cast.says(session, SAID)
    session.commit()
    sketched(app)
    assert count(session, NoteBand) == len(bands(said))
    assert sketching.sketch_some(app.state.engine) == 0


BAND_OF_STADT = 6683836736046793352  # on whatever machine it was made
