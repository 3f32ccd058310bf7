"""A new version takes over what the office put right on blocks of the one before: what is closed
for notes, and the words for a picture."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.drafts.editing.blocks import LONGEST_ALTERNATIVE, describe_picture
from app.drafts.editing.markup import alternative_of
from app.drafts.editing.sheet import Sheet
from app.drafts.taking_over import version_before
from app.models import Block, BlockKind, DraftVersion, Process

SHORT = 40  # characters; what is shorter and stands there twice is told apart by nothing

_Key = tuple[BlockKind, int | None, str]


def take_over_blocks(session: Session, process: Process, version: DraftVersion) -> int:
    """Give pictures of a version just read the alternative text, and close the blocks, as in the
    public version (else the newest before it). How many blocks were closed.

    A picture that has words of its own keeps them.
    """
    before = version_before(session, process, version)
    if before is None:
        return 0
    _describe_pictures(session, process, version, before)
    return _close_blocks(session, version, before)


def _describe_pictures(
    session: Session, process: Process, version: DraftVersion, before: DraftVersion
) -> None:
    words: dict[int | None, list[str]] = {}
    for block in _pictures(session, before):
        alternative = alternative_of(block.head_html)
        if alternative and not block.doubt and len(alternative) <= LONGEST_ALTERNATIVE:
            words.setdefault(block.picture_id, []).append(alternative)
    if not words:
        return
    wanting = [block for block in _pictures(session, version) if block.picture_id in words]
    sheet = Sheet(session, process, version)
    for block in wanting:
        # A program's words are doubted, and are none of its own either.
        if block.doubt or not alternative_of(block.head_html):
            said = words[block.picture_id]
            describe_picture(sheet, block, said.pop(0) if len(said) > 1 else said[0])
            session.expire(block, ["sentences"])


def _pictures(session: Session, version: DraftVersion) -> Iterable[Block]:
    query = select(Block).where(Block.version_id == version.id, col(Block.picture_id).is_not(None))
    return session.exec(query.order_by(col(Block.position))).all()


def _close_blocks(session: Session, version: DraftVersion, before: DraftVersion) -> int:
    columns = (col(Block.kind), col(Block.picture_id), col(Block.text), col(Block.is_open))
    stood = select_columns(*columns).where(col(Block.version_id) == before.id)
    was_open: dict[_Key, list[bool]] = {}
    for kind, picture_id, text, is_open in session.execute(stood.order_by(col(Block.position))):
        was_open.setdefault(_key(kind, picture_id, text), []).append(is_open)
    if all(map(all, was_open.values())):
        return 0
    query = select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
    blocks = session.exec(query).all()
    keys = [_key(block.kind, block.picture_id, block.text) for block in blocks]
    counts = Counter(keys)
    seen: Counter[_Key] = Counter()
    for block, key in zip(blocks, keys, strict=True):
        block.is_open = _stays_open(key, was_open.get(key, []), counts[key], seen[key])
        seen[key] += 1
    session.flush()
    return sum(not block.is_open for block in blocks)


def _key(kind: BlockKind, picture_id: int | None, text: str) -> _Key:
    return kind, picture_id, " ".join(text.split())


def _stays_open(key: _Key, was_open: list[bool], number: int, place: int) -> bool:
    """Whether the block at this place among `number` with the same text is open: of as many as
    before each is as it was, else one closed closes all; but short ones only where all were."""
    if max(len(was_open), number) > 1 and len(key[2]) < SHORT:
        return not was_open or any(was_open)
    if len(was_open) == number:
        return was_open[place]
    return all(was_open)
