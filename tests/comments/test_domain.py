"""What residents do, and every counter it moves."""

import pytest
from sqlmodel import select

from app import selfcheck
from app.comments import domain, supporting
from app.comments.targets import Target
from app.errors import NotFound
from app.models import (
    Block,
    Comment,
    CommentKind,
    JournalEntry,
    Sentence,
    Support,
    Voice,
)
from tests.cast import LATER, WHILE_OPEN


def test_comments_are_numbered_per_process(session, cast):
    assert [cast.says(session).number for _ in range(3)] == [1, 2, 3]


def test_a_comment_keeps_what_it_was_said_about(session, cast):
    comment = cast.says(session, at="hf1-1-2")

    assert comment.address == "HF1 · 1.2"
    assert comment.quote == "Kurse beginnen z. B. im Mai."
    assert (comment.version_id, comment.sentence) == (cast.block(session).version_id, 2)


def test_a_comment_on_a_block_quotes_the_block(session, cast):
    assert cast.says(session, at="HF1 · 3").quote == "Kurse am Abend"


def test_a_comment_on_a_table_row_quotes_the_row(session, cast):
    comment = cast.says(session, at="hf1-4-2")

    assert "Aufbau" in comment.quote
    assert "Anfang" not in comment.quote


@pytest.mark.parametrize("address", ["hf9", "hf1-99", "hf1-1-99", "t-1", "irgendwo", ""])
def test_there_is_nothing_to_comment_at(session, cast, address):
    with pytest.raises(NotFound):
        Target.find(session, cast.process, address)


def test_a_suggestion_shows_the_words_that_change(session, cast):
    comment = cast.says(
        session,
        at="hf1-1-1",
        kind=CommentKind.SUGGESTION,
        wording="Alle lernen rasch Deutsch.",
    )

    assert comment.wording_html == "Alle lernen <ins>rasch</ins> Deutsch."


def test_only_a_suggestion_has_a_wording(session, cast):
    assert cast.says(session, wording="Etwas anderes.").proposed_wording == ""


def test_text_is_rendered_when_it_is_written(session, cast):
    comment = cast.says(session, "Eins <b>\nzwei\n\nhttps://example.org/a?b=1&c=2.")

    assert comment.html == (
        "<p>Eins &lt;b&gt;<br>zwei</p><p>"
        '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>"
    )


def test_posting_counts_on_field_block_sentence_and_process(session, cast):
    before = cast.language.revision

    cast.says(session, at="hf1-1-1")
    session.commit()
    session.expire_all()

    block = session.exec(select(Block).where(Block.fragment == "hf1-1")).one()
    sentence = session.exec(
        select(Sentence).where(Sentence.block_id == block.id, Sentence.number == 1)
    ).one()
    session.refresh(cast.language)
    session.refresh(cast.process)
    assert cast.language.revision > before
    counts = (cast.language, cast.process, block, sentence)
    assert [thing.comments_count for thing in counts] == [1, 1, 1, 1]


def test_posting_stands_in_the_journal_without_the_words(session, cast):
    comment = cast.says(session, "Ein Geheimnis unter uns allen.")

    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "comment.posted")).one()
    assert (entry.subject_type, entry.subject_id) == ("Comment", comment.id)
    assert entry.actor_id == cast.amira.id
    assert "Geheimnis" not in str(entry.details)


def test_the_best_supported_comment_stands_in_the_margin(session, cast):
    first, second = cast.says(session), cast.says(session)
    assert shown(session, cast) == second.id

    supporting.support(session, first, cast.dora, WHILE_OPEN)
    assert shown(session, cast) == first.id

    supporting.take_back_support(session, first, cast.dora)
    assert shown(session, cast) == second.id


def shown(session, cast):
    block = cast.block(session)
    session.refresh(block, ["shown_comment_id"])
    return block.shown_comment_id


def test_support_counts_once(session, cast):
    comment = cast.says(session)

    assert supporting.support(session, comment, cast.dora, WHILE_OPEN) is True
    assert supporting.support(session, comment, cast.dora, WHILE_OPEN) is False
    session.refresh(comment)
    assert comment.supports == 1
    assert len(session.exec(select(Support)).all()) == 1


def test_support_is_taken_back_once(session, cast):
    comment = cast.says(session)
    supporting.support(session, comment, cast.dora, WHILE_OPEN)

    assert supporting.take_back_support(session, comment, cast.dora) is True
    assert supporting.take_back_support(session, comment, cast.dora) is False
    session.refresh(comment)
    assert comment.supports == 0


def test_an_official_answer_marks_the_comment_as_answered_once(session, cast):
    comment = cast.says(session)

    for _ in range(2):
        domain.reply(
            session, comment, cast.bernd, text="Danke.", now=WHILE_OPEN, voice=Voice.MODERATOR
        )
    session.flush()

    session.refresh(cast.language)
    assert comment.is_answered
    assert cast.language.answered_count == 1


def test_a_neighbours_reply_does_not_answer(session, cast):
    comment = cast.says(session)

    domain.reply(session, comment, cast.dora, text="Sehe ich auch so.", now=WHILE_OPEN + LATER)

    assert not comment.is_answered


def test_every_counter_is_what_the_rows_say(session, cast, app):
    for at in ("hf1-1-1", "hf1-1", "hf1", "hf2-1-2"):
        comment = cast.says(session, at=at)
        supporting.support(session, comment, cast.dora, WHILE_OPEN)
        domain.reply(
            session, comment, cast.bernd, text="Ja.", now=WHILE_OPEN, voice=Voice.MODERATOR
        )
    session.commit()

    findings = selfcheck.look(app.state.engine, app.state.settings)

    assert [finding for finding in findings if finding.problem and finding.name != "secret"] == []


def test_a_wrong_counter_is_found(session, cast, app):
    comment = cast.says(session)
    session.commit()
    session.execute(Comment.__table__.update().values(supports=5))
    session.commit()

    findings = selfcheck.look(app.state.engine, app.state.settings)

    assert comment.supports == 0
    assert any("comment.supports" in finding.problem for finding in findings)
