"""Blocks become paragraphs of the flow: headings, items, contents, with what was guessed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.drafts.readers.flow import Para, Run
from app.drafts.readers.pdf.blocks import LEADERS, Block, Measure
from app.drafts.readers.pdf.hyphens import joined
from app.drafts.readers.pdf.markers import Marker
from app.drafts.readers.pdf.shapes import Word
from app.i18n import _

_CONTENTS = re.compile(r"(?:inhalt|inhaltsverzeichnis|inhaltsübersicht|gliederung)[:.]?", re.I)
_ENDS_WITH_PAGE = re.compile(r"\S.*\s\d{1,3}")
_LONGEST_HEADING = 250
_SPACES = re.compile("[\u00a0\u202f]")  # these held a word together, which is done
_LOOKS = {
    (strong, em): frozenset((["strong"] if strong else []) + (["em"] if em else []))
    for strong in (False, True)
    for em in (False, True)
}


def mark_contents(blocks: Sequence[Block]) -> None:
    """Mark tables of contents: leaders and page numbers, or a heading that says so with lines
    that end with a figure after it."""
    for block in blocks:
        block.is_contents = bool(LEADERS.search(block.text)) and len(block.lines) <= 3
    for index, block in enumerate(blocks):
        if _CONTENTS.fullmatch(block.text.strip()) and len(block.lines) == 1:
            end = index + 1
            while end < len(blocks) and _may_be_entry(blocks[end]):
                end += 1
            for entry in blocks[index + 1 : end]:
                entry.is_contents = True
            block.is_contents = end > index + 1


def _may_be_entry(block: Block) -> bool:
    text = block.text.strip()
    if block.is_contents:
        return True
    return len(text) < 200 and len(block.lines) <= 2 and bool(_ENDS_WITH_PAGE.fullmatch(text))


class Writer:
    """Writes blocks as paragraphs; knows the sizes of headings and the lists that are open."""

    def __init__(self, usual: Measure, sizes: Sequence[float], seen: Collection[str]) -> None:
        """`sizes` are those of headings, the largest first; `seen` all words of the file."""
        self._usual = usual
        self._sizes = sizes
        self._seen = seen
        self._lists: list[tuple[float, float]] = []  # where markers and their texts begin

    def para(self, block: Block) -> Para:
        """The block as a paragraph."""
        fills = {line.fill for line in block.lines}
        fill = fills.pop() if len(fills) == 1 else ""
        para = Para(size=block.size, fill=fill, is_contents=block.is_contents)
        marker = self._marker(block)
        unsure = self._write(block, para, skip=1 if marker else 0)
        if unsure:
            block.doubts.append(
                _("Trennstriche am Zeilenende sind unsicher: %(words)s.")
                % {"words": ", ".join(unsure[:5])}
            )
        if marker is not None:
            self._put_into_list(para, block, marker)
        elif not self._goes_on_in_item(para, block):
            self._lists.clear()
            self._head(para, block)
        words = [word for line in block.lines for word in line.words]
        if guessed := [word.note for word in words if word.note and word.is_guess]:
            block.doubts.append(
                _("Nicht hochgestellt, aber als Verweis auf eine Fußnote gelesen: %(labels)s.")
                % {"labels": ", ".join(guessed)}
            )
        if any(word.look.ghost for word in words):
            block.doubts.append(_("Der Text stammt aus einer Texterkennung. Prüfen Sie ihn."))
        para.doubt = " ".join(dict.fromkeys([para.doubt, *block.doubts])).strip()
        return para

    def _marker(self, block: Block) -> Marker | None:
        """The item's marker; a bold or large line with a number is a heading, not an item."""
        if block.marker is None or block.is_contents:
            return None
        is_large = block.size > self._usual.body + 0.9
        has_number = block.marker.count > 0
        is_heading = is_large or block.is_strong or block.lines[0].level > 0
        stands_alone = block.marker.has_levels and not self._lists
        return None if has_number and (is_heading or stands_alone) else block.marker

    def _put_into_list(self, para: Para, block: Block, marker: Marker) -> None:
        at = marker.x0 - block.left
        while self._lists and at < self._lists[-1][0] - 3:
            self._lists.pop()
        inner = marker.inner - block.left
        if self._lists and abs(self._lists[-1][0] - at) <= 3:
            self._lists[-1] = (at, inner)
        else:
            self._lists.append((at, inner))
        para.marker, para.depth = marker.text, len(self._lists) - 1

    def _goes_on_in_item(self, para: Para, block: Block) -> bool:
        """A paragraph that begins where the text of an open item does."""
        for depth in reversed(range(len(self._lists))):
            inner = self._lists[depth][1]
            if inner > 3 and abs(inner - block.x0) <= 2.5 and not block.is_strong:
                para.depth = depth
                del self._lists[depth + 1 :]
                return True
        return False

    def _head(self, para: Para, block: Block) -> None:
        if block.is_contents or len(block.text) > _LONGEST_HEADING:
            return
        if block.lines[0].level:
            para.level = block.lines[0].level
            return
        if block.text.endswith((".", ";", ",")):
            return
        for level, size in enumerate(self._sizes, start=1):
            if abs(size - block.size) < 0.6:
                para.level = min(level, 6)
                para.doubt = _("Als Überschrift an der Schriftgröße erkannt.")
                return

    def _write(self, block: Block, para: Para, skip: int) -> list[str]:
        """Put the words into runs; returns the words whose hyphens are unsure."""
        unsure: list[str] = []
        whole = para.fill
        runs: list[Run] = []
        for position, line in enumerate(block.lines):
            words = line.words[skip if position == 0 else 0 :]
            if runs and words and not runs[-1].note:
                text, doubt = joined(runs[-1].text, line.text, self._seen)
                if doubt:
                    unsure.append(text.split(" ")[-1] + line.text.split(" ")[0])
                runs[-1] = replace(runs[-1], text=text)
            elif runs:
                runs.append(Run(" "))
            runs += _runs(words, whole)
        para.runs = _merged(runs)
        return unsure


def _runs(words: Sequence[Word], whole: str) -> list[Run]:
    """The words of a line; a blank belongs to the word before it, so that no mark begins with one,
    and none stands before the call of a note."""
    runs: list[Run] = []
    texts: list[str] = []  # of letters that look alike, not yet written
    before: tuple[frozenset[str], str, str] | None = None
    for word in words:
        blank = " " if word.spaced and not word.note else ""
        alike = (_marks(word), word.href, "" if word.fill == whole else word.fill)
        if before is not None and (alike != before or word.note):
            runs.append(Run("".join(texts) + blank, *before))
            texts, blank = [], ""
        elif blank and runs and not texts:
            runs.append(Run(" "))
        if word.note:
            runs += [Run(note=word.note), *([Run(word.text)] if word.text else [])]
            before = None
            continue
        texts.append((blank if texts else "") + _SPACES.sub(" ", word.text))
        before = alike
    if before is not None:
        runs.append(Run("".join(texts), *before))
    return runs


def _marks(word: Word) -> frozenset[str]:
    look = word.look
    if word.raised:
        return _LOOKS[look.strong, look.em] | {word.raised}
    return _LOOKS[look.strong, look.em]


def _merged(runs: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last and not last.note and not run.note and replace(last, text=run.text) == run:
            merged[-1] = replace(last, text=last.text + run.text)
        else:
            merged.append(run)
    if merged and not merged[0].note:
        merged[0] = replace(merged[0], text=merged[0].text.lstrip())
    return [run for run in merged if run.text or run.note]
