"""Pictures: shown where they can be drawn anew, else a box says which one belongs here."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from app.drafts.outline import UNDESCRIBED, BlockKind, ReadBlock
from app.drafts.readers.cleaning import clean_inline
from app.drafts.readers.flow import Image
from app.drafts.readers.line import Line
from app.drafts.readers.pictures import Gallery, drawing_kind
from app.i18n import _

# What Word writes where it described the picture by itself.
_BY_MACHINE = re.compile(
    r"Automatisch generierte Beschreibung|KI-generierte Inhalte|Description automatically generated"
    r"|AI-generated content",
    re.IGNORECASE,
)


class FigureWriter:
    """Makes figures; their pictures go into the gallery."""

    def __init__(self, gallery: Gallery, file: str, line: Callable[..., Line]) -> None:
        self._gallery = gallery
        self._file = file
        self._line = line

    def block(self, image: Image, depth: int) -> ReadBlock:
        """The figure. Its sentences are its caption, or without one its alternative text."""
        picture = self._gallery.add(image.data, self._file, image.name) if image.data else None
        line = self._caption(image, is_shown=picture is not None)
        if picture is not None:
            return ReadBlock(
                BlockKind.FIGURE,
                line.sentences(),
                depth,
                doubt=_doubt_about(image.alt),
                picture=picture.digest,
                alt=image.alt,
            )
        box = _("Bild: %(name)s") % {"name": image.name} if image.name else _("Bild")
        return ReadBlock(
            BlockKind.FIGURE,
            line.sentences(),
            depth,
            head_html=clean_inline(f'<span class="figure__missing">{escape(box)}</span>'),
            doubt=_why_not_shown(image),
        )

    def _caption(self, image: Image, *, is_shown: bool) -> Line:
        caption = self._line(image.caption) if image.caption else Line()
        if caption.text and (is_shown or not image.alt or image.alt == caption.text):
            return caption
        line = Line()
        line.add(image.alt)
        if caption.text and image.caption:  # no picture: its description is all there is of it
            line.break_line()
            for run in image.caption.runs:
                line.add(run.text)
        if not line.text:
            # A file's name says nothing; only of a picture that is missing it is all there is.
            line.add((not image.data and image.name) or UNDESCRIBED)
        return line


def _doubt_about(alt: str) -> str:
    if not alt:
        return _("Zu diesem Bild fehlt ein Alternativtext.")
    if _BY_MACHINE.search(alt):
        return _("Den Alternativtext dieses Bildes hat ein Programm geschrieben.")
    return ""


def _why_not_shown(image: Image) -> str:
    if not image.data:
        return _("Das Bild liegt nicht in der Datei und wird nicht gezeigt.")
    if kind := drawing_kind(image.data):
        return _("Zeichnungen vom Typ %(kind)s werden nicht gezeigt; als PNG geht es.") % {
            "kind": kind
        }
    return _("Das Bild ist beschädigt oder von einem Typ, der nicht gezeigt wird.")
