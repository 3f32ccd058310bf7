"""A document that came back, as rows of decisions and as its text, read in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from app.drafts.readers.apart import ask_apart
from app.drafts.readers.child import serve
from app.groups.returning.docx.decisions import causes_in, decided_in, rows_of
from app.groups.returning.docx.package import bundle_key, opened
from app.groups.returning.docx.ranges import ranges_of
from app.groups.returning.docx.remarks import Remark, read_remarks
from app.groups.returning.docx.story import read_story
from app.groups.returning.docx.written import Written, written
from app.groups.returning.rows import Brought, Fault, Row
from app.models import Decision

FORM = "docx"
READER = "app.groups.returning.docx.reading"
_ONLY_NUMBERS = re.compile(r"(?:\s|\#?\d+|[,;/&+:.]|und|and|wegen|aus|nach|zu|siehe|vgl\.?)+", re.I)


@dataclass(slots=True)
class Text:
    """The document's text, which notes our comments are (by the comment's id), which notes other
    comments name as the cause of a change, or decide on, and what it decides."""

    written: list[Written]
    ours: dict[str, int] = field(default_factory=dict)
    causes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    deciding: dict[str, tuple[int, ...]] = field(default_factory=dict)
    decided: dict[int, Decision] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """All that was read."""

    rows: list[Row]
    text: Text
    bundle_key: str = ""
    notices: list[Fault] = field(default_factory=list)


_AS_DATA = TypeAdapter(Document)


def read_document(name: str, data: bytes) -> Brought:
    """The decisions in the comments of a DOCX file, and its text. Refused with Unreadable: no Word
    text, broken, a bomb, macros; with Busy while too many others hand in files."""
    return brought(_AS_DATA.validate_json(ask_apart([(name, data)], READER)))


def main() -> None:
    """The process that reads: its answer is the document as JSON."""
    serve(lambda contents: _AS_DATA.dump_json(read_here(*contents[0])))


def brought(document: Document) -> Brought:
    """The same as every form of hand-backs gives it."""
    return Brought(
        FORM, document.rows, document.bundle_key, document.notices, changes=[document.text]
    )


def read_here(name: str, data: bytes) -> Document:
    """The document, read in this process. Refused with Unreadable."""
    package = opened(name, data)
    story = read_story(package)
    remarks = read_remarks(package)
    ranges = ranges_of(story)
    texts = list(written(story, ranges))
    causes, deciding = causes_in(remarks)
    rows = rows_of(remarks, ranges, _only_causes(remarks, causes, texts))
    by_place = {one.place: one.identity for one in remarks}
    text = Text(
        texts,
        {one.identity: one.number for one in remarks if one.number is not None},
        {by_place[place]: numbers for place, numbers in causes.items()},
        {by_place[place]: numbers for place, numbers in deciding.items()},
        decided_in(rows),
    )
    notices: list[Fault] = []
    if story.formatting:
        notices.append({"key": "only_looks", "n": story.formatting})
    return Document(rows, text, bundle_key(package), notices)


def _only_causes(
    remarks: Sequence[Remark], causes: dict[int, tuple[int, ...]], texts: Sequence[Written]
) -> frozenset[int]:
    """Comments that say why the text was changed, and nothing else: they name notes and hang on a
    tracked change, or say nothing but numbers."""
    tracked = {name for one in texts if one.is_tracked for _s, _e, name in one.comments}
    hanging = {name for one in texts for _s, _e, name in one.comments}
    return frozenset(
        one.place
        for one in remarks
        if one.place in causes
        and (
            one.identity in tracked
            or (one.identity in hanging and _ONLY_NUMBERS.fullmatch(one.text))
        )
    )
