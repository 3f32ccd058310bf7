"""The form for an answer keeps what was typed, and says what is wrong with it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Form

from app import i18n
from app.comments.forms import why_not_text
from app.i18n import _
from app.models import AnswerDraft, Comment, HouseRule, Office, Process, Voice
from app.moderation.placeholders import why_not
from app.text import clean

SELF, OFFICE = "self", "office"
SHORTEST, LONGEST_REASON = 2, 1_000


class AnswerForm:
    """An answer as typed: whose voice, which office and when it was asked, the text; and where
    the inbox stood (`field`, `after`)."""

    def __init__(
        self,
        voice: Annotated[str, Form()] = SELF,
        office: Annotated[str, Form()] = "",
        asked_on: Annotated[str, Form()] = "",
        text: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
        field: Annotated[str, Form()] = "",
        after: Annotated[str, Form()] = "",
    ) -> None:
        self.voice = OFFICE if voice == OFFICE else SELF
        self.office = office[:80]
        self.asked_on = asked_on.strip()[:20]
        self.text = clean(text)
        self.idempotency_key = idempotency_key[:120]
        self.field = field[:80]
        self.after = after[:40]
        self.errors: dict[str, str] = {}
        self.chosen_office: Office | None = None
        self.asked_at: datetime | None = None

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(
        self, comment: Comment, process: Process, offices: Sequence[Office], now: datetime
    ) -> bool:
        """Check it; `errors` says what to mend. Then `chosen_office` and `asked_at` are what was
        meant, both None for an answer in the moderator's own voice."""
        if self.voice == OFFICE:
            self._check_office(offices)
            self._check_day(comment, process, now)
        self.check_text()
        return not self.errors

    def check_text(self) -> None:
        """Whether there is an answer, of a length that fits and without unknown placeholders."""
        if problem := why_not_text(self.text, shortest=SHORTEST) or why_not(self.text):
            self.errors["text"] = problem

    def take_up(self, draft: AnswerDraft, offices: Sequence[Office]) -> None:
        """Go on with what was begun, whatever was typed meanwhile."""
        self.text = draft.text
        self.voice = OFFICE if draft.voice is Voice.OFFICE else SELF
        known = (office.slug for office in offices if office.id == draft.office_id)
        self.office = next(known, "")
        self.asked_on = draft.asked_on.isoformat() if draft.asked_on else ""

    def as_draft(self, offices: Sequence[Office]) -> dict[str, Any]:
        """What of it a draft keeps beside the text; what is wrong in it is left out."""
        chosen = next((office.id for office in offices if office.slug == self.office), None)
        voice = Voice.OFFICE if self.voice == OFFICE else Voice.MODERATOR
        return {"voice": voice, "office_id": chosen, "asked_on": _day(self.asked_on)}

    def _check_office(self, offices: Sequence[Office]) -> None:
        self.chosen_office = next((known for known in offices if known.slug == self.office), None)
        if self.chosen_office is None:
            self.errors["office"] = _("Wählen Sie das Amt, das Stellung nimmt.")

    def _check_day(self, comment: Comment, process: Process, now: datetime) -> None:
        if not self.asked_on:
            return
        zone = ZoneInfo(process.zone)
        day = _day(self.asked_on)
        if day is None:
            self.errors["asked_on"] = _(
                "Schreiben Sie Tag, Monat und Jahr, zum Beispiel %(day)s."
            ) % {"day": f"{now.astimezone(zone):%d.%m.%Y}"}
        elif day > now.astimezone(zone).date():
            self.errors["asked_on"] = _("Dieser Tag liegt in der Zukunft.")
        elif day < comment.created_at.astimezone(zone).date():
            written = i18n.day(comment.created_at, process.zone)
            self.errors["asked_on"] = _(
                "Die Anmerkung ist vom %(day)s; vorher konnte das Amt nicht gefragt werden."
            ) % {"day": written}
        else:
            midnight = datetime.combine(day, time(), zone)
            self.asked_at = max(midnight, comment.created_at)


class RefusalForm:
    """A refusal as typed: by which rule (its number), why, and where the page stood (`after`)."""

    def __init__(
        self,
        rule: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        after: Annotated[str, Form()] = "",
    ) -> None:
        self.rule = rule[:12]
        self.reason = clean(reason)
        self.after = int(after) if after.isdecimal() and len(after) < 19 else 0
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self, rules: Sequence[HouseRule]) -> bool:
        """Whether a rule is chosen and a reason given; `errors` says what to mend."""
        if self.rule not in {str(rule.number) for rule in rules}:
            self.errors["rule"] = _("Wählen Sie die Spielregel.")
        if problem := why_not_text(self.reason, shortest=5, longest=LONGEST_REASON):
            self.errors["reason"] = problem
        return not self.errors


def _day(typed: str) -> date | None:
    """The day in "2016-10-12", as browsers send it, or in "12.10.2016", as people type it."""
    for shape in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(typed, shape).date()
        except ValueError:
            continue
    return None
