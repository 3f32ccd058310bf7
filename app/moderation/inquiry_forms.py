"""Forms about inquiries: they keep what was typed, and say what is wrong with it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form

from app.accounts.emails import normal, why_no_address
from app.comments.forms import why_not_text
from app.i18n import _
from app.models import Inquiry, Office, Process
from app.moderation.forms import SHORTEST
from app.moderation.inquiring import MOST_NOTES
from app.moderation.inquiry_words import midnight_after
from app.text import clean, clean_line

LONGEST_QUESTION, LONGEST_MESSAGE = 3_000, 1_000
IN_TIME = timedelta(days=10)  # proposed for an answer
LATEST = timedelta(days=180)
_SHAPES = ("%Y-%m-%d", "%d.%m.%Y")  # as browsers send a day, and as people type it
Typed = Annotated[str, Form()]


class _Form:
    """What all of them have: errors by the name of the field, and what was typed by it."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def need(self, name: str, text: str, longest: int) -> None:
        """Say what is wrong with a text, if anything is."""
        if problem := why_not_text(text, shortest=SHORTEST, longest=longest):
            self.errors[name] = problem

    def need_address(self, email: str) -> None:
        """Say what is wrong with an address."""
        if not email:  # of somebody else, so that the sentence about one's own does not fit
            self.errors["email"] = _("Hier steht noch nichts.")
        elif problem := why_no_address(email):
            self.errors["email"] = problem


class _DayForm(_Form):
    """A form with a last day."""

    due_on = ""
    due_at: datetime | None = None

    def check_day(self, process: Process, now: datetime) -> None:
        """Whether the day lies ahead; then `due_at` is the midnight after it."""
        zone = ZoneInfo(process.zone)
        day, example = _day(self.due_on), f"{(now + IN_TIME).astimezone(zone):%d.%m.%Y}"
        if day is None:
            because = _("Schreiben Sie Tag, Monat und Jahr, zum Beispiel %(day)s.")
            self.errors["due_on"] = because % {"day": example}
        elif day <= now.astimezone(zone).date():
            self.errors["due_on"] = _("Dieser Tag ist zu früh. Nehmen Sie einen ab morgen.")
        elif day > (now + LATEST).astimezone(zone).date():
            self.errors["due_on"] = _("Dieser Tag liegt mehr als ein halbes Jahr entfernt.")
        else:
            self.due_at = midnight_after(
                datetime(day.year, day.month, day.day, 12, tzinfo=zone), process
            )


class AskForm(_DayForm):
    """A question as typed: about which notes (their numbers), to which office and mailbox."""

    def __init__(
        self,
        notes: Typed = "",
        office: Typed = "",
        email: Typed = "",
        name: Typed = "",
        question: Typed = "",
        due_on: Typed = "",
        idempotency_key: Typed = "",
    ) -> None:
        super().__init__()
        self.notes = clean_line(notes)[:600]
        self.office = office[:80]
        self.email = email.strip()[:500]
        self.name = clean_line(name)[:120]
        self.question = clean(question)
        self.due_on = due_on.strip()[:20]
        self.idempotency_key = idempotency_key[:120]
        self.chosen_office: Office | None = None

    @classmethod
    def proposed(cls, process: Process, now: datetime, notes: str, of: Inquiry | None) -> "AskForm":
        """The form before anything was typed; like an earlier inquiry, to ask again."""
        local = (now + IN_TIME).astimezone(ZoneInfo(process.zone))
        if of is None:
            return cls(notes=notes, due_on=f"{local:%Y-%m-%d}")
        return cls(
            notes=",".join(str(row.comment.number) for row in of.notes),
            office=of.office.slug,
            email=of.letters[0].email if of.letters else "",
            name=of.letters[0].name if of.letters else "",
            question=of.question,
            due_on=f"{local:%Y-%m-%d}",
        )

    @property
    def numbers(self) -> list[int]:
        """The numbers of the notes, each once, in their order."""
        parts = self.notes.replace("#", " ").replace(",", " ").split()
        return sorted({int(part) for part in parts if part.isdecimal() and len(part) < 9})

    def is_valid(
        self, process: Process, offices: Sequence[Office], found: Sequence[int], now: datetime
    ) -> bool:
        """Check it; `found` are those of the numbers that are public notes of the process."""
        missing = [number for number in self.numbers if number not in found]
        if not self.numbers:
            self.errors["notes"] = _("Nennen Sie mindestens eine Anmerkung, zum Beispiel 12.")
        elif len(self.numbers) > MOST_NOTES:
            most = _("Mehr als %(n)d Anmerkungen auf einmal liest niemand. Fragen Sie in Teilen.")
            self.errors["notes"] = most % {"n": MOST_NOTES}
        elif missing:
            listed = ", ".join(f"#{number}" for number in missing[:10])
            because = _("Diese Anmerkungen gibt es hier nicht öffentlich: %(listed)s.")
            self.errors["notes"] = because % {"listed": listed}
        self.chosen_office = next((one for one in offices if one.slug == self.office), None)
        if self.chosen_office is None:
            self.errors["office"] = _("Wählen Sie das Amt, das Stellung nimmt.")
        elif not self.email:
            self.email = self.chosen_office.email
        self.need_address(self.email)
        self.email = normal(self.email)
        self.need("question", self.question, LONGEST_QUESTION)
        self.check_day(process, now)
        return not self.errors


