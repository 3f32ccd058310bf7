"""DOCX, read from its own XML: what styles, numbering, shading and changes make of each word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.drafts.readers.docx.captions import attached
from app.drafts.readers.docx.colours import Colours
from app.drafts.readers.docx.names import Element, R, W, attribute, words_of
from app.drafts.readers.docx.notes import KINDS, Notes
from app.drafts.readers.docx.numbering import Numbering
from app.drafts.readers.docx.package import Package
from app.drafts.readers.docx.story import File, Story
from app.drafts.readers.docx.styles import Styles
from app.drafts.readers.docx.tables import flat
from app.drafts.readers.flow import Flow, Item, Note, Para
from app.i18n import _

__all__ = ["read_docx"]

_NEAR_THE_BEGINNING = 8  # items


def read_docx(name: str, data: bytes) -> Flow:
    """What stands in a DOCX file (ECMA-376, Transitional or Strict), in reading order.

    Insertions of tracked changes are text, deletions are left out, as are comments, hidden text
    and empty form fields. Refused with Unreadable: what is no ZIP archive or not whole, holds no
    Word text or broken XML, a DTD, or is larger or deeper than any real text.
    """
    package = Package(name, data)
    try:
        return _read(package)
    except RecursionError:
        raise package.broken(_("Darin liegen zu viele Tabellen oder Kästen ineinander.")) from None


def _read(package: Package) -> Flow:
    body = package.document()
    settings = package.tree_of("settings")
    colours = Colours(package.tree_of("theme"), settings)
    styles = Styles(package.tree_of("styles"), colours)
    numbering = Numbering(package.tree_of("numbering"), styles)
    roots = {kind: package.tree_of(f"{kind}s") for kind in KINDS}
    file = File(package, colours, styles, numbering, Notes(roots, settings))
    story = Story(file, package.main, body)
    items = story.read(body)
    items += _running(file, body)
    notes = list(_notes(file))
    for note in file.notes.uncalled():
        file.drop(_("Fußnoten, auf die nichts verweist"), words_of(note))
    _leave_comments_out(file)
    return Flow(_title(file, items), attached(items, file.captions), notes, file.left_out)


def _title(file: File, items: Sequence[Item]) -> str:
    """What a paragraph in the style for titles says; else the file's property, if the text near
    its beginning says the same (templates leave other titles behind)."""
    for para in file.titles:
        return " ".join(para.text.split())
    title = file.package.title()
    first = [item for item in items if isinstance(item, Para)][:_NEAR_THE_BEGINNING]
    said = {" ".join(para.text.split()).casefold() for para in first}
    return title if title.casefold() in said else ""


def _running(file: File, body: Element) -> Iterator[Para]:
    """The heads and feet of all sections, each text once."""
    seen: set[str] = set()
    for part in _parts_of_sections(file, body):
        root = file.package.tree(part)
        if root is None:
            continue
        captions = len(file.captions)
        for para in flat(Story(file, part, root).read(root)):
            text = " ".join(para.text.split())
            if text not in seen:
                seen.add(text)
                yield Para(para.runs, size=para.size, is_running=True)
        del file.captions[captions:]


def _parts_of_sections(file: File, body: Element) -> list[str]:
    relations = file.package.relations(file.package.main)
    found: dict[str, None] = {}
    for kind in ("header", "footer"):
        for reference in body.iterfind(f".//{W}sectPr/{W}{kind}Reference"):
            relation = relations.get(attribute(reference, f"{R}id"))
            if relation is not None and not relation.is_outside:
                found[relation.target] = None
    return list(found)


def _notes(file: File) -> Iterator[Note]:
    """The notes that the text calls, and those that they call in turn: footnotes, endnotes."""
    found: dict[str, list[Note]] = {kind: [] for kind in KINDS}
    parts = {kind: file.package.related(file.package.main, f"{kind}s")[:1] for kind in KINDS}
    for kind, label, element in file.notes.called:  # which grows while notes are read
        for part in parts[kind]:
            paras = flat(Story(file, part, element).read(element))
            found[kind].append(Note(label, list(paras)))
    return (note for kind in KINDS for note in found[kind])


def _leave_comments_out(file: File) -> None:
    root = file.package.tree_of("comments")
    for comment in root.iterfind(f"{W}comment") if root is not None else ():
        file.drop(_("Kommentare in der Datei"), words_of(comment))
