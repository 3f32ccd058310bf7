"""The comments step over into the new version: statements over all of them, not one by one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, case, func, literal, select, type_coerce, update
from sqlmodel import Session

from app.models import (
    ActionField,
    Block,
    Bundle,
    BundleState,
    Carrying,
    Comment,
    CommentState,
    DraftVersion,
    Process,
    Sentence,
    Standing,
)

_comments: Any = Comment.__table__  # type: ignore[attr-defined]
_carryings: Any = Carrying.__table__  # type: ignore[attr-defined]
_blocks: Any = Block.__table__  # type: ignore[attr-defined]
_sentences: Any = Sentence.__table__  # type: ignore[attr-defined]
_fields: Any = ActionField.__table__  # type: ignore[attr-defined]

_bundles: Any = Bundle.__table__  # type: ignore[attr-defined]

AT_ONCE = 500  # rows named in one statement
_PLACE = ("block_id", "sentence", "first_word", "last_word", "address", "fragment", "quote")


def give_up_doubtful(session: Session, version: DraftVersion) -> int:
    """What nobody decided is gone rather than guessed; how many comments that are."""
    given_up = (
        update(_carryings)
        .where(
            _carryings.c.process_id == version.process_id,
            _carryings.c.to_version_id == version.id,
            _carryings.c.is_doubtful.is_(True),
            _carryings.c.decided_at.is_(None),
        )
        .values(
            state=Standing.GONE,
            new_block_id=None,
            new_sentence=None,
            new_first_word=None,
            new_last_word=None,
            new_address="",
            new_fragment="",
            new_quote="",
        )
    )
    return int(session.connection().execute(given_up).rowcount)


def move_comments(
    session: Session, process: Process, version: DraftVersion
) -> list[tuple[int, int, int]]:
    """Give every comment its place in the new version, and keep where it was made. Those that
    belong to another field now: number, field before, field after."""
    moved = to_other_fields(session, process, version)
    session.connection().execute(
        update(_comments)
        .where(
            _comments.c.process_id == process.id,
            _carryings.c.comment_id == _comments.c.id,
            _carryings.c.to_version_id == version.id,
        )
        .values(**_as_carried(version), **_as_made())
    )
    _name_fields_of_gone(session, process)
    return moved


def _as_made() -> dict[str, Any]:
    """Where a comment was made, kept by the first version that carries it along."""
    is_first = _comments.c.made_version_id.is_(None)
    names = (("made_version_id", "version_id"), *((f"made_{name}", name) for name in _PLACE))
    return {
        made: case((is_first, _comments.c[name]), else_=_comments.c[made]) for made, name in names
    }


def _as_carried(version: DraftVersion) -> dict[str, Any]:
    there = _carryings.c
    is_gone = there.state == Standing.GONE
    return {
        "version_id": version.id,
        "block_id": there.new_block_id,
        "sentence": there.new_sentence,
        "first_word": there.new_first_word,
        "last_word": there.new_last_word,
        "address": there.new_address,
        "fragment": there.new_fragment,
        "quote": case((is_gone, _comments.c.quote), else_=there.new_quote),
        "standing": _standing(),
    }


def _standing() -> Any:
    """What became of a comment since it was made: the most that any version did to it. One that
    a person has put back counts from there."""
    now, before = type_coerce(_carryings.c.state, String), _comments.c.standing
    gone, reworded, moved = Standing.GONE.value, Standing.REWORDED.value, Standing.MOVED.value
    return case(
        (now == gone, literal(gone)),
        (before == gone, now),
        ((now == reworded) | (before == reworded), literal(reworded)),
        ((now == moved) | (before == moved), literal(moved)),
        else_=literal(Standing.STAYS.value),
    )


def to_other_fields(
    session: Session, process: Process, version: DraftVersion
) -> list[tuple[int, int, int]]:
    """Comments belong to the field in which they stand now, or on which a person has put them as a
    whole. Few change it, and every index that begins with the field is spared for the others.
    Those that do: number, field before, field after."""
    connection = session.connection()
    ours = (
        _carryings.c.process_id == process.id,
        _carryings.c.to_version_id == version.id,
    )
    carried = select(_carryings.c.comment_id).where(*ours)
    put = carried.where(_carryings.c.new_block_id.is_(None), _carryings.c.decided_at.is_not(None))
    inside = carried.join(_blocks, _blocks.c.id == _carryings.c.new_block_id)
    moved = []
    for field in connection.execute(_fields_by_number(process)).all():
        here = inside.where(_blocks.c.field_id == field.id)
        whole = put.where(_carryings.c.new_fragment == f"hf{field.number}")
        query = select(_comments.c.id, _comments.c.number, _comments.c.field_id).where(
            _comments.c.process_id == process.id,
            _comments.c.id.in_(here.union_all(whole)),
            _comments.c.field_id != field.id,
        )
        moved += [(*row, field.id) for row in connection.execute(query)]
    by_field: dict[int, list[int]] = {}
    for row_id, _number, _before, after in moved:
        by_field.setdefault(after, []).append(row_id)
    for after, ids in by_field.items():
        for start in range(0, len(ids), AT_ONCE):
            connection.execute(
                update(_comments)
                .where(_comments.c.id.in_(ids[start : start + AT_ONCE]))
                .values(field_id=after)
            )
    return [(number, before, after) for _id, number, before, after in moved]


def _fields_by_number(process: Process) -> Any:
    return select(_fields.c.id, _fields.c.number).where(_fields.c.process_id == process.id)


def _name_fields_of_gone(session: Session, process: Process) -> None:
    """What is gone keeps the address of its field alone."""
    connection = session.connection()
    for field in connection.execute(_fields_by_number(process)).all():
        connection.execute(
            update(_comments)
            .where(
                _comments.c.process_id == process.id,
                _comments.c.field_id == field.id,
                _comments.c.standing == Standing.GONE.value,
            )
            .values(address=f"HF{field.number}", fragment=f"hf{field.number}")
        )


def bring_bundles(session: Session, process: Process, version: DraftVersion) -> None:
    """Bundles that are drawn but not packed yet are packed from the new version, where their notes
    stand now; what is packed stays as it was drawn."""
    session.connection().execute(
        update(_bundles)
        .where(_bundles.c.process_id == process.id, _bundles.c.state != BundleState.READY)
        .values(version_id=version.id)
    )


def count_again(session: Session, process: Process, version: DraftVersion) -> None:
    """The counters of the new version's blocks and sentences, and of all fields: a comment may
    have moved to another field. What the old version's pages counted stays."""
    connection = session.connection()
    public = _comments.c.state == CommentState.PUBLIC
    hidden = _comments.c.state == CommentState.HIDDEN
    # Fields, sentences, blocks: in the order in which posting takes them.
    on_field = (
        *(_comments.c.process_id == process.id, _comments.c.field_id == _fields.c.id),
        *(_comments.c.part_of_id.is_(None), _comments.c.duplicate_of_id.is_(None)),
    )
    connection.execute(
        update(_fields)
        .where(_fields.c.process_id == process.id)
        .values(
            comments_count=_counted(*on_field, public),
            hidden_count=_counted(*on_field, hidden),
            answered_count=_counted(*on_field, public, _comments.c.is_answered.is_(True)),
        )
    )
    on_sentence = (
        _comments.c.process_id == process.id,
        _comments.c.block_id == _sentences.c.block_id,
        _comments.c.sentence == _sentences.c.number,
    )
    connection.execute(
        update(_sentences)
        .where(_sentences.c.version_id == version.id)
        .values(comments_count=_counted(*on_sentence, public))
    )
    on_block = (_comments.c.process_id == process.id, _comments.c.block_id == _blocks.c.id)
    connection.execute(
        update(_blocks)
        .where(_blocks.c.version_id == version.id)
        .values(
            comments_count=_counted(*on_block, public),
            hidden_count=_counted(*on_block, hidden),
            shown_comment_id=_best(*on_block, public),
        )
    )


def _counted(*conditions: Any) -> Any:
    return select(func.count()).select_from(_comments).where(*conditions).scalar_subquery()


def _best(*conditions: Any) -> Any:
    """The comment that stands beside a block: the best supported, then the newest."""
    return (
        select(_comments.c.id)
        .where(*conditions, _comments.c.is_listed.is_(True))
        .order_by(_comments.c.supports.desc(), _comments.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
