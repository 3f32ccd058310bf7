"""What the pages of hand-backs show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one, only
from app.models import Bundle, Comment, HandBack, HandBackRow, HandBackState, RowFate, WorkingGroup

PAGE = 30
_ABOUT = (
    "process_id group_id bundle_id version_id file_name form digest state settles rows_count "
    "changes_count done_count fates faults error by_id taken_by_id at checked_at taken_at"
)
_OF_NOTE = "number state process_id address fragment quote text field_id"


def hand_backs_of(session: Session, group: WorkingGroup, limit: int = 50) -> Sequence[HandBack]:
    """The group's latest files, without their content."""
    query = (
        select(HandBack)
        .where(HandBack.group_id == group.id)
        .order_by(col(HandBack.id).desc())
        .limit(limit)
        .options(only(HandBack, _ABOUT), one(HandBack.by), one(HandBack.bundle))
    )
    return session.exec(query).all()


def hand_back_of(
    session: Session, group: WorkingGroup, number: int, *, held: bool = False
) -> HandBack:
    """One file of this group; `held` before it is changed, and then with its content. Raises
    `NotFound`."""
    query = select(HandBack).where(HandBack.id == number, HandBack.group_id == group.id)
    if held:
        query = query.with_for_update(of=HandBack)
    else:
        about = only(HandBack, _ABOUT)
        drawn = one(HandBack.bundle, one(Bundle.drawn_by))
        people = (one(HandBack.by), one(HandBack.taken_by))
        query = query.options(about, *people, drawn, one(HandBack.version))
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Rückgabe gibt es nicht."))
    return found


def rows_of(
    session: Session,
    doing: HandBack,
    fate: RowFate | None,
    after: int,
    limit: int = PAGE,
) -> tuple[Sequence[HandBackRow], bool]:
    """Some rows, of one fate if one is named, below position `after`, each with its note; and
    whether there are more."""
    query = (
        select(HandBackRow)
        .where(HandBackRow.hand_back_id == doing.id, col(HandBackRow.position) > after)
        .order_by(col(HandBackRow.position))
        .limit(limit + 1)
        .options(one(HandBackRow.comment, only(Comment, _OF_NOTE)))
    )
    if fate is not None:
        query = query.where(HandBackRow.fate == fate)
    found = session.exec(query).all()
    return found[:limit], len(found) > limit


def fates_of(session: Session, doing: HandBack) -> dict[str, int]:
    """How many of its rows have which fate now."""
    query = (
        select(HandBackRow.fate, func.count())
        .where(HandBackRow.hand_back_id == doing.id)
        .group_by(col(HandBackRow.fate))
    )
    return {RowFate(fate).value: n for fate, n in session.exec(query)}


def counts_of(session: Session, doing: HandBack) -> dict[str, int]:
    """The same with what else was counted ("absent", "as_proposed"); of a file that is being taken
    in as its rows stand now."""
    counts = {name: n for name, n in doing.fates.items() if isinstance(n, int)}
    if doing.state in (HandBackState.TAKING, HandBackState.TAKEN):
        counts |= dict.fromkeys((fate.value for fate in RowFate), 0) | fates_of(session, doing)
    return counts


def wrong_rows(session: Session, doing: HandBack) -> Iterator[HandBackRow]:
    """All rows with faults, in the order of the file."""
    query = (
        select(HandBackRow)
        .where(HandBackRow.hand_back_id == doing.id, HandBackRow.fate == RowFate.WRONG)
        .order_by(col(HandBackRow.position))
        .execution_options(yield_per=500)
    )
    yield from session.exec(query)
