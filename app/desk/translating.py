"""A field's text beside its translation on the desk: what stands where, and what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.drafts.translating.lines import as_lines, fault_of_heading, lines_of
from app.drafts.translating.pairing import NOT_YET, Said, Translated, fingerprint
from app.drafts.translating.paper import Read
from app.drafts.translating.queries import text_in
from app.drafts.translating.writing import Change
from app.errors import NotFound
from app.i18n import _
from app.models import ActionField, Block, DraftVersion, Process, Section
from app.text import clean, clean_line

AT_ONCE = 100  # headings and blocks on one page


@dataclass(frozen=True)
class Entry:
    """A heading or a block with its translation. `key` is the name of its field in the form."""

    key: str
    label: str
    originals: Sequence[str]
    said: Sequence[Said | None]
    block: Block | None = None
    section: Section | None = None

    @property
    def kept(self) -> str:
        """The translation as its field shows it."""
        return as_lines(self.said)

    @property
    def seen(self) -> str:
        """A mark of what the sender of a form saw here."""
        return fingerprint(self.kept)[:16]

    @property
    def moved(self) -> list[int]:
        """The numbers of the sentences whose original has changed since."""
        return [n for n, one in enumerate(self.said, 1) if one is not None and one.has_moved]


@dataclass(frozen=True)
class Paper:
    """A field's text in a version, and what of it is translated into a language."""

    field: ActionField
    sections: Sequence[Section]
    blocks: Sequence[Block]
    known: Translated

    def entries(self) -> Iterator[Entry]:
        """Headings and blocks in reading order."""
        for section in self.sections:
            said = self.known.headings.get(section.id)
            label = _("Überschrift")
            key = f"h-{section.anchor}"
            yield Entry(key, label, [section.title], [said], section=section)
            for block in self.blocks:
                if block.section_id == section.id:
                    yield self._entry(block)

    def _entry(self, block: Block) -> Entry:
        texts = [sentence.text for sentence in block.sentences]
        said = self.known.blocks.get(block.id) or [None] * len(texts)
        return Entry(f"b-{block.fragment}", block.label, texts, said, block=block)


def paper_of(
    session: Session, process: Process, version: DraftVersion, slug: str, language: str
) -> Paper:
    """The field of this slug in a version: four questions. Raises `NotFound`, also where the
    version has no text of it."""
    query = select(ActionField).where(
        ActionField.process_id == process.id, ActionField.slug == slug[:80]
    )
    field = session.exec(query).one_or_none()
    if field is not None:
        sections, blocks, known = text_in(session, version, field.id, language)
        if sections:
            return Paper(field, sections, blocks, known)
    raise NotFound(_("In dieser Fassung gibt es dieses Handlungsfeld nicht."))


class TranslationForm:
    """What was typed, by the key of an entry; with what its sender saw, and what is compared."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}
        self.blocks: list[tuple[Block, Change]] = []
        self.headings: list[tuple[Section, str]] = []

    def __getitem__(self, key: str) -> str:
        return self.typed.get(key, "")

    def holds(self, key: str) -> bool:
        """Whether this field was sent."""
        return key in self.typed

    def is_right(self, key: str) -> bool:
        """Whether somebody says that the translation fits the original as it is now."""
        return self.typed.get(f"{key}:right") == "yes"

    def check(self, entries: Sequence[Entry]) -> bool:
        """Find what is different from what is kept, and what is to be mended beside its field."""
        for entry in entries:
            typed = clean(self[entry.key])
            is_right = self.is_right(entry.key) and bool(entry.moved)
            if not self.holds(entry.key) or (typed == entry.kept and not is_right):
                continue
            if self[f"{entry.key}:seen"] != entry.seen:
                self.errors[entry.key] = _overtaken(entry)
            elif entry.block is not None:
                lines, because = lines_of(entry.block, typed)
                self._take(entry, because)
                self.blocks.append((entry.block, Change(lines, is_right)))
            elif entry.section is not None:
                words = clean_line(typed)
                self._take(entry, fault_of_heading(words))
                self.headings.append((entry.section, "" if words == NOT_YET else words))
        return not self.errors

    def _take(self, entry: Entry, because: str) -> None:
        if because:
            self.errors[entry.key] = because


def _overtaken(entry: Entry) -> str:
    now = " / ".join(entry.kept.split("\n")) or NOT_YET
    return _(
        "Das hat inzwischen jemand anderes geändert. Dort steht jetzt: „%(now)s“ "
        "Wenn Sie noch einmal speichern, gilt Ihr Text."
    ) % {"now": now[:300]}


def taken_from(
    read: Read, entries: Sequence[Entry]
) -> tuple[list[tuple[Block, Change]], list[tuple[Section, str]]]:
    """What a file brought, laid over what is kept. Its lines have been compared with the original
    of now: the file holds it."""
    blocks, headings = [], []
    for entry in entries:
        if entry.block is not None and (came := read.blocks.get(entry.block.id)):
            kept = [one.text if one else "" for one in entry.said]
            lines = [came.get(n, text) for n, text in enumerate(kept, 1)]
            blocks.append((entry.block, Change(lines)))
        elif entry.section is not None and entry.section.id in read.headings:
            headings.append((entry.section, read.headings[entry.section.id]))
    return blocks, headings
