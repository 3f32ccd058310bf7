"""What stands around the text of a Word document: page, headers with marks, numbered footers."""

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Twips

from app.groups.contents import Head
from app.groups.writers import words
from app.groups.writers.plain import one_line
from app.groups.writers.word.body import MARGIN
from app.groups.writers.word.markup import run
from app.groups.writers.word.own_dress import OwnDress
from app.i18n import _

# The addresses stand out into the left margin; no template may push them off the paper.
NARROWEST = MARGIN + 567
NARROWEST_TEXT = 4_500  # twips (8 cm)


def around(section: Any, head: Head, own: OwnDress) -> None:
    """Page, header and footer of the template, as far as it has them, with our lines in them."""
    _page(section, own.page)
    section.different_first_page_header_footer = own.has_first
    pages = ("default", "first") if own.has_first else ("default",)
    for page in pages:
        header = section.header if page == "default" else section.first_page_header
        footer = section.footer if page == "default" else section.first_page_footer
        footer.is_linked_to_previous = False
        if head.marks or own.headers:
            header.is_linked_to_previous = False
            _marks(header, head)
        _line(footer, head, is_numbered=not own.counts_pages)
        if own.headers:
            own.put(header, "header", page)
        own.put(footer, "footer", page)


def _page(section: Any, page: dict[str, int]) -> None:
    width = page.get("width", Cm(21).twips)
    left = max(page.get("left", Cm(4.0).twips), NARROWEST)
    right = page.get("right", Cm(3.0).twips)
    if width - left - right < NARROWEST_TEXT:
        page, width, left, right = {}, Cm(21).twips, Cm(4.0).twips, Cm(3.0).twips
    section.page_width, section.left_margin, section.right_margin = map(Twips, (width, left, right))
    section.page_height = Twips(page.get("height", Cm(29.7).twips))
    section.top_margin = Twips(page.get("top", Cm(2.6).twips))
    section.bottom_margin = Twips(page.get("bottom", Cm(2.8).twips))
    section.header_distance = Twips(page.get("header", Cm(1.2).twips))
    section.footer_distance = Twips(page.get("footer", Cm(1.4).twips))


def _marks(header: Any, head: Head) -> None:
    """Each mark is a paragraph of its own with a frame around it."""
    header.paragraphs[0].style = "Header"
    for mark in head.marks:
        line = header.add_paragraph(one_line(mark))
        line._p.get_or_add_pPr().get_or_add_pStyle().val = "Mark"
    if head.marks:
        first = header.paragraphs[0]._p
        first.getparent().remove(first)


def _line(footer: Any, head: Head, *, is_numbered: bool) -> None:
    """Which bundle it is, and the page unless the template says it."""
    line = footer.paragraphs[0]
    line.style = "Footer"
    if not is_numbered:
        line.add_run(words.label(head))
        return
    before, _sep, rest = _("{label}, Seite {page} von {pages}").partition("{page}")
    between = rest.partition("{pages}")[0]
    label = before.format(label=words.label(head))
    for piece in (label, "PAGE", between, "NUMPAGES"):
        if piece in ("PAGE", "NUMPAGES"):
            line._p.append(_xml(f'<w:fldSimple {{w}} w:instr=" {piece} ">{run("1")}</w:fldSimple>'))
        else:
            line.add_run(piece)


def _xml(markup: str) -> Any:
    return parse_xml(markup.replace("{w}", nsdecls("w")))
