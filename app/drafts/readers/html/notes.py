"""Footnotes of a web page: a mark leads to a note, and the note leads back to the mark. So pandoc,
LibreOffice, Word and most editors write them, whatever names they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from app.drafts.readers.html.parsing import Element, text_in

_LONGEST_MARK = 8  # characters: "12", "[3]", "*"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HOLDERS = frozenset({"li", "p", "div", "aside", "dd", "td"})
_HIGHEST = 4  # elements around the mark in the note
_MOST_CALLS = 20  # of one note; a link of which there are more leads to something else
_LARGEST_NOTE = 300  # elements
_NOTE_ID = re.compile(r"(?:sd)?(?:foot|end)?(?:note|ftn|edn|fn|en)[:_-]?\w{0,40}", re.IGNORECASE)


@dataclass(slots=True)
class PageNotes:
    """`calls` are the marks in the text with the label each calls, `holders` the elements with
    the notes' texts, `backlinks` the marks in there that lead back."""

    calls: dict[Element, str] = field(default_factory=dict)
    holders: dict[Element, str] = field(default_factory=dict)
    backlinks: set[Element] = field(default_factory=set)

    def in_order(self) -> Iterator[tuple[str, Element]]:
        """Label and text of each note."""
        for holder, label in self.holders.items():
            yield label, holder


def find_notes(root: Element) -> PageNotes:
    """The footnotes of the page."""
    notes = PageNotes()
    links = [link for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    if not links:
        return notes
    named = _named(root)
    order = {link: number for number, link in enumerate(links)}
    leading: dict[str, list[Element]] = {}
    for link in links:
        leading.setdefault(str(link.get("href"))[1:], []).append(link)
    for call in links:
        label = str(call.get("href"))[1:]
        target = named.get(label)
        if target is None or call in notes.backlinks or not _is_mark(call):
            continue
        back = _way_back(call, target, leading, order)
        holder = _holder(target) if back else None
        if back and holder is not None and notes.holders.get(holder, label) == label:
            notes.calls[call] = label
            notes.holders[holder] = label
            notes.backlinks.update(back)
    return notes


def _named(root: Element) -> dict[str, Element]:
    named: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name:
                named.setdefault(name, element)
    return named


def _is_mark(link: Element) -> bool:
    text = text_in(link).strip()
    return 0 < len(text) <= _LONGEST_MARK


def _names(call: Element) -> Iterator[str]:
    """By what a note may lead back: the mark's own name, or that of an element close around."""
    around: Element | None = call
    for _step in range(3):
        if around is None or around.tag in _HOLDERS:
            return
        for name in (around.get("id"), around.get("name")):
            if name:
                yield name
        around = around.getparent()


def _way_back(
    call: Element, target: Element, leading: dict[str, list[Element]], order: dict[Element, int]
) -> list[Element]:
    """The links in the note that lead back to the mark, which stands before them."""
    return [
        link
        for name in _names(call)
        for link in leading.get(name, [])[:_MOST_CALLS]
        if order[link] > order[call] and (link is target or target in link.iterancestors())
    ]


def _holder(target: Element) -> Element | None:
    """The element with the whole text of the note."""
    if target.tag in _HOLDERS and not (target.tag == "p" and target.getparent() is None):
        return None if _heads(target) else target
    found = None
    for around in islice(target.iterancestors(), _HIGHEST):
        if around.tag == "body" or (found is not None and _heads(around)):
            break
        if around.tag in _HOLDERS:
            found = found if found is not None else around
            if _NOTE_ID.fullmatch(around.get("id") or ""):
                return around
    return found


def _heads(element: Element) -> bool:
    """Whether it holds a heading, or far too much for a note."""
    for number, inner in enumerate(element.iter()):
        if inner.tag in _HEADINGS or number > _LARGEST_NOTE:
            return True
    return False
