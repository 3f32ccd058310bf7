"""Counts again what is kept as a number, and follows the journal's chain."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, func, literal, or_
from sqlmodel import Session, col, select

from app import chain, clock
from app.models import (
    ActionField,
    Addition,
    Barrier,
    Block,
    Comment,
    CommentState,
    DraftVersion,
    JournalEntry,
    NoteGroup,
    Process,
    Reply,
    Sentence,
    Standing,
    Stop,
    Support,
)
from app.selfcheck.deciding import decisions
from app.selfcheck.finding import Finding

# Deeds that write a comment.
WRITTEN = (
    *("comment.posted", "comment.stopped", "comment.unconfirmed", "comment.parted"),
    *("comment.entered", "comment.imported"),
)


def counters(session: Session) -> list[Finding]:
    """Whether every counter that pages show is what the rows say."""
    public = col(Comment.state) == CommentState.PUBLIC
    hidden = col(Comment.state) == CommentState.HIDDEN
    answered = public & col(Comment.is_answered).is_(True)
    findings = []
    for name, table, key in (
        ("process", Process, Comment.process_id),
        ("field", ActionField, Comment.field_id),
        ("block", Block, Comment.block_id),
    ):
        wanted = {"comments_count": public, "hidden_count": hidden}
        if table is not Block:
            wanted = _by_itself(wanted | {"answered_count": answered})
        for column, condition in wanted.items():
            findings.append(_compare(session, f"{name}.{column}", table, column, key, condition))
    findings.append(
        _compare(session, "comment.supports", Comment, "supports", Support.comment_id, None)
    )
    findings.append(
        _compare(
            session,
            "comment.replies",
            Comment,
            "replies_count",
            Reply.comment_id,
            col(Reply.position) > 0,
        )
    )
    added = Addition.comment_id
    findings.append(_compare(session, "comment.additions", Comment, "additions_count", added, None))
    undecided = col(Stop.release).is_(None)
    findings.append(
        _compare(session, "process.waiting", Process, "waiting_count", Stop.process_id, undecided)
    )
    findings += [_waiting(session), _barriers(session), _groups(session)]
    findings += [_sentences(session, public), _numbers(session), _places(session)]
    findings += decisions(session)
    return findings


def _by_itself(wanted: dict[str, Any]) -> dict[str, Any]:
    """These conditions without parts and duplicates, which count with another note."""
    counts = col(Comment.part_of_id).is_(None) & col(Comment.duplicate_of_id).is_(None)
    return {name: which & counts for name, which in wanted.items()}


def _compare(
    session: Session, name: str, table: Any, column: str, key: Any, condition: Any
) -> Finding:
    """Whether a kept counter is what counting the rows gives."""
    source = select(func.count()).where(key == table.id)
    if condition is not None:
        source = source.where(condition)
    query = select(func.count()).select_from(table)
    counted = source.correlate(table).scalar_subquery()
    if table is Block:
        query = query.where(_counts_on(Block.version_id))
    wrong = session.exec(query.where(getattr(table, column) != counted)).one()
    problem = f"{wrong} counters {name} are not what the rows say." if wrong else ""
    return Finding(f"counters: {name}", problem)


def _counts_on(version_id: Any) -> Any:
    """Of blocks and sentences those that are still counted: what an earlier version's pages
    showed stays as it was when the next one took its comments along."""
    superseded = (
        select(DraftVersion.id)
        .join(Process, col(Process.id) == col(DraftVersion.process_id))
        .where(
            col(DraftVersion.published_at).is_not(None),
            DraftVersion.number != Process.current_version,
        )
    )
    return col(version_id).not_in(superseded)


def _places(session: Session) -> Finding:
    """Every comment stands in the version that is public now, on a block of it or on its field;
    what is gone stands on no block."""
    query: Any = (
        select(func.count())
        .select_from(Comment)
        .join(Process, col(Process.id) == col(Comment.process_id))
        .join(DraftVersion, col(DraftVersion.id) == col(Comment.version_id))
        .outerjoin(Block, col(Block.id) == col(Comment.block_id))
        .where(
            or_(
                col(DraftVersion.number) != Process.current_version,
                col(Block.version_id) != Comment.version_id,
                (col(Comment.standing) == Standing.GONE) & col(Comment.block_id).is_not(None),
            )
        )
    )
    wrong = session.exec(query).one()
    problem = f"{wrong} comments do not stand in the version that is public." if wrong else ""
    return Finding("places: comment", problem)


def _waiting(session: Session) -> Finding:
    """What waits has a reason that nobody has decided on, and the other way round."""
    waits = CommentState.WAITING
    open_stop = select(Stop.id).where(col(Stop.release).is_(None))
    of_comment = open_stop.where(Stop.comment_id == Comment.id, col(Stop.reply_id).is_(None))
    of_reply = open_stop.where(Stop.reply_id == Reply.id)
    wrong = 0
    for table, stop in ((Comment, of_comment), (Reply, of_reply)):
        query: Any = select(func.count()).select_from(table)
        is_open = stop.correlate(table).exists()
        wrong += session.exec(query.where((table.state == waits) != is_open)).one()
    problem = f"{wrong} notes wait without a reason, or no longer wait for theirs." if wrong else ""
    return Finding("waiting", problem)


def _groups(session: Session) -> Finding:
    """Each group of similar notes counts its public notes and their people."""
    inside = (Comment.note_group_id == NoteGroup.id, Comment.state == CommentState.PUBLIC)
    who = func.coalesce(col(Comment.author_id), -col(Comment.id))
    notes, people, waiting = (
        select(count).where(*inside, *more).correlate(NoteGroup).scalar_subquery()
        for count, more in (
            (func.count(), ()),
            (func.count(who.distinct()), ()),
            (func.count(), (col(Comment.is_answered).is_(False),)),
        )
    )
    differs = or_(
        col(NoteGroup.size) != notes,
        col(NoteGroup.people_count) != people,
        col(NoteGroup.is_answered) != ((notes > 0) & (waiting == 0)),
    )
    wrong = session.exec(select(func.count()).select_from(NoteGroup).where(differs)).one()
    problem = f"{wrong} groups of similar notes count something else than their notes say."
    return Finding("counters: note_group", problem if wrong else "")


def _barriers(session: Session) -> Finding:
    """Each barrier counts the notes it has stopped, since it stands."""
    reason = cast(Barrier.kind, String) + ":" + cast(Barrier.id, String)
    for_it = cast(Stop.reasons, String).like(literal('%"') + reason + '"%')
    counted = (
        select(func.count())
        .select_from(Stop)
        .join(Process, col(Process.id) == col(Stop.process_id))
        .where(
            Process.organisation_id == Barrier.organisation_id,
            col(Stop.at) >= col(Barrier.created_at),
            for_it,
        )
        .correlate(Barrier)
        .scalar_subquery()
    )
    wrong = session.exec(
        select(func.count()).select_from(Barrier).where(Barrier.stopped_count != counted)
    ).one()
    problem = f"{wrong} barriers count wrongly what they stopped." if wrong else ""
    return Finding("counters: barrier.stopped_count", problem)


def _sentences(session: Session, public: Any) -> Finding:
    counted = (
        select(func.count())
        .where(Comment.block_id == Sentence.block_id, Comment.sentence == Sentence.number, public)
        .correlate(Sentence)
        .scalar_subquery()
    )
    wrong = session.exec(
        select(func.count())
        .select_from(Sentence)
        .where(Sentence.comments_count != counted, _counts_on(Sentence.version_id))
    ).one()
    problem = f"{wrong} sentences count their comments wrongly." if wrong else ""
    return Finding("counters: sentence.comments_count", problem)


def _numbers(session: Session) -> Finding:
    last = (
        select(func.coalesce(func.max(Comment.number), 0))
        .where(Comment.process_id == Process.id)
        .correlate(Process)
        .scalar_subquery()
    )
    wrong = session.exec(
        select(func.count()).select_from(Process).where(Process.last_comment_number != last)
    ).one()
    problem = f"{wrong} processes have lost count of their comments." if wrong else ""
    return Finding("numbers", problem)


def journal_and_chain(session: Session) -> list[Finding]:
    """Whether every note stands in the journal, and the journal's chain holds."""
    return [_journal(session), _chain(session)]


def _journal(session: Session) -> Finding:
    posted = session.exec(
        select(func.count()).select_from(JournalEntry).where(col(JournalEntry.deed).in_(WRITTEN))
    ).one()
    written = session.exec(select(func.count()).select_from(Comment)).one()
    problem = "" if posted == written else f"{written} comments, but {posted} stand in the journal."
    return Finding("journal", problem)


def _chain(session: Session) -> Finding:
    """Whether the journal's chain holds from its first link to its last, and every entry that is
    older than ten minutes stands in it."""
    if broken := chain.broken(session):
        return Finding("journal: chain", broken)
    late = chain.count_loose(session, before=_ten_minutes_ago())
    problem = f"{late} entries older than ten minutes are in no chain: no worker runs."
    return Finding("journal: chain", problem if late else "", serious=False)


def _ten_minutes_ago() -> datetime:
    return clock.now() - timedelta(minutes=10)
