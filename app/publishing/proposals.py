"""What the matcher proposes for each place that was commented on, as the columns of a row."""

from __future__ import annotations

from typing import Any

from app.drafts.lineage.keeping import Compared
from app.drafts.lineage.outcome import BlockFate, Span
from app.drafts.wording import marked_sides
from app.models import Fate, Standing
from app.publishing.places import Place, Target, Text

BETWEEN = "<hr>"  # stands between the two sides of `quotes_html`; no escaped text holds it


def target_of(comment: Any) -> Target | None:
    """What a comment (or a row with its place) is about; None for a whole field."""
    if comment.block_id is None:
        return None
    return Target(comment.block_id, comment.sentence, comment.first_word, comment.last_word)


class Proposals:
    """The matcher's answer for every place that was commented on, each asked for once."""

    def __init__(self, compared: Compared) -> None:
        self.compared = compared
        self.old, self.new = Text(compared.old_blocks), Text(compared.new_blocks)
        self._known: dict[Target, dict[str, object]] = {}

    def of(self, comment: Any) -> dict[str, object]:
        """The columns of a `Carrying` for a comment (or a row with its place). What stands on a
        whole field stays with it; what was gone before stays gone."""
        target = target_of(comment)
        if target is None:
            if comment.standing == Standing.GONE:
                return _columns(Standing.GONE, 1.0)
            return _columns(Standing.STAYS, 1.0, Place(comment.address, comment.fragment))
        if target not in self._known:
            self._known[target] = self._ask(target, comment.quote)
        return self._known[target]

    def _ask(self, target: Target, quote: str) -> dict[str, object]:
        span = self.old.span(target)
        if span is None:
            return self._of_block(target, quote)
        carried = self.compared.outcome.carry(span)
        if carried.place is None:
            gone = _columns(Standing.GONE, carried.confidence, doubtful=carried.is_doubtful)
            return gone | {"quotes_html": self.quotes(target, quote, None)}
        state = carried.state
        if state is Standing.GONE:  # gone, but for a guess that a person may follow
            state = Standing.REWORDED
        words, place = carried.place, self.new.place(carried.place, target)
        grown = self._grown(target, place, words) if state is Standing.STAYS else None
        if grown is not None:
            state, words = Standing.REWORDED, grown
        columns = _columns(state, carried.confidence, place, doubtful=carried.is_doubtful)
        if state is not Standing.STAYS:
            columns["quotes_html"] = self.quotes(target, quote, place, words)
        return columns

    def _grown(self, target: Target, place: Place, words: Span) -> Span | None:
        """The whole of a sentence or block whose words are all still there, one after the other,
        but with more beside them, else None: who spoke of the whole is not told that nothing
        changed. Words that were marked stay what they are, whatever comes beside them."""
        if target.first_word is not None or place.block_id is None:
            return None
        whole = self.new.span(Target(place.block_id, place.sentence))
        grew = whole is not None and (whole.first < words.first or words.last < whole.last)
        return whole if grew else None

    def _of_block(self, target: Target, quote: str) -> dict[str, object]:
        """A picture without a caption, or a table without rows: it goes where its block goes."""
        number = self.old.index.get(target.block_id)
        fate: BlockFate | None = None
        if number is not None:
            fate = self.compared.outcome.blocks[number]
        if fate is None or not fate.places:
            return _columns(Standing.GONE, fate.confidence if fate else 0.0, doubtful=fate is None)
        place = self.new.on_block(self.new.blocks[fate.places[0]])
        state = Standing.STAYS if fate.state is Fate.UNCHANGED else Standing.MOVED
        return _columns(state, fate.confidence, place, doubtful=fate.confidence < 1)

    def quotes(
        self, target: Target | None, quote: str, place: Place | None, span: Span | None = None
    ) -> str:
        """Both wordings with the commented words marked, for a person to judge."""
        there = self._span_of(place) if span is None else span
        here = self.old.span(target) if target else None
        old, old_mark = self.old.around(here, target) if here and target else (quote, None)
        if place is None or there is None:
            left = marked_sides([old], [old], old_mark=old_mark)[0]
            return left[0] + BETWEEN
        new, new_mark = self.new.around(there, Target(there.block, place.sentence))
        lefts, rights = marked_sides([old], [new], old_mark=old_mark, new_mark=new_mark)
        return lefts[0] + BETWEEN + rights[0]

    def _span_of(self, place: Place | None) -> Span | None:
        if place is None or place.block_id is None:
            return None
        return self.new.span(
            Target(place.block_id, place.sentence, place.first_word, place.last_word)
        )


def _columns(
    state: Standing, confidence: float, place: Place | None = None, *, doubtful: bool = False
) -> dict[str, object]:
    place = place or Place("", "")
    return {
        "state": state,
        "confidence": float(confidence),
        "is_doubtful": doubtful,
        "new_block_id": place.block_id,
        "new_sentence": place.sentence,
        "new_first_word": place.first_word,
        "new_last_word": place.last_word,
        "new_address": place.address,
        "new_fragment": place.fragment,
        "new_quote": place.quote,
        "quotes_html": "",
    }
