"""A DOCX file: its parts, and what they point to."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from app.drafts.readers.archive import Archive
from app.drafts.readers.docx.names import DC, RELS, Element, W, attribute, tag, to_transitional
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

_OTHERS = {"workbook": "Excel", "presentation": "PowerPoint"}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: another part, or an address outside, which is never followed."""

    kind: str
    target: str
    is_outside: bool


class Package(Archive):
    """The parts of a DOCX file."""

    def __init__(self, name: str, data: bytes) -> None:
        """Open the archive; refused with Unreadable if it is none, or holds no Word text."""
        super().__init__(name, data)
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._find_main()

    @staticmethod
    def canonical(member: str) -> str:
        """Part names are equal whatever their case; some programs write backslashes."""
        return _canonical(member)

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
        """The root of an XML part in Word's usual names, None if it is missing; refused if broken
        or hostile."""
        root = super().tree(part)
        if root is not None:
            to_transitional(root)
        return root

    def _find_main(self) -> str:
        if not self._members.keys() & {"_rels/.rels", "word/document.xml"}:
            raise self.broken(_("Darin fehlt der Text (word/document.xml)."))
        for part in self.related("", "officeDocument"):
            return part
        return "word/document.xml"


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
