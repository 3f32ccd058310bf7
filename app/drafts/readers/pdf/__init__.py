"""PDF, as a draft of a draft: what a page shows, and guesses that say that they are guesses."""

from __future__ import annotations

import re

from app.drafts.readers.flow import Flow
from app.drafts.readers.pdf.file import PdfFile
from app.drafts.readers.pdf.reading import Reading
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

__all__ = ["read_pdf"]

# What programs put there by themselves is no title.
_NO_TITLE = re.compile(r"^Microsoft Word|\.(?:docx?|odt|pdf|indd|rtf|tmp)$|^untitled", re.I)


def read_pdf(name: str, data: bytes) -> Flow:
    """The text of a PDF in reading order, as far as it can be guessed from its pages.

    Refused with Unreadable, in one sentence that names the file: damaged, encrypted (the empty
    password is tried), too many pages, too long to read, no text at all (scanned?).
    """
    with PdfFile(name, data) as file:
        title = file.title()
        reading = Reading(file.pages())
    if not reading.has_text:
        raise Unreadable(
            _(
                "In „%(name)s“ steht kein Text. Ist es ein Scan? Dann braucht es vorher eine "
                "Texterkennung."
            )
            % {"name": name}
        )
    flow = reading.flow()
    flow.title = "" if _NO_TITLE.search(title) else title
    return flow
