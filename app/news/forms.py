"""Forms of following: what is meant, an address, a pace."""

from app.accounts.emails import normal, why_no_address
from app.models import Pace
from app.text import clean_line

LONGEST_SLUG = 80


class PlaceForm:
    """What is meant: a field by its slug, a note by its number, else the process; and whether to
    follow it (`follow` is "1") or no longer."""

    def __init__(self, field: str = "", note: str = "", follow: str = "1") -> None:
        self.field = clean_line(field[:LONGEST_SLUG])
        is_number = note.isascii() and note.isdigit() and len(note) < 10
        self.note = int(note) if is_number else 0
        self.follow = follow != "0"


class MailForm:
    """An address to which news shall go, kept as typed."""

    def __init__(self, email: str = "", more: str = "") -> None:
        self.typed = email[:1_000]
        self.email = normal(email)
        self.more = more
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed if name == "email" else ""

    def is_valid(self) -> bool:
        """Whether it is an address."""
        because = why_no_address(self.typed)
        self.errors = {"email": because} if because else {}
        return not self.errors


def read_pace(word: str) -> Pace | None:
    """The pace of this word; None for another word."""
    return Pace(word) if word in set(Pace) else None
