"""A ZIP archive of XML members, as Word and LibreOffice write them: opened, parsed and fenced.
Nothing outside is fetched."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from app.drafts.readers.refusals import Unreadable
from app.i18n import _

Element = etree._Element

LARGEST_MEMBER = 40_000_000  # bytes of one unpacked member
MOST_TAGS = 1_000_000  # in one member, beginnings and ends; 25,000 words have 50,000 to 200,000
MOST_MEMBERS = 10_000  # a text with as many pictures is none
DEEPEST = 200  # elements within elements; a real text with boxes in tables stays below 60
_ENTRY = b"PK\x01\x02"  # with which each member begins in the archive's directory
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def has_too_many(data: bytes) -> bool:
    """Whether an archive has more members than any document; asked before it is opened, because
    its directory alone can take hundreds of megabytes."""
    return data.count(_ENTRY) > MOST_MEMBERS


class Archive:
    """The members of one file; each format says in `broken` what it is not."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive; refused with Unreadable if it is none."""
        self.name = name
        if has_too_many(data):
            raise self.broken(_("Sie ist kein ZIP-Archiv oder nicht vollständig."))
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_TROUBLE:
            raise self.broken(_("Sie ist kein ZIP-Archiv oder nicht vollständig.")) from None
        self._members = {self.canonical(each): each for each in self._archive.namelist()}
        self._pictures: dict[str, bytes] = {}

    @property
    def members(self) -> frozenset[str]:
        """The names of all members, in their canonical form."""
        return frozenset(self._members)

    @staticmethod
    def canonical(member: str) -> str:
        """Under which name a member is known, however it is written."""
        return member.removeprefix("./")

    def broken(self, what: str) -> Unreadable:
        """The refusal that says what is wrong, and where."""
        return Unreadable(
            _("„%(name)s“ lässt sich nicht lesen: %(what)s") % {"name": self.name, "what": what}
        )

    def encrypted(self) -> Unreadable:
        """The refusal of a file that nobody can read without its password."""
        return Unreadable(
            _("„%(name)s“ ist mit einem Kennwort verschlüsselt. Speichern Sie sie ohne Kennwort.")
            % {"name": self.name}
        )

    def tree(self, member: str) -> Element | None:
        """The root of an XML member, None if it is missing; refused if broken or hostile."""
        if self.canonical(member) not in self._members:
            return None
        data = self._read(member)
        self._refuse_excess(member, data)
        # Nothing is fetched, no entity is put in, and libxml2's own limits stay on.
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "depth" in str(error):  # libxml2 gives up at 256
                raise self._is_too_deep(member) from None
            line = getattr(error, "lineno", None) or 1
            raise self.broken(
                _("%(part)s ist kein gültiges XML (Zeile %(line)d).")
                % {"part": member, "line": line}
            ) from None
        docinfo: Any = root.getroottree().docinfo
        if docinfo.doctype or docinfo.internalDTD is not None:
            raise self._has_dtd(member)
        if _TOO_DEEP(root.getroottree()):
            raise self._is_too_deep(member)
        return root

    def picture(self, member: str) -> bytes:
        """The bytes of an embedded picture, b"" where it is missing, locked or too large."""
        member = self.canonical(member)
        if member in self._members and member not in self._pictures:
            try:
                self._pictures[member] = self._read(member)
            except Unreadable:
                self._pictures[member] = b""
        return self._pictures.get(member, b"")

    def _read(self, member: str) -> bytes:
        try:
            with self._archive.open(self._members[self.canonical(member)]) as file:
                data = file.read(LARGEST_MEMBER + 1)
        except _ZIP_TROUBLE:
            raise self.broken(_("%(part)s ist beschädigt.") % {"part": member}) from None
        except RuntimeError:  # zipfile's word for a password
            raise self.encrypted() from None
        if len(data) > LARGEST_MEMBER:
            raise self.broken(
                _("%(part)s ist ausgepackt größer als %(most)d MB.")
                % {"part": member, "most": LARGEST_MEMBER // 1_000_000}
            )
        return data

    def _refuse_excess(self, member: str, data: bytes) -> None:
        if data.count(b"<") > MOST_TAGS:
            raise self.broken(
                _("%(part)s hat mehr als %(most)d Auszeichnungen.")
                % {"part": member, "most": MOST_TAGS}
            )
        # Before parsing, as entities in attributes are put in whatever the parser is told. UTF-16
        # has a zero beside each letter; other encodings are seen through by the second look.
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise self._has_dtd(member)

    def _is_too_deep(self, member: str) -> Unreadable:
        return self.broken(
            _("%(part)s ist tiefer als %(most)d Ebenen verschachtelt.")
            % {"part": member, "most": DEEPEST}
        )

    def _has_dtd(self, member: str) -> Unreadable:
        return self.broken(
            _("%(part)s enthält eine DTD, und das ist nicht erlaubt.") % {"part": member}
        )
