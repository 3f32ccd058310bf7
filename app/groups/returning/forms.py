"""The forms in which a group hands back, told by what is in the file, never by its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from app.drafts.readers.archive import has_too_many
from app.drafts.readers.refusals import Unreadable
from app.groups.returning.rows import Brought
from app.i18n import _
from app.models import HandBack, Person
from app.paper.readers.no_table import is_something_else

LARGEST = 30_000_000  # bytes of a file
SMALL = 250_000  # bytes of one that is looked through before the page comes back


def _keep_nothing(_session: Session, _doing: HandBack, _brought: Brought) -> None:
    """A table has nothing but rows."""


def _finish_nothing(
    _session: Session, _doing: HandBack, _actor: Person | None, _now: datetime
) -> None:
    """With the last row all of it is taken in."""


def _no_more(_session: Session, _doing: HandBack) -> int:
    """A table changes nothing but decisions."""
    return 0


@dataclass(frozen=True, slots=True)
class Form:
    """How one form is read: `holds` names a member of the archive by which it is told; `read` is
    refused with Unreadable. `keep` writes down what it has beside rows, in the transaction that
    keeps those (and again, in the place of the former, when it is read anew); `more` says how
    much of that there is to take in, `finish` takes it in, after the last row and in the same
    transaction as the file's end."""

    name: str
    holds: str
    read: Callable[[str, bytes], Brought]
    keep: Callable[[Session, HandBack, Brought], None] = _keep_nothing
    more: Callable[[Session, HandBack], int] = _no_more
    finish: Callable[[Session, HandBack, Person | None, datetime], None] = _finish_nothing


def forms() -> dict[str, Form]:
    """All forms by name."""
    from app.groups.returning.docx import keeping as document
    from app.groups.returning.docx.reading import read_document
    from app.groups.returning.tables.reading import read_table

    found = (
        Form("xlsx", "xl/workbook.xml", partial(read_table, "xlsx")),
        Form("ods", "content.xml", partial(read_table, "ods")),
        Form("csv", "", partial(read_table, "csv")),
        Form(
            "docx",
            "word/document.xml",
            read_document,
            document.keep,
            document.more,
            document.finish,
        ),
    )
    return {form.name: form for form in found}


def form_of(name: str, data: bytes) -> Form:
    """Which form these bytes have. Refused with Unreadable: too large, no such form."""
    if len(data) > LARGEST:
        raise Unreadable(
            _("„%(name)s“ ist größer als %(most)d MB. Teilen Sie sie auf.")
            % {"name": name, "most": LARGEST // 1_000_000}
        )
    known = forms()
    if not data.startswith(b"PK"):
        if is_something_else(data):
            raise _not_ours(name)
        return known["csv"]
    members = _members(name, data)
    members.discard("")  # by nothing no form is told
    found = next((form for form in known.values() if form.holds in members), None)
    if found is None:
        raise _not_ours(name)
    return found


def _members(name: str, data: bytes) -> set[str]:
    broken = Unreadable(_("„%(name)s“ ist beschädigt.") % {"name": name})
    if has_too_many(data):
        raise broken
    try:
        return {each.removeprefix("./") for each in zipfile.ZipFile(io.BytesIO(data)).namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise broken from None


def _not_ours(name: str) -> Unreadable:
    text = _(
        "„%(name)s“ ist keine Datei aus einem Rückmeldepaket. Nehmen Sie comments.xlsx, "
        "comments.docx, comments.ods oder comments.csv."
    )
    return Unreadable(text % {"name": name})


def read(name: str, data: bytes) -> Brought:
    """What stands in the file. Refused with Unreadable."""
    return form_of(name, data).read(name, data)
