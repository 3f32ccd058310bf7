"""ODT: the text of LibreOffice and other office programs, read from its own XML."""

from __future__ import annotations

from app.drafts.readers.flow import Flow, Para
from app.drafts.readers.odt.body import Body
from app.drafts.readers.odt.lists import lists_of
from app.drafts.readers.odt.names import OFFICE, TEXT, Element
from app.drafts.readers.odt.numbering import levels_of
from app.drafts.readers.odt.package import Package
from app.drafts.readers.odt.running import running_paras
from app.drafts.readers.odt.styles import Styles

__all__ = ["read_odt"]


def read_odt(name: str, data: bytes) -> Flow:
    """The text of an ODT file in reading order, with what its styles say.

    Refused with Unreadable, in one sentence that names the file and the member: no archive,
    encrypted, damaged, a DTD, nested or unpacked beyond all sense, a table or presentation.
    """
    package = Package(name, data)
    root, text = package.content()
    styles_root = package.tree("styles.xml")
    named = _part(styles_root, "styles")
    automatic = root.find(f"{OFFICE}automatic-styles")
    outline = None if named is None else named.find(f"{TEXT}outline-style")
    flow = Flow(title=package.title())
    lists = lists_of(named, automatic, {} if outline is None else levels_of(outline))
    flow.items = Body(package, Styles(named, automatic), lists, flow).read(text)
    if styles_root is not None:
        flow.items = [*_running(package, root, styles_root), *flow.items]
    return flow


def _running(package: Package, root: Element, styles_root: Element) -> list[Para]:
    """Heads and feet, read with the styles of their own part of the file."""
    named, automatic = _part(styles_root, "styles"), _part(styles_root, "automatic-styles")
    lists = lists_of(named, automatic, {})
    body = Body(package, Styles(named, automatic), lists, Flow())
    return running_paras(root, styles_root, body)


def _part(root: Element | None, name: str) -> Element | None:
    return None if root is None else root.find(f"{OFFICE}{name}")
