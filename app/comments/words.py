"""The very words of a sentence that a note is about.

Words are counted from 1 as they stand between blanks in `Sentence.text` (`str.split()`), which is
how lineage, carrying and the writers of bundles count them (drafts/lineage/outcome.py).
"""

from __future__ import annotations

import re
from html import escape

_NUMBERS = re.compile(r"([1-9][0-9]{0,4})-([1-9][0-9]{0,4})")
LONGEST_HINT = 200  # characters of the words a page says it has marked


def numbers(written: str) -> tuple[int, int] | None:
    """First and last word as a form writes them ("3-7"); None for what is no such thing."""
    found = _NUMBERS.fullmatch(written)
    return (int(found[1]), int(found[2])) if found else None


def quoted(text: str, span: tuple[int, int]) -> str:
    """These words of a sentence, with single blanks."""
    first, last = span
    return " ".join(text.split()[first - 1 : last])


def check(text: str, span: tuple[int, int] | None, hint: str = "") -> tuple[int, int] | None:
    """The words meant in a sentence: those of `span` if they are there and begin as `hint` says,
    else the only place where all of `hint` stands; None where neither is so."""
    wanted = " ".join(hint.split())
    if span is not None and _is_there(text, span):
        found = quoted(text, span)
        if found.startswith(wanted[:LONGEST_HINT]):
            return span
    return _only_place(text.split(), wanted.split()) if wanted else None


def _is_there(text: str, span: tuple[int, int]) -> bool:
    first, last = span
    return 1 <= first <= last <= len(text.split())


def _only_place(text: list[str], wanted: list[str]) -> tuple[int, int] | None:
    length = len(wanted)
    places = [at for at in range(len(text) - length + 1) if text[at : at + length] == wanted]
    return (places[0] + 1, places[0] + length) if len(places) == 1 else None


def marked(text: str, span: tuple[int, int]) -> str:
    """A sentence as escaped HTML with these words in `<mark>`."""
    said = text.split()
    first, last = span
    parts = (said[: first - 1], said[first - 1 : last], said[last:])
    before, meant, after = (escape(" ".join(part)) for part in parts)
    return " ".join(filter(None, (before, f"<mark>{meant}</mark>", after)))
