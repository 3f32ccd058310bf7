"""The process of its own that draws scanned letters anew: nothing of a stranger's file is kept but
how its pages look."""

from __future__ import annotations

import io
from collections.abc import Iterator
from json import dumps

import pypdfium2 as pdfium
from PIL import Image

from app.drafts.readers import pulse
from app.drafts.readers.child import serve
from app.drafts.readers.pictures import Gallery
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

MOST_PAGES = 30
LONGEST_SIDE = 1_754  # pixels: A4 at 150 to the inch, enough for handwriting
PER_INCH = 150
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def main() -> None:
    """Draw the one file that comes; the answer is a line that says its type, then its bytes."""
    serve(_answer)


def _answer(contents: list[tuple[str, bytes]]) -> bytes:
    ((name, data),) = contents
    media_type, drawn = drawn_anew(name, data)
    return dumps({"media_type": media_type}).encode() + b"\n" + drawn


def drawn_anew(name: str, data: bytes) -> tuple[str, bytes]:
    """Media type and bytes of the letter as we drew it. Refused with Unreadable: no PDF, PNG or
    JPEG by what is in it, broken or locked, too many pages or pixels."""
    if data.startswith(b"%PDF-"):
        return "application/pdf", _pages(name, data)
    picture = Gallery().add(data, name, name) if data.startswith(_PICTURES) else None
    if picture is None:
        raise Unreadable(
            _("„%(name)s“ ist kein Scan, der sich lesen lässt. Nehmen Sie PDF, PNG oder JPEG.")
            % {"name": name}
        )
    return picture.media_type, picture.content


def _pages(name: str, data: bytes) -> bytes:
    """The pages as pictures in a PDF of ours: no script, no link, no file within the file."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Unreadable(
            _("„%(name)s“ ist beschädigt oder mit einem Kennwort verschlüsselt.") % {"name": name}
        ) from None
    if not 1 <= len(document) <= MOST_PAGES:
        raise Unreadable(
            _("„%(name)s“ hat mehr als %(most)d Seiten. Teilen Sie sie auf.")
            % {"name": name, "most": MOST_PAGES}
        )
    drawn = _drawn(document)
    file = io.BytesIO()
    next(drawn).save(file, "PDF", save_all=True, append_images=drawn, resolution=PER_INCH)
    return file.getvalue()


def _drawn(document: pdfium.PdfDocument) -> Iterator[Image.Image]:
    for page in document:
        pulse.beat()
        longest = max(1.0, *page.get_size())
        scale = min(LONGEST_SIDE / longest, PER_INCH / 72)
        yield page.render(scale=scale).to_pil().convert("RGB")
        page.close()
