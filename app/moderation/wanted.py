"""Which things of the inbox somebody wants to see, and where in it they are: all of it stands in
the address, so that every step of the inbox is a link, and going back leads back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode

from app.models import CommentKind, CommentState

LARGEST = 2**31 - 1  # number that PostgreSQL compares with one of ours
LONGEST = 80  # characters of a name, or of a part of one


class What(StrEnum):
    """What in the inbox needs a decision, the most urgent first (docs/decisions/0024-inbox.md)."""

    REPORTED = "reported"  # somebody says that it should not be public
    APPROVAL = "approval"  # it waits to become public
    OBJECTED = "objected"  # its author objects to its being hidden
    STATEMENT = "statement"  # an office has sent its statement
    OVERDUE = "overdue"  # an office has let its day pass
    SIMILAR = "similar"  # many say nearly the same: one answer for all
    LATE = "late"  # unanswered beyond the promised days
    FOREIGN = "foreign"  # in a language of which there is no German translation
    OPEN = "open"  # unanswered

    @property
    def rank(self) -> int:
        """Its place in the order of urgency, from 0."""
        return list(What).index(self)


class Key(NamedTuple):
    """Where in the inbox a thing stands: what it is, then two numbers that order its like."""

    what: What
    major: int
    minor: int

    @property
    def order(self) -> tuple[int, int, int]:
        """By this the inbox is sorted. The largest of the groups come first."""
        sign = -1 if self.what is What.SIMILAR else 1
        return self.what.rank, sign * self.major, sign * self.minor

    def __str__(self) -> str:
        return f"{self.what.value}.{self.major}.{self.minor}"

    @classmethod
    def of(cls, written: str) -> Key | None:
        """The key that is written like this, None where it is none."""
        what, _dot, rest = written.partition(".")
        major, _dot, minor = rest.partition(".")
        is_key = (major + minor).isascii() and major.isdigit() and minor.isdigit()
        if what not in set(What) or not is_key or len(major) > 17 or len(minor) > 17:
            return None
        key = cls(What(what), int(major), int(minor))
        number = max(key.minor, key.major if key.what is What.SIMILAR else 0)
        return key if number <= LARGEST else None


ASKED = "asked"  # of a note: an office has been asked about it
STATES = (CommentState.PUBLIC.value, CommentState.WAITING.value, CommentState.HIDDEN.value, ASKED)


@dataclass(frozen=True)
class Wanted:
    """The filter, as far as it is understood ("" or None: not asked for), and `after`, the key
    behind which the list goes on. `person` is part of a name, or "#12": whoever wrote that note."""

    what: What | None = None
    field: str = ""
    kind: CommentKind | None = None
    group: str = ""
    office: str = ""
    state: str = ""
    language: str = ""
    person: str = ""
    after: Key | None = None

    @classmethod
    def read(cls, asked: dict[str, str]) -> Wanted:
        """The filter out of an address; what is not understood counts as not asked for."""
        said = {name: asked.get(name, "").strip()[:LONGEST] for name in _WORDS}
        what, kind, state = said["what"], said["kind"], said["state"]
        return cls(
            what=What(what) if what in set(What) else None,
            kind=CommentKind(kind) if kind in set(CommentKind) else None,
            state=state if state in STATES else "",
            after=Key.of(asked.get("after", "")),
            **{name: said[name] for name in ("field", "group", "office", "language", "person")},
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the kind of thing is asked for."""
        return replace(self, what=None, after=None) != Wanted()

    def query(self, **more: object) -> str:
        """It as the query of an address ("?what=late&field=arbeit"), with `more`, which also takes
        parts away (`after=None`); "" for the whole inbox."""
        said: dict[str, Any] = {name: getattr(self, name) for name in (*_WORDS, "after")} | more
        told = {name: str(value) for name, value in said.items() if value not in (None, "")}
        return f"?{urlencode(told)}" if told else ""


_WORDS = ("what", "field", "kind", "group", "office", "state", "language", "person")
