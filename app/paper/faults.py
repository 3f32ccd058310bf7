"""What is wrong in a cell: kept as the sentence that the catalogues know and what is put into it,
so that whoever looks at the dry run reads it in their own language, whoever made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app import i18n
from app.i18n import _

DAY = "day"  # a fact of this name is a day, as 2016-10-01; whole numbers are facts, too


class _Number(int):
    """A number that a place for words ("%(n)s") shows as the spoken language writes it."""

    def __str__(self) -> str:
        return i18n.number(int(self))


@dataclass(frozen=True)
class Fault:
    """A German sentence with places for `facts`; put into the catalogues with `text.said`."""

    words: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def said(self) -> str:
        """It in the language that is spoken."""
        sentence = _(self.words)
        if not self.facts:
            return sentence
        return sentence % {name: _shown(name, fact) for name, fact in self.facts.items()}

    def in_cell(self, cell: str) -> list[Any]:
        """It as a row of an import keeps it."""
        return [cell, self.words, dict(self.facts)] if self.facts else [cell, self.words]


def _shown(name: str, fact: str | int) -> str | int:
    if name == DAY:
        return i18n.day(datetime.fromisoformat(f"{fact}T12:00+00:00"), "UTC")
    return _Number(fact) if isinstance(fact, int) else fact


def day_of(moment: datetime, zone: str) -> dict[str, str | int]:
    """The day of this moment in `zone`, as a fact."""
    return {DAY: moment.astimezone(ZoneInfo(zone)).date().isoformat()}


def told(problems: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """What a row keeps of its faults as (cell, sentence), in the language that is spoken. Rows of
    earlier versions keep finished sentences, which stay as they are."""
    return [(str(one[0]), Fault(str(one[1]), *one[2:]).said()) for one in problems]
