"""An ODT file: its members, and whether it is locked."""

from __future__ import annotations

from app.drafts.readers.archive import Archive
from app.drafts.readers.odt.names import DC, MANIFEST, OFFICE, Element
from app.drafts.readers.refusals import Unreadable
from app.i18n import _


class Package(Archive):
    """The members of an ODT file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive; refused with Unreadable if it is none, or encrypted."""
        super().__init__(name, data)
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

    def _refuse_encrypted(self) -> None:
        manifest = self.tree("META-INF/manifest.xml")
        locked = manifest is not None and manifest.find(f".//{MANIFEST}encryption-data") is not None
        if locked or "encrypted-package" in self._members:
            raise self.encrypted()
