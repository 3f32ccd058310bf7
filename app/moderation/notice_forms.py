"""The forms of notices and objections keep what was typed, and say what is wrong with it."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Annotated

from fastapi import Form

from app.accounts.emails import normal, why_no_address
from app.accounts.names import why_no_name
from app.comments.forms import why_not_text
from app.i18n import _
from app.models import HouseRule, NoticeKind, Reply
from app.moderation.notices import Said
from app.text import clean, clean_line

SHORTEST, LONGEST_NOTICE = 10, 3_000


class NoticeForm:
    """A notice as typed: about which answer ("" for the note itself), what is wrong, by which rule,
    in which words, from whom. `more` is left empty by people."""

    def __init__(
        self,
        answer: Annotated[str, Form()] = "",
        kind: Annotated[str, Form()] = "",
        rule: Annotated[str, Form()] = "",
        text: Annotated[str, Form()] = "",
        name: Annotated[str, Form()] = "",
        email: Annotated[str, Form()] = "",
        good_faith: Annotated[str, Form()] = "",
        more: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
    ) -> None:
        self.answer = answer[:12]
        self.kind = kind if kind in set(NoticeKind) else ""
        self.rule = rule[:12]
        self.text = clean(text)
        self.name = clean_line(name)[:200]
        self.email = email.strip()[:300]
        self.good_faith = bool(good_faith)
        self.more = more[:20]
        self.idempotency_key = idempotency_key[:120]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self, rules: Sequence[HouseRule], answers: Sequence[Reply]) -> bool:
        """Whether it can be given; `errors` says what to mend. Name and address may be missing:
        a notice may be given by anybody (Regulation (EU) 2022/2065, recital 50)."""
        if self.answer and self.about(answers) is None:
            self.errors["answer"] = _("Diese Antwort gibt es hier nicht mehr.")
        if not self.kind:
            self.errors["kind"] = _("Wählen Sie, was nicht stimmt.")
        elif self.kind == NoticeKind.RULE and self.by(rules) is None:
            self.errors["rule"] = _("Wählen Sie die Spielregel.")
        if problem := why_not_text(self.text, shortest=SHORTEST, longest=LONGEST_NOTICE):
            self.errors["text"] = problem
        self._check_sender()
        return not self.errors

    def _check_sender(self) -> None:
        if self.name and (problem := why_no_name(self.name)):
            self.errors["name"] = problem
        if self.email and (problem := why_no_address(self.email)):
            self.errors["email"] = problem
        if not self.good_faith:
            self.errors["good_faith"] = _("Bestätigen Sie, dass Ihre Angaben stimmen.")

    def about(self, answers: Sequence[Reply]) -> Reply | None:
        """The answer that it is about; None for the note itself."""
        return next((one for one in answers if str(one.position) == self.answer), None)

    def by(self, rules: Sequence[HouseRule]) -> HouseRule | None:
        """The rule that was chosen, if it is about one."""
        return next((one for one in rules if str(one.number) == self.rule), None)

    def said(self, rules: Sequence[HouseRule], number: int) -> Said:
        """What a valid form says about note #`number`. The same form sent twice has one key; the
        same with other words is another notice."""
        key = self.idempotency_key or secrets.token_urlsafe(12)
        told = (key, number, self.answer, self.kind, self.rule, self.text, self.name, self.email)
        return Said(
            kind=NoticeKind(self.kind),
            text=self.text,
            key=hashlib.sha256("\x1f".join(map(str, told)).encode()).hexdigest(),
            rule=self.by(rules) if self.kind == NoticeKind.RULE else None,
            name=self.name,
            email=normal(self.email) if self.email else "",
        )


class ReasonForm:
    """A decision that needs only words, as typed, and where the page stood (`after`)."""

    def __init__(
        self, reason: Annotated[str, Form()] = "", after: Annotated[str, Form()] = ""
    ) -> None:
        self.reason = clean(reason)
        self.rule = ""
        self.after = int(after) if after.isdecimal() and len(after) < 19 else 0
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether a reason is given; `errors` says what to mend."""
        if problem := why_not_text(self.reason, shortest=5, longest=1_000):
            self.errors["reason"] = problem
        return not self.errors


class ObjectionForm:
    """An objection as typed, with the key of the mail's link."""

    def __init__(self, text: Annotated[str, Form()] = "", key: Annotated[str, Form()] = "") -> None:
        self.text = clean(text)
        self.key = key[:80]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it says why; `errors` says what to mend."""
        if problem := why_not_text(self.text, shortest=SHORTEST, longest=LONGEST_NOTICE):
            self.errors["text"] = problem
        return not self.errors
