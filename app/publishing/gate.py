"""What stands between a version and the public: comments that nobody has looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, case, func, literal, type_coerce, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.errors import Conflict
from app.i18n import _, ngettext
from app.models import Carrying, Comment, DraftVersion, Fate, Lineage, Process, Standing

SURE = 0.9  # how sure a passage's end must be for nobody to look: nothing new stands there


@dataclass(frozen=True)
class Figures:
    """What became of the blocks and comments of a version, in numbers.

    `doubtful` comments ask for a look; `undecided` are those of them that nobody has decided.
    `quiet` ones are probably gone: nobody is asked, but something else stands at their place.
    """

    comments: dict[Standing, int]
    blocks: dict[Fate, int]
    doubtful: int = 0
    undecided: int = 0
    quiet: int = 0

    @property
    def all_comments(self) -> int:
        """How many comments there are; as many as before."""
        return sum(self.comments.values())


def figures_of(session: Session, version: DraftVersion) -> Figures:
    """Count what was compared with this version: one question, however many comments."""
    rows = session.execute(union_all(_of_comments(version), _of_blocks(version))).all()
    comments = [row for row in rows if row[0] == "comment"]
    blocks = {Fate(row[1]): row[2] for row in rows if row[0] == "block"}
    return Figures(
        comments=dict.fromkeys(Standing, 0) | {Standing(row[1]): row[2] for row in comments},
        blocks=dict.fromkeys(Fate, 0) | blocks,
        doubtful=sum(int(row[3] or 0) for row in comments),
        undecided=sum(int(row[4] or 0) for row in comments),
        quiet=sum(int(row[5] or 0) for row in comments),
    )


def _of_comments(version: DraftVersion) -> Any:
    doubtful = col(Carrying.is_doubtful).is_(True)
    undecided = and_(doubtful, col(Carrying.decided_at).is_(None))
    sums = [func.sum(case((this, 1), else_=0)) for this in (doubtful, undecided, probably_gone())]
    state = type_coerce(col(Carrying.state), String)
    return (
        choose(literal("comment"), state, func.count(), *sums)
        .where(
            col(Carrying.process_id) == version.process_id,
            col(Carrying.to_version_id) == version.id,
        )
        .group_by(col(Carrying.state))
    )


def _of_blocks(version: DraftVersion) -> Any:
    nothing = [literal(0)] * 3
    state = type_coerce(col(Lineage.state), String)
    return (
        choose(literal("block"), state, func.count(), *nothing)
        .where(col(Lineage.to_version_id) == version.id)
        .group_by(col(Lineage.state))
    )


def probably_gone() -> Any:
    """The condition for comments that are taken for gone although something new stands at their
    place, and that nobody has confirmed: shown in a list of their own, asked about by nobody."""
    return and_(
        col(Carrying.state) == Standing.GONE,
        col(Carrying.is_doubtful).is_(False),
        col(Carrying.decided_at).is_(None),
        col(Carrying.confidence) < SURE,
    )


def undecided(session: Session, version: DraftVersion) -> int:
    """How many doubtful comments nobody has decided."""
    query = (
        choose(func.count())
        .select_from(Carrying)
        .where(
            col(Carrying.process_id) == version.process_id,
            col(Carrying.to_version_id) == version.id,
            col(Carrying.is_doubtful).is_(True),
            col(Carrying.decided_at).is_(None),
        )
    )
    return int(session.execute(query).scalar_one())


def why_not(open_questions: int) -> str:
    """The sentence that says how many comments ask for a look."""
    return ngettext(
        "Bei %(n)d Anmerkung ist unsicher, wo sie jetzt steht. Bitte entscheiden Sie das zuerst.",
        "Bei %(n)d Anmerkungen ist unsicher, wo sie jetzt stehen. Bitte entscheiden Sie das "
        "zuerst.",
        open_questions,
    ) % {"n": open_questions}


def require_decided(session: Session, version: DraftVersion, *, despite_doubts: bool) -> None:
    """Go on when every doubtful comment is decided, or when the office wants to all the same.
    Else refused with `Conflict`."""
    open_questions = undecided(session, version)
    if open_questions and not despite_doubts:
        raise Conflict(why_not(open_questions))


def require_newer(process: Process, version: DraftVersion) -> None:
    """A version follows the public one and does not go back behind it. Else `Conflict`."""
    if version.published_at is not None:
        raise Conflict(_("Diese Fassung ist schon veröffentlicht."))
    if version.number < process.current_version:
        raise Conflict(
            _("Fassung %(n)d ist schon öffentlich; eine ältere kann ihr nicht folgen.")
            % {"n": process.current_version}
        )


def hold(
    session: Session, process: Process, version: DraftVersion, *, comments: bool = False
) -> None:
    """Let nobody post, decide or publish beside us until this transaction is done. Comments come
    first, then their process: whoever hides or answers one takes them in that order too. Those
    that were posted while we waited for the process follow."""
    session.flush()
    every = select(Comment.id).where(Comment.process_id == process.id)
    if comments:
        session.exec(every.with_for_update(key_share=True)).all()
    session.exec(select(Process.id).where(Process.id == process.id).with_for_update(key_share=True))
    if comments:
        session.exec(every.with_for_update(key_share=True)).all()
    session.refresh(process, ["current_version", "revision"])
    session.refresh(version, ["published_at"])