class BackForm(_DayForm):
    """A further question, and until when."""

    def __init__(self, words: Typed = "", due_on: Typed = "") -> None:
        super().__init__()
        self.words = clean(words)
        self.due_on = due_on.strip()[:20]

    @classmethod
    def proposed(cls, process: Process, now: datetime) -> "BackForm":
        """Before anything was typed."""
        return cls(due_on=f"{(now + IN_TIME).astimezone(ZoneInfo(process.zone)):%Y-%m-%d}")

    def is_valid(self, process: Process, now: datetime) -> bool:
        """Check it."""
        self.need("words", self.words, LONGEST_QUESTION)
        self.check_day(process, now)
        return not self.errors


class EditForm(_Form):
    """The moderation's wording of what came in; `then` says which button was pressed."""

    def __init__(self, text: Typed = "", then: Typed = "") -> None:
        super().__init__()
        self.text = clean(text)
        self.then = then[:12]

    def is_valid(self) -> bool:
        """Check it."""
        if problem := why_not_text(self.text, shortest=SHORTEST):
            self.errors["text"] = problem
        return not self.errors


class StatementForm(_Form):
    """What an office writes: the text, who writes it, the mark of what was there (`seen`), and the
    button that was pressed (`then`: "save" or "send")."""

    def __init__(
        self, text: Typed = "", by: Typed = "", seen: Typed = "", then: Typed = ""
    ) -> None:
        super().__init__()
        self.text = clean(text)
        self.by = clean_line(by)[:120]
        self.seen = seen[:40]
        self.sends = then == "send"

    def is_valid(self) -> bool:
        """A text that is saved may be unfinished, even empty; one that is sent may not."""
        problem = why_not_text(self.text, shortest=SHORTEST)
        if problem and (self.sends or len(self.text) > SHORTEST):
            self.errors["text"] = problem
        return not self.errors


class PassForm(_Form):
    """To whom in the house it is passed on, and a word about it."""

    def __init__(self, email: Typed = "", name: Typed = "", message: Typed = "") -> None:
        super().__init__()
        self.email = email.strip()[:500]
        self.name = clean_line(name)[:120]
        self.message = clean(message)

    def is_valid(self) -> bool:
        """Check it; then `email` is in the form that is kept."""
        self.need_address(self.email)
        self.email = normal(self.email)
        if len(self.message) > LONGEST_MESSAGE:
            self.need("message", self.message, LONGEST_MESSAGE)
        return not self.errors


class ConsentForm(_Form):
    """Whether the office may pass it on to an address outside (`agrees`, by its own button); why
    not, if the moderation says so; and about which of its letters (`letter`)."""

    def __init__(self, reason: Typed = "", then: Typed = "") -> None:
        super().__init__()
        self.reason = clean(reason)
        self.agrees = then == "yes"
        self.letter = 0

    def is_valid(self) -> bool:
        """A reason may be missing; it may not be too long."""
        if not self.agrees and len(self.reason) > LONGEST_MESSAGE:
            self.need("reason", self.reason, LONGEST_MESSAGE)
        return not self.errors


class ObjectForm(_Form):
    """What the office says to the edited text; `agrees` by its own button."""

    def __init__(self, words: Typed = "", then: Typed = "") -> None:
        super().__init__()
        self.words = clean(words)
        self.agrees = then == "agree"

    def is_valid(self) -> bool:
        """Whoever does not agree says what should be different."""
        if not self.agrees:
            self.need("words", self.words, LONGEST_MESSAGE)
        return not self.errors


def _day(typed: str) -> date | None:
    for shape in _SHAPES:
        try:
            return datetime.strptime(typed, shape).date()
        except ValueError:
            continue
    return None
