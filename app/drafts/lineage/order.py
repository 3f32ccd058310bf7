"""What moved: what left its field, its section or its place among its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from app.drafts.lineage.chain import heaviest_chain
from app.drafts.lineage.links import Link
from app.drafts.lineage.outcome import Passage
from app.drafts.lineage.pairing import Pairing


def mark_moved(pairing: Pairing, links: list[Link]) -> None:
    """Set `is_moved` on each link: another field, another section, or out of the order within
    its field. A renamed, split or joined section moves nobody, nor does a new number."""
    fields = _Homes(pairing, links, lambda passage: passage.field)
    sections = _Homes(pairing, links, lambda passage: (passage.field, passage.headings))
    lines: dict[int | None, list[Link]] = {}
    for link in links:
        link.is_moved = fields.was_left(link) or sections.was_left(link)
        if not link.is_moved:
            lines.setdefault(pairing.old.passages[_old_block(pairing, link)].field, []).append(link)
    for line in lines.values():
        kept = heaviest_chain([link.new for link in line], [link.weight for link in line])
        for number in set(range(len(line))).difference(kept):
            line[number].is_moved = True


def _old_block(pairing: Pairing, link: Link) -> int:
    return pairing.old.sentence_blocks[link.old]


class _Homes:
    """Which part of the new version (field or section) most of each old one went to, and back."""

    def __init__(
        self, pairing: Pairing, links: list[Link], name: Callable[[Passage], Hashable]
    ) -> None:
        self._old = [name(passage) for passage in pairing.old.passages]
        self._new = [name(passage) for passage in pairing.new.passages]
        self._old_of, self._new_of = pairing.old.sentence_blocks, pairing.new.sentence_blocks
        there: dict[tuple[Hashable, Hashable], float] = {}
        for link in links:
            ways = self._ways(link)
            there[ways] = there.get(ways, 0.0) + link.weight
        ranked = sorted(there, key=lambda ways: there[ways])
        self._to = dict(ranked)  # the heaviest is written last
        self._from = {new: old for old, new in ranked}

    def _ways(self, link: Link) -> tuple[Hashable, Hashable]:
        return self._old[self._old_of[link.old]], self._new[self._new_of[link.new]]

    def was_left(self, link: Link) -> bool:
        """Whether the link leads to a part that is another one's home, away from its own."""
        old, new = self._ways(link)
        return self._to[old] != new and self._from[new] != old
