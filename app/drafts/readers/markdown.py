"""Markdown (CommonMark with tables and footnotes) into a draft. Nothing is lost: every word of
the source comes out in order, or stands on the list of what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.drafts.addresses import fold
from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadField, ReadSection
from app.drafts.readers.blocks import BlockReader
from app.drafts.readers.characters import clean_characters
from app.drafts.readers.front_matter import Head, read_head
from app.drafts.readers.inline import Notes
from app.drafts.readers.left_out import LeftOutList, count_words, count_words_in_html
from app.drafts.readers.parsing import Parsed
from app.drafts.readers.refusals import Unreadable
from app.drafts.readers.tables import TableReader
from app.i18n import _


def read_markdown(sources: Sequence[tuple[str, str]]) -> ReadDraft:
    """One draft out of (name, text) of one file or several, in the order given.

    A single file may name its action fields in its head. Of several files each one's first
    heading is a field of group AG n by order (RULES.md, "Fields"), unless its head says more.
    Refused with Unreadable: no words at all, a head that is not in order, a file after the first
    with text before its first heading, lists in lists beyond all sense.
    """
    outline = _Outline()
    left_out = LeftOutList()
    for number, (name, text) in enumerate(sources, 1):
        prefix = "fn-" if len(sources) == 1 else f"fn-{number}-"
        outline.begin_file(name)
        head = _read_file(name, text, outline, left_out, prefix)
        outline.end_file(head, is_one_of_several=len(sources) > 1)
    draft = outline.draft
    _take_title(draft)
    if not draft.words:
        names = ", ".join(f"„{name}“" for name, _text in sources)
        raise Unreadable(_("In %(names)s steht kein Text.") % {"names": names})
    draft.left_out = left_out.entries()
    return draft


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


class _Outline:
    """The draft as it grows: where the next heading and the next block belong."""

    def __init__(self) -> None:
        self.draft = ReadDraft("")
        self._above: list[ReadSection] = []
        self._name = ""
        self._files = 0
        self._first: ReadSection | None = None

    def begin_file(self, name: str) -> None:
        """Headings of the next file stand under none of the file before."""
        self._name, self._above, self._first = name, [], None
        self._files += 1

    def heading(self, title: str, level: int) -> None:
        """A section below the nearest heading of a higher level."""
        while self._above and self._above[-1].level >= level:
            self._above.pop()
        section = ReadSection(title, level)
        (self._above[-1].sections if self._above else self.draft.sections).append(section)
        self._above.append(section)
        self._first = self._first or section
        self.draft.words += count_words(title)

    def block(self, block: ReadBlock) -> None:
        """A block under the last heading, or before the first."""
        if self._above:
            self._above[-1].blocks.append(block)
        elif self._files == 1:
            self.draft.blocks.append(block)
        else:
            raise Unreadable(
                _("In „%(name)s“ steht Text vor der ersten Überschrift. Setzen Sie eine davor.")
                % {"name": self._name}
            )
        self.draft.words += count_words(block.text)
        if block.kind is BlockKind.TABLE:
            self.draft.words += count_words_in_html(block.head_html)

    def end_file(self, head: Head, *, is_one_of_several: bool) -> None:
        """Take over what the file says about itself."""
        draft = self.draft
        draft.title = draft.title or head.title
        fields = head.fields
        if is_one_of_several:
            if not fields and self._first:
                fields = (ReadField(self._first.title),)
            fields = tuple(
                replace(field, group=field.group or f"ag-{number}")
                for number, field in enumerate(fields, len(draft.fields) + 1)
            )
        draft.fields += fields


def _read_file(name: str, text: str, outline: _Outline, left_out: LeftOutList, prefix: str) -> Head:
    head, text = read_head(name, clean_characters(text, left_out), left_out)
    parsed = Parsed(name, text)
    notes = Notes(_numbers(parsed.note_labels), prefix)
    table = TableReader(notes, left_out, parsed.lines, parsed.inline)
    BlockReader(outline, notes, left_out, table).read(parsed.tokens)
    for reference in parsed.references:
        left_out.add(_("Ziele von Verweisen"), reference["href"], words=1)
        if title := reference.get("title"):
            left_out.add(_("Titel von Verweisen"), title)
    return head


def _numbers(labels: Sequence[str]) -> dict[str, str]:
    """The number of each footnote: as written where all are numbers, else by first mention."""
    if all(label.isascii() and label.isdigit() and len(label) < 5 for label in labels):
        return {label: label for label in labels}
    return {label: str(number) for number, label in enumerate(labels, 1)}
