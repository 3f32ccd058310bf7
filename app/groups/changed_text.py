"""The passages of a version that are not as they were: sentence by sentence, in the order of the
new text, each with the notes that caused it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.drafts.cells import Rows
from app.drafts.queries import give_sentences
from app.drafts.wording import word_diff
from app.groups.traced import DROPPED, OVER
from app.groups.tracing import Spot
from app.models import (
    Block,
    BlockKind,
    Comment,
    CommentKind,
    CommentState,
    Decision,
    Disposition,
    DraftVersion,
    Fate,
    Lineage,
    Trace,
)


@dataclass(frozen=True, slots=True)
class Cause:
    """A note that caused a change, or is proposed to have."""

    trace_id: int
    number: int
    kind: CommentKind
    is_confirmed: bool
    origin: str
    decision: Decision | None


@dataclass
class Passage:
    """A changed sentence, or a block that changed as a whole. `old` is None for what is new, `new`
    for what was dropped; `news` are all places to which it went."""

    state: Fate
    old: Spot | None
    news: tuple[Spot, ...]
    field_id: int | None
    label: str
    fragment: str
    old_label: str = ""
    old_text: str = ""
    new_text: str = ""
    causes: list[Cause] = field(default_factory=list)

    @property
    def new(self) -> Spot | None:
        """Where most of it stands now."""
        return self.news[0] if self.news else None

    @property
    def key(self) -> str:
        """Its name in a form."""
        sides = (self.old or Spot(0), self.new or Spot(0))
        parts = {None: "0", OVER: "over"}
        return "-".join(f"{one.block_id}.{parts.get(one.sentence, one.sentence)}" for one in sides)

    @property
    def html(self) -> str:
        """Word by word, as escaped HTML."""
        return word_diff(self.old_text, self.new_text)

    @property
    def is_own(self) -> bool:
        """Whether no note caused it, as far as anybody has confirmed."""
        return not any(cause.is_confirmed for cause in self.causes)


@dataclass(frozen=True)
class ChangedText:
    """What changed with a version: `before` is the number of the version it was compared with, 0
    where nothing was compared."""

    before: int
    passages: Sequence[Passage]

    def of_field(self, field_ids: Sequence[int | None]) -> list[Passage]:
        """Those of some fields (None: what stands outside of all)."""
        return [one for one in self.passages if one.field_id in field_ids]


def changed_text(session: Session, version: DraftVersion) -> ChangedText:
    """All that a version changed, with causes: five questions, which grow with the text and not
    with what was said about it."""
    columns: list[Any] = [
        getattr(Lineage, name)
        for name in (
            *("from_version_id", "old_block_id", "new_block_id"),
            *("state", "places", "sentences"),
        )
    ]
    query = choose(*columns, col(DraftVersion.number)).join(
        DraftVersion, col(DraftVersion.id) == col(Lineage.from_version_id)
    )
    mine = query.where(
        col(Lineage.process_id) == version.process_id, col(Lineage.to_version_id) == version.id
    )
    rows = session.execute(mine.order_by(col(Lineage.position))).all()
    if not rows:
        return ChangedText(0, ())
    wanted: list[Any] = [
        Block.process_id == version.process_id,
        col(Block.version_id).in_([rows[0].from_version_id, version.id]),
    ]
    blocks = session.exec(select(Block).where(*wanted)).all()
    give_sentences(session, blocks, wanted)
    passages = _Reading(blocks, version).passages(rows)
    _give_causes(passages, _causes(session, version))
    return ChangedText(rows[0].number, passages)


class _Reading:
    def __init__(self, blocks: Sequence[Block], version: DraftVersion) -> None:
        self.by_id = {block.id: block for block in blocks}
        self.at = {block.fragment: block for block in blocks if block.version_id == version.id}

    def passages(self, rows: Sequence[Any]) -> list[Passage]:
        """In the order of the new text; what went stands after what stood before it."""
        ordered: list[tuple[tuple[int, int, int], Passage]] = []
        taken = {
            (fragment, number)
            for row in rows
            for sentence in row.sentences
            for fragment, number in sentence["places"]
        }
        last = 0
        for at, row in enumerate(rows):
            if row.old_block_id is not None and row.new_block_id is not None:
                last = self.by_id[row.new_block_id].position
            for passage in self._of(row):
                ordered.append(((self._position(passage, last), 1, at), passage))
        for block in self.at.values():
            for passage in self._came(block, taken):
                ordered.append(((block.position, 2, 0), passage))
        ordered.sort(key=lambda pair: pair[0])
        return [passage for _key, passage in ordered]

    def _position(self, passage: Passage, last: int) -> int:
        return self.by_id[passage.new.block_id].position if passage.new else last

    def _of(self, row: Any) -> Iterator[Passage]:
        """What became of an old block, where it did not stay."""
        old = self.by_id.get(row.old_block_id)
        if old is None:
            return
        places = tuple(self.at[place] for place in row.places if place in self.at)
        if places and _over(old) != _over(places[0]):
            yield self._passage(Fate.REWORDED, Spot(old.id, OVER), (Spot(places[0].id, OVER),))
        if row.state is Fate.UNCHANGED:
            return
        same = len(places) == 1 and places[0].text.split() == old.text.split()
        if same or not old.sentences or not places:
            yield self._passage(row.state, Spot(old.id), tuple(Spot(one.id) for one in places))
            return
        for sentence in row.sentences:
            if sentence["state"] != Fate.UNCHANGED:
                news = tuple(
                    Spot(self.at[fragment].id, number)
                    for fragment, number in sentence["places"]
                    if fragment in self.at
                )
                state = Fate(str(sentence["state"])) if news else Fate.GONE
                yield self._passage(state, Spot(old.id, sentence["number"]), news)

    def _came(self, block: Block, taken: set[tuple[str, int]]) -> Iterator[Passage]:
        """The sentences of a new block that come from none."""
        fresh = [one for one in block.sentences if (block.fragment, one.number) not in taken]
        if fresh and len(fresh) == len(block.sentences):
            yield self._passage(Fate.NEW, None, (Spot(block.id),))
            return
        for sentence in fresh:
            yield self._passage(Fate.NEW, None, (Spot(block.id, sentence.number),))

    def _passage(self, state: Fate, old: Spot | None, news: tuple[Spot, ...]) -> Passage:
        here = news[0] if news else old
        assert here is not None  # noqa: S101 - a passage stands somewhere
        block = self.by_id[here.block_id]
        tail = here.sentence
        return Passage(
            state=state,
            old=old,
            news=news,
            field_id=block.field_id,
            label=f"{block.label}.{tail}" if tail else block.label,
            fragment=f"{block.fragment}-{tail}" if tail else block.fragment,
            old_label=self._label(old) if old else "",
            old_text=self._words(old) if old else "",
            new_text=" ".join(self._words(spot) for spot in news),
        )

    def _label(self, spot: Spot) -> str:
        label = self.by_id[spot.block_id].label
        return f"{label}.{spot.sentence}" if spot.sentence else label

    def _words(self, spot: Spot) -> str:
        block = self.by_id[spot.block_id]
        if spot.sentence == OVER:
            return _over(block)
        found = (one.text for one in block.sentences if one.number == spot.sentence)
        return next(found, block.text) if spot.sentence else block.text


def _over(block: Block) -> str:
    """What stands over a table. What a picture shows is no caption."""
    return Rows.of(block.head_html).over() if block.kind is BlockKind.TABLE else ""


def _causes(session: Session, version: DraftVersion) -> list[tuple[Any, Cause]]:
    """Everything that holds or is proposed, with its places."""
    spots = ("old_block_id", "old_sentence", "new_block_id", "new_sentence", "origin")
    columns: list[Any] = [getattr(Trace, name) for name in ("id", *spots, "confirmed_at")]
    query = (
        choose(*columns, col(Comment.number), col(Comment.kind), col(Disposition.decision))
        .join(Comment, col(Comment.id) == col(Trace.comment_id))
        .outerjoin(Disposition, col(Disposition.comment_id) == col(Comment.id))
        .where(
            col(Trace.version_id) == version.id,
            col(Trace.origin) != DROPPED,
            col(Comment.state) == CommentState.PUBLIC,
        )
        .order_by(col(Comment.number), col(Trace.id))
    )
    return [
        (
            row,
            Cause(
                trace_id=row.id,
                number=row.number,
                kind=row.kind,
                is_confirmed=row.confirmed_at is not None,
                origin=row.origin,
                decision=row.decision,
            ),
        )
        for row in session.execute(query)
    ]


def _give_causes(passages: Sequence[Passage], causes: Sequence[tuple[Any, Cause]]) -> None:
    """A cause of a sentence stands at it, one of a whole block at each of its passages."""
    old: dict[int, list[Passage]] = defaultdict(list)
    new: dict[int, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.old:
            old[passage.old.block_id].append(passage)
        for block_id in {spot.block_id for spot in passage.news}:
            new[block_id].append(passage)
    for row, cause in causes:
        before = Spot(row.old_block_id, row.old_sentence) if row.old_block_id else None
        after = Spot(row.new_block_id, row.new_sentence) if row.new_block_id else None
        near = [*old.get(row.old_block_id or 0, ()), *new.get(row.new_block_id or 0, ())]
        for passage in near:
            fits = _fits(before, [passage.old]) or _fits(after, passage.news)
            if fits and cause not in passage.causes:
                passage.causes.append(cause)


def _fits(spot: Spot | None, places: Sequence[Spot | None]) -> bool:
    return spot is not None and any(
        place is not None
        and place.block_id == spot.block_id
        and (None in (place.sentence, spot.sentence) or place.sentence == spot.sentence)
        for place in places
    )
