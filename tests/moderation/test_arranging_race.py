"""Two moderators arrange the same note at one instant, or its author withdraws it then."""

from sqlmodel import Session, select

from app.comments.receipts import path_of, token_of
from app.models import Comment, CommentState, Pointer, Process
from app.selfcheck.counting import counters
from tests.moderation.test_race import all_at_once, desk  # noqa: F401
from tests.moderation.test_splitting import TWO

HERE = "/desk/p/ankommen/comments/1"


def rows(desk, table):  # noqa: F811
    with Session(desk.client.app.state.engine) as session:
        assert [one for one in counters(session) if one.problem] == []
        return session.exec(select(table).order_by(table.id)).all()


def says(desk, text):  # noqa: F811
    """Bernd's note #1 says this from now on."""
    with Session(desk.client.app.state.engine) as session:
        note = session.get_one(Comment, 1)
        note.text = text
        session.commit()


def test_of_moves_at_one_instant_one_is_done_and_the_others_hear_of_it(desk):  # noqa: F811
    def to(place):
        typed = {"address": place, "reason": f"Es gehört zu {place}.", "seen": "hf1-1-1"}
        return f"{HERE}/move", typed | {"looked": f"{place}|", "do": "yes"}

    places = ["HF2 1", "HF2 1.2", "HF1 2", "HF2"] * 2
    statuses = all_at_once(desk, [to(place) for place in places])

    assert sorted(statuses) == [303] + [409] * 7
    [pointer] = rows(desk, Pointer)
    [note] = rows(desk, Comment)
    assert (pointer.address, note.made_address) == ("HF1 · 1.1", "HF1 · 1.1")
    assert note.address in pointer.reason.replace("HF2 1", "HF2 · 1").replace("HF1 2", "HF1 · 2")


def test_a_note_is_split_once_and_not_answered_or_linked_beside(desk):  # noqa: F811
    says(desk, TWO)
    split = {"begins": "1", "address": ["HF1 1.1", "HF2 1"]}
    split |= {"looked": "1|HF1 1.1|HF2 1|0", "do": "yes"}
    answer = {"text": "Ja, beides ist geplant."}
    requests = [(f"{HERE}/split", split)] * 4 + [(f"{HERE}/replies", answer)] * 2
    statuses = all_at_once(desk, requests)

    notes = rows(desk, Comment)
    [process] = [one for one in rows(desk, Process) if one.slug == "ankommen"]
    assert process.comments_count == 1
    if len(notes) == 1:  # an answer was first: nothing was split
        assert statuses[:4] == [409] * 4
        assert notes[0].is_answered
    else:
        assert sorted(statuses[:4]) == [303, 409, 409, 409]
        assert (len(notes), notes[0].parts_count, notes[0].is_answered) == (3, 2, False)


def test_what_its_author_withdraws_at_that_instant_is_withdrawn_with_its_parts(desk):  # noqa: F811
    says(desk, TWO)
    state = desk.client.app.state
    with Session(state.engine) as session:
        note = session.get_one(Comment, 1)
        receipt = path_of(note, "ankommen", token_of(state.secret, note))
    split = {"begins": "1", "address": ["HF1 1.1", "HF2 1"]}
    split |= {"looked": "1|HF1 1.1|HF2 1|0", "do": "yes"}
    move = {"address": "HF2", "reason": "Es geht um Arbeit.", "looked": "HF2|", "do": "yes"}
    requests = [(f"{HERE}/split", split), (f"{receipt}/withdraw", {}), (f"{HERE}/move", move)]
    split_was, withdrawn, move_was = all_at_once(desk, requests * 2)[:3]

    assert withdrawn == 303
    # 422: its twin was quicker, and the note stands where it was to be moved.
    assert {split_was, move_was} <= {303, 403, 409, 422}
    notes = rows(desk, Comment)
    assert {note.state for note in notes} == {CommentState.WITHDRAWN}
    [process] = [one for one in rows(desk, Process) if one.slug == "ankommen"]
    assert (process.comments_count, process.answered_count) == (0, 0)
