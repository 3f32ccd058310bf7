"""The text of a page, apart from the frame that a city's website puts around it."""

from __future__ import annotations

import re

from app.drafts.readers.html.parsing import Element
from app.i18n import _

_SCRIPTS = frozenset({"script", "style", "template", "noscript", "link", "meta"})
_FORMS = frozenset({"button", "select", "textarea", "input", "datalist", "progress", "meter"})
_FOREIGN = frozenset({"iframe", "object", "embed", "applet", "audio", "video", "canvas", "map"})
_DELETED = frozenset({"del"})
_FRAME = frozenset({"nav", "header", "footer"})
_MAIN = ("main", "article")
_CONTENTS = re.compile(r"(?:toc|table.of.contents|inhaltsverzeichnis)\d*", re.IGNORECASE)


def main_of(body: Element) -> Element:
    """The element with the text: the only <main>, the only <article>, or all of it."""
    for tag in _MAIN:
        found = list(body.iter(tag))
        if len(found) == 1:
            return found[0]
    found = [one for one in body.iter("div", "section") if one.get("role") == "main"]
    return found[0] if len(found) == 1 else body


def why_left_out(element: Element) -> str:
    """Why this element is no part of the text, "" if it is one."""
    tag = str(element.tag)
    for tags, why in (
        (_SCRIPTS, _("Skripte und Stilvorgaben")),
        (_FORMS, _("Formulare der Webseite")),
        (_FOREIGN, _("Eingebettete Inhalte der Webseite")),
        (_DELETED, _("Gelöschter Text aus der Änderungsverfolgung")),
    ):
        if tag in tags:
            return why
    if tag == "nav" or element.get("role") in ("navigation", "doc-toc"):
        return _("Inhaltsverzeichnis") if is_contents(element) else _("Rahmen der Webseite")
    if tag in _FRAME and not _belongs_to_text(element):
        return _("Rahmen der Webseite")
    classes = element.get("class", "")
    is_remark = "MsoComment" in classes or "msocom" in classes
    return _("Kommentare in der Datei") if is_remark else ""


def is_contents(element: Element) -> bool:
    """Whether the element calls itself a table of contents."""
    names = [element.get("id", ""), element.get("role", ""), element.get("class", "")]
    return any(_CONTENTS.fullmatch(name.replace("doc-", "")) for name in names if name)


def is_contents_line(element: Element) -> bool:
    """Whether Word wrote it as a line of a table of contents, or as its heading."""
    return element.get("class", "").startswith("MsoToc")


def is_running(element: Element) -> bool:
    """Whether LibreOffice wrote it as the head or foot of a page."""
    return element.tag == "div" and element.get("title") in ("header", "footer")


def _belongs_to_text(element: Element) -> bool:
    """The head of an article, and the one in which pandoc puts the title."""
    if element.get("id") == "title-block-header":
        return True
    return any(around.tag in ("main", "article", "section") for around in element.iterancestors())
