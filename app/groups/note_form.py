"""The form in which a group decides on a note: keeps what was typed, says what is wrong with it."""

import re
from dataclasses import replace
from typing import Annotated

from fastapi import Form

from app.groups.decided import Said, clean, faults_of
from app.i18n import _
from app.models import Decision

NEXT, PREVIEW, TAKE = "next", "preview", "take"  # what buttons do
MOST_NUMBERS = 100
_NUMBER = re.compile(r"\d{1,9}")


class DecisionForm:
    """A decision, or a proposal of one, as typed. `seen` is the number of changes of the proposal
    that stood on the page, `seen_decision` that of the decision ("" for one that does not say).
    `for_all`: it holds for all that say nearly the same; `also`: for these numbers too. `onward`
    leads on at the projector. `do` is the button."""

    def __init__(
        self,
        decision: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        new_wording: Annotated[str, Form()] = "",
        measure: Annotated[str, Form()] = "",
        passed_on_to: Annotated[str, Form()] = "",
        remark: Annotated[str, Form()] = "",
        seen: Annotated[str, Form()] = "",
        seen_decision: Annotated[str, Form()] = "",
        for_all: Annotated[str, Form()] = "",
        also: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
        onward: Annotated[str, Form()] = "",
        do: Annotated[str, Form()] = "",
    ) -> None:
        chosen = Decision(decision) if decision in set(Decision) else None
        self.said = clean(Said(chosen, reason, new_wording, measure, passed_on_to, remark))
        self.seen, self.seen_decision = _count(seen), _count(seen_decision)
        self.for_all = for_all == "1"
        self.also = also.strip()[:400]
        self.idempotency_key = idempotency_key[:120]
        self.onward = onward[:400] if onward.startswith("?") else ""
        self.do = do[:20]
        self.errors: dict[str, str] = {}

    @classmethod
    def of(cls, said: Said) -> "DecisionForm":
        """The form as it begins, with what is said already."""
        form = cls()
        form.said = said
        return form

    def take_wording(self, words: str) -> None:
        """Begin with these words as the new wording."""
        self.said = replace(self.said, new_wording=words)

    def __getitem__(self, name: str) -> str:
        value = getattr(self.said, name) if hasattr(self.said, name) else getattr(self, name)
        return str(value or "")

    @property
    def body(self) -> tuple[object, ...]:
        """What makes it another request under the same key."""
        return (*self.said.columns().values(), self.for_all, self.also)

    @property
    def numbers(self) -> list[int]:
        """The numbers that it holds for too, each once."""
        return list(dict.fromkeys(int(digits) for digits in _NUMBER.findall(self.also)))

    def is_whole(self) -> bool:
        """Whether it can be settled; `errors` says what to mend."""
        nothing = {"decision": _("Wählen Sie, was die Gruppe entscheidet.")}
        self.errors |= faults_of(self.said) if self.said else nothing
        if len(self.numbers) > MOST_NUMBERS:
            self.errors["also"] = _("Höchstens %(n)d Nummern auf einmal.") % {"n": MOST_NUMBERS}
        return not self.errors

    def is_half(self) -> bool:
        """Whether it can be proposed; `errors` says what to mend."""
        self.errors |= faults_of(self.said, half=True)
        return not self.errors

    def need_known(self, found: set[int]) -> bool:
        """Whether all numbers are those of notes (`found`) that this group can decide on."""
        missing = [number for number in self.numbers if number not in found]
        if missing:
            self.errors["also"] = _(
                "Über diese Nummern entscheidet Ihre Gruppe nicht, oder sie sind schon "
                "entschieden: %(numbers)s"
            ) % {"numbers": ", ".join(f"#{number}" for number in missing)}
        return not missing


def _count(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
