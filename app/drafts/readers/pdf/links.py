"""Links of a page: areas that lead to an address."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from app.drafts.readers.pdf.placing import Placing
from app.drafts.readers.pdf.shapes import Box

MOST_LINKS = 500  # of one page
_LONGEST = 2_000


Link = tuple[Box, str]


def read_links(document: Any, page: Any, placing: Placing) -> list[Link]:
    """Each link's area and target."""
    found: list[Link] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _number in range(MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, position, link):
            break
        target = _target(document, link)
        area = _area(link, placing) if target else None
        if area is not None:
            found.append((area, target))
    return found


def _target(document: Any, link: Any) -> str:
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    written = ctypes.create_string_buffer(_LONGEST)
    length = pdfium.FPDFAction_GetURIPath(document, action, written, _LONGEST)
    return written.value.decode("utf-8", "replace") if 0 < length <= _LONGEST else ""


def _area(link: Any, placing: Placing) -> Box | None:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFLink_GetAnnotRect(link, rect):
        return None
    return placing.box(rect.left, rect.bottom, rect.right, rect.top)
