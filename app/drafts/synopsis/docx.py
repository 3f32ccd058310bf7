"""The synopsis as one Word document with tracked changes.

python-docx makes styles, page, header and properties; the text with its changes is put into its
body (`revisions.py`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.drafts.synopsis.about import About
from app.drafts.synopsis.revisions import Body, commented
from app.drafts.synopsis.rows import Row, Synopsis
from app.i18n import _

_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same versions make the same bytes


def write_docx(synopsis: Synopsis, about: About, because: Mapping[int, str] | None = None) -> bytes:
    """A DOCX file. Its body holds the two texts and nothing else: accepting all changes gives
    the new one, rejecting all the old one. The changes are the organisation's, of the day on
    which the new version appeared. `because` says of changes (by their numbers) why: each is a
    comment of the organisation's at its words."""
    # Word takes the date for local time, whatever zone it states (docs/decisions/0006).
    moment = about.new_at.astimezone(ZoneInfo(about.zone))
    body, document = Body(about.organisation, f"{moment:%Y-%m-%dT%H:%M:%S}Z"), _shell(about)
    content = "".join(_rows(synopsis, body, _Remarks(document, about, because or {})))
    return _bound(document, content.encode())


def _rows(synopsis: Synopsis, body: Body, remarks: _Remarks) -> Iterator[str]:
    for row in synopsis.rows:
        pieces = list(body.row(row))
        number = remarks.on(row)
        if pieces and number is not None:
            yield from commented(pieces, number)
        else:
            yield from pieces


class _Remarks:
    """The comments of a document: why something changed."""

    def __init__(self, document: Any, about: About, because: Mapping[int, str]) -> None:
        self._comments, self._because = document.comments, because
        self._by, self._at = _line(about.organisation)[:255], about.new_at.replace(microsecond=0)

    def on(self, row: Row) -> int | None:
        """The number of the comment on this row; None where there is nothing to say."""
        said = "" if row.leaves else self._because.get(row.change, "")
        if not said:
            return None
        made = self._comments.add_comment(said, author=self._by, initials="")
        made._comment_elm.date = self._at
        return int(made.comment_id)


def _bound(document: Any, content: bytes) -> bytes:
    """The document with this body; the rest of the package is copied."""
    empty = io.BytesIO()
    document.save(empty)
    file = io.BytesIO()
    with (
        zipfile.ZipFile(empty) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                opening, body, _rest = part.partition(b"<w:body>")
                _rest, section, closing = part.rpartition(b"<w:sectPr")
                part = opening + body + content + section + closing
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, part)
    return file.getvalue()


def _shell(about: About) -> Any:
    document = docx.Document()
    for name in ("Normal", "Body Text"):
        document.styles[name].font.name = "Noto Serif"
        document.styles[name].font.size = Pt(11)
    language = document.settings.element.find(qn("w:themeFontLang"))
    language.set(qn("w:val"), "de-DE")
    defaults = document.styles.element.find(f".//{qn('w:lang')}")
    defaults.set(qn("w:val"), "de-DE")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.header.paragraphs[0].text = f"{_line(about.title)} – {about.subtitle}"
    properties = document.core_properties
    properties.title = _line(about.title)[:255]
    properties.subject = about.subtitle
    properties.author = properties.last_modified_by = _line(about.organisation)[:255]
    properties.comments = _("Alle Änderungen sind nachverfolgt: annehmen gibt die neue Fassung.")
    properties.created = properties.modified = about.new_at.replace(tzinfo=None, microsecond=0)
    properties.language = "de-DE"
    properties.revision = 1
    return document


def _line(value: str) -> str:
    return " ".join("".join(sign for sign in value if sign.isprintable()).split())
