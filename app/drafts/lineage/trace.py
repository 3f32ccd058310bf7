"""Two versions compared: the steps in their order, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from app.drafts.lineage.carrying import Carrier
from app.drafts.lineage.fates import Fates
from app.drafts.lineage.leftovers import match_leftovers
from app.drafts.lineage.links import clean, compare_again, links_of
from app.drafts.lineage.order import mark_moved
from app.drafts.lineage.outcome import BlockFate, Carried, Lineage, Passage, Span
from app.drafts.lineage.pairing import Pairing
from app.drafts.lineage.slots import Slots
from app.drafts.lineage.trust import Trust
from app.drafts.lineage.weaving import weave
from app.drafts.lineage.words import Vocabulary, read_text


def trace(old: Sequence[Passage], new: Sequence[Passage]) -> Lineage:
    """Compare two versions, given as their blocks in reading order.

    The same input gives the same answer. Nothing is refused: either version may be empty.
    """
    vocabulary = Vocabulary()
    before, after = read_text(old, vocabulary), read_text(new, vocabulary)
    pairing = Pairing(before, after, vocabulary)
    weave(pairing, len(vocabulary))
    match_leftovers(pairing, clean(pairing))
    compare_again(pairing, clean(pairing))
    links = links_of(pairing)
    mark_moved(pairing, links)
    trust = Trust(pairing, links, Slots(pairing, links))
    return _Traced(Fates(pairing, links, trust), Carrier(pairing, links, trust), len(new))


class _Traced:
    """The answer of `trace`."""

    def __init__(self, fates: Fates, carrier: Carrier, new_blocks: int) -> None:
        self._fates, self._carrier = fates, carrier
        self.blocks: Sequence[BlockFate] = fates.blocks()
        self.new_blocks: Sequence[int] = [n for n in range(new_blocks) if not fates.origins(n)]

    def carry(self, span: Span) -> Carried:
        """Where the words of `span` (of the old version) stand now."""
        return self._carrier.carry(span)

    def origins(self, new_block: int) -> Sequence[int]:
        """The old blocks that a block of the new version comes from, best first."""
        return self._fates.origins(new_block)
