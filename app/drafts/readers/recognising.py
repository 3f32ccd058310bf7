"""What a file is, by what is in it and by its name, and its text if it is one."""

from __future__ import annotations

import re
from pathlib import PurePath

from app.drafts.readers.refusals import Unreadable
from app.i18n import _

_SIGNS = (
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
)
_ENDINGS = {
    ".docx": "DOCX",
    ".odt": "ODT",
    ".pdf": "PDF",
    ".html": "HTML",
    ".htm": "HTML",
    ".doc": "DOC",
    ".rtf": "RTF",
}
_LATER = frozenset({"DOCX", "ODT", "PDF", "HTML"})
_HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def as_text(name: str, data: bytes) -> str:
    """The text of a Markdown file.

    Refused with Unreadable: other types (DOCX, ODT, PDF and HTML come with a later version),
    what is no text at all, no UTF-8, or empty.
    """
    other = _other_type(name, data)
    if other:
        raise _of_other_type(name, other)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(name, data, error.start) from None
    if len(_CONTROLS.findall(text[:100_000])) * 50 > min(len(text), 100_000):
        raise Unreadable(_("„%(name)s“ enthält keinen lesbaren Text.") % {"name": name})
    if not text.strip():
        raise Unreadable(_("„%(name)s“ ist leer.") % {"name": name})
    return text


def _other_type(name: str, data: bytes) -> str:
    for sign, kind in _SIGNS:
        if data.startswith(sign):
            return kind
    if data.startswith(b"PK\x03\x04"):
        if b"opendocument.text" in data[:200]:
            return "ODT"
        return "DOCX" if b"word/" in data else "ZIP"
    if _HTML.match(data[:1000]):
        return "HTML"
    return _ENDINGS.get(PurePath(name).suffix.lower(), "")


def _of_other_type(name: str, kind: str) -> Unreadable:
    if kind in _LATER:
        sentence = _(
            "„%(name)s“ ist eine Datei vom Typ %(kind)s. Diesen Typ liest Randnotiz mit einer "
            "späteren Fassung; heute geht Markdown (.md)."
        )
    else:
        sentence = _(
            "„%(name)s“ ist eine Datei vom Typ %(kind)s. Randnotiz liest heute Markdown (.md)."
        )
    return Unreadable(sentence % {"name": name, "kind": kind})


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
