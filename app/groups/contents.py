"""What lies in a bundle, as plain data: the writers know neither database nor web.

Notes are handed over as an iterator that may be asked for again, in the order of the text, so
that 100,000 of them never stand in memory together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.groups.decided import Said


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply. `voice` is "resident", "moderator" or "office"; `by` the public name."""

    voice: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Added:
    """A remark that the author added to a note later."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Joined:
    """What moderators did to a note: the addresses `moved_from` (the latest last), of which note it
    is a part (`part_of`) or which it repeats (`repeats`), 0 for none, in how many `parts` it was
    split, and how many say nearly the same with it (`similar`)."""

    moved_from: tuple[str, ...] = ()
    part_of: int = 0
    repeats: int = 0
    parts: int = 0
    similar: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """One comment as the working group sees it.

    `address` is the passage's ("HF2 · 3.2"), or the field's ("HF2") for a note on the whole
    field; `section` the headings above it, joined by " › "; `quote` the words commented on, at the
    time of writing. `first_word` and `last_word` count from 1 within the sentence, where the
    writer marked words. `field` is the field's label ("HF2"); `kind` and `state` are the values of
    CommentKind and CommentState. Only a "public" note is written with its words and author: a
    hidden one has an empty text, wording and author, and says its rule's number ("3").

    Address and quote are those of the bundle's version. Where the note was made on other words or
    at another place, `made_version`, `made_address` and `made_quote` say so; `is_gone` says that
    the version has no place for it any more. `translation` is the office's, into German.
    `source_agrees` and `source_disagrees` were counted where an imported note comes from,
    `supports` here.
    """

    number: int
    field: str
    address: str
    section: str
    quote: str
    kind: str
    text: str
    proposed_wording: str
    author: str
    role: str
    created_at: datetime
    supports: int
    state: str
    answers: tuple[Answer, ...] = ()
    additions: tuple[Added, ...] = ()
    first_word: int | None = None
    last_word: int | None = None
    hidden_rule: str = ""
    made_version: int | None = None
    made_address: str = ""
    made_quote: str = ""
    is_gone: bool = False
    joined: Joined = Joined()
    translation: str = ""
    decided: Said | None = None
    decided_changes: int = 0
    proposed: Said | None = None
    contact: str = ""
    group_size: int = 0
    source_agrees: int = 0
    source_disagrees: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading (`kind` "heading", `level` 1 to 6) or a block of the field's text.

    `sentences` are (address, text) pairs in order; for a heading one pair with address "". For a
    table each row is a sentence, `cells` holds the same rows split into cells and `head` the
    header row. `caption` is what stands over a table or under a figure and is no sentence.
    """

    kind: str
    address: str
    sentences: tuple[tuple[str, str], ...]
    level: int = 0
    depth: int = 0
    marker: str = ""
    head: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One of the group's action fields: its label ("HF2"), title, colour token and text."""

    label: str
    title: str
    colour: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """Whose bundle, which one, of what, drawn when and by whom. Times are aware, in UTC.

    `contact` says whom to ask ("Beteiligungsbüro, beteiligung@stadt.example"), "" for nobody.
    `since` is the bundle after which these notes came (0: all are in it), and `changed_since` how
    many older ones have changed since that one. `marks` are sentences that stand on every page,
    where a group is told more than the public: how to reach authors (`with_contacts`), the words of
    hidden notes (`with_hidden`; else those have none). `bundle_key` is what a table or document
    carries to be known when it comes back. `template` is the city's own DOCX, for headers and
    fonts. `advises`: it is the bundle of a topic's group, which decides nothing.
    """

    organisation: str
    process: str
    process_slug: str
    group: str
    group_slug: str
    number: int
    version: int
    opens_at: datetime
    closes_at: datetime
    zone: str
    drawn_at: datetime
    drawn_by: str
    url: str
    contact: str = ""
    since: int = 0
    changed_since: int = 0
    marks: tuple[str, ...] = ()
    with_contacts: bool = False
    with_hidden: bool = False
    bundle_key: str = ""
    template: bytes | None = None
    advises: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to notes (their numbers): a readable name, and its bytes."""

    name: str
    notes: tuple[int, ...]
    content: bytes


def no_files() -> Iterator[Attachment]:
    """No attachment."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Contents:
    """All that the writers write. `moved_away` are notes that moderators have given to another
    group: number, where it stood here, where it stands now. `attachments` are read one by one."""

    head: Head
    fields: tuple[Field, ...]
    notes: Callable[[], Iterator[Note]]
    moved_away: tuple[tuple[int, str, str], ...] = ()
    attachments: Callable[[], Iterator[Attachment]] = no_files
