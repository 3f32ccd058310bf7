"""An ODT file as a ZIP archive of XML: opened, parsed and fenced."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from app.drafts.readers.odt.names import DC, MANIFEST, OFFICE, Element
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

LARGEST_MEMBER = 60_000_000  # bytes of one unpacked member
DEEPEST = 100  # elements within elements; a real text stays below 40
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Package:
    """The members of an ODT file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive; refused with Unreadable if it is none, or encrypted."""
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_TROUBLE:
            raise self.broken(_("Die Datei ist kein ZIP-Archiv.")) from None
        self._members = set(self._archive.namelist())
        self._refuse_encrypted()

    def broken(self, what: str) -> Unreadable:
        """The refusal that says what is wrong, and where."""
        return Unreadable(
            _("„%(name)s“ lässt sich nicht als ODT lesen. %(what)s")
            % {"name": self.name, "what": what}
        )

    def content(self) -> tuple[Element, Element]:
        """The root of content.xml and the text in it; refused where there is none."""
        root = self.tree("content.xml")
        if root is None:
            raise self.broken(_("content.xml fehlt."))
        text = root.find(f"{OFFICE}body/{OFFICE}text")
        if text is None:
            raise self.broken(_("content.xml enthält keinen Text, sondern etwas anderes."))
        return root, text

    def title(self) -> str:
        """The title in the file's properties, "" for none."""
        meta = self.tree("meta.xml")
        found = None if meta is None else meta.find(f".//{DC}title")
        return "" if found is None or not found.text else " ".join(found.text.split())

    def tree(self, member: str) -> Element | None:
        """The root of an XML member, None if it is missing; refused if broken or hostile."""
        if member not in self._members:
            return None
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
            root = etree.fromstring(self._read(member), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            raise self.broken(
                _("%(member)s ist kein gültiges XML (Zeile %(line)d).")
                % {"member": member, "line": line}
            ) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self.broken(
                _("%(member)s enthält eine DTD. Das ist hier nicht erlaubt.") % {"member": member}
            )
        if _TOO_DEEP(root.getroottree()):
            raise self.broken(
                _("%(member)s ist tiefer als %(most)d Ebenen verschachtelt.")
                % {"member": member, "most": DEEPEST}
            )
        return root

    def picture(self, member: str) -> bytes:
        """The bytes of an embedded picture, b"" where it is missing, locked or too large."""
        member = member.removeprefix("./")
        if member not in self._members:
            return b""
        try:
            return self._read(member)
        except Unreadable:
            return b""

    def _read(self, member: str) -> bytes:
        try:
            with self._archive.open(member) as file:
                data = file.read(LARGEST_MEMBER + 1)
        except _ZIP_TROUBLE:
            raise self.broken(_("%(member)s ist beschädigt.") % {"member": member}) from None
        except RuntimeError:  # zipfile's word for a password
            raise self._encrypted() from None
        if len(data) > LARGEST_MEMBER:
            raise self.broken(
                _("%(member)s ist ausgepackt größer als %(most)d MB.")
                % {"member": member, "most": LARGEST_MEMBER // 1_000_000}
            )
        return data

    def _refuse_encrypted(self) -> None:
        manifest = self.tree("META-INF/manifest.xml")
        locked = manifest is not None and manifest.find(f".//{MANIFEST}encryption-data") is not None
        if locked or "encrypted-package" in self._members:
            raise self._encrypted()

    def _encrypted(self) -> Unreadable:
        return Unreadable(
            _("„%(name)s“ ist mit einem Kennwort verschlüsselt. Speichern Sie sie ohne Kennwort.")
            % {"name": self.name}
        )
