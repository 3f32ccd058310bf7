"""From what readers saw to a draft: one place decides for DOCX, ODT, HTML and PDF what is a
heading, an item, a table of contents, a box, a proposed field. Nothing is lost: every word comes
out in order, or stands on the list of what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from app.drafts.outline import ReadDraft
from app.drafts.readers.assembling.boxes import unboxed
from app.drafts.readers.assembling.contents import without_contents
from app.drafts.readers.assembling.headings import repeats_title, with_headings
from app.drafts.readers.assembling.looks import tidied
from app.drafts.readers.assembling.typed import with_typed_lists
from app.drafts.readers.assembling.writing import Writer
from app.drafts.readers.flow import Flow
from app.drafts.readers.growing import Growing, Head, close_holes
from app.drafts.readers.pictures import Gallery


def assemble(sources: Sequence[tuple[str, Flow]]) -> ReadDraft:
    """One draft out of (name, flow) of one file or several, in the order given.

    Of several files each one's first heading is a field of group AG n by order; colours only
    propose fields (RULES.md, "Fields"). Refused with Unreadable: no words at all, a file after
    the first without any heading, a picture of too many pixels.
    """
    growing = Growing([name for name, _flow in sources])
    gallery = Gallery()
    for name, flow in sources:
        add_flow(growing, name, flow, gallery)
    draft = growing.finish()
    draft.pictures = gallery.pictures
    close_holes(draft.sections)
    return draft


def add_flow(growing: Growing, name: str, flow: Flow, gallery: Gallery) -> None:
    """Write one file into a draft that grows; refused like `assemble`."""
    growing.begin_file(name)
    for why, text in flow.left_out:
        growing.left_out.add(why, text)
    flow = tidied(flow, growing.left_out)
    items = list(unboxed(without_contents(flow.items, growing.left_out)))
    Writer(growing, name, flow, gallery).write(
        list(with_typed_lists(with_headings(items, flow.title)))
    )
    growing.suggest_title(flow.title)
    growing.end_file(Head(flow.title if repeats_title(items, flow.title) else ""))
