"""A note is handed to the passage or field it is about; its old place points to the new one."""

import pytest
from sqlalchemy import select as choose
from sqlmodel import Session, select

from app.comments.pointers import Left, left_block, left_fields, moves_of, told
from app.comments.targets import Target
from app.errors import Conflict, Invalid
from app.models import ActionField, Carrying, CommentKind, Pointer
from app.moderation.domain import answer
from app.moderation.moving import move, move_back
from app.selfcheck.counting import counters
from tests.hearing import mails
from tests.moderation.looking import NOW, deeds, loaded, margin
from tests.publishing.following import STAYS, next_version, proposed, publish


def place(session: Session, cast, at: str) -> Target:
    return Target.find(session, cast.process, at)


def agrees(session: Session) -> None:
    """Whether every counter is what the rows say."""
    session.flush()
    assert [finding for finding in counters(session) if finding.problem] == []


def counted(session, field):
    found = session.get_one(ActionField, field.id, populate_existing=True)
    return found.comments_count, found.answered_count


def test_a_moved_note_keeps_its_thread_and_both_places_count_right(session, cast):
    note = loaded(
        session,
        cast,
        cast.says(session, kind=CommentKind.SUGGESTION, wording="Alle lernen gern Deutsch."),
    )
    answer(session, note, cast.bernd, "Ja, das ist geplant.", NOW)
    revisions = {field.id: field.revision for field in (cast.language, cast.work)}

    move(session, note, place(session, cast, "HF2 1.2"), cast.bernd, "Es geht um Arbeit.", NOW)

    assert (note.address, note.quote) == ("HF2 · 1.2", "Niemand wartet länger als ein Jahr.")
    assert (note.made_address, note.made_quote) == ("HF1 · 1.1", "Alle lernen Deutsch.")
    assert "Niemand" in note.wording_html  # the proposal is compared with where it stands now
    assert note.field.id == cast.work.id
    assert (note.replies_count, note.is_answered) == (1, True)
    assert counted(session, cast.language) == (0, 0)
    assert counted(session, cast.work) == (1, 1)
    assert margin(session, cast) is None
    assert cast.block(session, "hf2-1").shown_comment_id == note.id
    for field in (cast.language, cast.work):
        now = session.get_one(ActionField, field.id, populate_existing=True)
        assert now.revision > revisions[field.id]
    agrees(session)

    line = Left(note.number, "HF2 · 1.2", "HF1 · 1.1", "Es geht um Arbeit.")
    assert left_block(session, cast.block(session)) == [line]
    of_fields = session.execute(choose(ActionField.number, left_fields()))
    assert {number: told(column) for number, column in of_fields} == {1: [line], 2: []}
    [deed] = deeds(session, "comment.moved")
    assert deed.details == {"before": "HF1 · 1.1", "after": "HF2 · 1.2"}
    mail = mails(session)[0]
    assert "von HF1 · 1.1 nach HF2 · 1.2" in mail.text
    assert "Es geht um Arbeit." in mail.text


def test_moving_back_leaves_nothing_behind_but_the_journal(session, cast):
    target = place(session, cast, "hf1-1-1").on_words((2, 3))
    note = loaded(session, cast, cast.says(session))
    note.first_word, note.last_word, note.quote = 2, 3, target.quote
    session.flush()
    move(session, note, place(session, cast, "hf2"), cast.bernd, "Zum ganzen Feld.", NOW)
    assert (note.block_id, note.quote, note.address) == (None, "", "HF2")
    agrees(session)

    move_back(session, note, cast.bernd, NOW)

    assert (note.address, note.quote) == ("HF1 · 1.1", "lernen Deutsch.")
    assert (note.first_word, note.last_word) == (2, 3)
    assert not note.stood_elsewhere
    assert session.exec(select(Pointer)).all() == []
    assert len(deeds(session, "comment.moved_back")) == 1
    agrees(session)
    with pytest.raises(Conflict, match="niemand verschoben"):
        move_back(session, note, cast.bernd, NOW)


def test_a_note_is_not_moved_to_where_it_stands_nor_behind_somebodys_back(session, cast):
    note = loaded(session, cast, cast.says(session))
    with pytest.raises(Invalid, match="Dort steht"):
        move(session, note, place(session, cast, "hf1-1-1"), cast.bernd, "Grund", NOW)

    move(session, note, place(session, cast, "hf2-1"), cast.bernd, "Grund", NOW, seen="hf1-1-1")
    with pytest.raises(Conflict, match="jetzt bei HF2 · 1"):
        move(session, note, place(session, cast, "hf1-2"), cast.emil, "Grund", NOW, seen="hf1-1-1")
    assert [one.address for one in moves_of(session, note)] == ["HF1 · 1.1"]


def test_the_next_version_carries_a_moved_note_from_its_new_place(session, cast):
    note = loaded(session, cast, cast.says(session, at="hf2-1-2"))
    version = next_version(session, cast)  # compared while it stood on what becomes doubtful
    assert proposed(session, note).old_address == "HF2 · 1.2"

    move(session, note, place(session, cast, STAYS), cast.bernd, "Es geht um Sprache.", NOW)
    assert session.exec(select(Carrying).where(Carrying.comment_id == note.id)).all() == []
    publish(session, cast, version)

    session.refresh(note)
    carried = proposed(session, note)
    assert (carried.old_address, carried.new_address) == ("HF1 · 1.1", "HF1 · 2.1")
    assert (note.address, note.version_id) == ("HF1 · 2.1", version.id)
    assert note.made_address == "HF2 · 1.2"  # where somebody wrote it
    assert note.field_id == cast.language.id
    agrees(session)
