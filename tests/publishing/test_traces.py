"""What of the text changed because of a note is proposed, and never decided, by the program."""

import pytest
from sqlmodel import Session, select

from app import clock
from app.drafts.editing.sheet import Sheet
from app.errors import Conflict
from app.groups.trace_finding import propose_traces
from app.groups.traced import changes, traces_of_note
from app.groups.tracing import Spot, confirm, tie, untie
from app.models import Block, CommentKind, CommentState, Decision, Trace
from tests.cast import Cast
from tests.publishing.following import MOVED, REWORDED, STAYS, next_version, publish
from tests.publishing.ledgered import decide

SUGGESTION = CommentKind.SUGGESTION
NEW = "Diesen Absatz hat die Arbeitsgruppe neu an den Anfang gestellt."


def proposed(session: Session) -> list[tuple[int, str, str, bool]]:
    return [(c.number, c.old_label, c.new_label, c.is_confirmed) for c in changes(session)]


def block(session: Session, version, fragment: str) -> Block:
    query = select(Block).where(Block.version_id == version.id, Block.fragment == fragment)
    return session.exec(query).one()


def test_an_adopted_note_is_proposed_where_its_passage_changed_or_its_wording_stands(both, people):
    reworded, moved = people.says(both, at=REWORDED), people.says(both, at=MOVED)
    worded = people.says(both, at=STAYS, kind=SUGGESTION, wording=NEW.upper())
    table, refused = people.says(both, at="hf1-4-2"), people.says(both, at=REWORDED)
    hidden = people.says(both, at=REWORDED)
    for note in (reworded, moved, worded, table, hidden):
        decide(both, note, Decision.PARTLY_ADOPTED)
    decide(both, refused, Decision.NOT_ADOPTED)
    hidden.state = CommentState.HIDDEN
    version = next_version(both, people)

    expected = [
        (worded.number, "", "HF1 · 1.1", False),
        (reworded.number, "HF1 · 1.2", "HF1 · 2.2", False),
        (moved.number, "HF1 · 3.1", "HF2 · 2.1", False),
    ]
    assert proposed(both) == expected  # what stayed word for word is proposed for nobody
    propose_traces(both, version)
    assert proposed(both) == expected
    change = next(c for c in changes(both) if c.number == reworded.number)
    assert "<del>z. B.</del> <ins>spätestens</ins>" in change.html

    publish(both, people, version, despite_doubts=True)
    assert traces_of_note(both, reworded.id) == []  # nobody has confirmed it
    assert proposed(both) == expected
    propose_traces(both, version)  # also once the notes stand in the new version
    assert proposed(both) == expected


def test_what_a_person_says_stays_whatever_is_compared_again(both: Session, people: Cast):
    note, other = people.says(both, at=REWORDED), people.says(both, at=REWORDED)
    for one in (note, other):
        decide(both, one)
    version = next_version(both, people)
    first, second = both.exec(select(Trace).order_by(Trace.comment_id)).all()
    first.comment, second.comment = note, other
    assert confirm(both, version, [first], people.emil, clock.now()) == 1
    assert confirm(both, version, [first], people.emil, clock.now()) == 0
    untie(both, version, second, people.emil, clock.now())
    assert propose_traces(both, version) == 0
    assert [row[0] for row in proposed(both)] == [note.number]
    assert [row[3] for row in proposed(both)] == [True]

    new = Spot(block(both, version, "hf2-2").id, 1)
    said = {"old": None, "new": new, "by": people.emil, "now": clock.now()}
    again = [tie(both, version, other, origin="document", **said).id for _twice in range(2)]
    assert again[0] == again[1]
    publish(both, people, version, despite_doubts=True)
    assert [c.new_text for c in traces_of_note(both, other.id)] == ["Kurse am Abend"]
    assert [c.before for c in traces_of_note(both, note.id)] == [1]


def test_a_change_is_not_tied_to_what_nobody_may_read(session: Session, cast: Cast):
    note = cast.says(session)
    version = next_version(session, cast)
    new = Spot(block(session, version, "hf1-1").id)
    note.state = CommentState.WITHDRAWN
    with pytest.raises(Conflict):
        tie(session, version, note, old=None, new=new, by=cast.emil, now=clock.now())
    with pytest.raises(ValueError, match="somewhere"):
        tie(session, version, note, old=None, new=None, by=cast.emil, now=clock.now())


def test_a_block_that_is_taken_out_of_the_next_version_takes_its_claims_along(session, cast):
    note = cast.says(session, at=STAYS, kind=SUGGESTION, wording=NEW)
    decide(session, note)
    version = next_version(session, cast)
    assert [row[2] for row in proposed(session)] == ["HF1 · 1.1"]
    sheet = Sheet(session, cast.process, version)
    sheet.remove(next(item for item in sheet.items if getattr(item, "fragment", "") == "hf1-1"))
    sheet.finish()
    assert proposed(session) == []
