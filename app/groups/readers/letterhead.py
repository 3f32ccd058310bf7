"""Headers and footers of a template, written anew from elements that we know."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from app.drafts.readers.archive import Archive
from app.drafts.readers.pictures import Gallery
from app.drafts.readers.refusals import Unreadable
from app.groups.readers.fields import whole_fields
from app.groups.readers.names import CHOICES, DRAWING, PICTURE, PLACING, WORD, Element, R, w
from app.i18n import _
from app.text import clean_line

Relations = dict[str, tuple[str, bool]]  # the member that is meant, and whether it lies outside

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LARGEST_PICTURE = 2_000_000  # bytes
_OF_WORD = frozenset({"image/png", "image/jpeg"})  # what is larger is drawn anew as another type
_MOST_ELEMENTS = 4_000  # of one header
_COUNTING = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_PREFIXES = {"w": WORD, "r": R[1:-1], "wp": PLACING, "a": DRAWING, "pic": PICTURE}
_BLIP = f"{{{DRAWING}}}blip"
_OPEN = frozenset({"hyperlink", "sdt", "sdtContent", "ins", "smartTag"})  # what is in them stays


def _names(said: str) -> frozenset[str]:
    return frozenset(said.split())


_KNOWN = {
    WORD: _names(
        "p pPr jc ind spacing tabs tab pBdr shd keepNext bidi top bottom left right between bar "
        "r rPr t br b bCs i iCs u color sz szCs rFonts caps smallCaps vertAlign position rtl lang "
        "tbl tblPr tblGrid gridCol tr trPr tc tcPr tblW tblInd tblBorders tblLayout tblCellMar "
        "tcMar tcW tcBorders vAlign gridSpan vMerge trHeight insideH insideV start end drawing"
    ),
    PLACING: _names(
        "inline anchor extent effectExtent docPr cNvGraphicFramePr positionH positionV posOffset "
        "align simplePos wrapNone wrapSquare wrapTopAndBottom"
    ),
    DRAWING: _names(
        "graphic graphicData blip stretch fillRect srcRect xfrm off ext prstGeom avLst"
    ),
    PICTURE: _names("pic nvPicPr cNvPr cNvPicPr blipFill spPr"),
}


class Letterhead:
    """Makes papers of one template; its pictures gather in `pictures` by the name they get."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.pictures: dict[str, bytes] = {}
        self.gallery = Gallery()
        self.targets = self._relations("word/document.xml")

    def paper(self, identity: str) -> str:
        """The header or footer with this relation, "" if it is missing or says nothing."""
        part, is_outside = self.targets.get(identity, ("", False))
        root = self.archive.tree(part) if part and not is_outside else None
        if root is None:
            return ""
        if sum(1 for _each in root.iter()) > _MOST_ELEMENTS:
            raise self.archive.broken(_("Eine Kopf- oder Fußzeile ist zu verschachtelt."))
        relations = self._relations(part)
        body = etree.Element(w("body"), nsmap=_PREFIXES)
        for child in self._children(root, relations):
            if child.tag in (w("p"), w("tbl")):
                body.append(child)
        has_words = any(each.text and each.text.strip() for each in body.iter(w("t")))
        has_picture = body.find(f".//{_BLIP}") is not None
        return etree.tostring(body, encoding="unicode") if has_words or has_picture else ""

    def _relations(self, part: str) -> Relations:
        """By identity: the member that is meant, and whether it lies outside of the file."""
        folder, name = posixpath.split(part)
        root = self.archive.tree(f"{folder}/_rels/{name}.rels")
        return {
            each.get("Id", ""): (
                posixpath.normpath(posixpath.join(folder, each.get("Target", ""))).lstrip("/"),
                each.get("TargetMode") == "External",
            )
            for each in (root.iter(_RELATIONS) if root is not None else ())
        }

    def _children(self, element: Element, relations: Relations) -> Iterator[Element]:
        for child in whole_fields(element):
            name = etree.QName(child)
            if child.tag == w("fldSimple"):
                yield from self._field(child, relations)
            elif name.localname in _KNOWN.get(name.namespace or "", ()):
                yield from self._made(child, relations)
            else:
                inner = _opened(child, name)
                if inner is not None:
                    yield from self._children(inner, relations)

    def _made(self, child: Element, relations: Relations) -> Iterator[Element]:
        """The element anew: known children, attributes of its own namespace, cleaned text."""
        made = _bare(child)
        made.extend(self._children(child, relations))
        if child.tag == _BLIP and not self._put_in(child, made, relations):
            return
        if child.tag == w("drawing") and made.find(f".//{_BLIP}") is None:
            return
        yield made

    def _put_in(self, blip: Element, made: Element, relations: Relations) -> bool:
        member, is_outside = relations.get(blip.get(f"{R}embed", ""), ("", False))
        if blip.get(f"{R}link") or is_outside:
            raise Unreadable(
                _(
                    "In einer Kopf- oder Fußzeile von „%(name)s“ ist ein Bild nur verknüpft. Fügen "
                    "Sie es in die Datei ein."
                )
                % {"name": self.archive.name}
            )
        data = self.archive.picture(member)
        picture = self.gallery.add(data, self.archive.name, member) if data else None
        if picture is None:
            return False
        if picture.media_type not in _OF_WORD or len(picture.content) > _LARGEST_PICTURE:
            raise Unreadable(
                _(
                    "Die Bilder in Kopf- und Fußzeile von „%(name)s“ sind zu groß. Verkleinern Sie "
                    "sie."
                )
                % {"name": self.archive.name}
            )
        made.set(f"{R}embed", picture.digest)
        self.pictures[picture.digest] = picture.content
        return True

    def _field(self, field: Element, relations: Relations) -> Iterator[Element]:
        """Fields that count pages stay fields; of others stays what they say."""
        if _counts(field.get(w("instr"), "")):
            made = etree.Element(w("fldSimple"))
            made.set(w("instr"), f" {field.get(w('instr'), '').split()[0].upper()} ")
            made.extend(self._children(field, relations))
            yield made
        else:
            yield from self._children(field, relations)


def _counts(instruction: str) -> bool:
    return instruction.split()[:1] != [] and instruction.split()[0].upper() in _COUNTING


def clean_text(value: str | None) -> str:
    """A stretch of text with its blanks at both ends."""
    text = value or ""
    inner = clean_line(text)
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' if before else ''}{inner}{' ' if after and inner else ''}"


def _opened(child: Element, name: etree.QName) -> Element | None:
    """What is in an element that we do not know but look into."""
    if name.namespace == CHOICES and name.localname == "AlternateContent":
        return child.find(f"{{{CHOICES}}}Choice")
    return child if name.namespace == WORD and name.localname in _OPEN else None


def _bare(child: Element) -> Element:
    made = etree.Element(child.tag)
    for key, value in child.attrib.items():
        name = etree.QName(str(key))
        if name.namespace in (None, WORD) and not name.localname.startswith("rsid"):
            made.set(name.text, clean_line(str(value))[:200])
    if child.tag == w("t"):
        made.text = clean_text(child.text)[:2_000]
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    elif child.tag in (f"{{{PLACING}}}posOffset", f"{{{PLACING}}}align"):
        made.text = clean_line(child.text or "")[:20]
    return made
