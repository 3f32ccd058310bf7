"""A note that says two things becomes two notes under one receipt, and counts as one."""

import pytest
from sqlmodel import select

from app.comments.targets import Target
from app.comments.withdrawing import withdraw
from app.errors import Conflict, Invalid
from app.models import Comment, CommentKind, CommentState, Process
from app.moderation.domain import answer, hide, unhide
from app.moderation.splitting import Part, parts_of, pieces, put_together, split, texts_of
from tests.hearing import mails
from tests.moderation.looking import NOW, deeds, loaded
from tests.moderation.test_moving import agrees, counted

TWO = "Mehr Kurse am Abend bitte.\nUnd Praktika sollen z. B. bezahlt sein. Das ist nur gerecht."


def cut(session, cast, note, *places):
    texts = texts_of(note.text, [1])
    targets = [Target.find(session, cast.process, at) for at in places or ("hf1-1-1", "hf2-1-1")]
    parts = [
        Part(text, target, n == 0)
        for n, (text, target) in enumerate(zip(texts, targets, strict=True))
    ]
    return [loaded(session, cast, one) for one in split(session, note, parts, cast.bernd, NOW)]


@pytest.fixture
def note(session, cast):
    """Amira says two things at once, and proposes how one of them would read."""
    said = cast.says(session, TWO, kind=CommentKind.SUGGESTION, wording="Alle lernen gern.")
    return loaded(session, cast, said)


def process_counts(session, cast):
    found = session.get_one(Process, cast.process.id, populate_existing=True)
    return found.comments_count, found.answered_count, found.hidden_count


def test_parts_begin_with_sentences_and_lines_and_no_word_is_left_out():
    assert pieces(TWO) == [
        "Mehr Kurse am Abend bitte.",
        "Und Praktika sollen z. B. bezahlt sein.",
        "Das ist nur gerecht.",
    ]
    assert texts_of(TWO, [2]) == [TWO[: TWO.index(" Das")], "Das ist nur gerecht."]
    assert texts_of("Ja. Ja. Ja.", [1, 2, 9, -1, 0]) == ["Ja.", "Ja.", "Ja."]
    assert texts_of(TWO, []) == [TWO]


def test_each_part_is_a_note_of_its_author_and_the_whole_counts_once(session, cast, note):
    first, second = cut(session, cast, note)

    assert (first.number, second.number) == (2, 3)
    assert [one.text for one in (first, second)] == texts_of(TWO, [1])
    assert [one.kind for one in (first, second)] == [CommentKind.SUGGESTION, CommentKind.NOTE]
    assert (first.proposed_wording, second.proposed_wording) == ("Alle lernen gern.", "")
    for part in (first, second):
        assert part.part_of_id == note.id
        assert (part.author_id, part.author_name) == (cast.amira.id, "Amira")
        assert part.created_at == note.created_at
    assert (first.address, second.address) == ("HF1 · 1.1", "HF2 · 1.1")
    assert (note.parts_count, note.text) == (2, TWO)
    assert process_counts(session, cast) == (1, 0, 0)
    assert cast.block(session, "hf2-1").shown_comment_id == second.id
    agrees(session)
    assert "#2 bei HF1 · 1.1: Mehr Kurse" in mails(session)[0].text

    # It is answered when all its parts are, and not itself.
    with pytest.raises(Conflict, match="geteilt"):
        answer(session, note, cast.bernd, "Ja, beides ist geplant.", NOW)
    answer(session, first, cast.bernd, "Ja, das ist geplant.", NOW)
    session.refresh(note)
    assert not note.is_answered
    assert process_counts(session, cast) == (1, 0, 0)
    answer(session, second, cast.bernd, "Ja, auch das.", NOW)
    session.refresh(note)
    assert note.is_answered
    assert process_counts(session, cast) == (1, 1, 0)
    assert counted(session, cast.language) == (1, 1)
    assert counted(session, cast.work) == (0, 0)
    agrees(session)

    with pytest.raises(Conflict, match="Die Teilung bleibt"):
        put_together(session, note, cast.bernd, NOW)


def test_a_note_is_split_whole_once_and_while_nobody_has_answered(session, cast, note):
    there = Target.find(session, cast.process, "hf1-1")
    for parts, why in (
        ([Part(TWO, there)], "zwei bis"),
        ([Part("Mehr Kurse am Abend bitte.", there), Part("Etwas anderes.", there)], "Alle Worte"),
    ):
        with pytest.raises(Invalid, match=why):
            split(session, note, parts, cast.bernd, NOW)
    cut(session, cast, note)
    with pytest.raises(Conflict, match="eben schon geteilt"):
        cut(session, cast, note)

    other = loaded(session, cast, cast.says(session, TWO))
    answer(session, other, cast.bernd, "Ja, beides.", NOW)
    with pytest.raises(Conflict, match="schon geantwortet"):
        cut(session, cast, other)


def test_put_together_the_note_is_what_it_was_and_the_numbers_stay_taken(session, cast, note):
    cut(session, cast, note)
    put_together(session, note, cast.bernd, NOW)

    assert note.parts_count == 0
    assert parts_of(session, note) == []
    gone = session.exec(select(Comment).where(Comment.part_of_id == note.id)).all()
    assert {(one.state, one.is_listed) for one in gone} == {(CommentState.WITHDRAWN, False)}
    assert process_counts(session, cast) == (1, 0, 0)
    agrees(session)
    assert cast.says(session, "Noch etwas anderes.").number == 4
    answer(session, note, cast.bernd, "Ja, beides ist geplant.", NOW)
    assert len(deeds(session, "comment.put_together")) == 1


def test_the_parts_go_with_the_note_when_it_is_hidden_shown_again_or_withdrawn(session, cast, note):
    parts = cut(session, cast, note)

    with pytest.raises(Conflict, match="als Ganzes"):
        hide(session, parts[0], cast.bernd, cast.rule, "Nennt jemanden.", NOW)
    hide(session, note, cast.bernd, cast.rule, "Nennt jemanden.", NOW)
    assert {part.state for part in parts} == {CommentState.HIDDEN}
    assert parts[1].hidden_rule_id == cast.rule.id
    assert process_counts(session, cast) == (0, 0, 1)
    agrees(session)

    unhide(session, note, cast.bernd, NOW)
    assert {part.state for part in parts} == {CommentState.PUBLIC}
    assert process_counts(session, cast) == (1, 0, 0)

    withdraw(session, note, cast.amira, NOW)
    assert {part.state for part in parts} == {CommentState.WITHDRAWN}
    assert process_counts(session, cast) == (0, 0, 0)
    agrees(session)
