"""Tables of contents and running heads: of use on paper, and left out here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.drafts.readers.assembling.looks import plain
from app.drafts.readers.flow import Grid, Item, Para
from app.drafts.readers.left_out import LeftOutList
from app.i18n import _

_TITLE = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:Inhalt|Inhaltsverzeichnis|Inhaltsübersicht|Gliederung|Contents"
    r"|(?:Abbildungs|Tabellen|Bild)verzeichnis|Verzeichnis der (?:Abbildungen|Tabellen))\s*:?",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\.[ ]?){3,}|…|·{3,}|_{3,}|\t")
_PAGE = re.compile(r"[\s.…·_|](?:S\.\s*)?(?P<page>\d{1,4}|[ivxl]{1,6})\s*$", re.IGNORECASE)
_LONGEST_LINE = 200  # characters
_FEWEST = 3  # lines with leaders that are a table of contents without a heading, too


def without_contents(items: Sequence[Item], left_out: LeftOutList) -> list[Item]:
    """The items without lines of contents and running heads, which are listed.

    What no reader marked is recognised: a heading such as "Inhalt" with lines below it that end
    in page numbers or repeat headings of the text, or several lines with dots that lead to a page.
    """
    text = [item for item in items if not _is_running(item, left_out)]
    titles = _repeated(text)
    kept: list[Item] = []
    at = 0
    while at < len(text):
        end = _end_of_contents(text, at, titles)
        for item in text[at:end]:
            left_out.add(_("Inhaltsverzeichnis"), _text(item))
        if end == at:
            kept.append(text[at])
        at = max(end, at + 1)
    return kept


def _repeated(items: Sequence[Item]) -> set[str]:
    """The texts that stand in the file twice or more: once as a line of contents, perhaps."""
    counts = Counter[str]()
    for item in items:
        if isinstance(item, Para) and not item.is_contents:
            counts.update({_folded(item), " ".join([item.number, _folded(item)]).strip()})
    return {text for text, count in counts.items() if count > 1}


def _is_running(item: Item, left_out: LeftOutList) -> bool:
    if not isinstance(item, Para) or not item.is_running:
        return False
    left_out.add(_("Kopf- und Fußzeilen"), plain(item))
    return True


def _end_of_contents(items: Sequence[Item], at: int, titles: set[str]) -> int:
    """Where the table of contents that begins at `at` ends; `at` where none begins."""
    item = items[at]
    if isinstance(item, Para) and item.is_contents:
        return at + 1
    if isinstance(item, Para) and _TITLE.fullmatch(plain(item)):
        end = _end_of_lines(items, at + 1, titles, among_leaders=False)
        return end if end > at + 2 or _is_sure(items[at + 1 : end]) else at
    end = _end_of_lines(items, at, titles, among_leaders=True)
    return end if end - at >= _FEWEST else at


def _end_of_lines(items: Sequence[Item], at: int, titles: set[str], *, among_leaders: bool) -> int:
    """The first item that is no line of contents. A line may run over two paragraphs; pages do
    not go back, so "Teil 1" after a line for page 9 is a heading."""
    page = 0
    while at < len(items):
        step = _lines_at(items, at, titles, among_leaders=among_leaders)
        reached = _page_of(items[at + step - 1])
        if not step or (reached and reached < page):
            break
        page = reached or page
        at += step
    return at


def _lines_at(items: Sequence[Item], at: int, titles: set[str], *, among_leaders: bool) -> int:
    """How many items from here are one line of contents: 0, 1 or 2."""
    if _is_line(items[at], titles, among_leaders=among_leaders):
        return 1
    if not _may_run_on(items[at]) or at + 1 == len(items):
        return 0
    after = items[at + 1]
    is_marked = isinstance(after, Para) and after.is_contents
    return 2 if not is_marked and _is_line(after, set(), among_leaders=among_leaders) else 0


def _page_of(item: Item) -> int:
    """The page to which a line leads, 0 for none."""
    found = _PAGE.search(item.text.strip()) if isinstance(item, Para) else None
    return (
        int(found["page"]) if found and found["page"].isascii() and found["page"].isdigit() else 0
    )


def _is_line(item: Item, titles: set[str], *, among_leaders: bool) -> bool:
    if isinstance(item, Grid):
        rows = [_text_of_row(row) for row in item.rows]
        return not among_leaders and bool(rows) and all(_PAGE.search(row) for row in rows if row)
    if not isinstance(item, Para):
        return False
    text = item.text.strip()
    if item.is_contents:
        return True
    if item.level or len(text) > _LONGEST_LINE:
        return False
    if _PAGE.search(text):
        return not among_leaders or bool(_LEADER.search(text))
    # Links of a web page: each repeats a heading that comes later in the text.
    linked = any(run.href.startswith("#") for run in item.runs)
    return linked and not among_leaders and _folded(item) in titles


def _is_sure(lines: Sequence[Item]) -> bool:
    """Whether a single line under the title is enough."""
    return any(
        isinstance(line, Grid) or (isinstance(line, Para) and _is_marked(line)) for line in lines
    )


def _is_marked(line: Para) -> bool:
    return line.is_contents or bool(_LEADER.search(line.text.strip()))


def _may_run_on(item: Item) -> bool:
    """The first half of a line of contents that was too long."""
    return (
        isinstance(item, Para)
        and not item.level
        and len(item.text) <= _LONGEST_LINE
        and not item.text.rstrip().endswith((".", ":", "!", "?"))
    )


def _folded(item: Para) -> str:
    return plain(item).casefold()


def _text(item: Item) -> str:
    if isinstance(item, Grid):
        return " ".join(_text_of_row(row) for row in item.rows)
    return plain(item) if isinstance(item, Para) else ""


def _text_of_row(row: Sequence[object]) -> str:
    paras = [para for cell in row for para in getattr(cell, "paras", [])]
    return " ".join(plain(para) for para in paras)
