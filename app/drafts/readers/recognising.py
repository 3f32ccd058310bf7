"""What a file is: by what is in it, then by its name; and its text if it is one."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePath

from app.drafts.readers.refusals import Unreadable
from app.i18n import _


class Kind(StrEnum):
    """The types of file that Randnotiz reads, as people call them."""

    DOCX = "DOCX"
    ODT = "ODT"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"


ENDINGS = {
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".odt": Kind.ODT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".pdf": Kind.PDF,
}
READABLE = ".docx, .odt, .md, .html, .pdf"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1"
_TEXTS = frozenset({Kind.MARKDOWN, Kind.HTML})
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_MAIL = re.compile(rb"(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,20}?MIME-Version:", re.I)
# "Stand 2.0" and "Kap. 3" have none.
_ENDING = re.compile(r"\.(?=\d*[^\W\d_])\w{1,10}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")
_WIDE_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def kind_of(name: str, data: bytes) -> Kind:
    """What the file is.

    Refused with Unreadable: an empty file, whatever its name; types that Randnotiz does not read,
    in a sentence that says what to do; a DOCX with a password; what is named like a type that it
    is not.
    """
    if not data.strip():
        raise Unreadable(_("„%(name)s“ ist leer.") % {"name": name})
    if data.startswith(b"PK"):
        return _kind_of_container(name, data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    _refuse_foreign(name, data)
    if _HTML.match(_in_ascii(data[:4000])):
        return Kind.HTML
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS and ending != ".txt" and _ENDING.fullmatch(ending):
        raise _of_other_type(name, ending[1:].upper(), _save_as_docx())
    promised = ENDINGS.get(ending, Kind.MARKDOWN)
    if promised not in _TEXTS:
        raise Unreadable(
            _("„%(name)s“ ist keine Datei vom Typ %(kind)s, auch wenn sie so heißt.")
            % {"name": name, "kind": promised}
        )
    return promised


def as_text(name: str, data: bytes) -> str:
    """The text of a Markdown file. Refused with Unreadable: no text at all, no UTF-8, empty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(name, data, error.start) from None
    if len(_CONTROLS.findall(text[:100_000])) * 50 > min(len(text), 100_000):
        raise Unreadable(_("„%(name)s“ enthält keinen lesbaren Text.") % {"name": name})
    if not text.strip():
        raise Unreadable(_("„%(name)s“ ist leer.") % {"name": name})
    return text


def _in_ascii(data: bytes) -> bytes:
    """The beginning of a text so that signs of ASCII can be looked for."""
    wide = _WIDE_MARKS.get(data[:2])
    if wide:
        return data[2:].decode(wide, "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _refuse_foreign(name: str, data: bytes) -> None:
    if data.startswith(_OLE):
        raise _of_ole(name, data)
    start = _in_ascii(data[:4000]).lstrip()
    is_xml = start.startswith(b"<")
    for is_such, kind, advice in (
        (start.startswith(b"{\\rtf"), "RTF", _save_as_docx()),
        (is_xml and b"<?mso-application" in start, _("Word-XML"), _save_as_docx()),
        (is_xml and b"<office:document" in start, _("Flat ODT"), _("Speichern Sie sie als .odt.")),
        (
            _MAIL.match(start),
            "MHTML",
            _("Speichern Sie sie in Word als .docx oder als „Webseite, gefiltert“."),
        ),
        (start.startswith((b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")), _("Archiv"), _unpack()),
        (
            start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
            _("Bild"),
            _("Randnotiz braucht den Text selbst, zum Beispiel als .docx."),
        ),
    ):
        if is_such:
            raise _of_other_type(name, kind, advice)


def _of_ole(name: str, data: bytes) -> Unreadable:
    """A container of older Office programs; newer ones put encrypted files into it."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable(
            _(
                "„%(name)s“ ist mit einem Kennwort geschützt. Öffnen Sie die Datei, entfernen Sie "
                "das Kennwort und speichern Sie sie neu."
            )
            % {"name": name}
        )
    if "WordDocument".encode("utf-16-le") in data or PurePath(name).suffix.lower() == ".doc":
        return _of_other_type(name, "DOC", _("Speichern Sie sie in Word als .docx."))
    return _of_other_type(name, _("älteres Office"), _save_as_docx())


def _kind_of_container(name: str, data: bytes) -> Kind:
    if data[30:38] == b"mimetype" and b"opendocument" in data[:120]:
        if b"opendocument.text" in data[:120]:
            return Kind.ODT
        raise _of_other_type(name, "OpenDocument", _("Speichern Sie den Text als .odt."))
    if b"word/" in data:
        return Kind.DOCX
    if b"content.xml" in data and b"META-INF/" in data:
        return Kind.ODT
    raise _of_other_container(name, data)


def _of_other_container(name: str, data: bytes) -> Unreadable:
    for sign, kind in ((b"xl/", "XLSX"), (b"ppt/", "PPTX"), (b"META-INF/container.xml", "EPUB")):
        if sign in data:
            return _of_other_type(name, kind, _save_as_docx())
    if PurePath(name).suffix.lower() in (".docx", ".docm", ".odt"):
        return Unreadable(
            _("„%(name)s“ ist beschädigt: In der Datei fehlt der Text. Speichern Sie sie neu.")
            % {"name": name}
        )
    return _of_other_type(name, "ZIP", _unpack())


def _save_as_docx() -> str:
    return _("Speichern Sie den Text in Word als .docx oder in LibreOffice als .odt.")


def _unpack() -> str:
    return _("Entpacken Sie das Archiv und wählen Sie die Dateien daraus.")


def _of_other_type(name: str, kind: str, advice: str) -> Unreadable:
    return Unreadable(
        _("„%(name)s“ ist eine Datei vom Typ %(kind)s, die Randnotiz nicht liest. %(advice)s")
        % {"name": name, "kind": kind, "advice": advice}
    )


def _not_utf8(name: str, data: bytes, position: int) -> Unreadable:
    if b"\x00" in data[:1000] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Unreadable(_("„%(name)s“ enthält keinen lesbaren Text.") % {"name": name})
    line = data.count(b"\n", 0, position) + 1
    return Unreadable(
        _(
            "„%(name)s“ ist nicht in UTF-8 gespeichert (Zeile %(line)d). Speichern Sie die Datei "
            "mit der Kodierung UTF-8."
        )
        % {"name": name, "line": line}
    )
