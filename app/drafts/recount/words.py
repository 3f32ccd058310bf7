"""What counts as a word when counting again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from app.text import normal

_WORD = re.compile(r"[^\W_]+")
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010]\s*\n\s*([^\W\d_]+)")
_NUMBER_BESIDE = re.compile(r"\d+|[^\W\d_]+")
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def has_ink(token: str) -> bool:
    """Whether what stands between two blanks is a word to a person: it has a letter or digit."""
    return any(character.isalnum() for character in token)


def words_of(text: str) -> list[str]:
    """Runs of letters and digits."""
    return _WORD.findall(_plain(text))


def joined(text: str, known: Mapping[str, int]) -> Iterator[str]:
    """The words of a file's text. One that is parted at the end of a line counts as one word if
    the draft knows it as one, else as two; a number that stands close to a word, as the marks of
    footnotes do, is one of its own if the draft knows no such word."""

    def join(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if known.get(whole, 0) > 0 else f"{found[1]} {found[2]}"

    for word in _WORD.findall(_BROKEN.sub(join, _plain(text))):
        parts = _NUMBER_BESIDE.findall(word)
        if len(parts) > 1 and not known.get(word) and all(map(known.get, parts)):
            yield from parts
        else:
            yield word


def _plain(text: str) -> str:
    return normal(text).translate(_UNSEEN)
