"""What the looks of a paragraph say, and its text without what nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from app.drafts.readers.characters import clean_characters
from app.drafts.readers.flow import Cell, Flow, Grid, Image, Item, Note, Para, Run
from app.drafts.readers.left_out import LeftOutList
from app.text import normal

LARGER = 1.15  # letters so many times as large as those of the text stand out
# "2.3 Sprache", "II. Ziele", "A. Anlass"; not "2016 war", not "3. Oktober" (see `typed`).
_NUMBER = re.compile(
    r"(?P<digits>\d{1,2}(?:\.\d{1,2}){1,5}\.?|\d{1,2}[.)]?|[IVX]{1,5}[.)]|[A-H][.)])\s+(?=\S)"
)


def tidied(flow: Flow, left_out: LeftOutList) -> Flow:
    """The flow with clean characters in NFC; runs that look alike are one."""
    return Flow(
        " ".join(clean_characters(flow.title, left_out).split()),
        [_tidy_item(item, left_out) for item in flow.items],
        [Note(note.label, _tidy_all(note.paras, left_out)) for note in flow.notes],
        flow.left_out,
    )


def _tidy_item(item: Item, left_out: LeftOutList) -> Item:
    if isinstance(item, Para):
        return _tidy(item, left_out)
    caption = _tidy(item.caption, left_out) if item.caption else None
    if isinstance(item, Image):
        alt = " ".join(clean_characters(item.alt, left_out).split())
        name = " ".join(clean_characters(item.name, left_out).split())
        return replace(item, alt=alt, name=name, caption=caption)
    rows = [
        [replace(cell, paras=_tidy_all(cell.paras, left_out)) for cell in row] for row in item.rows
    ]
    return replace(item, rows=rows, caption=caption)


def _tidy_all(paras: Iterable[Para], left_out: LeftOutList) -> list[Para]:
    return [_tidy(para, left_out) for para in paras]


def _tidy(para: Para, left_out: LeftOutList) -> Para:
    runs: list[Run] = []
    for looks, alike in groupby(para.runs, _looks):
        text = clean_characters("".join(run.text for run in alike), left_out)
        while text and runs and unicodedata.combining(text[0]):  # an accent of its own
            runs[-1] = replace(runs[-1], text=normal(runs[-1].text + text[0]))
            text = text[1:]
        if text or looks[3]:
            runs.append(Run(text, *looks))
    number, marker = (" ".join(clean_characters(s, left_out).split()) for s in _signs(para))
    return replace(para, runs=runs, number=number, marker=marker)


def _signs(para: Para) -> tuple[str, str]:
    return para.number, para.marker


def _looks(run: Run) -> tuple[frozenset[str], str, str, str]:
    return run.marks, run.href, run.fill, run.note


def plain(para: Para) -> str:
    """The words, with single blanks."""
    return " ".join(para.text.split())


def is_strong(para: Para) -> bool:
    """Whether every letter is bold."""
    written = [run for run in para.runs if any(map(str.isalnum, run.text))]
    return bool(written) and all("strong" in run.marks for run in written)


def fill_of(para: Para) -> str:
    """The colour behind the paragraph, or behind more than half of its letters."""
    behind = Counter[str]()
    for run in para.runs:
        behind[run.fill or para.fill] += sum(not sign.isspace() for sign in run.text)
    fill, letters = max(behind.items(), key=lambda pair: pair[1], default=(para.fill, 0))
    return fill if 2 * letters >= behind.total() else ""


def text_size(items: Sequence[Item]) -> float:
    """The size in which most of the text is set, 0 where no reader knows."""
    sizes = Counter[float]()
    for item in items:
        if isinstance(item, Para) and item.size and not item.level:
            sizes[item.size] += len(item.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def number_of(para: Para) -> str:
    """The number before a heading, automatic or typed, "" for none."""
    if para.number:
        return para.number
    if para.depth >= 0 and any(map(str.isdigit, para.marker)):
        return para.marker
    found = _NUMBER.match(plain(para))
    return found["digits"] if found else ""


def depth_of_number(number: str) -> int:
    """ "2" is 1, "2.3" is 2, "II." is 1, "" is 0."""
    return len([part for part in re.split(r"[.)]", number) if part])


def cells_of(grid: Grid) -> list[Cell]:
    """The cells with words."""
    return [cell for row in grid.rows for cell in row if any(plain(para) for para in cell.paras)]
