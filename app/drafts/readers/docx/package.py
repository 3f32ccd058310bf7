"""A DOCX file as a ZIP archive of XML: opened, parsed and fenced. Nothing outside is fetched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from app.drafts.readers.docx.names import DC, RELS, Element, W, attribute, tag, to_transitional
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

LARGEST_PART = 40_000_000  # bytes of one unpacked part
MOST_TAGS = 1_000_000  # in one part, beginnings and ends; 25,000 words have 50,000 to 200,000
DEEPEST = 200  # elements within elements; a real text with boxes in tables stays below 60
_TOO_DEEP = etree.XPath("boolean(" + "/*" * (DEEPEST + 1) + ")")
_ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
_OTHERS = {"workbook": "Excel", "presentation": "PowerPoint"}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: another part, or an address outside, which is never followed."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of a DOCX file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive; refused with Unreadable if it is none, or holds no Word text."""
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _ZIP_TROUBLE:
            raise self.broken(_("Sie ist kein ZIP-Archiv oder nicht vollständig.")) from None
        # Part names are equal whatever their case; some programs write backslashes.
        self._members = {_canonical(member): member for member in self._archive.namelist()}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._pictures: dict[str, bytes] = {}  # one may be shown a thousand times
        self.main = self._find_main()

    def broken(self, what: str) -> Unreadable:
        """The refusal that says what is wrong, and where."""
        return Unreadable(
            _("„%(name)s“ ist keine Word-Datei, die Randnotiz lesen kann: %(what)s")
            % {"name": self.name, "what": what}
        )

    def document(self) -> Element:
        """The body of the text; refused where there is none."""
        root = self.tree(self.main)
        if root is None:
            raise self.broken(_("Darin fehlt der Text (%(part)s).") % {"part": self.main})
        body = root.find(f"{W}body")
        if tag(root) != f"{W}document" or body is None:
            other = _OTHERS.get(etree.QName(root).localname)
            if other:
                raise self.broken(_("Sie gehört zu %(program)s.") % {"program": other})
            raise self.broken(
                _("In %(part)s steht etwas anderes als ein Text.") % {"part": self.main}
            )
        return body

    def title(self) -> str:
        """The title in the file's properties, "" for none."""
        for part in self.related("", "core-properties"):
            root = self.tree(part)
            found = None if root is None else root.find(f".//{DC}title")
            if found is not None and found.text:
                return " ".join(found.text.split())
        return ""

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part (or the package, "") points to, by id; broken ones are left away."""
        part = _canonical(part)
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            self._relations[part] = {} if root is None else _relations(root, folder)
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of one kind ("styles", "header") that a part points to."""
        return [
            relation.target
            for relation in self.relations(part).values()
            if relation.kind == kind and not relation.is_outside
        ]

    def tree_of(self, kind: str) -> Element | None:
        """The root of the part of one kind that belongs to the text, None if there is none."""
        for part in self.related(self.main, kind):
            return self.tree(part)
        return None

    def tree(self, part: str) -> Element | None:
        """The root of an XML part, None if it is missing; refused if broken or hostile."""
        if _canonical(part) not in self._members:
            return None
        data = self._read(part)
        self._refuse_excess(part, data)
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
                raise self._is_too_deep(part) from None
            line = getattr(error, "lineno", None) or 1
            raise self.broken(
                _("%(part)s ist kein gültiges XML (Zeile %(line)d).") % {"part": part, "line": line}
            ) from None
        docinfo: Any = root.getroottree().docinfo
        if docinfo.doctype:
            raise self._has_dtd(part)
        if _TOO_DEEP(root.getroottree()):
            raise self._is_too_deep(part)
        to_transitional(root)
        return root

    def picture(self, part: str) -> bytes:
        """The bytes of an embedded picture, b"" where it is missing, locked or too large."""
        part = _canonical(part)
        if part in self._members and part not in self._pictures:
            try:
                self._pictures[part] = self._read(part)
            except Unreadable:
                self._pictures[part] = b""
        return self._pictures.get(part, b"")

    def _find_main(self) -> str:
        if not self._members.keys() & {"_rels/.rels", "word/document.xml"}:
            raise self.broken(_("Darin fehlt der Text (word/document.xml)."))
        for part in self.related("", "officeDocument"):
            return part
        return "word/document.xml"

    def _read(self, part: str) -> bytes:
        try:
            with self._archive.open(self._members[_canonical(part)]) as file:
                data = file.read(LARGEST_PART + 1)
        except RuntimeError:  # zipfile's word for a password
            raise self.broken(_("Sie ist mit einem Kennwort verschlüsselt.")) from None
        except _ZIP_TROUBLE:
            raise self.broken(_("%(part)s ist beschädigt.") % {"part": part}) from None
        if len(data) > LARGEST_PART:
            raise self.broken(
                _("%(part)s ist ausgepackt größer als %(most)d MB.")
                % {"part": part, "most": LARGEST_PART // 1_000_000}
            )
        return data

    def _refuse_excess(self, part: str, data: bytes) -> None:
        if data.count(b"<") > MOST_TAGS:
            raise self.broken(
                _("%(part)s hat mehr als %(most)d Auszeichnungen.")
                % {"part": part, "most": MOST_TAGS}
            )
        # Before parsing, as entities in attributes are put in whatever the parser is told. UTF-16
        # has a zero beside each letter; other encodings are seen through by the second look.
        if b"<!DOCTYPE" in data.replace(b"\0", b""):
            raise self._has_dtd(part)

    def _is_too_deep(self, part: str) -> Unreadable:
        return self.broken(
            _("%(part)s ist tiefer als %(most)d Ebenen verschachtelt.")
            % {"part": part, "most": DEEPEST}
        )

    def _has_dtd(self, part: str) -> Unreadable:
        return self.broken(
            _("%(part)s enthält eine DTD, und das ist nicht erlaubt.") % {"part": part}
        )


def _canonical(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _relations(root: Element, folder: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}
    for element in root.iterfind(f"{RELS}Relationship"):
        kind = attribute(element, "Type").rstrip("/").rpartition("/")[2]
        target = attribute(element, "Target")
        is_outside = attribute(element, "TargetMode").lower() == "external"
        if not is_outside:
            path = unquote(target.replace("\\", "/"))
            target = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
        found[attribute(element, "Id")] = Relation(kind, target, is_outside)
    return found
