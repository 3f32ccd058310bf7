"""Where the sentences of a paragraph begin and end: German first, others reasonably.

A run of full stops, question and exclamation marks is a candidate. It ends a sentence unless
what stands before it (an abbreviation, an ordinal, an initial) or after it (a small letter, a
comma) says that the sentence goes on. In doubt it goes on: two sentences under one address are
a smaller harm than half a sentence. Each candidate looks at a bounded piece of text, so the time
grows with the length of the text and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.drafts.abbreviations import BEFORE_NUMBER, CLOSING, OPEN, STARTERS

_LOOK_BACK = 40  # characters; longer than any word that is looked up in a table

_STOPS = ".!?…؟۔"
_CLOSERS = r"”“\"'’‘»«›‹)\]}*†"
# Footnote marks: a raised figure, "[3]", "[^3]", or a figure that lost its raising ("kommt.3 Als").
_MARK = r"\ ?\[\^?[\w-]{1,8}\]|\ ?[¹²³⁰⁴-⁹]++|(?<=[a-zäöüß]{3}\.)\d{1,3}(?!\w)"
# Possessive, and no candidate begins within a run: a million dots are read once.
# Behind it a word follows, with few signs before it and none that carries the sentence on.
# Groups are bounded and not possessive: Python before 3.11.5 (Debian 12 has 3.11.2) matches
# possessive groups wrongly, and may never come back.
_CANDIDATE = re.compile(
    rf"(?<![{_STOPS}])(?P<stop>[{_STOPS}]++)(?P<close>[{_CLOSERS}]*+)(?:{_MARK}){{0,9}}"
    r"(?=\s++(?![.,;:!?%)\]}”/&=+])(?:[^\w\s]{1,5}+\s{0,5}+){0,3}(?P<next>\w[\w-]{0,40}))"
)
_CHAIN = re.compile(r"(?<!\w)(?:[^\W\d]{1,3}\.\s?){1,3}[^\W\d]{1,4}$")
_INK = re.compile(r"\S")

_ROMAN = re.compile(r"[IVXLC]+")
_ORDINAL = re.compile(r"(?:\d{1,2}\.[/–-]?)*\d{1,3}")  # "3", "17", "31.12", "8.–9"
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-Z]?[bcdfghjklmnpqrstvwxz]{2,5}")
_OPENERS = "([{„“\"'‚»«›‹–—-*_"
_LONGEST_CHAIN = 6  # characters of a dotted word, as in "i.d.R"
_BRACKETS = frozenset(")]}")


class _Place(NamedTuple):
    """What is around a candidate."""

    tail: str  # the sentence so far, its last characters
    token: str  # the word before the stop
    is_first: bool  # whether that word begins the sentence
    close: str  # quotation marks and brackets after the stop
    next_word: str
    starts: bool  # whether the next word is one that begins sentences


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans (start, end) of the sentences of `text`, in order, without the blanks around them.

    Together they cover everything that is not white space; none is empty.
    """
    spans: list[tuple[int, int]] = []
    start = _skip_blanks(text, 0)
    for found in _CANDIDATE.finditer(text):
        if start < found.start() and _ends(text, start, found):
            spans.append((start, found.end()))
            start = _skip_blanks(text, found.end())
    if start < len(text):
        spans.append((start, len(text.rstrip())))
    return spans


def _skip_blanks(text: str, position: int) -> int:
    ink = _INK.search(text, position)
    return ink.start() if ink else len(text)


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the sentence that began at `start` ends with this candidate."""
    stop, close, word = found.groups()
    if _is_small(word):
        return False
    in_brackets = not _BRACKETS.isdisjoint(close)
    if in_brackets and text[found.start() - 1] in "([{":
        return False  # "(!)" and "(…)" stand inside a sentence
    starts = word in STARTERS
    if "…" in stop or ".." in stop:
        return not in_brackets and (starts or bool(close))
    if stop != ".":
        return True
    tail = text[max(start, found.start() - _LOOK_BACK) : found.start()]
    token = "" if tail[-1].isspace() else tail.rsplit(None, 1)[-1].lstrip(_OPENERS)
    is_first = found.start() - len(token) <= start + 1
    return _full_stop_ends(_Place(tail, token, is_first, close, word, starts))


def _is_small(word: str) -> bool:
    """Begins with a small letter, unless it is written like eHealth."""
    return word[0].islower() and not word[1:2].isupper()


def _full_stop_ends(place: _Place) -> bool:
    token = place.token
    if not token:
        return place.starts
    if token[-1].isdigit():
        return _ends_after_number(place)
    if not token[-1].isalpha():
        return True  # "…)." and the like
    if _ROMAN.fullmatch(token):
        return place.starts and not place.is_first
    kind = _abbreviation(place)
    if kind == "open" or (kind and not _BRACKETS.isdisjoint(place.close)):
        return False
    return place.starts if kind else True


def _ends_after_number(place: _Place) -> bool:
    """After "3." or "31.12." only a word that begins sentences says that it was no ordinal."""
    if not _ORDINAL.fullmatch(place.token):
        return True  # a year, 40.000, B1
    return place.starts and not place.is_first


def _abbreviation(place: _Place) -> str:
    """Which kind: "open" wants something after it, "closing" may end a sentence, "" is none."""
    token = place.token
    if len(token) > 1 and token.isupper() and "." not in token:
        return ""  # WG, HR: an acronym needs no stop
    for name in _names(token.lower(), place.tail):
        if name in OPEN:
            return "open"
        if name in CLOSING:
            return "closing"
    if token.lower() in BEFORE_NUMBER and place.next_word[0].isdigit():
        return "open"
    last = token.rpartition(".")[2]
    is_initial = len(last) == 1 and last.isalpha()
    return "closing" if is_initial or _CONSONANTS.fullmatch(last) else ""


def _names(word: str, tail: str) -> Iterator[str]:
    """Under which names the word before the stop may stand in the tables, longest first."""
    if len(word) <= _LONGEST_CHAIN and (chain := _CHAIN.search(tail, len(tail) - 12)):
        parts = "".join(chain.group().lower().split()).split(".")
        yield from (".".join(parts[first:]) for first in range(len(parts) - 1))
    yield word
    yield word.rpartition("-")[2]
    yield word.rpartition("/")[2]
    if word.endswith("str"):
        yield "str"  # Hauptstr.
