"""One answer under many notes."""

from app.models import CommentState, Voice
from app.moderation.answering import answer_many, passed_over
from tests.cast import WHILE_OPEN
from tests.hearing import mails
from tests.moderation.looking import NOW, counts, deeds, loaded


def test_each_note_gets_its_own_answer_and_each_author_a_mail(session, cast):
    first = loaded(session, cast, cast.says(session))
    gone = loaded(session, cast, cast.says(session, "Auch am Samstag."))
    last = loaded(session, cast, cast.says(session, "Und sonntags?", by=cast.dora))
    gone.state = CommentState.WITHDRAWN
    session.flush()

    given = [last, gone, first, last]
    replies = answer_many(
        session,
        given,
        cast.bernd,
        lambda note: f"Zu #{note.number}: ja, ab Mai.",
        NOW,
        office=cast.school_office,
        asked_at=WHILE_OPEN,
    )
    session.flush()

    assert [reply.text[:6] for reply in replies] == ["Zu #1:", "Zu #3:"]
    assert passed_over(given, replies) == [2]
    assert {reply.voice for reply in replies} == {Voice.OFFICE}
    assert len({reply.statement_id for reply in replies}) == 1
    assert first.is_answered
    assert not gone.is_answered
    assert counts(session, cast)["process"][1] == counts(session, cast)["field"][1] == 2
    assert len(deeds(session, "comment.answered")) == 2
    assert len(deeds(session, "statement.relayed")) == 1
    told = {mail.to_address: mail.text for mail in mails(session)}
    assert sorted(told) == ["amira@example.org", "dora@example.org"]
    assert "Zu #3: ja" in told["dora@example.org"]


def test_nothing_is_said_where_no_note_is_public(session, cast, note):
    note.state = CommentState.HIDDEN
    assert answer_many(session, [note], cast.bernd, "Ja.", NOW, office=cast.school_office) == []
    assert deeds(session, "statement.relayed") == []
