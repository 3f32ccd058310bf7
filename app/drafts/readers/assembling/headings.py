"""Which paragraphs head what follows: those that the file calls headings, and honest fakes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.drafts.readers.assembling.boxes import Boxed
from app.drafts.readers.assembling.levels import Ranked, give_levels
from app.drafts.readers.assembling.looks import (
    LARGER,
    depth_of_number,
    fill_of,
    is_strong,
    number_of,
    plain,
    text_size,
)
from app.drafts.readers.flow import Item, Para
from app.drafts.readers.growing import LONGEST_HEADING
from app.i18n import _

_LONGEST = 120  # characters of a heading that nobody called one
_MOST_WORDS = 16
_NO_END = (".", ":", ";", ",", "!", "…", "–", "-")
# Item signs, captions, sources, legal signs: bold they may be, headings they are not.
_NO_BEGINNING = re.compile(
    r"[•●▪◦‣∙■□➢·\uf000-\uf0ff–—*-]|(?:Abb(?:ildung)?|Tab(?:elle)?|Bild|Foto|Grafik|Quelle)\b"
    r"[.:]?\s*\d*[.:)]|Quellen?:|Stand:|\(",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (0 stands above all), its text with its number, what was guessed."""

    title: str
    level: int
    doubt: str
    para: Para


def with_headings(items: Sequence[Item], title: str) -> list[Item | Heading]:
    """The items, with headings in the place of the paragraphs that are some.

    `title` is what the file calls itself: the paragraph that repeats it stands above all others.
    """
    size = text_size(items)
    ranked: dict[int, Ranked] = {}
    at_title = _place_of(title, items)
    for at, item in enumerate(items):
        if not isinstance(item, Para):
            continue
        if at == at_title:
            ranked[at] = Ranked(item.size, 0, is_strong(item), 0)
        elif item.level and len(plain(item)) <= LONGEST_HEADING:
            ranked[at] = Ranked(item.size, depth_of_number(_real_number(item)), True, item.level)
        elif _may_head(item, size):
            ranked[at] = Ranked(item.size, depth_of_number(number_of(item)), is_strong(item))
    give_levels(list(ranked.values()), size)
    _drop_those_without_text(ranked, len(items))
    return [
        _heading(item, ranked[at], size) if at in ranked and isinstance(item, Para) else item
        for at, item in enumerate(items)
    ]


def repeats_title(items: Sequence[Item], title: str) -> bool:
    """Whether the text itself begins with what the file calls itself."""
    return _place_of(title, items) >= 0


def _place_of(title: str, items: Sequence[Item]) -> int:
    """Where the file's own title stands, near its beginning; -1 if nowhere."""
    if title:
        for at, item in enumerate(items[:8]):
            if isinstance(item, Para) and plain(item).casefold() == title.casefold():
                return at
    return -1


def _real_number(item: Para) -> str:
    return number_of(item) if item.number or item.depth < 0 else item.marker


def _may_head(para: Para, size: float) -> bool:
    """Short, without a full stop, and bold or larger than the text."""
    text = plain(para)
    if isinstance(para, Boxed) or para.is_quote or para.level:
        return False
    if para.depth >= 0 and not (number_of(para) and is_strong(para)):
        return False
    if not 1 < len(text) <= _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if text.rstrip("”“\"'« ").endswith(_NO_END) or _NO_BEGINNING.match(text):
        return False
    return any(map(str.isalpha, text)) and (is_strong(para) or _is_larger(para, size))


def _is_larger(para: Para, size: float) -> bool:
    return size > 0 and para.size >= size * LARGER


def _drop_those_without_text(ranked: dict[int, Ranked], count: int) -> None:
    """A guessed heading heads something: text, or headings of lower levels."""
    below: int | None = None  # the level of the next heading, where no text stands before it
    text_follows = False
    for at in range(count - 1, -1, -1):
        one = ranked.get(at)
        if one is None:
            text_follows = True
            continue
        is_empty = not text_follows and (below is None or below <= one.level)
        if one.is_guessed and is_empty:
            del ranked[at]  # and it is no text for the bold line before it either
        else:
            below, text_follows = one.level, False


def _heading(para: Para, one: Ranked, size: float) -> Heading:
    doubt = " ".join(filter(None, [_reason(para, size) if one.is_guessed else "", para.doubt]))
    return Heading(_title(para), one.level, doubt, para)


def _title(para: Para) -> str:
    """The words with the number before them, as people see it."""
    number, text = para.number, plain(para)
    if not number and para.depth >= 0 and any(map(str.isalnum, para.marker)):
        number = para.marker
    if number and text.startswith(number):
        number = ""
    return f"{number} {text}".strip()


def _reason(para: Para, size: float) -> str:
    looks = [_("kurz")]
    if is_strong(para):
        looks.append(_("fett"))
    if _is_larger(para, size):
        looks.append(_("größer gesetzt"))
    if number_of(para):
        looks.append(_("nummeriert"))
    if fill_of(para):
        looks.append(_("farbig hinterlegt"))
    listed = _("%(first)s und %(last)s") % {"first": ", ".join(looks[:-1]), "last": looks[-1]}
    return _("Als Überschrift erkannt, weil der Absatz %(looks)s ist.") % {"looks": listed}
