"""What somebody types as the translation of a block: one line for each sentence."""

from collections.abc import Sequence

from app.drafts.translating.pairing import NOT_YET, Said, cells_of
from app.i18n import _, ngettext
from app.models import Block, BlockKind
from app.text import clean_line

LONGEST = 5_000  # characters of a translated sentence
LONGEST_HEADING = 300


def as_lines(said: Sequence[Said | None] | None) -> str:
    """A block's translation as it stands in its field: a line for each sentence, an ellipsis for
    one that is not translated; "" where none is."""
    if not said or not any(said):
        return ""
    return "\n".join(one.text if one else NOT_YET for one in said)


def lines_of(block: Block, typed: str) -> tuple[list[str], str]:
    """The lines that were typed for a block (with its sentences), "" for one that is not
    translated; and what is to be mended, "" for nothing. Empty lines do not count."""
    lines = [line for line in map(clean_line, typed.split("\n")) if line]
    wanted = len(block.sentences)
    if lines and len(lines) != wanted:
        because = ngettext(
            "Das Original hat %(n)d Satz, hier stehen %(m)d Zeilen. "
            "Schreiben Sie den Satz in eine Zeile.",
            "Das Original hat %(n)d Sätze, hier stehen %(m)d Zeilen. Schreiben Sie für jeden Satz "
            "eine Zeile, oder … für einen, der noch fehlt.",
            wanted,
        ) % {"n": wanted, "m": len(lines)}
        return lines, because
    faults = (fault_in(block, number, line) for number, line in enumerate(lines, 1))
    because = next(filter(None, faults), "")
    return ["" if line == NOT_YET else line for line in lines] or [""] * wanted, because


def fault_in(block: Block, number: int, line: str) -> str:
    """What is wrong with the line of one sentence, or row of a table; "" for nothing."""
    if len(line) > LONGEST:
        return _("Zeile %(n)d ist länger als 5.000 Zeichen.") % {"n": number}
    if block.kind is not BlockKind.TABLE or line == NOT_YET:
        return ""
    wanted, cells = len(cells_of(block.sentences[number - 1].text)), len(cells_of(line))
    if cells == wanted:
        return ""
    return _(
        "Zeile %(n)d der Tabelle hat %(wanted)d Zellen, hier stehen %(cells)d. Zwischen zwei "
        "Zellen steht ein senkrechter Strich: |"
    ) % {"n": number, "wanted": wanted, "cells": cells}


def fault_of_heading(words: str) -> str:
    """What is wrong with a translated heading; "" for nothing."""
    if len(words) > LONGEST_HEADING:
        return _("Die Überschrift ist länger als 300 Zeichen.")
    return ""
