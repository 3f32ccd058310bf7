"""Reading the text of a version: three queries, however long it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.models import Block, DraftVersion, Process, Section, Sentence


def published(session: Session, process: Process, number: int | None = None) -> DraftVersion:
    """A version that is public: the current one, or this number. Raises `NotFound`."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id,
        DraftVersion.number == (number or process.current_version),
        col(DraftVersion.published_at).is_not(None),
    )
    version = session.exec(query).one_or_none()
    if version is None:
        raise NotFound(_("Diese Fassung gibt es nicht, oder sie ist noch nicht veröffentlicht."))
    return version


def versions_of(session: Session, process: Process) -> Sequence[DraftVersion]:
    """All versions of a process, the newest first, public or not."""
    query = (
        select(DraftVersion)
        .where(DraftVersion.process_id == process.id)
        .order_by(col(DraftVersion.number).desc())
    )
    return session.exec(query).all()


def version_before(session: Session, process: Process, number: int) -> int:
    """The number of the last public version before this one, 0 where there is none."""
    query = select(func.max(DraftVersion.number)).where(
        DraftVersion.process_id == process.id,
        DraftVersion.number < number,
        col(DraftVersion.published_at).is_not(None),
    )
    return session.exec(query).one() or 0


def version_by_number(session: Session, process: Process, number: int) -> DraftVersion:
    """A version of the process, public or not. Raises `NotFound`."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == number
    )
    version = session.exec(query).one_or_none()
    if version is None:
        raise NotFound(_("Diese Fassung gibt es nicht."))
    return version


def sections_of(
    session: Session, version: DraftVersion, field_id: int | None = None
) -> Sequence[Section]:
    """The version's sections in reading order, or those of one field."""
    query = (
        select(Section)
        .where(Section.process_id == version.process_id, Section.version_id == version.id)
        .order_by(col(Section.position))
    )
    if field_id is not None:
        query = query.where(Section.field_id == field_id)
    return session.exec(query).all()


def blocks_of(
    session: Session,
    version: DraftVersion,
    field_id: int | None = None,
    *,
    fragment: str | None = None,
) -> Sequence[Block]:
    """The version's blocks with their sentences in reading order, or those of one field, or the
    one block with this address.

    Two questions: joined into one, each sentence would bring all the text of its block along.
    """
    wanted: list[Any] = [
        Block.process_id == version.process_id,
        Block.version_id == version.id,
    ]
    if field_id is not None:
        wanted.append(Block.field_id == field_id)
    if fragment is not None:
        wanted.append(Block.fragment == fragment)
    return _with_sentences(session, wanted)


def blocks_of_both(
    session: Session, one: DraftVersion, other: DraftVersion
) -> tuple[Sequence[Block], Sequence[Block]]:
    """The blocks of two versions of a process, in the same two questions."""
    wanted = [
        Block.process_id == one.process_id,
        col(Block.version_id).in_([one.id, other.id]),
    ]
    blocks = _with_sentences(session, wanted)
    of_one = [block for block in blocks if block.version_id == one.id]
    return of_one, [block for block in blocks if block.version_id == other.id]


def _with_sentences(session: Session, wanted: Sequence[Any]) -> Sequence[Block]:
    blocks = session.exec(select(Block).where(*wanted).order_by(col(Block.position))).all()
    give_sentences(session, blocks, wanted)
    return blocks


def give_sentences(session: Session, blocks: Sequence[Block], wanted: Sequence[Any]) -> None:
    """Let these blocks, which were found by `wanted`, have their sentences: one question."""
    sentences = session.exec(
        select(Sentence)
        .join(Block, col(Block.id) == col(Sentence.block_id))
        .where(*wanted)
        .order_by(col(Sentence.block_id), col(Sentence.number))
    )
    of_block: dict[int, list[Sentence]] = {block.id: [] for block in blocks}
    for sentence in sentences:
        of_block[sentence.block_id].append(sentence)
    for block in blocks:
        set_committed_value(block, "sentences", of_block[block.id])


def sentences_of(session: Session, block_id: int) -> Sequence[Sentence]:
    """The sentences of one block."""
    query = select(Sentence).where(Sentence.block_id == block_id).order_by(col(Sentence.number))
    return session.exec(query).all()
