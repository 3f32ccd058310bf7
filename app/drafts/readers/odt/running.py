"""Heads and feet of the pages of an ODT, each once."""

from __future__ import annotations

from collections.abc import Iterator

from app.drafts.readers.flow import Grid, Item, Para
from app.drafts.readers.odt.body import Body
from app.drafts.readers.odt.names import OFFICE, STYLE, Element, attribute, tag

_PARTS = ("header", "footer")
_WHICH = ("", "-left", "-first")


def running_paras(root: Element, styles_root: Element, body: Body) -> list[Para]:
    """The running heads and feet of the master pages that the text uses; `body` reads with the
    styles of styles.xml, and what it notes is dropped with the page furniture."""
    master = styles_root.find(f"{OFFICE}master-styles")
    if master is None:
        return []
    pages = {
        attribute(page, f"{STYLE}name"): page for page in master.iterfind(f"{STYLE}master-page")
    }
    found: list[Para] = []
    for name in _in_use(root, styles_root, pages):
        for part in _shown_parts(pages[name]):
            found += [para for item in body.read(part) for para in _paras(item)]
    for para in found:
        para.is_running = True
        para.level, para.depth, para.marker, para.number = 0, -1, "", ""
    return list({para.text: para for para in found}.values())


def _in_use(root: Element, styles_root: Element, pages: dict[str, Element]) -> list[str]:
    """The first page, those that a style of the text begins, and those that follow them."""
    wanted = list(pages)[:1] + (["Standard"] if "Standard" in pages else [])
    for part in (root, styles_root):
        wanted += [
            attribute(element, f"{STYLE}master-page-name")
            for element in part.iter(f"{STYLE}style")
            if element.get(f"{STYLE}master-page-name")
        ]
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name in pages and name not in found:
            found.append(name)
            wanted.append(attribute(pages[name], f"{STYLE}next-style-name"))
    return found


def _shown_parts(page: Element) -> Iterator[Element]:
    for child in page:
        name = tag(child)
        if any(name == f"{STYLE}{part}{which}" for part in _PARTS for which in _WHICH) and (
            attribute(child, f"{STYLE}display") != "false"
        ):
            yield child


def _paras(item: Item) -> Iterator[Para]:
    if isinstance(item, Para):
        yield item
    elif isinstance(item, Grid):
        for row in item.rows:
            for cell in row:
                yield from cell.paras
