"""Markdown (CommonMark with tables and footnotes) into a draft. Nothing is lost: every word of
the source comes out in order, or stands on the list of what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from app.drafts.outline import ReadDraft
from app.drafts.readers.blocks import BlockReader
from app.drafts.readers.characters import clean_characters
from app.drafts.readers.front_matter import read_head
from app.drafts.readers.growing import Growing
from app.drafts.readers.inline import Notes
from app.drafts.readers.parsing import Parsed
from app.drafts.readers.tables import TableReader
from app.i18n import _


def read_markdown(sources: Sequence[tuple[str, str]]) -> ReadDraft:
    """One draft out of (name, text) of one file or several, in the order given.

    A single file may name its action fields in its head. Of several files each one's first
    heading is a field of group AG n by order (RULES.md, "Fields"), unless its head says more.
    Refused with Unreadable: no words at all, a head that is not in order, a file after the first
    with text before its first heading, lists in lists beyond all sense.
    """
    growing = Growing([name for name, _text in sources])
    for name, text in sources:
        add_markdown(growing, name, text)
    return growing.finish()


def add_markdown(growing: Growing, name: str, text: str) -> None:
    """Read one file into a draft that grows; refused like `read_markdown`."""
    growing.begin_file(name)
    left_out = growing.left_out
    head, text = read_head(name, clean_characters(text, left_out), left_out)
    parsed = Parsed(name, text)
    notes = Notes(_numbers(parsed.note_labels), growing.prefix)
    table = TableReader(notes, left_out, parsed.lines, parsed.inline)
    BlockReader(growing, notes, left_out, table).read(parsed.tokens)
    for reference in parsed.references:
        left_out.add(_("Ziele von Verweisen"), reference["href"], words=1)
        if title := reference.get("title"):
            left_out.add(_("Titel von Verweisen"), title)
    growing.end_file(head)


def _numbers(labels: Sequence[str]) -> dict[str, str]:
    """The number of each footnote: as written where all are numbers, else by first mention."""
    if all(label.isascii() and label.isdigit() and len(label) < 5 for label in labels):
        return {label: label for label in labels}
    return {label: str(number) for number, label in enumerate(labels, 1)}
