"""Answering: rows, counters, journal, mail."""

import pytest

from app.errors import Conflict
from app.models import CommentState, Voice
from app.moderation import domain
from tests.cast import LATER, WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import NOW, counts, deeds, loaded


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
