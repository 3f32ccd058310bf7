"""Hiding with a reason, and showing again: rows, counters, margin, journal, mail."""

import pytest

from app.errors import Conflict, Invalid
from app.models import CommentState, HouseRule
from app.moderation import domain
from tests.cast import LATER
from tests.hearing import mails
from tests.moderation.looking import NOW, counts, deeds, loaded, margin


def test_hiding_leaves_a_tombstone_with_rule_and_reason(session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    session.flush()

    assert (note.state, note.is_listed) == (CommentState.HIDDEN, True)
    assert (note.hidden_at, note.hidden_rule_id) == (NOW, cast.rule.id)
    assert note.hidden_reason == "Nennt eine Nachbarin."


def test_hiding_moves_every_counter_and_showing_again_moves_them_back(session, cast, note):
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)
    shown = counts(session, cast)
    assert shown == {"process": (1, 1, 0), "field": (1, 1, 0), "block": (1, 0), "sentence": 1}

    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    assert counts(session, cast) == {
        "process": (0, 0, 1),
        "field": (0, 0, 1),
        "block": (0, 1),
        "sentence": 0,
    }

    domain.unhide(session, note, cast.bernd, NOW + LATER)
    assert counts(session, cast) == shown


def test_hiding_an_open_note_leaves_the_answered_alone(session, cast, note):
    other = loaded(session, cast, cast.says(session, "Ein Kurs am Samstag.", at="hf1"))
    domain.answer(session, other, cast.bernd, "Ja, ab Mai.", NOW)
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    assert counts(session, cast)["process"] == (1, 1, 1)


def test_a_note_on_the_whole_field_is_hidden_without_a_block(session, cast):
    note = loaded(session, cast, cast.says(session, at="hf1"))
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    assert counts(session, cast)["field"] == (0, 0, 1)
    assert counts(session, cast)["block"] == (0, 0)


def test_the_margin_shows_the_next_best_note_instead(session, cast, note):
    other = cast.says(session, "Ein Kurs am Samstag.", when=NOW)
    hidden = loaded(session, cast, other)
    domain.hide(session, hidden, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    assert margin(session, cast) == note.id

    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    assert margin(session, cast) is None

    domain.unhide(session, hidden, cast.bernd, NOW)
    assert margin(session, cast) == hidden.id


def test_hiding_raises_the_fields_revision(session, cast, note):
    before = cast.language.revision
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    hidden = cast.language.revision
    domain.unhide(session, note, cast.bernd, NOW)

    assert before < hidden < cast.language.revision


def test_the_journal_keeps_the_rule_and_no_word_of_the_note_or_the_reason(session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    domain.unhide(session, note, cast.emil, NOW)
    session.flush()

    (entry,) = deeds(session, "comment.hidden")
    assert (entry.actor_id, entry.subject_id, entry.details) == (
        cast.bernd.id,
        note.id,
        {"rule": 3},
    )
    (entry,) = deeds(session, "comment.shown_again")
    assert (entry.actor_id, entry.details) == (cast.emil.id, {})


def test_the_author_is_told_the_rule_the_reason_and_how_to_object(session, cast, note):
    cast.organisation.email = "beteiligung@musterstadt.example"
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    (mail,) = mails(session)
    assert (mail.to_address, mail.subject) == (
        "amira@example.org",
        "Ihre Anmerkung #1 ist ausgeblendet",
    )
    for words in (
        "Spielregel 3: Keine Angaben über andere",
        "Der Grund: Nennt eine Nachbarin.",
        "widersprechen Sie bei: beteiligung@musterstadt.example",
        "ein Mensch entschieden, kein Programm",
        "http://127.0.0.1:8000/p/ankommen/comments/1",
        "> Mehr Kurse am Abend bitte.",
    ):
        assert words in mail.text


def test_a_city_without_an_address_still_says_whom_to_ask(session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    assert "widersprechen Sie bei: Büro Beteiligung" in mails(session)[0].text


def test_the_author_is_told_when_the_note_is_public_again(session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    domain.unhide(session, note, cast.bernd, NOW)

    assert mails(session)[-1].subject == "Ihre Anmerkung #1 ist wieder öffentlich"
    assert (note.state, note.hidden_rule, note.hidden_reason) == (CommentState.PUBLIC, None, "")


def test_an_address_that_was_never_confirmed_gets_no_mail(session, cast, note):
    cast.amira.confirmed_at = None
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    assert mails(session) == []


def test_hiding_twice_is_refused_and_counts_once(session, cast, note):
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)
    with pytest.raises(Conflict):
        domain.hide(session, note, cast.emil, cast.rule, "Noch einmal.", NOW)

    assert counts(session, cast)["process"] == (0, 0, 1)
    assert len(mails(session)) == 1


def test_what_is_not_hidden_is_not_shown_again(session, cast, note):
    with pytest.raises(Conflict):
        domain.unhide(session, note, cast.bernd, NOW)
    assert counts(session, cast)["process"] == (1, 0, 0)


def test_hiding_without_a_reason_is_refused(session, cast, note):
    with pytest.raises(Invalid) as refusal:
        domain.hide(session, note, cast.bernd, cast.rule, "", NOW)
    assert refusal.value.fields == {"reason": "Nennen Sie den Grund."}
    assert note.state is CommentState.PUBLIC


def test_the_rule_of_another_process_hides_nothing(session, cast, note):
    foreign = HouseRule(process=cast.elsewhere, number=1, title="Anderswo")
    session.add(foreign)
    session.flush()
    with pytest.raises(Invalid):
        domain.hide(session, note, cast.bernd, foreign, "Nennt eine Nachbarin.", NOW)
    assert note.state is CommentState.PUBLIC
