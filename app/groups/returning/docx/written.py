"""The text of the document as it is now: each block, heading and row of a table, with what stood
there before and which comments hang where. Plain data, without a database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.groups.returning.docx.letters import BOOKMARK, Piece, Sign
from app.groups.returning.docx.ranges import Range
from app.groups.returning.docx.story import Paragraph, Story
from app.groups.writers.word.bookmarks import bookmark_name

TEXT, HEADING, ROW, HEAD = "text", "heading", "row", "head"
_PREFIX = "b_"
_REACH = 100  # paragraphs that one comment may lie over; a note lies over one, or a table's cells
# The address before a block's words: "HF2 · 3" and a tab; it finds a block whose bookmark is lost.
_ADDRESS = re.compile(r"\s*((?:HF\d{1,6}|T) · \d{1,6})(?=\t|$)")

Hanging = tuple[int, int, str]  # from which letter of what stood to which, and the comment's id


@dataclass(slots=True)
class Written:
    """A paragraph (or several that run on), a heading, a row of a table, or the one that names its
    columns.

    `name` is its bookmark's ("b_hf2_3"), "" for one that is new; `gone` are those of blocks that
    ran into it. `text` is what stands there with all changes accepted ("" for what was deleted),
    `stood` what stands with all of them refused; `lead` what stands before the words (address and
    marker). `cells` are a row's. `comments` hang at places of `stood`.
    """

    what: str
    name: str
    text: str
    stood: str = ""
    lead: str = ""
    cells: tuple[str, ...] = ()
    table: int = 0
    gone: tuple[str, ...] = ()
    style: str = ""
    is_item: bool = False
    is_tracked: bool = False
    authors: tuple[str, ...] = ()
    comments: tuple[Hanging, ...] = ()


@dataclass(slots=True)
class _Words:
    """The words of one paragraph without its address."""

    name: str = ""
    lead: str = ""
    now: str = ""
    stood: str = ""
    comments: list[Hanging] = field(default_factory=list)


def written(story: Story, ranges: Mapping[str, Range]) -> Iterator[Written]:
    """All of it in reading order."""
    paragraphs = story.paragraphs
    hanging = _by_paragraph(ranges)
    at = 0
    while at < len(paragraphs):
        end = _end_of_row(paragraphs, at) if paragraphs[at].cell else _end_of_text(paragraphs, at)
        words = [_words(paragraphs[n], hanging.get(n, ())) for n in range(at, end)]
        part = paragraphs[at:end]
        if part[0].cell:
            yield _row(part, words)
        else:
            yield from _texts(part, words)
        at = end


def _end_of_row(paragraphs: Sequence[Paragraph], at: int) -> int:
    first = paragraphs[at].cell
    end = at
    while end < len(paragraphs):
        cell = paragraphs[end].cell
        if cell is None or first is None or (cell.table, cell.row) != (first.table, first.row):
            break
        end += 1
    return end


def _end_of_text(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Behind the last paragraph that this one runs on into."""
    end = at + 1
    while end < len(paragraphs) and paragraphs[end].cell is None:
        if paragraphs[end - 1].end_went is None:
            break
        end += 1
    return end


def _by_paragraph(ranges: Mapping[str, Range]) -> dict[int, list[Hanging]]:
    found: dict[int, list[Hanging]] = {}
    for name, ((first, start), (last, end)) in ranges.items():
        for number in range(first, min(last, first + _REACH) + 1):
            begin = start if number == first else 0
            until = end if number == last else 1_000_000_000
            found.setdefault(number, []).append((begin, until, name))
    return found


def _words(paragraph: Paragraph, hanging: Sequence[Hanging]) -> _Words:
    """Its words without what stands before the bookmark; what was put in there belongs to them."""
    items = paragraph.line.items
    first = next((n for n, item in enumerate(items) if _is_block(item)), None)
    found = _Words()
    if first is not None:
        found.name = items[first].name  # type: ignore[union-attr]
    else:
        found.name, first, items = _by_address(items)
    places: list[tuple[int, int]] = []  # letters of all, letters of what stood
    every = 0
    for number, item in enumerate(items):
        if isinstance(item, Sign):
            continue
        if number < first and item.came is None:
            found.lead += item.text if item.stands else ""
        else:
            places.append((every, len(found.stood)))
            found.now += item.text if item.stands else ""
            found.stood += item.text if item.stood else ""
        every += len(item.text)
    places.append((every, len(found.stood)))
    for start, end, name in hanging:
        found.comments.append((_stood_at(places, start), _stood_at(places, end), name))
    return found


