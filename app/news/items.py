"""One piece of news with what it is about, as mails speak of it (words.py).

Whatever residents wrote is quoted line by line, so that no text of theirs passes for the city's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app import outbox
from app.i18n import _
from app.models import (
    Comment,
    Disposition,
    EarlierDisposition,
    News,
    NoteTranslation,
    Process,
    Reply,
)
from app.news import translated
from app.text import shorten

QUOTED = 600  # characters of the note that something is said to
Words = tuple[str, str]  # a headline, which is the subject of a mail about this alone; and the text


@dataclass
class Item:
    """A row of news with what it is about, as the database has it now. `page` is the process's
    public address, `receipt` the private one of the note, for its author and nobody else."""

    news: News
    process: Process
    page: str
    note: Comment | None = None
    reply: Reply | None = None
    decision: Disposition | None = None
    earlier: EarlierDisposition | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    translations: Sequence[NoteTranslation] = ()
    receipt: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the reader wrote the note."""
        return self.note is not None and self.note.author_id == self.news.person_id

    @property
    def link(self) -> str:
        """The note's public address."""
        return self.at(f"/comments/{self.note.number}" if self.note else "")

    def at(self, path: str = "") -> str:
        """The address of a page of the process, in the language of the mail."""
        return outbox.in_tongue(f"{self.page}{path}")


def quoted(text: str) -> str:
    """Each line marked as somebody else's."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def note_of(item: Item) -> Comment:
    """The note that the news is about, where it is about one."""
    assert item.note is not None  # noqa: S101 - read with it (sending.py), for the type checker
    return item.note


def what_was_said(item: Item) -> str:
    """The note's own words, shortened, and whose they are."""
    note = note_of(item)
    if item.is_own:
        intro = _("Ihre Anmerkung zu %(address)s war:") % {"address": note.address}
    else:
        intro = _("Die Anmerkung von %(name)s zu %(address)s war:") % {
            "name": note.author_name,
            "address": note.address,
        }
    return "\n\n".join([intro, quoted(shorten(note.text, QUOTED)), *also_said(item, note, QUOTED)])


def where_to_read(item: Item) -> list[str]:
    """The note's public page; and for its author the receipt, where they can say something to it.
    Such a mail is shown around, so it says what the address of a receipt is."""
    if not item.receipt:
        return [item.link]
    return [
        item.link,
        _("Ihr Beleg:\n%(link)s") % {"link": outbox.in_tongue(item.receipt)},
        _("Dort steht, was aus ihr wird. Die Adresse ist privat: Wer sie kennt, handelt als Sie."),
    ]


def also_said(item: Item, of: Comment | Reply, longest: int = 0) -> list[str]:
    """The city's translation of a note or an answer for this reader, where there is one: what it
    is, and the words, shortened to `longest`."""
    row = translated.chosen(item.translations, of)
    if row is None:
        return []
    words = shorten(row.text, longest) if longest else row.text
    return [translated.headline_of(row, of), quoted(words)]
