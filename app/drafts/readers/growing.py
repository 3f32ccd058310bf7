"""A draft while it is read from one file or several: where the next heading and block belong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.drafts.addresses import fold
from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadField, ReadSection
from app.drafts.readers.left_out import LeftOutList, count_words, count_words_in_html
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

MOST_HEADINGS = 2_000
MOST_BLOCKS = 6_000  # 25,000 words have about 1,500
MOST_SENTENCES = 3_000  # of one block; a table's rows are its sentences
LONGEST_HEADING = 300  # characters; what is longer is a paragraph that somebody underlined
DEEPEST_HEADING = 6  # HTML knows no more
_NO_TITLE = re.compile(r"^Microsoft Word|[.](?:docx?|odt|pdf|html?|indd|md)$|^\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says about itself."""

    title: str = ""
    fields: tuple[ReadField, ...] = ()


class Growing:
    """The draft so far. Readers of all types write into it, file after file."""

    def __init__(self, names: Sequence[str]) -> None:
        self.draft = ReadDraft("")
        self.left_out = LeftOutList()
        self._names = names
        self._above: list[ReadSection] = []
        self._name = ""
        self._files = 0
        self._headings = self._blocks = 0
        self._first: ReadSection | None = None
        self._suggested = ""

    @property
    def prefix(self) -> str:
        """What the anchors of this file's footnotes begin with."""
        return "fn-" if len(self._names) == 1 else f"fn-{self._files}-"

    @property
    def may_begin_with_text(self) -> bool:
        """Whether text before the first heading of this file has a place."""
        return self._files == 1

    def begin_file(self, name: str) -> None:
        """Headings of the next file stand under none of the file before."""
        self._name, self._above, self._first = name, [], None
        self._files += 1

    def heading(self, title: str, level: int) -> ReadSection:
        """A section below the nearest heading of a higher level."""
        while self._above and self._above[-1].level >= level:
            self._above.pop()
        self._headings += 1
        self._refuse_beyond(MOST_HEADINGS, self._headings, _("Überschriften"))
        section = ReadSection(title, level)
        (self._above[-1].sections if self._above else self.draft.sections).append(section)
        self._above.append(section)
        self._first = self._first or section
        self.draft.words += count_words(title)
        return section

    def block(self, block: ReadBlock) -> None:
        """A block under the last heading, or before the first."""
        self._blocks += 1
        self._refuse_beyond(MOST_BLOCKS, self._blocks, _("Absätze"))
        in_one = len(block.sentences)
        self._refuse_beyond(MOST_SENTENCES, in_one, _("Sätze oder Zeilen in einem Absatz"))
        if self._above:
            self._above[-1].blocks.append(block)
        elif self.may_begin_with_text:
            self.draft.blocks.append(block)
        else:
            raise Unreadable(
                _("In „%(name)s“ steht Text vor der ersten Überschrift. Setzen Sie eine davor.")
                % {"name": self._name}
            )
        self.draft.words += count_words(block.text)
        if block.kind is BlockKind.TABLE:
            self.draft.words += count_words_in_html(block.head_html)

    def _refuse_beyond(self, most: int, count: int, what: str) -> None:
        """What no concept of a city has, and what would keep everybody else from writing."""
        if count > most:
            raise Unreadable(
                _("„%(name)s“ hat mehr als %(most)d %(what)s. Teilen Sie den Entwurf auf.")
                % {"name": self._name, "most": most, "what": what}
            )

    def suggest_title(self, title: str) -> None:
        """What a file calls itself in its properties, for a draft that has no better title. Names
        of files and programs are none."""
        if not self._suggested and not _NO_TITLE.search(title):
            self._suggested = title

    def end_file(self, head: Head) -> None:
        """Take over what the file says about itself. Of several files each one's first heading
        is a field of group AG n by order (RULES.md, "Fields"), unless its head says more."""
        draft = self.draft
        draft.title = draft.title or head.title
        fields = head.fields
        if len(self._names) > 1:
            if not fields and self._first:
                fields = (ReadField(self._first.title),)
            fields = tuple(
                replace(field, group=field.group or f"ag-{number}")
                for number, field in enumerate(fields, len(draft.fields) + 1)
            )
        draft.fields += fields

    def finish(self) -> ReadDraft:
        """The whole draft. Refused with Unreadable if no file has a word."""
        _take_title(self.draft)
        self.draft.title = self.draft.title or self._suggested or _only_title(self.draft)
        if not self.draft.words:
            names = ", ".join(f"„{name}“" for name in self._names)
            raise Unreadable(_("In %(names)s steht kein Text.") % {"names": names})
        self.draft.left_out = self.left_out.entries()
        self.draft.dropped = tuple(self.left_out.texts)
        return self.draft


def _take_title(draft: ReadDraft) -> None:
    """A single heading over everything that repeats the head's title is the title, no section.

    Without a head the only heading of the highest level names the draft and stays a section, so
    that it can be an action field.
    """
    if len(draft.sections) != 1 or draft.blocks:
        return
    (section,) = draft.sections
    is_field = fold(section.title) in (fold(field.heading) for field in draft.fields)
    if not draft.title:
        draft.title = section.title
    elif fold(section.title) == fold(draft.title) and not is_field:
        draft.blocks, draft.sections = section.blocks, section.sections


def _only_title(draft: ReadDraft) -> str:
    """The only heading of the highest level names the draft, whatever stands before it."""
    return draft.sections[0].title if len(draft.sections) == 1 else ""


def all_sections(sections: Sequence[ReadSection]) -> Iterator[ReadSection]:
    """Sections in reading order, those inside others too."""
    for section in sections:
        yield section
        yield from all_sections(section.sections)


def close_holes(sections: Sequence[ReadSection], level: int = 1) -> None:
    """Give each heading the level at which it really stands, so that none is skipped."""
    for section in sections:
        section.level = min(level, DEEPEST_HEADING)
        close_holes(section.sections, level + 1)
