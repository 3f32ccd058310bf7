"""The inbox in its order, page by page, by its index."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.clock import days_between
from app.comments import domain as comments
from app.comments.queries import by_number
from app.errors import NotFound
from app.models import CommentState, Grant, Role
from app.moderation import domain
from app.moderation.inbox import Looking, inbox_of
from app.moderation.items import PAGE
from app.moderation.narrowing import Narrowing
from app.moderation.queries import (
    last_answer,
    late_from,
    pace,
    processes_of,
)
from app.moderation.sources import Sources
from app.moderation.wanted import Key, Wanted, What
from tests.cast import BEFORE_OPEN, WHILE_OPEN

DAY = timedelta(days=1)


def seen(session, cast, process=None, looking=None, **wanted):
    """The inbox as Bernd sees it."""
    session.flush()
    asked = Wanted.read(wanted)
    return inbox_of(session, process or cast.process, cast.bernd, asked, WHILE_OPEN, looking)


def numbers(found):
    return [item.number for item in found.items.items]


def answered(session, cast, number, when=WHILE_OPEN):
    session.flush()
    note = by_number(session, cast.process, number)
    return domain.answer(session, note, cast.bernd, "Ja, ab Mai.", when)


def test_the_oldest_comes_first(session, cast):
    for days in (3, 1, 2):
        cast.says(session, when=WHILE_OPEN - days * DAY)

    assert numbers(seen(session, cast)) == [1, 3, 2]


def test_a_waiting_note_is_as_old_as_midnights_have_passed(session, cast):
    cast.says(session, when=WHILE_OPEN - 6 * DAY)
    cast.says(session, when=WHILE_OPEN - 5 * DAY)
    cast.says(session, when=WHILE_OPEN)

    found = seen(session, cast).items
    assert [item.what for item in found.items] == [What.LATE, What.OPEN, What.OPEN]
    assert (found.counts[What.LATE], found.counts[What.OPEN]) == (1, 2)


def test_days_are_counted_where_the_people_are():
    late_evening = WHILE_OPEN.replace(hour=21, minute=59)  # 23:59 in Berlin
    assert days_between(late_evening, late_evening + timedelta(minutes=1), "Europe/Berlin") == 1
    assert days_between(late_evening, late_evening + timedelta(minutes=1), "UTC") == 0


def test_answered_hidden_and_unpublished_notes_do_not_wait(session, cast):
    for _ in range(5):
        cast.says(session)
    answered(session, cast, 1)
    hidden = by_number(session, cast.process, 2)
    domain.hide(session, hidden, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    by_number(session, cast.process, 3).state = CommentState.WITHDRAWN
    by_number(session, cast.process, 4).state = CommentState.WAITING

    assert numbers(seen(session, cast)) == [5]


def test_the_reply_of_a_resident_is_no_answer(session, cast):
    cast.says(session)
    session.flush()
    note = by_number(session, cast.process, 1)
    comments.reply(session, note, cast.dora, text="Das sehe ich auch so.", now=WHILE_OPEN)

    assert numbers(seen(session, cast)) == [1]
    assert last_answer(session, cast.process, 1) is None


def test_pages_follow_each_other_even_within_one_instant(session, cast):
    for n in range(PAGE * 2 + 3):
        cast.says(session, when=WHILE_OPEN - (5 if n < 30 else 1) * DAY)

    shown, key = [], ""
    for _ in range(3):
        page = seen(session, cast, after=str(key))
        shown += numbers(page)
        key = page.items.next_key
    assert shown == list(range(1, PAGE * 2 + 4))
    assert key is None


def test_a_field_has_its_own_queue_and_its_own_count(session, cast):
    for at in ("hf1-1-1", "hf2-1-1", "hf1"):
        cast.says(session, at=at)
    session.flush()

    found = seen(session, cast, field="sprache")
    assert numbers(found) == [1, 3]
    language, work = found.fields
    assert (found.open_in(language), found.open_in(work)) == (2, 1)
    assert found.open_in(cast.process) == 3


def test_a_field_that_does_not_exist_is_said_so(session, cast):
    with pytest.raises(NotFound):
        seen(session, cast, field="gibt-es-nicht")


def test_after_an_answer_comes_the_note_behind_it(session, cast):
    for _ in range(3):
        cast.says(session)
    answered(session, cast, 2)

    assert seen(session, cast, looking=Looking(done=2)).chosen.number == 3
    answered(session, cast, 3)
    assert seen(session, cast, looking=Looking(done=3)).chosen.number == 1
    answered(session, cast, 1)
    last = seen(session, cast, looking=Looking(done=1))
    assert last.chosen is None
    assert last.done.comment.number == 1


def test_a_page_that_has_been_answered_begins_again(session, cast):
    for n in range(PAGE + 1):
        cast.says(session, when=WHILE_OPEN - (PAGE - n) * DAY)
    key = seen(session, cast).items.next_key
    answered(session, cast, PAGE + 1)

    found = seen(session, cast, looking=Looking(done=PAGE + 1), after=str(key))
    assert found.wanted.after is None
    assert found.chosen.number == 1


def test_nothing_is_done_that_was_not_answered(session, cast):
    cast.says(session)
    session.flush()

    assert seen(session, cast, looking=Looking(done=1)).done is None
    assert seen(session, cast, looking=Looking(done=99)).done is None


def test_the_inbox_of_one_process_knows_nothing_of_another(session, cast):
    cast.says(session)
    answered(session, cast, 1)
    cast.says(session)
    session.flush()

    assert numbers(seen(session, cast, cast.elsewhere)) == []
    assert last_answer(session, cast.elsewhere, 1) is None
    assert pace(session, cast.elsewhere).answers == 0
    with pytest.raises(NotFound):
        seen(session, cast, cast.elsewhere, Looking(note=2))


def test_the_pace_is_that_of_first_answers(session, cast):
    for _ in range(3):
        cast.says(session)
    answered(session, cast, 1, WHILE_OPEN + DAY)
    answered(session, cast, 1, WHILE_OPEN + 9 * DAY)  # a second one says nothing about the wait
    answered(session, cast, 2, WHILE_OPEN + 5 * DAY)
    answered(session, cast, 3, WHILE_OPEN + 6 * DAY)
    session.flush()

    found = pace(session, cast.process)
    assert (found.answers, found.in_time, found.days) == (3, 2, 5)


INDEXES = {
    What.REPORTED: "ix_notice_process_id_ruling",
    What.APPROVAL: "ix_stop_process_id_release",
    What.OBJECTED: "ix_removal_process_id_objected_at",
    What.STATEMENT: "ix_inquiry_process_id_state",
    What.OVERDUE: "ix_inquiry_process_id_state",
    What.SIMILAR: "ix_note_group_process_id_is_answered",
    What.LATE: "ix_comment_unanswered",
    What.FOREIGN: "ix_comment_foreign",
    What.OPEN: "ix_comment_unanswered",
}


def test_every_kind_of_thing_is_read_by_its_index(session, cast):
    late = late_from(cast.process, WHILE_OPEN)
    sources = Sources(Narrowing(cast.process, Wanted()), WHILE_OPEN, late)
    for what, index in INDEXES.items():
        for after in (None, Key(what, 1_476_532_800_000_000, 5)):
            query = sources.of(what, after).limit(PAGE + 1)
            said = query.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
            rows = session.connection().execute(text(f"EXPLAIN QUERY PLAN {said}")).all()
            plan = [row[3] for row in rows]
            assert any(index in step for step in plan), (what, plan)
            assert not [step for step in plan if step.startswith("SCAN")], (what, plan)
            assert not [step for step in plan if step.endswith("FOR ORDER BY")], (what, plan)


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("bernd", ["ankommen"]),
        ("emil", ["ankommen"]),
        ("gustav", ["anderswo"]),
        ("chen", []),
        ("amira", []),
    ],
)
def test_everybody_moderates_what_was_given_to_them(name, slugs, session, cast):
    found = processes_of(session, getattr(cast, name))
    assert [process.slug for process in found] == slugs


def test_a_process_given_twice_is_listed_once(session, cast):
    cast.emil.grants.append(
        Grant(organisation_id=cast.organisation.id, process_id=cast.process.id, role=Role.MODERATOR)
    )
    session.flush()

    assert [process.slug for process in processes_of(session, cast.emil)] == ["ankommen"]


def test_the_clock_of_a_note_written_before_the_window_still_counts(session, cast):
    cast.says(session, when=BEFORE_OPEN)

    at = seen(session, cast).items.items[0].at
    assert days_between(at, WHILE_OPEN, cast.process.zone) == 15
