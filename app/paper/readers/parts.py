"""The parts of an XLSX workbook (ECMA-376, part 1, chapter 18) that every reader of one asks for:
its sheets, words, dates and references."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from posixpath import join, normpath

from app.drafts.readers.archive import Archive, Element
from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.grid import LONGEST_CELL

_REL = re.compile(r"\}id$")
REFERENCE = re.compile(r"([A-Z]{1,7})([1-9][0-9]{0,8})")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_IS_DATE = re.compile(r"[dyj]|m(?![^;]*0\.0)", re.IGNORECASE)  # j: German versions of Excel


def no_workbook(archive: Archive, name: str) -> Unreadable:
    """The refusal of an archive that is no XLSX, with what to do instead."""
    members = archive.members
    if "mimetype" in members or "content.xml" in members:
        advice = _("„%(name)s“ ist keine Excel-Tabelle. Speichern Sie sie als .xlsx oder .csv.")
    elif "xl/workbook.bin" in members:
        advice = _("„%(name)s“ ist eine XLSB-Datei. Speichern Sie sie als .xlsx oder .csv.")
    else:
        advice = _("„%(name)s“ ist ein Archiv, aber keine Tabelle. Nehmen Sie .xlsx oder .csv.")
    return Unreadable(advice % {"name": name})


def refuse_macros(archive: Archive, name: str) -> None:
    """Refused with Unreadable: a workbook with macros."""
    types = archive.tree("[Content_Types].xml")
    kinds = "" if types is None else " ".join(str(e.get("ContentType", "")) for e in types)
    if "macroEnabled" in kinds or any("vbaproject" in m.lower() for m in archive.members):
        raise Unreadable(
            _("„%(name)s“ enthält Makros. Speichern Sie sie als .xlsx ohne Makros.")
            % {"name": name}
        )


def local(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> list[Element]:
    """Those of its children that are called so."""
    return [] if element is None else [one for one in element if local(one) == name]


def first(element: Element | None, name: str) -> Element | None:
    """The first of them."""
    return next(iter(children(element, name)), None)


def sheets(archive: Archive, book: Element, *, hidden: bool = False) -> list[tuple[str, str]]:
    """Title and member of each sheet that is not hidden (or of each that is), in their order."""
    links = archive.tree("xl/_rels/workbook.xml.rels")
    targets = {}
    for link in [] if links is None else links:
        target = str(link.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        targets[link.get("Id")] = path
    found = []
    for sheet in children(first(book, "sheets"), "sheet"):
        ids = [value for key, value in sheet.attrib.items() if _REL.search(str(key))]
        if ids and ids[0] in targets and (sheet.get("state", "visible") != "visible") is hidden:
            found.append((str(sheet.get("name", ""))[:100], targets[ids[0]]))
    return found


def said(item: Element) -> str:
    """What a shared or inline string says; what stands over the words to say how they sound is left
    out."""
    parts = []
    for one in item:
        if local(one) == "t":
            parts.append(one.text or "")
        elif local(one) == "r":
            parts += [t.text or "" for t in children(one, "t")]
    return "".join(parts)[: LONGEST_CELL + 1].replace("_x000D_", "")


def date_styles(archive: Archive) -> set[int]:
    """Which cell formats show a number as a date."""
    tree = archive.tree("xl/styles.xml")
    own = {
        str(one.get("numFmtId")): bool(_IS_DATE.search(_QUOTED.sub("", one.get("formatCode", ""))))
        for one in children(first(tree, "numFmts"), "numFmt")
    }
    styles = set()
    for number, style in enumerate(children(first(tree, "cellXfs"), "xf")):
        shape = str(style.get("numFmtId", "0"))
        built_in = shape.isdecimal() and int(shape) in _BUILT_IN_DATES
        if own.get(shape, built_in):
            styles.add(number)
    return styles


def epoch(book: Element) -> datetime:
    """The day before 1, where days after February 1900 are right (18.17.4.1)."""
    about = first(book, "workbookPr")
    is_1904 = about is not None and about.get("date1904") in ("1", "true")
    return datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)


def column(name: str) -> int:
    """The number of a column, counted from 0, by its letters."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def as_date(since: datetime, number: float) -> str:
    """A serial number of days as a date, or a moment where it is not midnight."""
    moment = since + timedelta(seconds=round(number * 86_400))
    return moment.date().isoformat() if moment.time() == time.min else moment.isoformat()
