"""Pictures of a PDF: as the file has them if that is JPEG, else as the page shows them."""

from __future__ import annotations

import ctypes
import io
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from app.drafts.readers.pdf.placing import Placing
from app.drafts.readers.pdf.shapes import Box, Drawn
from app.drafts.readers.pdf.tags import Tags

MOST_PICTURES = 100
MOST_PIXELS = 4_000_000  # of one picture
MOST_PIXELS_IN_ALL = 40_000_000
LARGEST_JPEG = 10_000_000  # bytes
DOTS_PER_INCH = 150
SMALLEST = 20.0  # points; what is less is an ornament
_TOUCH = 1.0  # strips of one picture lie this close


class PictureReader:
    """Takes the pictures of a document, and stops taking bytes where it would be too much."""

    def __init__(self) -> None:
        self._taken = 0
        self._pixels = 0

    def read(
        self,
        page: Any,
        placing: Placing,
        images: list[tuple[Box, Any]],
        tags: Tags,
        has_words: bool,
    ) -> list[Drawn]:
        """The pictures of a page: strips put together, ornaments passed over, and what covers a
        whole page with words on it (of one without words the picture is all there is)."""
        width, height = placing.size
        found: list[Drawn] = []
        for box, parts in _together(images):
            is_page = has_words and box.width * box.height > 0.85 * width * height
            if is_page or min(box.width, box.height) < SMALLEST:
                continue
            alt = next(filter(None, map(tags.alt, parts)), "")
            found.append(Drawn(box, self._bytes(page, placing, box, parts), alt))
        return found

    def _bytes(self, page: Any, placing: Placing, box: Box, parts: list[Any]) -> bytes:
        if self._taken >= MOST_PICTURES:
            return b""
        self._taken += 1
        if len(parts) == 1 and not placing.turns:
            data = _jpeg(parts[0])
            if data:
                return data
        scale = DOTS_PER_INCH / 72
        pixels = int(box.width * box.height * scale * scale)
        if pixels > MOST_PIXELS:
            scale *= (MOST_PIXELS / pixels) ** 0.5
        self._pixels += min(pixels, MOST_PIXELS)
        if self._pixels > MOST_PIXELS_IN_ALL:
            return b""
        return _rendered(page, placing, box, scale)


def _together(images: list[tuple[Box, Any]]) -> list[tuple[Box, list[Any]]]:
    groups: list[tuple[Box, list[Any]]] = []
    for box, image in images[:1000]:
        parts = [image]
        for other in [group for group in groups if group[0].meets(box, _TOUCH)]:
            groups.remove(other)
            box, parts = box.joined(other[0]), [*other[1], *parts]
        groups.append((box, parts))
    return groups


def _jpeg(image: Any) -> bytes:
    """The file's own bytes of a picture that is plain JPEG, b"" otherwise."""
    name = ctypes.create_string_buffer(20)
    if pdfium.FPDFImageObj_GetImageFilterCount(image) != 1:
        return b""
    pdfium.FPDFImageObj_GetImageFilter(image, 0, name, 20)
    length = pdfium.FPDFImageObj_GetImageDataRaw(image, None, 0)
    if name.value != b"DCTDecode" or not 0 < length <= LARGEST_JPEG:
        return b""
    data = ctypes.create_string_buffer(length)
    pdfium.FPDFImageObj_GetImageDataRaw(image, data, length)
    return data.raw


def _rendered(page: Any, placing: Placing, box: Box, scale: float) -> bytes:
    width, height = placing.size
    crop = (box.x0, box.y0, width - box.x1, height - box.y1)
    try:
        bitmap = page.render(scale=scale, crop=tuple(max(0.0, side) for side in crop))
        file = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(file, "PNG", compress_level=3)
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
        return b""
    return file.getvalue()
