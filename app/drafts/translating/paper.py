"""A field's text as a file to translate, and such a file read back.

One line for each sentence: its address, a tab, the words. Above it stands the original behind a
`#`; such lines and empty ones are not read. A heading's address is its anchor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.drafts.addresses import Address
from app.drafts.translating.lines import fault_in, fault_of_heading
from app.drafts.translating.pairing import NOT_YET, Said, Translated
from app.errors import Invalid
from app.i18n import _, ngettext
from app.models import Block, Section
from app.text import clean_line

LARGEST = 2_000_000  # bytes
MOST_FAULTS = 12  # that are told at once
REMARK = "#"


def to_translate(
    title: str, sections: Sequence[Section], blocks: Sequence[Block], known: Translated
) -> str:
    """The field's headings and sentences, each with what is translated already."""
    head = _("Schreiben Sie hinter den Tabulator. Zeilen mit # werden nicht gelesen.")
    lines = [f"{REMARK} {title}", f"{REMARK} {head}", ""]
    of_section: dict[int | None, list[Block]] = {}
    for block in blocks:
        of_section.setdefault(block.section_id, []).append(block)
    for section in sections:
        lines += _pair(section.anchor, section.title, known.headings.get(section.id))
        for block in of_section.get(section.id, []):
            lines += _of_block(block, known.blocks.get(block.id))
    return "\n".join(lines)


def _of_block(block: Block, said: Sequence[Said | None] | None) -> Iterator[str]:
    for at, sentence in enumerate(block.sentences):
        address = block.label if len(block.sentences) == 1 else f"{block.label}.{sentence.number}"
        yield from _pair(address, sentence.text, said[at] if said else None)


def _pair(address: str, original: str, said: Said | None) -> list[str]:
    before = " ".join(original.split())
    return [f"{REMARK} {address}\t{before}", f"{address}\t{said.text if said else ''}", ""]


class Read:
    """What a file brought: by a block's id the words by the number of the sentence, by a
    section's id its heading."""

    def __init__(self) -> None:
        self.blocks: dict[int, dict[int, str]] = {}
        self.headings: dict[int, str] = {}


def read_translation(content: bytes, sections: Sequence[Section], blocks: Sequence[Block]) -> Read:
    """The translations in a file. Refused with `Invalid` (field `files`), which names the lines:
    what is no text, too large, holds no line for this field, or lines that are not of it."""
    anchors = {section.anchor: section for section in sections}
    by_fragment = {block.fragment: block for block in blocks}
    read, faults = Read(), []
    for number, line in enumerate(_text_of(content).split("\n"), 1):
        address, tab, words = line.partition("\t")
        address, words = address.strip(), clean_line(words)
        if not line.strip() or address.startswith(REMARK):
            continue
        if not tab:
            because = _("Zwischen Fundstelle und Übersetzung fehlt der Tabulator.")
        elif not words or words == NOT_YET:
            continue
        elif address in anchors:
            because = _put_heading(read, anchors[address], words)
        else:
            because = _put_sentence(read, by_fragment, address, words)
        if because:
            faults.append(_("Zeile %(n)d: %(because)s") % {"n": number, "because": because})
    _refuse(faults, read)
    return read


def _text_of(content: bytes) -> str:
    if len(content) > LARGEST:
        raise _wrong(_("Die Datei ist zu groß. Erlaubt sind 2 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise _wrong(_("Das ist kein Text in UTF-8. Speichern Sie die Datei als .txt in UTF-8."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _put_heading(read: Read, section: Section, words: str) -> str:
    if because := fault_of_heading(words):
        return because
    read.headings[section.id] = words
    return ""


def _put_sentence(read: Read, by_fragment: dict[str, Block], written: str, words: str) -> str:
    try:
        address = Address.parse(written)
    except ValueError:
        return _("„%(address)s“ ist keine Fundstelle.") % {"address": written[:40]}
    block = by_fragment.get(Address(address.field, address.block).fragment if address.block else "")
    if block is None:
        return _("%(address)s steht nicht in diesem Feld.") % {"address": address.label}
    last = len(block.sentences)
    if address.sentence is None and last > 1:
        return _("%(address)s hat mehrere Sätze. Schreiben Sie, welcher es ist.") % {
            "address": address.label
        }
    if (address.sentence or 1) > last:
        return _("%(address)s gibt es nicht.") % {"address": address.label}
    if because := fault_in(block, (address.sentence or 1), words):
        return because
    read.blocks.setdefault(block.id, {})[address.sentence or 1] = words
    return ""


def _refuse(faults: Sequence[str], read: Read) -> None:
    if faults:
        more = len(faults) - MOST_FAULTS
        told = list(faults[:MOST_FAULTS])
        if more > 0:
            told.append(
                ngettext("Und %(n)d weitere Zeile.", "Und %(n)d weitere Zeilen.", more)
                % {"n": more}
            )
        raise _wrong(" ".join(told))
    if not read.blocks and not read.headings:
        raise _wrong(_("In dieser Datei steht noch keine Übersetzung."))


def _wrong(because: str) -> Invalid:
    return Invalid(because, {"files": because})
