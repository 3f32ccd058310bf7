"""What becomes of one row: what the file says against what its bundle was drawn with and what is
decided here now. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from app.groups.decided import NOTHING, Said
from app.models import Decision, RowFate
from app.text import normal

_UNHEARD = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD])


def alike(one: Said, other: Said) -> bool:
    """Whether both say the same: blanks, line ends and signs that nobody sees make no
    difference."""
    return one == other or _plain(one) == _plain(other)


def _plain(said: Said) -> list[str]:
    return [str(said.decision or ""), *(_words(getattr(said, part)) for part in _WORDS)]


_WORDS = tuple(part.name for part in fields(Said) if part.name != "decision")


def _words(value: str) -> str:
    if value.isascii() and "\n" not in value and "  " not in value:
        return value.strip()
    lines = normal(value.translate(_UNHEARD)).replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def filled(said: Said, missing: frozenset[str], now: Said) -> Said:
    """What the file says, with what it has no columns for as it is here."""
    return replace(said, **{name: getattr(now, name) for name in missing}) if missing else said


def fate_of(said: Said, base: Said | None, now: Said) -> RowFate:
    """What taking it in as a decision does. `base` is what was decided when the bundle was drawn,
    None where nobody knows; `now` what is. Left as it was drawn, a row changes nothing, whatever
    was decided here since; emptied, it is wrong: nothing is taken back by silence."""
    if not said and not (base or NOTHING):
        return RowFate.EMPTY
    if alike(said, now):
        return RowFate.SAME
    if base is not None and alike(said, base):
        return RowFate.SAME
    if not said:
        return RowFate.WRONG if now else RowFate.EMPTY
    return RowFate.CHANGES if base is not None and alike(base, now) else RowFate.CONFLICT


def fate_as_proposal(
    said: Said, base: Said | None, now: Said, proposed: Said | None, *, is_newer: bool
) -> RowFate:
    """The same as a proposal of members: `proposed` is what they propose now, `is_newer` whether
    they have written it since the bundle was drawn. An empty row takes no proposal away."""
    if not said:
        return RowFate.EMPTY
    if alike(said, now) or (base is not None and alike(said, base)):
        return RowFate.SAME
    if proposed is not None:
        if alike(said, proposed):
            return RowFate.SAME
        return RowFate.CONFLICT if is_newer else RowFate.CHANGES
    return RowFate.CHANGES if base is not None and alike(base, now) else RowFate.CONFLICT


def as_data(said: Said | None) -> dict[str, Any]:
    """For a column that keeps data: what is said and not empty."""
    if said is None:
        return {"unknown": True}
    data = {name: getattr(said, name) for name in _WORDS if getattr(said, name)}
    return data | ({"decision": said.decision.value} if said.decision else {})


def out_of(data: dict[str, Any]) -> Said | None:
    """The other way round; None where nobody knows."""
    if data.get("unknown"):
        return None
    decision = Decision(data["decision"]) if data.get("decision") else None
    return Said(decision, **{name: str(data.get(name, "")) for name in _WORDS})
