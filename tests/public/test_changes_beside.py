"""Who stands beside what changed: the comments, and what of them nobody may see."""

import re
from datetime import timedelta

import pytest

from app.models import CommentKind, CommentState, Decision, Disposition
from app.moderation.domain import hide
from tests.cast import WHILE_OPEN
from tests.public.revised import CHANGES, REVISED, pair, publish, whole


def test_the_comments_that_stood_on_changed_sentences_stand_beside_them(browser, cast, session):
    touched = cast.says(session, at="hf1-1-2", kind=CommentKind.SUGGESTION, wording="Im April.")
    cast.says(session, "Eine Anmerkung zum Satz davor.", at="hf1-1-1")
    whole_block = cast.says(session, "Eine Anmerkung zum ganzen Absatz.", at="hf1-1", by=cast.dora)
    moved = cast.says(session, "Eine Anmerkung zu den Treffs.", at="hf1-2")
    session.add(
        Disposition(
            process_id=cast.process.id,
            comment_id=touched.id,
            decision=Decision.ADOPTED,
            decided_at=WHILE_OPEN,
        )
    )
    publish(session, cast.process, REVISED)
    session.commit()

    page = whole(browser)
    notes = pair(page, "hf1-1").select(".cause li")
    said = [re.sub(r"\s+", " ", note.text).strip() for note in notes]
    assert said == [
        f"#{whole_block.number} Anmerkung, Dora, HF1 · 1",
        f"#{touched.number} Vorschlag, Amira, HF1 · 1.2Übernommen",
    ]
    assert notes[0].a["href"] == f"/p/ankommen/comments/{whole_block.number}"
    assert f"#{moved.number}" in pair(page, "hf2-2").select_one(".cause").text


def test_a_hidden_note_is_a_number_without_its_author(browser, cast, session):
    note = cast.says(session, at="hf1-1-2")
    publish(session, cast.process, REVISED)
    note.state = CommentState.HIDDEN
    session.add(note)
    session.commit()

    cause = pair(whole(browser), "hf1-1").select_one(".cause")
    assert "ausgeblendet" in cause.text
    assert "Amira" not in cause.text


def test_a_note_that_is_not_public_yet_is_not_there(browser, cast, session):
    note = cast.says(session, at="hf1-1-2")
    publish(session, cast.process, REVISED)
    note.state, note.is_listed = CommentState.WAITING, False
    session.add(note)
    session.commit()

    assert not pair(whole(browser), "hf1-1").select(".cause")


def test_of_many_notes_the_best_are_shown_and_the_rest_is_counted(browser, cast, session):
    for n in range(9):
        cast.says(session, f"Anmerkung Nummer {n} dazu.", at="hf1-1-2")
    publish(session, cast.process, REVISED)
    session.commit()

    cause = pair(whole(browser), "hf1-1").select_one(".cause")
    assert "9 Anmerkungen dazu" in cause.text
    assert len(cause.select("a")) == 3
    assert "und 6 weitere" in cause.text


def test_notes_carried_along_stand_beside_the_next_change_too(browser, cast, session):
    note = cast.says(session, "Früher bitte.", at="hf1-1-2")
    publish(session, cast.process, REVISED)
    publish(session, cast.process, REVISED.replace("im April", "im frühen April"))
    session.commit()

    page = browser.get(f"{CHANGES}?from=2&to=3&part=all")
    assert f"#{note.number}" in pair(page, "hf1-1").select_one(".cause").text
    first = browser.get(f"{CHANGES}?from=1&to=2&part=all")
    assert f"#{note.number}" in pair(first, "hf1-1").select_one(".cause").text


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_needs_few_questions_however_much_is_said(
    app, browser, cast, session, count_queries, signed_in
):
    for n in range(30):
        cast.says(session, f"Anmerkung Nummer {n} dazu.", when=WHILE_OPEN + timedelta(minutes=n))
    publish(session, cast.process, REVISED)
    session.commit()
    if signed_in:
        browser.sign_in(cast.amira)
    app.state.synopses = type(app.state.synopses)()
    with count_queries() as queries:
        browser.get(f"{CHANGES}?part=all")

    assert len([q for q in queries if q.lstrip().startswith(("SELECT", "WITH"))]) <= 12, queries


def test_a_note_hidden_after_the_page_was_kept_is_named_no_more(browser, cast, session):
    note = cast.says(session, at="hf1-1-2")
    publish(session, cast.process, REVISED)
    session.commit()
    assert "Amira" in pair(whole(browser), "hf1-1").select_one(".cause").text

    hide(session, note, cast.bernd, rule=cast.rule, reason="Nennt andere.", now=WHILE_OPEN)
    session.commit()

    assert "Amira" not in pair(whole(browser), "hf1-1").select_one(".cause").text


def test_a_kept_page_shows_nobody_the_name_of_another(browser, revised):
    first = browser.sign_in(revised.amira).get(CHANGES).text
    second = browser.leave().sign_in(revised.dora).get(CHANGES).text

    assert "Amira" in first
    assert "Amira" not in second
    assert "Dora" not in browser.leave().get(CHANGES).text
