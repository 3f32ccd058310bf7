"""Where a comment may belong that the matcher could not place: what a person chooses from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz import process as fuzzy
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.drafts.queries import blocks_of
from app.models import Block, Carrying, Comment, DraftVersion, Fate, Lineage, Sentence

SUGGESTIONS = 4
INSTEAD = 2  # of what newly stands at a place
LIKELY = 45  # of 100: below this two sentences have little in common
NEAREST = 2  # new sentences in the place of a lost one


@dataclass(frozen=True)
class Suggestion:
    """A place that a person may choose."""

    address: str
    fragment: str
    text: str


def suggestions_for(
    session: Session, version: DraftVersion, carrying: Carrying
) -> tuple[list[Suggestion], Sequence[Block]]:
    """Where a comment may belong: first where the matcher sees its sentence, or what is new where
    it stood; then its block, and what reads most like its words. And all blocks of the version to
    choose from."""
    text = _NewText(session, version)
    blocks = [block for block in blocks_of(session, version) if block.field_id is not None]
    found: dict[str, Suggestion] = {}
    text.suggest(found, text.told(carrying.comment))
    for block, number in _alike(blocks, carrying):
        said = next((line.text for line in block.sentences if line.number == number), block.text)
        _suggest(found, block.fragment, block.label, number, said)
    taken = carrying.new_fragment
    return [one for one in found.values() if one.fragment != taken][:SUGGESTIONS], blocks


def instead_of(
    session: Session, version: DraftVersion, rows: Sequence[Carrying]
) -> dict[int, Sequence[Suggestion]]:
    """What newly stands where comments stood whose passages are gone, by the rows' ids: two
    questions for all of them, none where there is none."""
    if not rows:
        return {}
    text = _NewText(session, version)
    offers: dict[int, Sequence[Suggestion]] = {}
    for row in rows:
        found: dict[str, Suggestion] = {}
        text.suggest(found, text.told(row.comment))
        offers[row.id] = list(found.values())[:INSTEAD]
    return offers


class _Line(NamedTuple):
    """A sentence of the new version."""

    fragment: str
    label: str
    number: int
    text: str


class _NewText:
    """The sentences of the new version's fields, and what the lineage says of the old ones: two
    questions."""

    def __init__(self, session: Session, version: DraftVersion) -> None:
        columns: list[Any] = [Block.fragment, Block.label, Sentence.number, Sentence.text]
        query = (
            choose(*columns)
            .join(Block, col(Block.id) == col(Sentence.block_id))
            .where(
                col(Sentence.version_id) == version.id,
                col(Block.version_id) == version.id,
                col(Block.field_id).is_not(None),
            )
            .order_by(col(Block.position), col(Sentence.number))
        )
        self._places = []
        self._by_fragment: dict[str, list[_Line]] = {}
        for row in session.execute(query):
            line = _Line(*row)
            self._places.append((line.fragment, line.number))
            self._by_fragment.setdefault(line.fragment, []).append(line)
        self._rows = _rows(session, version)
        self._lines = _lines(self._rows, {at: n for n, at in enumerate(self._places)})

    def suggest(
        self, found: dict[str, Suggestion], places: Iterator[tuple[str, int | None]]
    ) -> None:
        """Add what stands at these places."""
        for fragment, number in places:
            lines = self._by_fragment.get(fragment, [])
            text = " ".join(line.text for line in lines if number in (None, line.number))
            if text:
                _suggest(found, fragment, lines[0].label, number, text)

    def told(self, comment: Comment) -> Iterator[tuple[str, int | None]]:
        """What the lineage tells: the places of the comment's own sentence, or what is new where
        it stood; then the places of its block."""
        if comment.block_id is None:
            return
        new, lines = self._places, self._lines
        mine = [
            at
            for at, line in enumerate(lines)
            if line.block_id == comment.block_id and comment.sentence in (None, line.number)
        ]
        if comment.sentence is not None:
            yield from (new[there] for at in mine for there in lines[at].at)
        if mine and not any(lines[at].at for at in mine):
            for there in _in_the_slot(lines, mine[0], mine[-1], len(new)):
                fragment, number = new[there]
                yield fragment, number if comment.sentence is not None else None
        for row in self._rows:
            if row.old_block_id == comment.block_id:
                yield from ((fragment, None) for fragment in row.places)


class _Row(NamedTuple):
    """What a lineage says of one block."""

    old_block_id: int | None
    places: list[str]
    sentences: list[dict[str, object]]


def _rows(session: Session, version: DraftVersion) -> list[_Row]:
    columns: list[Any] = [getattr(Lineage, name) for name in _Row._fields]
    query = choose(*columns).where(col(Lineage.to_version_id) == version.id)
    return [_Row(*row) for row in session.execute(query.order_by(col(Lineage.position)))]


def _suggest(
    found: dict[str, Suggestion], fragment: str, label: str, number: int | None, text: str
) -> None:
    if number is not None:
        fragment, label = f"{fragment}-{number}", f"{label}.{number}"
    found.setdefault(fragment, Suggestion(label, fragment, text))


@dataclass(frozen=True)
class _Told:
    """A sentence of the old version, and where it stands in the new one: its places, counted
    through the text."""

    block_id: int | None
    number: int
    state: str
    at: list[int]


def _lines(rows: Sequence[_Row], order: dict[tuple[str, int], int]) -> list[_Told]:
    lines = []
    for row in rows:
        for sentence in row.sentences:
            places: Any = sentence["places"]
            at = [order[there] for p in places if (there := (str(p[0]), int(p[1]))) in order]
            number: Any = sentence["number"]
            lines.append(_Told(row.old_block_id, number, str(sentence["state"]), at))
    return lines


def _in_the_slot(lines: list[_Told], first: int, last: int, end: int) -> list[int]:
    """The new sentences between the nearest neighbours that have not moved, the one that is as
    far behind the first of them first."""
    steady = [at for at, line in enumerate(lines) if line.at and line.state != Fate.MOVED]
    before = max((at for at in steady if at < first), default=None)
    behind = min((at for at in steady if at > last), default=None)
    start = max(lines[before].at) + 1 if before is not None else 0
    stop = min(lines[behind].at) if behind is not None else end
    taken = {there for line in lines for there in line.at}
    fresh = [there for there in range(start, stop) if there not in taken]
    lost = (at for at in range(0 if before is None else before + 1, first) if not lines[at].at)
    ahead = sum(1 for _at in lost)
    ranked = sorted(range(len(fresh)), key=lambda at: abs(at - ahead))
    return [fresh[at] for at in ranked[:NEAREST]]


def _alike(blocks: Sequence[Block], carrying: Carrying) -> list[tuple[Block, int | None]]:
    """Blocks or sentences that read like the quoted words, the most alike first."""
    if carrying.comment.sentence is None:
        places: list[tuple[Block, int | None]] = [(block, None) for block in blocks]
        texts = [block.text for block in blocks]
    else:
        places = [(block, s.number) for block in blocks for s in block.sentences]
        texts = [s.text for block in blocks for s in block.sentences]
    if not carrying.old_quote:
        return []
    ranked = fuzzy.extract(
        carrying.old_quote, texts, scorer=fuzz.token_sort_ratio, limit=3, score_cutoff=LIKELY
    )
    return [places[index] for _text, _score, index in ranked]
