"""Which list an item belongs to, and the label it carries there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.drafts.readers.odt.names import STYLE, TEXT, XML_ID, Element, attribute, tag, whole
from app.drafts.readers.odt.numbering import HIGHEST, MOST_LEVELS, Counter, Levels, list_styles
from app.drafts.readers.odt.styles import Styles


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a paragraph stands: the list's style and counter, its level from 1, and
    whether it opens an item (only then it carries a label)."""

    style: str
    counter: Counter
    level: int
    opens: bool = False
    start: int | None = None


@dataclass(slots=True)
class Lists:
    """The lists of one file, so that one may go on where another stopped."""

    styles: Mapping[str, Levels]
    outline: Levels
    headings: Counter = field(default_factory=Counter)
    _by_id: dict[str, Counter] = field(default_factory=dict)
    _by_style: dict[str, Counter] = field(default_factory=dict)

    def within(self, element: Element, around: Place | None, looks: Styles) -> Place:
        """The place inside a text:list, which may stand in an item of another list."""
        if around is not None:
            style = attribute(element, f"{TEXT}style-name") or around.style
            return replace(around, style=style, level=min(around.level + 1, MOST_LEVELS))
        style = attribute(element, f"{TEXT}style-name") or _of_paragraphs(element, looks)
        counter = self._counter(element, style)
        self._by_style[style] = counter
        if element.get(XML_ID):
            self._by_id[attribute(element, XML_ID)] = counter
        return Place(style, counter, 1)

    def alone(self, element: Element) -> Place:
        """The place of a text:numbered-paragraph, which says its list itself."""
        style = attribute(element, f"{TEXT}style-name")
        counter = self._by_id.setdefault(attribute(element, f"{TEXT}list-id") or style, Counter())
        level = max(1, whole(element, f"{TEXT}level", 1, MOST_LEVELS))
        return Place(style, counter, level, opens=True, start=_start(element))

    def item(self, element: Element, place: Place) -> Place:
        """The place at the beginning of a list's item (or of its header, which has no label)."""
        style = attribute(element, f"{TEXT}style-override") or place.style
        is_item = tag(element) == f"{TEXT}list-item"
        return replace(place, style=style, opens=is_item, start=_start(element))

    def label(self, place: Place | None) -> str:
        """Count the item that opens at `place` and return its label."""
        if place is None or not place.opens:
            return ""
        return place.counter.step(self.levels(place), place.level, place.start)

    def levels(self, place: Place) -> Levels:
        """The levels of the list's style; a list without one has bullets that nobody wrote."""
        return self.styles.get(place.style, {})

    def is_unlabelled(self, place: Place) -> bool:
        """Whether nothing would be shown before items there: text that is only indented."""
        own = self.levels(place).get(place.level)
        return own is not None and not (own.is_bullet or own.format or own.prefix or own.suffix)

    def of_heading(self, element: Element, level: int) -> str:
        """The number that the outline gives a heading; "" where it gives none."""
        if level > MOST_LEVELS or attribute(element, f"{TEXT}is-list-header") == "true":
            return ""
        restarts = attribute(element, f"{TEXT}restart-numbering") == "true"
        start = whole(element, f"{TEXT}start-value", 1, HIGHEST) if restarts else None
        return self.headings.step(self.outline, level, start)

    def _counter(self, element: Element, style: str) -> Counter:
        other = attribute(element, f"{TEXT}continue-list")
        if other in self._by_id:
            return self._by_id[other]
        if attribute(element, f"{TEXT}continue-numbering") == "true" and style in self._by_style:
            return self._by_style[style]
        return Counter()


def lists_of(named: Element | None, automatic: Element | None, outline: Levels) -> Lists:
    """The lists of a file whose styles stand in these two parts."""
    return Lists(list_styles(named, automatic), outline)


def _start(element: Element) -> int | None:
    if element.get(f"{TEXT}start-value") is None:
        return None
    return whole(element, f"{TEXT}start-value", 1, HIGHEST)


def _of_paragraphs(element: Element, looks: Styles) -> str:
    """The list style that the first paragraph's own style names."""
    for child in element.iter(f"{TEXT}p", f"{TEXT}h"):
        style = attribute(child, f"{TEXT}style-name")
        return looks.value("paragraph", style, f"{STYLE}list-style-name") or ""
    return ""
