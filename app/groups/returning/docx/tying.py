"""Which notes a change of the text is because of: those that somebody names in a comment on it,
whatever is decided on them, and those of ours that hang on it and are adopted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.groups.returning.docx.reading import Text
from app.groups.returning.docx.written import Written
from app.models import Decision

ADOPTED = frozenset({Decision.ADOPTED, Decision.PARTLY_ADOPTED})
MOST = 50  # notes of one change


class Ties:
    """Knows the comments of a document and what is decided on their notes: in the document itself,
    else here."""

    def __init__(self, text: Text, decided: Mapping[int, Decision]) -> None:
        self._text = text
        self._decided = {**decided, **text.decided}

    def within(self, one: Written, start: int, old: str, new: str) -> list[int]:
        """The notes of the words that changed: `old`, which begins at letter `start` of what
        stood, says `new` now. A comment that names a cause may hang anywhere in these sentences:
        who replaces words by others that are partly the same puts it beside those."""
        ahead, behind = _both_have(old, new)
        near = _hanging(one, start, start + len(old))
        on_it = _hanging(one, start + ahead, start + len(old) - behind)
        return self._of(on_it, near)

    def all(self, one: Written) -> list[int]:
        """The notes of the whole paragraph or row."""
        names = [name for _begin, _end, name in one.comments]
        return self._of(names, names)

    def _of(self, on_it: Iterable[str], near: Iterable[str]) -> list[int]:
        found: dict[int, None] = {}
        for name in near:
            found |= dict.fromkeys(self._text.causes.get(name, ()))
        for name in on_it:
            number = self._text.ours.get(name)
            if number is not None and self._decided.get(number) in ADOPTED:
                found[number] = None
            for number in self._text.deciding.get(name, ()):
                # Who writes "#87: nicht übernommen" does not say that #87 changed the text.
                if self._text.decided.get(number) in ADOPTED | {None}:
                    found[number] = None
        return sorted(found)[:MOST]

    def not_adopted(self, numbers: Iterable[int]) -> list[int]:
        """Those of these notes on which something else is decided than to adopt them."""
        return [one for one in numbers if self._decided.get(one) not in ADOPTED | {None}]


def _hanging(one: Written, first: int, last: int) -> list[str]:
    return [name for begin, end, name in one.comments if begin <= last and first <= end]


def _both_have(old: str, new: str) -> tuple[int, int]:
    """How many letters both have in common at the beginning and at the end, in whole words."""
    was, now = old.split(), new.split()
    most = min(len(was), len(now))
    ahead = 0
    while ahead < most and was[ahead] == now[ahead]:
        ahead += 1
    behind = 0
    while behind < most - ahead and was[-1 - behind] == now[-1 - behind]:
        behind += 1
    start = len(" ".join(was[:ahead])) + (1 if ahead else 0)
    end = len(" ".join(was[len(was) - behind :])) + (1 if behind else 0)
    return min(start, len(old)), min(end, len(old))
