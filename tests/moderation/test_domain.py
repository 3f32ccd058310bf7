"""Answering, hiding and showing again: rows, counters, journal, mails."""

import pytest
from sqlmodel import select

from app.comments.queries import by_number
from app.errors import Conflict, Invalid
from app.models import (
    ActionField,
    Block,
    CommentState,
    HouseRule,
    JournalEntry,
    OutboxMail,
    Process,
    Sentence,
    Voice,
)
from app.moderation import domain
from tests.cast import LATER, WHILE_OPEN

NOW = WHILE_OPEN + LATER


@pytest.fixture
def note(session, cast):
    """Amira's note on the first sentence, as a page has it."""
    return loaded(session, cast, cast.says(session))


def loaded(session, cast, comment):
    session.flush()
    return by_number(session, cast.process, comment.number)


def counts(session, cast):
    """Comments, answered, hidden: of the process, the field, the block, the sentence."""
    process = session.get_one(Process, cast.process.id, populate_existing=True)
    field = session.get_one(ActionField, cast.language.id, populate_existing=True)
    block = cast.block(session)
    session.refresh(block)
    sentence = session.exec(
        select(Sentence).where(Sentence.block_id == block.id, Sentence.number == 1)
    ).one()
    session.refresh(sentence)
    return {
        "process": (process.comments_count, process.answered_count, process.hidden_count),
        "field": (field.comments_count, field.answered_count, field.hidden_count),
        "block": (block.comments_count, block.hidden_count),
        "sentence": sentence.comments_count,
    }


def deeds(session, name):
    return session.exec(select(JournalEntry).where(JournalEntry.deed == name)).all()


def mails(session):
    return session.exec(select(OutboxMail).order_by(OutboxMail.id)).all()


def test_an_answer_in_ones_own_voice_carries_the_moderators_name(session, cast, note):
    reply = domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)

    assert (reply.voice, reply.author_name, reply.statement) == (Voice.MODERATOR, "Bernd", None)
    assert note.is_answered
    assert note.answered_at == NOW


def test_the_answer_of_an_office_is_a_statement_with_its_clock(session, cast, note):
    office, asked = cast.school_office, WHILE_OPEN
    reply = domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW, office, asked)
    session.flush()

    assert reply.voice is Voice.OFFICE
    assert reply.statement.office_id == office.id
    assert reply.statement.relayed_by_id == cast.bernd.id
    assert (reply.statement.asked_at, reply.statement.answered_at) == (asked, NOW)
    assert [entry.details["office"] for entry in deeds(session, "statement.relayed")] == [
        "schulamt"
    ]


def test_a_second_answer_does_not_count_the_note_as_answered_twice(session, cast, note):
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)
    domain.answer(session, note, cast.emil, "Nachtrag: ab Juni.", NOW + LATER)

    assert counts(session, cast)["process"] == (1, 1, 0)
    assert counts(session, cast)["field"] == (1, 1, 0)
    assert note.answered_at == NOW
    assert note.replies_count == 2


def test_answering_is_written_in_the_journal_by_whom(session, cast, note):
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)

    (entry,) = deeds(session, "comment.answered")
    assert (entry.actor_id, entry.subject_id) == (cast.bernd.id, note.id)
    assert entry.process_id == cast.process.id


def test_the_author_gets_the_whole_answer_by_mail(session, cast, note):
    text = "Ja, ab Mai.\n\nAnmelden kann man sich im Schulamt."
    domain.answer(session, note, cast.bernd, text, NOW, cast.school_office)

    (mail,) = mails(session)
    assert mail.to_address == "amira@example.org"
    assert "#1" in mail.subject
    assert text in mail.text
    assert "Amt für Schule" in mail.text
    assert "http://127.0.0.1:8000/p/ankommen/comments/1" in mail.text


def test_the_mail_names_the_moderation_where_no_office_speaks(session, cast, note):
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)

    assert "Moderation (Bernd)" in mails(session)[0].text


def test_nobody_is_told_of_an_answer_to_themselves(session, cast):
    own = loaded(session, cast, cast.says(session, by=cast.bernd))
    domain.answer(session, own, cast.bernd, "Ich ergänze: ab Mai.", NOW)

    assert mails(session) == []


def test_nobody_is_told_where_the_author_has_no_account(session, cast, note):
    note.author_id = note.author = None
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)
    domain.hide(session, note, cast.bernd, cast.rule, "Nennt eine Nachbarin.", NOW)

    assert mails(session) == []


@pytest.mark.parametrize("state", [CommentState.HIDDEN, CommentState.WITHDRAWN])
def test_a_note_that_is_not_public_any_more_gets_no_answer(state, session, cast, note):
    note.state = state
    with pytest.raises(Conflict):
        domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)
    assert mails(session) == []


def test_answering_raises_the_revisions_of_field_and_process(session, cast, note):
    before = cast.language.revision, cast.process.revision
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", NOW)

    assert cast.language.revision > before[0]
    assert cast.process.revision > before[1]


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


def margin(session, cast):
    block = session.exec(
        select(Block)
        .where(Block.process_id == cast.process.id, Block.fragment == "hf1-1")
        .execution_options(populate_existing=True)
    ).one()
    return block.shown_comment_id


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
