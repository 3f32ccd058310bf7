"""A file that somebody without an account hands in with a statement: taken as what it is by its
content, never by its name; small enough; a picture only as we draw it. It is kept for staff, who
download it; what it is made of is looked through by a process of its own (OWASP ASVS 5.0,
V5.2)."""

import base64
import hashlib
import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.drafts.readers import read_contents
from app.drafts.readers.apart import ask_apart
from app.drafts.readers.archive import has_too_many
from app.drafts.readers.recognising import Kind, kind_of
from app.drafts.readers.refusals import Unreadable
from app.errors import Invalid
from app.i18n import _
from app.text import clean_line, slugify

LARGEST = 10_000_000  # bytes of one file
LARGEST_UNPACKED = 200_000_000  # bytes of a document, as its own directory says
MOST_MEMBERS = 5_000
READER = "app.moderation.examining"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_MACROS = ("vbaproject.bin", "basic/", "scripts/", "activex/")
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_TYPES = {
    Kind.PDF: ("application/pdf", ".pdf", ""),
    Kind.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
        "word/document.xml",
    ),
    Kind.ODT: ("application/vnd.oasis.opendocument.text", ".odt", "content.xml"),
}
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}


class OtherType(Invalid):
    """The file is of a type that is not taken."""


@dataclass(frozen=True)
class Attached:
    """A file as it is kept: `name` is what it was called, with the ending of what it is."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of its content."""
        return hashlib.sha256(self.content).hexdigest()


def take(name: str, data: bytes) -> Attached:
    """The file as it is kept. Refused with `Invalid` (field "file"), in one sentence: too large,
    empty, of another type than PDF, DOCX, ODT or a picture, broken, locked, with macros, scripts
    or other files in it, two types at once, made to unpack into much; with `Busy` while too many
    others hand in files."""
    stem = clean_line(PurePosixPath(name.replace("\\", "/")).stem)[:120] or _("Datei")
    if len(data) > LARGEST:
        most = LARGEST // 1_000_000
        raise _no(_("Die Datei ist größer als %(most)d MB. Verkleinern Sie sie.") % {"most": most})
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return _picture(stem, data)
    try:
        kind = kind_of(stem, data)
    except Unreadable:
        raise _other_type() from None
    if kind not in _TYPES:
        raise _other_type()
    media_type, ending, main = _TYPES[kind]
    if kind is Kind.PDF:
        _look_at_pdf(data)
    else:
        _look_into(data, main)
    _examine(stem + ending, data)
    return Attached(stem + ending, media_type, data)


def safe_name(name: str) -> str:
    """What the file is called when it is downloaded: letters of ASCII, and its ending."""
    path = PurePosixPath(name)
    ending = slugify(path.suffix, "")
    return f"{slugify(path.stem, 'datei')}.{ending}" if ending else slugify(path.stem, "datei")


def _picture(stem: str, data: bytes) -> Attached:
    """Drawn anew by the fenced process that reads drafts, as the one picture of a page."""
    page = b'<p>Bild <img alt="Bild" src="data:;base64,%s"></p>' % base64.b64encode(data)
    try:
        pictures = list(read_contents([("bild.html", page)]).pictures.values())
    except Unreadable:
        pictures = []
    if not pictures:
        raise _no(
            _("Dieses Bild lässt sich nicht öffnen. Speichern Sie es neu, als PNG oder JPEG.")
        )
    drawn = pictures[0]
    return Attached(stem + _ENDINGS[drawn.media_type], drawn.media_type, drawn.content)


def _look_at_pdf(data: bytes) -> None:
    whole = data.startswith(b"%PDF-") and b"%%EOF" in data[-2_048:]
    if not whole or has_too_many(data) or zipfile.is_zipfile(io.BytesIO(data)):
        raise _broken()


def _look_into(data: bytes, main: str) -> None:
    """Read the directory of a DOCX or ODT."""
    if not data.startswith(b"PK\x03\x04") or has_too_many(data):
        raise _broken()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist(), main)
    except _ZIP_TROUBLE:
        raise _broken() from None


def _examine(name: str, data: bytes) -> None:
    """Have it looked through, as deep as it is packed, by a process that may die without harm."""
    try:
        trouble = ask_apart([(name, data)], READER).decode()
    except Unreadable as refusal:
        raise _no(refusal.reason) from None
    if trouble == "program":
        raise _no(
            _("Das PDF enthält ein Programm oder andere Dateien. Drucken Sie es in ein neues PDF.")
        )
    if trouble == "macros":
        raise _macros()
    if trouble == "objects":
        raise _no(
            _(
                "Die Datei enthält andere Dateien oder holt Teile von anderswo. Speichern Sie sie "
                "als PDF."
            )
        )
    if trouble == "locked":
        raise _no(_("Die Datei ist mit einem Kennwort gesperrt. Nehmen Sie es weg."))
    if trouble:
        raise _broken()


def _check_members(members: list[zipfile.ZipInfo], main: str) -> None:
    names = [one.filename for one in members]
    leads_out = any(name.startswith("/") or ".." in name.split("/") for name in names)
    links = any(stat.S_ISLNK(one.external_attr >> 16) for one in members)
    too_much = sum(one.file_size for one in members) > LARGEST_UNPACKED
    if main not in names or leads_out or links or too_much or len(members) > MOST_MEMBERS:
        raise _broken()
    if any(sign in name.lower() for name in names for sign in _MACROS):
        raise _macros()


def _macros() -> Invalid:
    return _no(_("Die Datei enthält Makros. Speichern Sie sie ohne Makros."))


def _other_type() -> OtherType:
    because = _("Diese Datei geht nicht. Nehmen Sie PDF, DOCX, ODT oder ein Bild (PNG, JPEG).")
    return OtherType(because, {"file": because})


def _broken() -> Invalid:
    return _no(_("Diese Datei ist beschädigt oder ungewöhnlich gebaut. Speichern Sie sie neu."))


def _no(because: str) -> Invalid:
    return Invalid(because, {"file": because})
