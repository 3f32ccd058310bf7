"""The process of its own that reads a table that came back."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps

from app.drafts.readers.archive import Archive
from app.drafts.readers.child import serve
from app.drafts.readers.refusals import Unreadable
from app.groups.returning.tables.assembling import table_of
from app.groups.returning.tables.ods import Spreadsheet
from app.groups.returning.tables.separated import Separated
from app.groups.returning.tables.sheet import Table
from app.groups.returning.tables.xlsx import Workbook
from app.i18n import _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1"
_NO_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")


def main() -> None:
    """Read the one file that comes, answer with its table as JSON, or the refusal."""
    serve(_answer)


def _answer(contents: list[tuple[str, bytes]]) -> bytes:
    ((name, data),) = contents
    return dumps(asdict(sheet_of(name, data))).encode()


def sheet_of(name: str, data: bytes) -> Table:
    """The sheet with the notes, by what is in the file, not by its name. Refused with
    Unreadable."""
    if not data.strip():
        raise Unreadable(_("„%(name)s“ ist leer.") % {"name": name})
    if data.startswith(_OLE):
        raise Unreadable(
            _(
                "„%(name)s“ ist eine alte oder verschlüsselte Excel-Datei. Speichern Sie sie "
                "ohne Kennwort als .xlsx."
            )
            % {"name": name}
        )
    start = data[:4_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(_NO_TABLES) or start[:1] == b"<":
        raise Unreadable(
            _("„%(name)s“ ist keine Tabelle. Nehmen Sie .xlsx oder .csv.") % {"name": name}
        )
    if not data.startswith(b"PK"):
        return table_of(Separated(name, data))
    if "content.xml" in Archive(name, data).members:
        return table_of(Spreadsheet(name, data))
    return table_of(Workbook(name, data))
