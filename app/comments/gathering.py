"""Similar notes come together after they were written, by the worker: posting waits for none.

After its sketch was made (app/comments/sketching.py) each note is looked at once: a bounded number
at a time is read with the notes near them, put together without any lock (grouping.py), and written
down if nothing has changed meanwhile; else it is read again. Whoever changes groups has the turn
of their process: two workers do not make one group twice.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Engine, and_, func, insert, select, update
from sqlmodel import Session, col

from app import clock, db
from app.comments import domain, gathered
from app.comments.grouping import CANDIDATES, Grouping, Heap, Known, Read
from app.models import Apart, Comment, CommentState, NoteBand, NoteGroup

AT_ONCE = 400  # notes that are looked at in one go; those near them are read again each time
IN_A_BAND = 30  # of the notes that share a band the oldest, and those of this round
MOVED = 500  # notes that change their group in one transaction
_PLACES = 0x5269  # a lock of ours on PostgreSQL, beside others that may be taken
_apart: Any = Apart.__table__  # type: ignore[attr-defined]
_bands: Any = NoteBand.__table__  # type: ignore[attr-defined]
_notes: Any = Comment.__table__  # type: ignore[attr-defined]
# In the order of `Read`. Rows, not objects: they are many, and only looked at.
_COLUMNS = [
    *(_notes.c.id, _notes.c.number, _notes.c.field_id, _notes.c.block_id),
    *(_notes.c.text, _notes.c.proposed_wording, _notes.c.quote),
    *(_notes.c.note_group_id, _notes.c.state, _notes.c.edited_at),
]
_NEVER = (CommentState.UNCONFIRMED, CommentState.EXPIRED, CommentState.WITHDRAWN)
_OPEN = (
    select(_notes.c.process_id, _notes.c.part_of_id, *_COLUMNS)
    .where(_notes.c.is_sketched.is_(True), _notes.c.is_gathered.is_(False))
    .order_by(_notes.c.id)
    .limit(AT_ONCE)
)


def take_turn(session: Session, process_id: int) -> None:
    """Wait until nobody else changes the groups of this process. On SQLite whoever writes is alone
    anyway."""
    if not db.is_sqlite(session.get_bind().engine):
        session.execute(select(func.pg_advisory_xact_lock(_PLACES, process_id % 2**31)))


def gather_some(engine: Engine) -> int:
    """Look at notes that have a sketch and were not looked at yet, a bounded number; how many."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        found = session.connection().execute(_OPEN).all()
        if not found:
            return 0
        process_id = found[0][0]
        found = [row for row in found if row[0] == process_id]
        # A part of a note that was split says what that note says.
        fresh = [Read(*row[2:]) for row in found if row[1] is None and row.state not in _NEVER]
        looked = [row.id for row in found]
        known = _known(session, process_id, fresh)
    grouping = Grouping(known)
    heaps = grouping.heaps
    merges = [heap.groups for heap in heaps if len(heap.groups) > 1]
    with db.writing(engine) as session:
        take_turn(session, process_id)
        if merges:
            _merge(session, merges[0])  # and read all of it again
        elif _is_as_read(session, known, heaps, looked):
            _write_down(session, process_id, known, heaps, grouping.scattered)
            done = update(Comment).where(col(Comment.id).in_(looked)).values(is_gathered=True)
            _run(session, done)
    return len(looked)


def _known(session: Session, process_id: int, fresh: list[Read]) -> Known:
    """What is near the fresh notes, in a handful of questions however many there are."""
    ids = [note.id for note in fresh]
    near = _near(session, process_id, ids)
    wanted = {other for counter in near.values() for other in counter} - set(ids)
    notes = {note.id: note for note in fresh}
    query = select(*_COLUMNS).where(
        _notes.c.id.in_(wanted), _notes.c.state.not_in(_NEVER), _notes.c.part_of_id.is_(None)
    )
    if wanted:
        notes |= {row[0]: Read(*row) for row in session.connection().execute(query)}
    known = Known(fresh, notes, near)
    _add_groups(session, process_id, known)
    return known


def _near(session: Session, process_id: int, ids: list[int]) -> dict[int, Counter[int]]:
    """How many bands each of these notes shares with which others: of a band's notes the oldest
    thirty are looked at, and those of this round; of all these the nearest thirty."""
    near: dict[int, Counter[int]] = {note_id: Counter() for note_id in ids}
    if not ids:
        return near
    members: dict[tuple[int, int], set[int]] = defaultdict(set)
    for band, value, note_id in session.connection().execute(_shared(process_id, ids)).all():
        members[band, value].add(note_id)
    for together in members.values():
        for note_id in together & near.keys():
            near[note_id].update(together)
    for note_id in ids:
        near[note_id].pop(note_id, None)
        near[note_id] = Counter(dict(near[note_id].most_common(CANDIDATES)))
    return near


def _shared(process_id: int, ids: list[int]) -> Any:
    """Which notes have a band in common with one of these."""
    own, other = _bands.alias("own"), _bands.alias("other")
    also = select(other.c.id).where(
        *(other.c.process_id == process_id, other.c.band == own.c.band),
        *(other.c.value == own.c.value, other.c.comment_id != own.c.comment_id),
    )
    # Of hardly any band there is another note. The process comes along, so that the others are
    # looked up by the index of it, and not read one after the other.
    key = (own.c.process_id, own.c.band, own.c.value)
    wanted = select(*key).where(own.c.comment_id.in_(ids), also.exists()).distinct().subquery()
    mine = [_bands.c[name] == wanted.c[name] for name in ("process_id", "band", "value")]
    of_band = func.row_number().over(
        partition_by=(_bands.c.band, _bands.c.value), order_by=_bands.c.comment_id
    )
    ranked = (
        select(_bands.c.band, _bands.c.value, _bands.c.comment_id, of_band.label("place"))
        .join(wanted, and_(*mine))
        .subquery()
    )
    shared = select(ranked.c.band, ranked.c.value, ranked.c.comment_id)
    return shared.where((ranked.c.place <= IN_A_BAND) | ranked.c.comment_id.in_(ids))


