"""What is no table at all is refused before anybody reads it, by what is in the file."""

from __future__ import annotations

import re

from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.columns import guess, head_of
from app.paper.grid import Grid

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1"
_OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!")
_OTHER_TEXT = re.compile(
    r"\A\ufeff?\s*(?:<|\{|\[\s*[\[{]|MIME-Version:)|^\s*<(?:!doctype|html|body|table)\b",
    re.IGNORECASE | re.MULTILINE,
)
_WORKBOOKS = (".xlsx", ".xlsm", ".xls")


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
    if data.startswith(_OTHERS):
        raise no_table(name)


def refuse_other_text(name: str, text: str) -> None:
    """Refuse with Unreadable what is text, but of another kind: a web page, a mail, JSON."""
    if _OTHER_TEXT.search(text[:4_000]):
        raise no_table(name)


def refuse_misnamed(name: str, grid: Grid) -> None:
    """Refuse with Unreadable a text that is called a workbook and has no head that we know: what is
    left of a broken one is not to be taken for a list with hundreds of faults."""
    if name.lower().endswith(_WORKBOOKS) and "text" not in guess(head_of(grid).cells):
        advice = _("„%(name)s“ ist keine Excel-Tabelle. Speichern Sie sie als .xlsx oder .csv.")
        raise Unreadable(advice % {"name": name})


def no_table(name: str) -> Unreadable:
    """The refusal of what is no table whatever it is called."""
    return Unreadable(
        _("„%(name)s“ ist keine Tabelle. Nehmen Sie .xlsx oder .csv.") % {"name": name}
    )


def is_something_else(data: bytes) -> bool:
    """Whether a file begins as a PDF, a picture, a page, an archive or JSON does, and not as a
    table of text."""
    start = data[:4_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((*_OTHERS, b"<", b"{"))
