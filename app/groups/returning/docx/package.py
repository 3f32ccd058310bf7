"""The document as a file: opened as the importer opens drafts, and refused where it could do more
than be read."""

from __future__ import annotations

from app.drafts.readers.docx.names import Element, tag
from app.drafts.readers.docx.package import Package
from app.groups.writers.word.bookmarks import KEY_PROPERTY
from app.i18n import _

_MACROS = ("vbaproject.bin", "vbadata.xml", "activex/")
_FETCHED = frozenset({"attachedTemplate", "subDocument", "aFChunk", "frame", "oleObject"})
_MOST_KEY = 200


def opened(name: str, data: bytes) -> Package:
    """The parts of the document.

    Refused with Unreadable: what the importer refuses (no archive, no Word text, a DTD, too large
    or too deep when unpacked), macros, and parts that Word fetches from elsewhere when it opens
    the file.
    """
    package = Package(name, data)
    kinds = package.tree("[Content_Types].xml")
    told = "" if kinds is None else " ".join(each.get("ContentType") or "" for each in kinds)
    if "macroenabled" in told.casefold() or any(
        sign in member for member in package.members for sign in _MACROS
    ):
        raise package.broken(_("Sie enthält Makros. Speichern Sie sie als .docx ohne Makros."))
    for part in (package.main, "word/settings.xml"):
        for relation in package.relations(part).values():
            if relation.is_outside and relation.kind in _FETCHED:
                raise package.broken(
                    _("Sie holt beim Öffnen Teile von anderswo. Entfernen Sie die Verknüpfung.")
                )
    return package


def bundle_key(package: Package) -> str:
    """Which bundle it was, as the property of the document says; "" where it is lost."""
    for part in package.related("", "custom-properties"):
        root = package.tree(part)
        for each in root if root is not None else ():
            if each.get("name") == KEY_PROPERTY:
                return _words(each)[:_MOST_KEY]
    return ""


def _words(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter() if tag(each)).strip()
