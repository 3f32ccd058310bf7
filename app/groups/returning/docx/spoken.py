"""What a comment says: of which notes, what is decided, and with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from app import i18n
from app.comments.decision_words import decision_named
from app.groups.decided import NOTHING, Said, clean
from app.groups.writers.columns import ANSWERS, answers
from app.models import Decision

_NUMBER = r"\#?\s?\d{1,9}"
_LIST = rf"{_NUMBER}(?:\s*(?:,|;|/|&|\+|und|and)\s*{_NUMBER}){{0,199}}"
_LEAD = r"(?:(?:zu|re|betr\.?|betrifft|nr\.?|anmerkung(?:en)?|wegen|aus|nach)\s+){0,2}"
# "#87: …", "zu #87, #88: …", "87 – …"; without a "#" only where a decision follows.
_NAMED = re.compile(rf"\s*{_LEAD}(?P<numbers>{_LIST})\s*(?:[:–—=-]+\s*|(?=[\s,.]|$))", re.I)
_ANYWHERE = re.compile(r"(?<![\w&#])#(\d{1,9})(?!\w)")
_CUT = re.compile(
    r"[:,.;!\n–—]|\s[-–—]|\s(?=(?:weil|da|denn|wegen|begründung|grund|because)\b)|$", re.I
)
_PASSED = re.compile(
    r"(?:nicht zuständig[,:]?\s*)?(?:wird\s+)?(?:weitergegeben|weitergeleitet)\s+an\s+"
    r"(?P<to>[^,.;:\n–—]{2,200})",
    re.I,
)
_AFTER = re.compile(r"^[\s:,.;!–—-]+")
_LONGEST_DECISION = 80
_SHORT = {
    "reason": ("begründung", "grund"),
    "new_wording": ("neuer wortlaut", "wortlaut", "neu"),
    "measure": ("maßnahme", "massnahme"),
    "passed_on_to": ("weitergegeben an", "weitergeleitet an"),
    "remark": ("intern", "bemerkung", "interne bemerkung"),
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """Notes named at its beginning, and what is decided (`NOTHING` where it is no decision).
    `given` are the columns it says something of."""

    numbers: tuple[int, ...] = ()
    said: Said = NOTHING
    given: frozenset[str] = frozenset()


def spoken(text: str) -> Spoken:
    """What somebody says in a comment. Text that only mentions a decision is none: its words
    stand at the beginning, behind the notes' numbers."""
    found = _NAMED.match(text)
    if found is not None:
        numbers = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", found["numbers"])))
        decided = _decided(text[found.end() :])
        if decided is not None:
            return replace(decided, numbers=numbers)
        if "#" in found["numbers"]:
            return Spoken(numbers)
    return _decided(text) or Spoken()


def named(text: str) -> tuple[int, ...]:
    """Every note that a comment names with "#", wherever it does."""
    return tuple(dict.fromkeys(int(n) for n in _ANYWHERE.findall(text)))


def _decided(text: str) -> Spoken | None:
    text = text.strip()
    columns: dict[str, str] = {}
    passed = _PASSED.match(text)
    found = (Decision.OUT_OF_SCOPE, text[passed.end() :]) if passed else _decision(text)
    if found is None:
        return None
    if passed:
        columns["passed_on_to"] = passed["to"]
    decision, rest = found
    columns.update((name, words) for name, words in _labelled(_AFTER.sub("", rest)) if words)
    said = clean(Said(decision, **columns))
    return Spoken((), said, frozenset(columns) | {"decision"})


def _decision(text: str) -> tuple[Decision, str] | None:
    """The longest beginning that names a decision and ends at a sign, and what follows it."""
    head = text[: _LONGEST_DECISION + 1]
    cuts = [found.start() for found in _CUT.finditer(head)]
    if len(text) > len(head):
        cuts = cuts[:-1]  # the end of what we look at is not the end of what is said
    for cut in reversed(cuts):
        decision = decision_named(text[:cut])
        if decision is not None:
            return decision, text[cut:]
    return None


def _labelled(rest: str) -> Iterator[tuple[str, str]]:
    """What follows, by column: what has no label is the reason."""
    column = "reason"
    lines: list[str] = []
    found: dict[str, list[str]] = {}
    for line in rest.split("\n"):
        label, _sign, words = line.partition(":")
        named_column = _labels().get(" ".join(label.split()).casefold()) if _sign else None
        if named_column:
            found.setdefault(column, []).extend(lines)
            column, lines = named_column, [words.strip()]
        else:
            lines.append(line)
    found.setdefault(column, []).extend(lines)
    for column, lines in found.items():
        yield column, "\n".join(lines).strip()


@cache
def _labels() -> dict[str, str]:
    """Labels of lines and their columns, in every language."""
    found: dict[str, str] = {}
    for locale in i18n.LOCALES:
        with i18n.speaking(locale):
            for column in answers():
                if column.key in ANSWERS[1:]:
                    found[column.heading.casefold()] = column.key
    for key, labels in _SHORT.items():
        found |= dict.fromkeys(labels, key)
    return found
