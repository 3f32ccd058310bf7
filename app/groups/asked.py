"""Which of a group's notes somebody wants to see, and where in their order: all of it stands in the
address, so that every step in the room and on the projector is a link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode

from app.models import CommentKind, Decision

LARGEST = 2**31 - 1  # number that PostgreSQL compares with one of ours
LONGEST = 80  # characters of a name or of the words that are looked for


class Stand(StrEnum):
    """How far the group is with a note."""

    NEW = "new"  # since the last bundle
    OPEN = "open"
    PROPOSED = "proposed"
    DECIDED = "decided"
    GONE = "gone"  # hidden or withdrawn: in no other list, but found by number


class Place(NamedTuple):
    """Where a note stands in the order of the text: the block's position, what of it (0: the whole
    field that begins there, 1: the whole block, 2: its first sentence …), its number."""

    position: int
    within: int
    number: int

    def __str__(self) -> str:
        return "-".join(map(str, self))

    @classmethod
    def of(cls, written: str) -> Place | None:
        """The place that is written like this, None where it is none."""
        parts = written.split("-")
        if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 11 for p in parts):
            return None
        place = cls(*map(int, parts))
        return place if max(place) <= LARGEST else None


@dataclass(frozen=True)
class Asked:
    """The filter, as far as it is understood ("" or None: not asked for), and `after`, the place
    behind which the list goes on. `words` stand in a note, or are its number ("#87")."""

    stand: Stand | None = None
    field: str = ""
    kind: CommentKind | None = None
    decision: Decision | None = None
    words: str = ""
    after: Place | None = None

    @classmethod
    def read(cls, said: dict[str, str]) -> Asked:
        """Out of an address; what is not understood counts as not asked for."""
        told = {name: said.get(name, "").strip()[:LONGEST] for name in _NAMES}
        stand, kind, decision = told["stand"], told["kind"], told["decision"]
        return cls(
            stand=Stand(stand) if stand in set(Stand) else None,
            field=told["field"],
            kind=CommentKind(kind) if kind in set(CommentKind) else None,
            decision=Decision(decision) if decision in set(Decision) else None,
            words=told["words"],
            after=Place.of(said.get("after", "")),
        )

    @property
    def number(self) -> int | None:
        """The number of the one note that is looked for, if that is what the words say."""
        digits = self.words.removeprefix("#")
        if digits.isascii() and digits.isdigit() and len(digits) < 11:
            return min(int(digits), LARGEST)
        return None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but how far the group is is asked for."""
        return replace(self, stand=None, after=None) != Asked()

    @property
    def is_narrowed_within_fields(self) -> bool:
        """Whether more is asked for than how far the group is, and which field."""
        return replace(self, field="").is_narrowed

    def query(self, **more: object) -> str:
        """It as the query of an address ("?stand=open&field=arbeit"), with `more`, which also takes
        parts away (`after=None`); "" for all notes."""
        said: dict[str, Any] = {name: getattr(self, name) for name in (*_NAMES, "after")} | more
        told = {name: str(value) for name, value in said.items() if value not in (None, "")}
        return f"?{urlencode(told)}" if told else ""


_NAMES = ("stand", "field", "kind", "decision", "words")
