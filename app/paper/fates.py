"""What an import goes by: how its file is to be read, what is known already, and what becomes of
each row."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

# What becomes of a row: a public note, a hidden one, an answer under a note; it is there already,
# it cannot be taken, nothing stands in it.
NEW, HIDDEN, ANSWER, SAME = "new", "hidden", "answer", "same"
FAULTY, EMPTY = "faulty", "empty"
COMES_IN = (NEW, HIDDEN, ANSWER)
FATES = (FAULTY, *COMES_IN, SAME, EMPTY)


@dataclass
class Plan:
    """How a file is to be read: in which row its head stands, which column says what, and what
    holds for all rows. `key` begins the keys of its notes: the name of the file."""

    key: str
    head: int = 1
    heads: list[str] = field(default_factory=list)  # what stands there, shortened
    columns: dict[str, int] = field(default_factory=dict)
    address: str = ""  # of rows that name none
    source: str = "import"
    all_names: bool = False  # whoever made the list has everybody's consent
    any_day: bool = False  # also what came before or after the window

    def as_settings(self) -> dict[str, object]:
        """It as it is kept with the import."""
        return dict(vars(self))

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Plan:
        """The plan that is kept with an import."""
        return cls(**{name: settings[name] for name in vars(cls("")) if name in settings})


@dataclass
class Known:
    """What is there already: keys of notes, and replies as (key of the note, text). `official` are
    names that nobody may bear."""

    keys: Set[str] = frozenset()
    replies: Set[tuple[str, str]] = frozenset()
    official: Set[str] = frozenset()


@dataclass
class Checked:
    """A row and its fate. `problems` are faults with their cells (`faults.told`)."""

    number: int
    fate: str
    says: dict[str, Any] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)
