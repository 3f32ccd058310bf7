"""The form for an internal remark keeps what was typed."""

from typing import Annotated

from fastapi import Form

from app.comments.forms import why_not_text
from app.moderation.remarking import LONGEST_REMARK
from app.text import clean


class RemarkForm:
    """An internal remark as typed."""

    def __init__(
        self,
        text: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
    ) -> None:
        self.text = clean(text)
        self.idempotency_key = idempotency_key[:120]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it says something, and not too much; `errors` says what to mend."""
        if problem := why_not_text(self.text, shortest=2, longest=LONGEST_REMARK):
            self.errors["text"] = problem
        return not self.errors
