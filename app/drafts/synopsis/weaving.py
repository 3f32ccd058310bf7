"""From two versions and the fates of the old blocks to rows in the order of the new text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.drafts.lineage.outcome import BlockFate
from app.drafts.synopsis.headings import pair_headings
from app.drafts.synopsis.parts import in_parts
from app.drafts.synopsis.rows import Row, Synopsis
from app.drafts.synopsis.text import Heading, Text, TextBlock
from app.models.lineage import Fate

PLACED = (Fate.UNCHANGED, Fate.REWORDED, Fate.SPLIT, Fate.MERGED)


def weave(old: Text, new: Text, fates: Sequence[BlockFate]) -> Synopsis:
    """The two versions as rows in parts. `fates` has one entry for each block of `old`, in order
    (`app.drafts.lineage`); headings are paired here. ValueError if their number is another.

    Leaving out the rows where something moved to, the old sides read as the old text, and the
    new sides always as the new one, word for word.
    """
    if len(fates) != len(old.blocks):
        raise ValueError(f"{len(fates)} fates for {len(old.blocks)} blocks")
    return Synopsis(old.number, new.number, in_parts(_Weaver(old, new, fates).rows()))


class _Weaver:
    """Finds what stays in its order (the chain) and puts the rest between."""

    def __init__(self, old: Text, new: Text, fates: Sequence[BlockFate]) -> None:
        self.old, self.new = old, new
        self.fates = dict(zip(old.blocks, fates, strict=True))
        self.homes = {
            at: new.blocks[fate.places[0]]
            for at, fate in self.fates.items()
            if fate.places and fate.state is not Fate.GONE
        }
        self.headings = pair_headings(old, new, self.homes)
        self.chain = self._chain()
        self.sources, self.also = self._sources()
        self.row_of: dict[int, Row] = {}  # by place in the new text
        self.ahead: dict[int, list[int]] = defaultdict(list)  # first halves, by place of the last
        self.left: dict[int, Row] = {}  # the old places of what moved, by place in the old text

    def rows(self) -> list[Row]:
        """All rows, linked with each other."""
        rows = list(self._woven())
        self._link()
        return rows

    def _chain(self) -> dict[int, int]:
        """The longest part of the old text that stands in the same order in the new one."""
        pairs = [
            (a, b)
            for a, b in sorted({**self.homes, **self.headings}.items())
            if a in self.headings or self.fates[a].state in PLACED
        ]
        chain = _longest(pairs)
        first: dict[int, int] = {}
        # Several old blocks may stay in one new block, if nothing stood between them.
        for a, b in sorted(chain.items()):
            if b in first and chain.get(a - 1) != b:
                del chain[a]
            first.setdefault(b, a)
        return chain

    def _sources(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """For each place in the new text those of the old one whose home it is; and those some
        words of which stand there, but not most."""
        sources: dict[int, list[int]] = defaultdict(list)
        also: dict[int, list[int]] = defaultdict(list)
        for a, b in sorted(self.homes.items()):
            sources[b].append(a)
            for place in self.fates[a].places[1:]:
                also[self.new.blocks[place]].append(a)
        return sources, also

    def _woven(self) -> Iterator[Row]:
        """Between two members of the chain first what went, then what came; but a part that went
        as a whole stands after what came before it."""
        at_old, at_new = 0, 0
        for b, a in sorted({b: a for a, b in sorted(self.chain.items())}.items()):
            yield from self._between(range(at_old, a), range(at_new, b))
            yield self._stays(a, b)
            at_old, at_new = a + 1, b + 1
        ends = len(self.old.items), len(self.new.items)
        yield from self._between(range(at_old, ends[0]), range(at_new, ends[1]))

    def _between(self, olds: range, news: range) -> Iterator[Row]:
        old_runs = _by_start(self.old, [a for a in olds if a not in self.chain])
        new_runs = _by_start(self.new, news)
        for n in range(max(len(old_runs), len(new_runs))):
            for a in old_runs[n] if n < len(old_runs) else []:
                yield self._went(a)
            for b in new_runs[n] if n < len(new_runs) else []:
                row = self._came(b)
                if row is not None:
                    yield row

    def _stays(self, a: int, b: int) -> Row:
        before, item = self.old.items[a], self.new.items[b]
        if isinstance(before, Heading) and isinstance(item, Heading):
            same = before.title.split() == item.title.split()
            state = Fate.UNCHANGED if same else Fate.REWORDED
            row = Row(state, old_heading=before, new_heading=item)
        else:
            row = self._arrived(b)
        self.row_of[b] = row
        return row

    def _arrived(self, b: int) -> Row:
        """The row of a new block, with all old ones that came into it."""
        sources = self.sources[b]
        kept = [a for a in sources if self.chain.get(a) == b]
        places = [*self.ahead[b], b]
        row = Row(
            state=Fate.SPLIT if len(places) > 1 else self._state(sources, kept),
            olds=tuple(_block(self.old, a) for a in sources),
            news=tuple(_block(self.new, place) for place in places),
            kept=tuple(_block(self.old, a) for a in kept),
            touched={_block(self.old, a).id: self._touched(a) for a in sources},
        )
        if row.state in (Fate.UNCHANGED, Fate.REWORDED):
            row.state = Fate.REWORDED if row.is_reworded else Fate.UNCHANGED
        self.row_of |= dict.fromkeys(places, row)
        return row

    def _state(self, sources: Sequence[int], kept: Sequence[int]) -> Fate:
        if not sources:
            return Fate.NEW
        if len(sources) > 1:
            return Fate.MERGED
        if not kept:
            return Fate.MOVED
        return self.fates[sources[0]].state

    def _touched(self, a: int) -> frozenset[int]:
        fate = self.fates[a]
        return frozenset(
            number
            for number, sentence in enumerate(fate.sentences, 1)
            if sentence.state is not Fate.UNCHANGED
        ) or (frozenset() if fate.state is Fate.UNCHANGED else _all(_block(self.old, a)))

    def _went(self, a: int) -> Row:
        item = self.old.items[a]
        if isinstance(item, Heading):
            return Row(Fate.GONE, old_heading=item)
        if a in self.homes:
            row = Row(Fate.MOVED, olds=(item,), leaves=True)
            self.left[a] = row
            return row
        return Row(Fate.GONE, olds=(item,), kept=(item,), touched={item.id: _all(item)})

    def _came(self, b: int) -> Row | None:
        item = self.new.items[b]
        if isinstance(item, Heading):
            row = Row(Fate.NEW, new_heading=item)
        elif not self.sources[b] and self._goes_on(b):
            above = self.row_of[b - 1]
            above.news = (*above.news, item)
            self.row_of[b] = above
            return None
        elif (last := self._last_half(b)) is not None:
            self.ahead[last].append(b)
            return None
        else:
            row = self._arrived(b)
        self.row_of[b] = row
        return row

    def _goes_on(self, b: int) -> bool:
        """Whether this new block is the second half of what stands in the row right above."""
        above = self.row_of.get(b - 1)
        if above is None or above.is_heading or above.state not in (Fate.SPLIT, Fate.MERGED):
            return False
        own = {_block(self.old, a).id for a in self.also.get(b, ())}
        return any(block.id in own for block in above.olds)

    def _last_half(self, b: int) -> int | None:
        """Where the rest of this new block's old one stands, if that follows at once."""
        if self.sources[b]:
            return None
        for a in self.also.get(b, ()):
            home = self.homes[a]
            between = range(b + 1, home)
            if b < home == self.chain.get(a) and all(
                a in self.also.get(place, ()) and not self.sources[place] for place in between
            ):
                return home
        return None

    def _link(self) -> None:
        """Each old place that was left says where to, each new one from where."""
        for a, row in self.left.items():
            target = self.row_of[self.homes[a]]
            row.to.append(target)
            target.from_.append(row)
        for b, row in self.row_of.items():
            if row.is_heading:
                continue
            for a in self.also.get(b, ()):
                source = self.left.get(a) or self.row_of[self.homes[a]]
                if source is not row and source not in row.from_:
                    row.from_.append(source)
                    source.to.append(row)
                    if row.state is Fate.NEW:
                        row.state = Fate.SPLIT


def _longest(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The longest run of pairs (sorted by their first) whose seconds never fall."""
    ends: list[int] = []  # the smallest second that ends a run of each length
    last: list[int] = []  # the pair that does
    before: list[int] = []
    for number, (_a, b) in enumerate(pairs):
        at = bisect_right(ends, b)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [b]
        last[at : at + 1] = [number]
    chain: dict[int, int] = {}
    number = last[-1] if last else -1
    while number >= 0:
        a, b = pairs[number]
        chain[a] = b
        number = before[number]
    return chain


def _by_start(text: Text, places: Sequence[int]) -> list[list[int]]:
    """The places, cut before each heading with which a part begins."""
    runs: list[list[int]] = [[]]
    for at in places:
        item = text.items[at]
        if isinstance(item, Heading) and item.is_start:
            runs.append([])
        runs[-1].append(at)
    return runs


def _block(text: Text, at: int) -> TextBlock:
    item = text.items[at]
    if not isinstance(item, TextBlock):
        raise TypeError(f"item {at} is a heading")
    return item


def _all(block: TextBlock) -> frozenset[int]:
    return frozenset(range(1, len(block.sentences) + 1))