def _is_block(item: Piece | Sign) -> bool:
    return isinstance(item, Sign) and item.what == BOOKMARK and item.name.startswith(_PREFIX)


def _by_address(items: list[Piece | Sign]) -> tuple[str, int, list[Piece | Sign]]:
    """The name of the block whose address stands at the beginning, how many items are address,
    and the items, of which one may be cut in two."""
    said = ""
    for number, item in enumerate(items):
        if isinstance(item, Sign) or not item.stood:
            continue
        said += item.text
        found = _ADDRESS.match(said)
        if found is not None and len(said) > found.end():
            rest = said[found.end() :]
            kept = item.text[: len(item.text) - len(rest)]
            cut: list[Piece | Sign] = [
                Piece(kept, item.came, item.went),
                Piece(rest, item.came, item.went),
            ]
            return (
                bookmark_name(found[1]),
                number + 1,
                [*items[:number], *cut, *items[number + 1 :]],
            )
        if len(said) > 40:
            break
    return "", 0, items


def _stood_at(places: Sequence[tuple[int, int]], at: int) -> int:
    """Which letter of what stood is nearest to this letter of all."""
    before = places[0]
    for place in places:
        if place[0] > at:
            break
        before = place
    after = next((one for one in places if one[0] > at), before)
    return min(before[1] + (at - before[0] if at > before[0] else 0), max(after[1], before[1]))


def _texts(part: Sequence[Paragraph], words: Sequence[_Words]) -> Iterator[Written]:
    """What runs on into each other, and each paragraph of ours of which nothing is left."""
    emptied = [n for n, one in enumerate(words) if one.name and not one.now.strip()]
    for n in emptied:
        yield _text([part[n]], [words[n]])
    left = [n for n in range(len(words)) if n not in emptied]
    if left:
        found = _text([part[n] for n in left], [words[n] for n in left])
        if found.text or found.name or found.stood:
            yield found


def _text(part: Sequence[Paragraph], words: Sequence[_Words]) -> Written:
    """Paragraphs that run on into each other: the first with words is the one that stays."""
    full = [n for n, one in enumerate(words) if one.now.strip()]
    owner = full[0] if full else 0
    name = words[owner].name or next((one.name for one in words if one.name), "")
    stood, comments = _joined(words)
    level = part[owner].level
    return Written(
        HEADING if level else TEXT,
        name,
        _folded(" ".join(words[n].now.strip() for n in full)),
        stood,
        lead=words[owner].lead,
        gone=tuple(one.name for one in words if one.name and one.name != name),
        style=part[owner].style,
        is_item=part[owner].is_item,
        is_tracked=any(_is_tracked(one) for one in part),
        authors=_authors(part),
        comments=comments,
    )


def _row(part: Sequence[Paragraph], words: Sequence[_Words]) -> Written:
    """A row: the words of each cell, paragraphs in one cell parted by a blank."""
    cells: dict[int, list[str]] = {}
    for paragraph, one in zip(part, words, strict=True):
        column = paragraph.cell.column if paragraph.cell else 0
        cells.setdefault(column, []).append(f"{one.lead} {one.now}")
    texts = tuple(_folded(" ".join(cells.get(n, []))) for n in range(max(cells) + 1))
    stood, comments = _joined(words)
    cell = part[0].cell
    return Written(
        HEAD if cell and cell.is_head else ROW,
        next((one.name for one in words if one.name), ""),
        " ".join(filter(None, texts)),
        stood,
        cells=texts,
        table=cell.table if cell else 0,
        is_tracked=any(_is_tracked(one) for one in part),
        authors=_authors(part),
        comments=comments,
    )


def _joined(words: Sequence[_Words]) -> tuple[str, tuple[Hanging, ...]]:
    """What stood in all of them, a blank between two, and what hangs there."""
    stood = ""
    comments: list[Hanging] = []
    for one in words:
        stood += " " if stood else ""
        at = len(stood)
        comments += [(at + start, at + end, name) for start, end, name in one.comments]
        stood += one.stood
    return stood, tuple(comments)


def _is_tracked(paragraph: Paragraph) -> bool:
    ends = (paragraph.end_came, paragraph.end_went)
    return paragraph.line.is_tracked or any(end is not None for end in ends)


def _authors(part: Sequence[Paragraph]) -> tuple[str, ...]:
    names: list[str] = []
    for one in part:
        names += [*one.line.authors, *filter(None, (one.end_came, one.end_went))]
    return tuple(dict.fromkeys(names))


def _folded(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()