def _add_groups(session: Session, process_id: int, known: Known) -> None:
    """The groups of what is near, and what moderators have said about them."""
    groups = {note.group_id for note in known.notes.values() if note.group_id is not None}
    rows = select(col(Apart.comment_id), col(Apart.group_id), col(NoteGroup.split_at)).join(
        NoteGroup, col(NoteGroup.id) == col(Apart.group_id)
    )
    asked = session.connection()
    for note_id, group_id, split in asked.execute(
        rows.where(col(Apart.comment_id).in_(known.notes))
    ):
        known.apart.add((note_id, group_id))
        if split is not None:
            known.split.add(group_id)
    if not groups:
        return
    heads = (
        select(col(NoteGroup.id), *_COLUMNS)
        .join(Comment, col(Comment.number) == col(NoteGroup.first_number))
        .where(col(NoteGroup.id).in_(groups), col(Comment.process_id) == process_id)
    )
    known.heads = {row[0]: Read(*row[1:]) for row in asked.execute(heads)}
    if len(groups) > 1:
        two = (
            select(col(Apart.group_id), col(Comment.note_group_id))
            .join(Comment, col(Comment.id) == col(Apart.comment_id))
            .where(col(Apart.group_id).in_(groups), col(Comment.note_group_id).in_(groups))
            .distinct()
        )
        for one, other in asked.execute(two):
            if other is not None:
                known.two |= {(one, other), (other, one)}


def _is_as_read(session: Session, known: Known, heaps: list[Heap], looked: list[int]) -> bool:
    """Hold the notes that are about to change, in the order of their ids; whether all of them, and
    those they are put with, are still as they were read."""
    together = set().union(*(heap.notes for heap in heaps))
    held = (
        select(col(Comment.id), col(Comment.is_gathered), *_COLUMNS[-3:])
        .where(col(Comment.id).in_(together.union(looked)), col(Comment.is_sketched).is_(True))
        .order_by(col(Comment.id))
        .with_for_update(key_share=True)
    )
    now = {row[0]: tuple(row[1:]) for row in session.connection().execute(held)}
    if any(note_id not in now or now[note_id][0] for note_id in looked):
        return False  # another worker was here, or somebody said something else
    notes = ((note, now.get(note_id)) for note_id in together for note in [known.notes[note_id]])
    return all(
        row is not None and row[1:] == (note.group_id, note.state, note.edited_at)
        for note, row in notes
    )


def _write_down(
    session: Session,
    process_id: int,
    known: Known,
    heaps: list[Heap],
    scattered: Collection[tuple[int, int]],
) -> None:
    touched = set()
    for heap in heaps:
        group_id = next(iter(heap.groups), None) or _new_group(session, process_id, heap)
        new = [note for note in heap.notes if known.notes[note].group_id is None]
        _set_group(session, new, group_id)
        touched.add(group_id)
    keep_apart(session, process_id, set(scattered) - known.apart)
    show_anew(session, touched)


def _new_group(session: Session, process_id: int, heap: Heap) -> int:
    return new_group(session, process_id, heap.head.number).id


def new_group(session: Session, process_id: int, first_number: int) -> NoteGroup:
    """A group without notes; whoever makes it has the turn of the process."""
    now = clock.now()
    group = NoteGroup(process_id=process_id, first_number=first_number, made_at=now, changed_at=now)
    session.add(group)
    session.flush()
    return group


def _set_group(session: Session, ids: Collection[int], group_id: int) -> None:
    statement = update(Comment).where(col(Comment.id).in_(ids)).values(note_group_id=group_id)
    _run(session, statement)


def _run(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


def keep_apart(session: Session, process_id: int, pairs: Collection[tuple[int, int]]) -> None:
    """These notes stay out of these groups (note, group); none of them is known as apart yet."""
    rows = [
        {"process_id": process_id, "comment_id": note, "group_id": group}
        for note, group in sorted(pairs)
    ]
    if rows:
        session.execute(insert(_apart), rows)


def show_anew(session: Session, group_ids: Collection[int], *also: int) -> None:
    """These groups have changed: the pages of their fields (and of those in `also`) show something
    new, then the groups count again."""
    if not group_ids:
        return
    query = select(col(Comment.field_id)).where(col(Comment.note_group_id).in_(group_ids))
    for field_id in sorted({*session.execute(query.distinct()).scalars(), *also}):
        domain.bump(session, field_id)
    gathered.recount(session, group_ids, clock.now())


def _merge(session: Session, groups: Collection[int]) -> None:
    """Two groups turn out to be one: notes of the youngest go to the oldest, a bounded number."""
    older, younger = min(groups), max(groups)
    some = (
        select(col(Comment.id))
        .where(col(Comment.note_group_id) == younger)
        .order_by(col(Comment.id))
        .limit(MOVED)
        .with_for_update(key_share=True)
    )
    _set_group(session, list(session.execute(some).scalars()), older)
    known = select(col(Apart.comment_id)).where(col(Apart.group_id) == older)
    follow = update(Apart).where(
        col(Apart.group_id) == younger, col(Apart.comment_id).not_in(known.scalar_subquery())
    )
    _run(session, follow.values(group_id=older))
    show_anew(session, {older, younger})
