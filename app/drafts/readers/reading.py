"""Reads files of all types, one or several, into one draft, here and now."""

from __future__ import annotations

from collections.abc import Sequence

from app.drafts.outline import ReadDraft
from app.drafts.readers.assembling import add_flow
from app.drafts.readers.flow import Flow
from app.drafts.readers.growing import Growing, close_holes
from app.drafts.readers.markdown import add_markdown
from app.drafts.readers.pictures import Gallery
from app.drafts.readers.recognising import Kind, as_text, kind_of


def read_here(contents: Sequence[tuple[str, bytes]]) -> ReadDraft:
    """One draft out of (name, bytes) of files of any types, in the order given.

    Refused with Unreadable by the readers, in one sentence that names the file.
    """
    growing = Growing([name for name, _data in contents])
    gallery = Gallery()
    kinds = [kind_of(name, data) for name, data in contents]
    for (name, data), kind in zip(contents, kinds, strict=True):
        if kind is Kind.MARKDOWN:
            add_markdown(growing, name, as_text(name, data))
        else:
            add_flow(growing, name, flow_of(kind, name, data), gallery)
    draft = growing.finish()
    draft.pictures = gallery.pictures
    if Kind.MARKDOWN not in kinds:  # its headings stand at the levels that somebody typed
        close_holes(draft.sections)
    return draft


def flow_of(kind: Kind, name: str, data: bytes) -> Flow:
    """What the reader of this type sees in the file. A reader is loaded when it is wanted: PDF
    and Word bring much with them."""
    match kind:
        case Kind.DOCX:
            from app.drafts.readers.docx import read_docx

            return read_docx(name, data)
        case Kind.ODT:
            from app.drafts.readers.odt import read_odt

            return read_odt(name, data)
        case Kind.PDF:
            from app.drafts.readers.pdf import read_pdf

            return read_pdf(name, data)
        case _:
            from app.drafts.readers.html import read_html

            return read_html(name, data)
