"""What a working group says of a note, as one value: as typed, as read from a file, as stored."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from app import text
from app.i18n import _
from app.models import Decision

LONGEST = {
    "reason": 5000,
    "new_wording": 5000,
    "measure": 300,
    "passed_on_to": 200,
    "remark": 2000,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A decision, or a proposal of one, with its words: `reason`, `new_wording`, `measure` and
    `passed_on_to` are public once it is settled, `remark` is the group's own."""

    decision: Decision | None
    reason: str = ""
    new_wording: str = ""
    measure: str = ""
    passed_on_to: str = ""
    remark: str = ""

    def __bool__(self) -> bool:
        """Whether anything is said at all."""
        return any(getattr(self, part.name) for part in fields(self))

    @classmethod
    def of(cls, row: Any) -> Said:
        """Out of a row that has these columns (`Disposition`, `DispositionDraft`,
        `EarlierDisposition`, `HandBackRow`)."""
        return cls(**{part.name: getattr(row, part.name) for part in fields(cls)})

    def columns(self) -> dict[str, Any]:
        """For a row that has these columns."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


NOTHING = Said(None)


def clean(said: Said) -> Said:
    """The same with its words cleaned (app/text.py)."""
    return replace(
        said,
        reason=text.clean(said.reason),
        new_wording=text.clean(said.new_wording),
        measure=text.clean_line(said.measure),
        passed_on_to=text.clean_line(said.passed_on_to),
        remark=text.clean(said.remark),
    )


def faults_of(said: Said, *, half: bool = False) -> dict[str, str]:
    """What is wrong with it: a column's name to a sentence in the reader's language. `said` is
    cleaned. `half`: a proposal, which may leave open what a decision must say."""
    faults = {} if half or not said else _missing(said)
    for name, most in LONGEST.items():
        if (length := len(getattr(said, name))) > most:
            faults[name] = _("Das sind %(n)d Zeichen; höchstens %(most)d passen hinein.") % {
                "n": length,
                "most": most,
            }
    return faults


def _missing(said: Said) -> dict[str, str]:
    if said.decision is None:
        return {"decision": _("Wählen Sie, was die Gruppe entscheidet.")}
    faults = {}
    if said.decision is not Decision.ADOPTED and not said.reason:
        faults["reason"] = _("Schreiben Sie den Grund dazu. Wer die Anmerkung schrieb, liest ihn.")
    if said.decision is Decision.OUT_OF_SCOPE and not said.passed_on_to:
        faults["passed_on_to"] = _("Sagen Sie, an wen die Anmerkung weitergegeben ist.")
    return faults
