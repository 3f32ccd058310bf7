"""A city's DOCX template: what of it dresses our documents, as plain data of ours.

Nothing of the file itself is kept. Page, fonts and sizes become numbers and names; headers and
footers are written anew from known elements, their pictures drawn anew. Macros, links, objects and
what lies outside of the file do not come along (app/drafts/readers/archive.py holds the limits).
"""

import base64
import json
from typing import Any

from app.drafts.readers.archive import Archive
from app.drafts.readers.child import serve
from app.drafts.readers.refusals import Unreadable
from app.groups.readers.letterhead import Letterhead
from app.groups.readers.looks import looks_of
from app.groups.readers.names import Element, R, number, w
from app.i18n import _

FORM = 1
_MOST_MEMBERS = 2_000
_DOCUMENT = "word/document.xml"
_MACRO_SIGNS = ("vbaproject", "vbadata")
_SIDES = ("top", "right", "bottom", "left", "header", "footer")
_SMALLEST_PAGE, _LARGEST_PAGE = 6_000, 25_000  # twips; A4 is 11,906 by 16,838
_WIDEST_MARGIN = 5_000


def main() -> None:
    """Read the one file that comes; the answer is JSON."""
    serve(_answer)


def _answer(contents: list[tuple[str, bytes]]) -> bytes:
    ((name, data),) = contents
    return json.dumps(read(name, data), ensure_ascii=True, sort_keys=True).encode()


def read(name: str, data: bytes) -> dict[str, Any]:
    """Page, looks, headers, footers and pictures. Refused with Unreadable in one sentence: no
    DOCX, macros in it, a picture in the header that is linked instead of put in."""
    archive = Archive(name, data)
    if len(archive.members) > _MOST_MEMBERS:
        raise archive.broken(_("Sie hat mehr als %(n)d Teile.") % {"n": _MOST_MEMBERS})
    _refuse_macros(archive)
    root = archive.tree(_DOCUMENT)
    if root is None:
        raise archive.broken(_("Das ist keine DOCX-Datei."))
    section = root.find(f".//{w('body')}/{w('sectPr')}")
    letterhead = Letterhead(archive)
    pages = {"headers": "headerReference", "footers": "footerReference"}
    found: dict[str, Any] = {
        name: _paper(letterhead, section, reference) for name, reference in pages.items()
    }
    is_first = section is not None and section.find(w("titlePg")) is not None
    return {
        "form": FORM,
        "page": {} if section is None else _page(section),
        "looks": looks_of(archive),
        "has_first": is_first,
        **found,
        "pictures": {
            name: base64.b64encode(content).decode()
            for name, content in letterhead.pictures.items()
        },
    }


def _refuse_macros(archive: Archive) -> None:
    types = archive.tree("[Content_Types].xml")
    kinds = [each.get("ContentType", "") for each in types] if types is not None else []
    has_macros = any("macroenabled" in kind.lower() for kind in kinds)
    named = (member.lower() for member in archive.members)
    if has_macros or any(sign in member for member in named for sign in _MACRO_SIGNS):
        raise Unreadable(
            _("„%(name)s“ enthält Makros. Speichern Sie sie als DOCX ohne Makros.")
            % {"name": archive.name}
        )


def _page(section: Element) -> dict[str, int]:
    """Size and margins in twips; what lies outside of sense is left out."""
    page: dict[str, int] = {}
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if size is not None:
        for side, name in (("width", "w"), ("height", "h")):
            value = number(size, name)
            if value is not None and _SMALLEST_PAGE <= value <= _LARGEST_PAGE:
                page[side] = value
    if margins is not None:
        for side in _SIDES:
            value = number(margins, side)
            if value is not None and 0 <= abs(value) <= _WIDEST_MARGIN:
                page[side] = abs(value)
    return page


def _paper(letterhead: Letterhead, section: Element | None, reference: str) -> dict[str, str]:
    """The headers or footers as XML of ours, by page: "default" and "first"."""
    if section is None:
        return {}
    found = {
        each.get(w("type"), "default"): letterhead.paper(each.get(f"{R}id", ""))
        for each in section.findall(w(reference))
    }
    return {page: found[page] for page in ("default", "first") if found.get(page)}
