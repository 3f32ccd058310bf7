"""Large members of an archive, read piece by piece: memory does not grow with them. The same fences
as for small ones (app/drafts/readers/archive.py) hold."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from app.drafts.readers.archive import Archive, Element
from app.i18n import _

LARGEST_STREAM = 300_000_000  # bytes of one unpacked member
_DTD = b"<!DOCTYPE"
_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Streams(Archive):
    """An archive whose large members are read as they come."""

    def elements(self, member: str, *tags: str) -> Iterator[Element]:
        """Each finished element with one of these tags ("{*}row"), in order; once the next is asked
        for it is emptied. Refused with Unreadable if broken or hostile."""
        try:
            with self._archive.open(self._members[self.canonical(member)]) as file:
                yield from self._parsed(member, tags, _Fenced(self, member, file))
        except _TROUBLE:
            raise self.broken(_("%(part)s ist beschädigt.") % {"part": member}) from None
        except RuntimeError:  # zipfile's word for a password
            raise self.encrypted() from None

    def _parsed(self, member: str, tags: tuple[str, ...], file: _Fenced) -> Iterator[Element]:
        found: Any = etree.iterparse(
            file,
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            for _event, element in found:
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise self.broken(
                _("%(part)s ist kein gültiges XML (Zeile %(line)d).")
                % {"part": member, "line": error.lineno or 1}
            ) from None


def _forget(element: Element) -> None:
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


class _Fenced:
    """A file that is read up to a limit, and holds no DTD."""

    def __init__(self, archive: Streams, member: str, file: IO[bytes]) -> None:
        self.archive, self.member, self.file = archive, member, file
        self.left, self.before = LARGEST_STREAM, b""

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = self.file.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self.left -= len(piece)
        if self.left < 0:
            raise self.archive.broken(
                _("%(part)s ist ausgepackt größer als %(most)d MB.")
                % {"part": self.member, "most": LARGEST_STREAM // 1_000_000}
            )
        seen = self.before + piece.replace(b"\0", b"")  # UTF-16 has a zero beside each letter
        if _DTD in seen:
            raise self.archive._has_dtd(self.member)
        self.before = seen[-len(_DTD) :]
        return piece
