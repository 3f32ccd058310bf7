"""A PDF file, opened page by page with PDFium (the engine that comes with pdfplumber)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from app.drafts.readers.pdf.drawings import read_drawings
from app.drafts.readers.pdf.letters import LetterReader
from app.drafts.readers.pdf.links import read_links
from app.drafts.readers.pdf.pictures import PictureReader
from app.drafts.readers.pdf.placing import Placing
from app.drafts.readers.pdf.shapes import Page
from app.drafts.readers.pdf.tags import read_tags
from app.drafts.readers.pulse import beat
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

MOST_PAGES = 2_000
LONGEST = 60.0  # seconds of computing; a page takes three hundredths


class PdfFile:
    """An opened PDF."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open it, with the empty password if it is locked.

        Refused with Unreadable: encrypted with another password, damaged, too many pages.
        """
        self.name = name
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise self._refusal(str(error)) from None
        self.pages_count = len(self._document)
        if self.pages_count > MOST_PAGES:
            raise Unreadable(
                _("„%(name)s“ hat %(pages)d Seiten. Randnotiz liest PDF bis %(most)d Seiten.")
                % {"name": name, "pages": self.pages_count, "most": MOST_PAGES}
            )
        self._pictures = PictureReader()
        self._began = time.process_time()

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, *_error: object) -> None:
        self._document.close()

    def title(self) -> str:
        """The title in the file's properties, "" for none."""
        try:
            return " ".join(self._document.get_metadata_value("Title").split())[:300]
        except (pypdfium2.PdfiumError, UnicodeError):
            return ""

    def pages(self) -> Iterator[Page]:
        """The pages in their order; refused where one is damaged or the time runs out."""
        for number in range(self.pages_count):
            if time.process_time() - self._began > LONGEST:
                raise Unreadable(
                    _(
                        "„%(name)s“ zu lesen dauert zu lange: Nach %(seconds)d Sekunden war "
                        "Seite %(page)d von %(pages)d erreicht. Teilen Sie die Datei auf."
                    )
                    % {
                        "name": self.name,
                        "seconds": LONGEST,
                        "page": number,
                        "pages": self.pages_count,
                    }
                )
            beat()
            yield self._page(number)

    def _page(self, number: int) -> Page:
        try:
            page = self._document[number]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            raise Unreadable(
                _("„%(name)s“ lässt sich nicht als PDF lesen: Seite %(page)d ist beschädigt.")
                % {"name": self.name, "page": number + 1}
            ) from None
        try:
            return self._read(number, page, text_page)
        finally:
            text_page.close()
            page.close()

    def _read(self, number: int, page: Any, text_page: Any) -> Page:
        placing = _placing(page)
        width, height = placing.size
        drawn = read_drawings(page.raw, placing)
        tags = read_tags(page)
        links = read_links(self._document, page, placing)
        words = LetterReader(text_page.raw, placing, tags, links).words()
        return Page(
            number=number,
            width=width,
            height=height,
            words=words,
            fills=drawn.fills,
            rules=drawn.rules,
            pictures=self._pictures.read(page, placing, drawn.images, tags, bool(words)),
        )

    def _refusal(self, error: str) -> Unreadable:
        if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD or "password" in error.casefold():
            return Unreadable(
                _(
                    "„%(name)s“ ist mit einem Kennwort verschlüsselt. Speichern Sie die Datei ohne "
                    "Kennwort."
                )
                % {"name": self.name}
            )
        return Unreadable(
            _("„%(name)s“ lässt sich nicht als PDF lesen: Die Datei ist beschädigt.")
            % {"name": self.name}
        )


def _placing(page: Any) -> Placing:
    """The visible box of a page; one without any sense is taken as A4."""
    left, foot, right, top = page.get_bbox()
    if not (10 < right - left < 20_000 and 10 < top - foot < 20_000):
        left, foot, right, top = 0.0, 0.0, 595.0, 842.0
    return Placing(left, foot, right, top, (page.get_rotation() // 90) % 4)
