"""Headings, captions and heads of tables in a group's document: which of ours each one is, and
where it stands in a version. They have no address and no sentence: their place tells them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any

from app.drafts.cells import Rows
from app.drafts.editing.headings import LONGEST_HEADING
from app.groups.returning.docx.changed import BY_HAND, CELL, NO_CAUSE, TITLE, plain, same
from app.groups.returning.docx.written import Written
from app.groups.returning.rows import Fault
from app.models import ActionField, Block, HandBackChange, Section

HEADING, CAPTION, HEAD = "heading", "caption", "head"
Printed = tuple[str, Section | None]  # a heading as we wrote it; None: the field's name alone
_LABEL = re.compile(r"HF\d{1,6}\s+")
_CAPTION = re.compile(r"<caption\b[^>]*>.*?</caption>", re.DOTALL)
_LAST_ROW = re.compile(r"(<tr\b[^>]*>)((?:(?!<tr\b).)*?)(</tr>)(?!.*<tr\b)", re.DOTALL)


def printed(field: ActionField, sections: Sequence[Section]) -> list[Printed]:
    """The headings of a field as a document holds them: its name, which is its own heading too
    where that says the same, numbered or not; then those below."""
    first = sections[0] if sections else None
    title = re.escape(plain(field.title))
    is_its = first is not None and re.fullmatch(rf"[\dIVX.:)]*\s*{title}", plain(first.title))
    below = sections[1:] if is_its else sections
    return [(field.title, first if is_its else None), *((one.title, one) for one in below)]


def paired(ours: Sequence[Printed], theirs: Sequence[Written], *, is_whole: bool) -> dict[int, int]:
    """Which of our headings each heading of the document is, by their numbers: those that stood
    there word for word, and (in a document that holds all of the text) as many that say something
    else between two of those."""
    old = [plain(title) for title, _section in ours]
    there = [n for n, one in enumerate(theirs) if _stood(one)]  # the others are new
    new = [_stood(theirs[n]) for n in there]
    found: dict[int, int] = {}
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and is_whole and j - i == m - k):
            found.update(zip(there[k:m], range(i, j), strict=True))
    return found


def _stood(one: Written) -> str:
    return _LABEL.sub("", " ".join(plain(one.stood).split()), count=1)


def said(one: Written) -> str:
    """What a heading says now, without the label of its field."""
    return _LABEL.sub("", one.text, count=1)


def heading_fault(ours: Sequence[Printed], at: int, text: str) -> Fault:
    """How another wording of heading `at` is taken in, or why it is not."""
    title, section = ours[at]
    if section is None:
        return {"key": BY_HAND, "what": "field"}
    if not text:
        return {"key": BY_HAND, "what": "no_heading"}
    new = section.title.removesuffix(title) + text if section.title.endswith(title) else text
    if len(new) > LONGEST_HEADING:
        return {"key": BY_HAND, "what": "long_heading"}
    alike = [one for _title, one in ours if one and one.field_id == section.field_id]
    alike = [one for one in alike if same(one.title, section.title)]
    place = {"field": section.field_id, "nth": alike.index(section)}
    return {"key": TITLE, "what": HEADING, "was": section.title, "new": new} | place


def caption_fault(block: Block) -> Fault:
    """The same of a table's caption: what stands in upper rows of its head is no caption of its
    own."""
    rows = Rows.of(block.head_html)
    is_own = len(rows.rows) < 2 and len(rows.said) < 2
    return {"key": TITLE if is_own else BY_HAND, "what": CAPTION}


def head_fault(old: Sequence[str], new: Sequence[str]) -> Fault:
    """The same of the row that names a table's columns."""
    return {"key": TITLE if len(old) == len(new) else BY_HAND, "what": HEAD}


def no_cause(notes: Sequence[int]) -> list[Fault]:
    """What is said where somebody names a note as the cause of another wording of a heading."""
    return [{"key": NO_CAUSE}] if notes else []


def title_in(change: HandBackChange) -> Mapping[str, Any] | None:
    """What of these a change is about; None for one of the text."""
    return next((one for one in change.faults if one.get("key") == TITLE), None)


def is_heading(change: HandBackChange) -> bool:
    """Whether a change is about a heading: that has no block, so no note can be tied to it."""
    return title_in(change) is not None and change.block_id is None


def section_of(sections: Sequence[Section], about: Mapping[str, Any], title: str) -> Section | None:
    """The heading of the version that is meant, if it says `title`."""
    found = [one for one in sections if one.field_id == about["field"] and same(one.title, title)]
    return found[min(int(about["nth"]), len(found) - 1)] if found else None


def words_of(block: Block, what: str) -> str:
    """What a table's caption, or the row that names its columns, says as it is kept in a change."""
    rows = Rows.of(block.head_html)
    if what == CAPTION:
        return " ".join(rows.said)
    return CELL.join(rows.rows[-1] if rows.rows else ())


def all_words(block: Block) -> str:
    """All that stands over a block."""
    rows = Rows.of(block.head_html)
    return " ".join([*rows.said, *rows.cells()])


def with_caption(html: str, text: str) -> str:
    """The head of a table with this caption, or with none."""
    new = f"<caption>{escape(text, quote=False)}</caption>" if text else ""
    return f"{new}{_CAPTION.sub('', html)}"


def with_last_row(html: str, fill: Any) -> str:
    """The head of a table whose lowest row is what `fill` makes of its cells."""
    return _LAST_ROW.sub(lambda row: f"{row[1]}{fill(row[2])}{row[3]}", html, count=1)
