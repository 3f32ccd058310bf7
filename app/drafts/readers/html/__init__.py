"""HTML: as LibreOffice, Word and pandoc write it, and pages of a city's website."""

from __future__ import annotations

from dataclasses import replace

from app.drafts.readers.flow import Flow, Note, Para
from app.drafts.readers.html import frame
from app.drafts.readers.html.body import Body
from app.drafts.readers.html.looks import Looks
from app.drafts.readers.html.notes import PageNotes, find_notes
from app.drafts.readers.html.parsing import Element, parsed
from app.drafts.readers.html.styles import Styles
from app.drafts.readers.html.tables import read_table
from app.i18n import _

__all__ = ["read_html"]


def read_html(name: str, data: bytes) -> Flow:
    """The text of a page in reading order, with what its styles say.

    Where the page has one <main> or <article>, that is the text; navigation, head and foot of
    the page are listed as left out. Nothing is fetched: pictures come from the page's own bytes.
    Refused with Unreadable: nested or marked up beyond all sense, without any text.
    """
    root = parsed(name, data)
    page = root.find("body")
    page = root if page is None else page
    main = frame.main_of(page)
    flow = Flow(title=" ".join((root.findtext("head/title") or "").split()))
    styles = Styles(root)
    body = Body(flow, styles, find_notes(page), read_table=read_table)
    looks = Looks()
    for around in [*reversed(list(main.iterancestors())), main]:
        looks = looks.inside(around, styles.of(around), is_block=False)
    looks = Looks(marks=looks.marks, size=looks.size)  # the ground of a whole page says nothing
    flow.items = body.read(main, looks)
    flow.notes = list(_notes(body, looks))
    _leave_out_frame(body, page, main)
    return flow


def _notes(body: Body, looks: Looks) -> list[Note]:
    notes = []
    marks = PageNotes(body.notes.calls, {}, body.notes.backlinks)
    for label, holder in body.notes.in_order():
        items = replace(body, notes=marks, items=[]).read(holder, looks)
        notes.append(Note(label, [item for item in items if isinstance(item, Para)]))
    return notes


def _leave_out_frame(body: Body, page: Element, main: Element) -> None:
    """List what stands around the text, but for the notes, which were read."""
    if main is page:
        return
    inside = main
    for around in main.iterancestors():
        for child in around:
            if child is not inside and isinstance(child.tag, str):
                _leave_out_around(body, child)
        inside = around
        if around is page:
            return


def _leave_out_around(body: Body, element: Element) -> None:
    if element in body.notes.holders:
        return
    body.leave_out(frame.why_left_out(element) or _("Rahmen der Webseite"), element)
