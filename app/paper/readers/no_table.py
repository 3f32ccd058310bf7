"""What is no table at all is refused before anybody reads it, by what is in the file."""

from __future__ import annotations

from app.drafts.readers.refusals import Unreadable
from app.i18n import _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")


def refuse_no_table(name: str, data: bytes) -> None:
    """Refuse with Unreadable what is empty, an old or locked Excel file, or something else."""
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
    if start.startswith(_OTHERS) or start[:1] == b"<":
        raise Unreadable(
            _("„%(name)s“ ist keine Tabelle. Nehmen Sie .xlsx oder .csv.") % {"name": name}
        )
