"""How many notes of a field each decision holds for (`Tally`), kept in the transaction that changes
it: by differences where a group decides, counted anew where something else happens to a decided
note. The fields' rows are held before (every deed raises their revision), so that two deeds count
one after the other."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.comments.joined import decides
from app.models import ActionField, Comment, Decision, Disposition, Tally

_tallies: Any = Tally.__table__  # type: ignore[attr-defined]
Key = tuple[int, Decision]  # a field and a decision


def tally(session: Session, process_id: int, moved: Mapping[Key, int]) -> None:
    """So many more (or less) notes of these fields are decided so. The fields are held."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    for (field_id, decision), n in sorted(moved.items()):
        if not n:
            continue
        row = {"process_id": process_id, "field_id": field_id, "decision": decision, "notes": n}
        statement = insert(_tallies).values(**row)
        more = {"notes": _tallies.c.notes + statement.excluded.notes}
        session.execute(
            statement.on_conflict_do_update(index_elements=["field_id", "decision"], set_=more)
        )


def recount(session: Session, field_ids: Collection[int]) -> None:
    """Count the decisions on these fields' notes anew, whatever stands there. Holds the fields, in
    their order."""
    ids = sorted(set(field_ids))
    if not ids:
        return
    session.flush()
    held = select(ActionField.id, ActionField.process_id).where(col(ActionField.id).in_(ids))
    found = session.exec(held.order_by(col(ActionField.id)).with_for_update(key_share=True)).all()
    session.execute(
        delete(Tally).where(col(Tally.field_id).in_(ids)),
        execution_options={"synchronize_session": False},
    )
    counted = counted_in(session, ids)
    for field_id, process_id in found:
        mine = {key: n for key, n in counted.items() if key[0] == field_id}
        tally(session, process_id, mine)


def counted_in(session: Session, field_ids: Collection[int]) -> dict[Key, int]:
    """What the rows say of these fields."""
    query = (
        select(Comment.field_id, Disposition.decision, func.count())
        .join(Disposition, col(Disposition.comment_id) == col(Comment.id))
        .where(col(Comment.field_id).in_(field_ids), decides())
        .group_by(col(Comment.field_id), col(Disposition.decision))
    )
    return {(row[0], Decision(row[1])): row[2] for row in session.exec(query)}


def recount_decided(session: Session, notes: Iterable[Comment], *fields: int) -> None:
    """Something happened to these notes, which are held: where one of them is decided, its field
    and those named besides are counted anew."""
    touched = {note.field_id for note in notes if note.is_decided}
    if touched:
        recount(session, {*touched, *fields})
