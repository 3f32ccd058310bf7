"""The form by which something is taken from view: rule, reason, and the words that it is about."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Form

from app.comments.blackened import spans
from app.i18n import _
from app.models import HouseRule
from app.moderation.forms import RefusalForm
from app.text import clean

LONGEST_PASSAGE = 600


class HidingForm(RefusalForm):
    """A removal as typed: as a refusal, with the `passage` that the reason is about ("" for all of
    it), as what a waiting note was `seen`, and whether its sender only wants to `look` first."""

    def __init__(
        self,
        rule: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        after: Annotated[str, Form()] = "",
        passage: Annotated[str, Form()] = "",
        seen: Annotated[str, Form()] = "",
        look: Annotated[str, Form()] = "",
    ) -> None:
        super().__init__(rule, reason, after)
        self.passage = clean(passage)
        self.seen = seen[:40]
        self.look = bool(look)

    def is_valid_for(self, rules: Sequence[HouseRule], *texts: str) -> bool:
        """Whether it names a rule, a reason, and words that stand in one of these texts; `errors`
        says what to mend."""
        self.is_valid(rules)
        if len(self.passage) > LONGEST_PASSAGE:
            self.errors["passage"] = _("Bitte nennen Sie höchstens 600 Zeichen.")
        elif self.passage and not any(spans(text, [self.passage]) for text in texts):
            self.errors["passage"] = _(
                "Diese Worte stehen dort nicht. Schreiben Sie sie genau so wie im Text, oder "
                "lassen Sie das Feld frei."
            )
        return not self.errors
