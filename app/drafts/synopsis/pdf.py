"""The synopsis as an accessible PDF (PDF/UA-1), set by typst (docs/decisions/0009)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from app.drafts.synopsis.about import About
from app.drafts.synopsis.rows import Part, Row, Synopsis
from app.drafts.synopsis.text import TextBlock
from app.drafts.wording import BREAK, Piece
from app.errors import Busy
from app.i18n import _
from app.models.draft import BlockKind
from app.models.lineage import Fate
from app.typeset import NotSet, press

log = logging.getLogger("randnotiz.synopsis")
_TEMPLATE = Path(__file__).with_name("synopsis.typ")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
EXCERPT = 12  # words of what stands elsewhere now

Run = tuple[str, str]


def write_pdf(synopsis: Synopsis, about: About, because: Mapping[int, str] | None = None) -> bytes:
    """A PDF/UA-1 file: a heading for each part and section, below it a table of two columns, and
    a third that says what kind of change it is and (`because`, by its number) why.

    Words reach typst as data and are never read as its markup. Refused with `Busy` where typst
    does not manage, or its checker for PDF/UA-1 does not let the file pass.
    """
    data = {
        "title": _line(about.title),
        "organisation": _line(about.organisation),
        "subtitle": about.subtitle,
        "old": _("Fassung %(n)d") % {"n": about.old},
        "new": _("Fassung %(n)d") % {"n": about.new},
        "what": _("Änderung"),
        "explanation": _("Neues ist unterstrichen, Gestrichenes durchgestrichen."),
        "parts": [_part(part, because or {}) for part in synopsis.parts],
    }
    return _set(json.dumps(data, ensure_ascii=False), int(about.new_at.timestamp()))


def _set(data: str, timestamp: int) -> bytes:
    with TemporaryDirectory() as folder:
        words, paper = Path(folder) / "words", Path(folder) / "synopsis.pdf"
        words.write_text(data, encoding="utf-8")
        try:
            press(_TEMPLATE, words, paper, timestamp)
        except NotSet as problem:
            log.error("the synopsis was not set: %s", problem)
            raise Busy(_("Das PDF ließ sich gerade nicht herstellen.")) from problem
        return paper.read_bytes()


def _part(part: Part, because: Mapping[int, str]) -> dict[str, object]:
    title = " ".join(filter(None, (part.label, part.title or _("Anfang"))))
    if part.piece:
        title += f" ({part.piece})"
    return {"title": _line(title), "pieces": list(_pieces(part, because))}


def _pieces(part: Part, because: Mapping[int, str]) -> Iterator[dict[str, object]]:
    """Headings, and between them tables. No level is skipped: readers jump by them."""
    rows: list[dict[str, object]] = []
    level = 1
    base = min((row.level for row in part.rows if row.is_heading), default=1)
    for row in part.rows:
        if not row.is_heading:
            said = "" if row.leaves else because.get(row.change, "")
            rows.append(_row(row) | {"because": [_line(line) for line in said.splitlines()]})
            continue
        if rows:
            yield {"kind": "rows", "rows": rows}
            rows = []
        if row is part.heading and not row.is_change:
            continue
        level = max(2, min(level + 1, row.level - base + 1))
        yield {"kind": "heading", "level": level, "runs": _runs(row.pieces)}
    if rows:
        yield {"kind": "rows", "rows": rows}


def _row(row: Row) -> dict[str, object]:
    if row.leaves:
        there = ", ".join(target.label for target in row.to)
        words = " ".join(block.text for block in row.olds).split()
        excerpt = " ".join(words[:EXCERPT]) + (" …" if len(words) > EXCERPT else "")
        note = _("Steht jetzt in %(address)s.") % {"address": there}
        left = _side(row, "old", [[("", _fit(excerpt))]])
        return {"old": left, "new": _empty(note), "state": _("verschoben")}
    old = _side(row, "old") if row.olds else _empty(_came(row))
    new = _side(row, "new") if row.news else _empty(_("Entfallen."))
    if row.olds and any(other.leaves for other in row.from_):
        here = ", ".join(other.olds[0].label for other in row.from_ if other.leaves)
        old["note"] = _("Stand in %(address)s.") % {"address": here}
    return {"old": old, "new": new, "state": _state(row)}


def _came(row: Row) -> str:
    if not row.from_:
        return _("Neu.")
    return _("Ein Teil von %(address)s.") % {
        "address": ", ".join(other.olds[0].label for other in row.from_)
    }


def _state(row: Row) -> str:
    if row.state is Fate.MOVED and row.is_reworded:
        return _("verschoben und umformuliert")
    return {
        Fate.UNCHANGED: _("unverändert"),
        Fate.REWORDED: _("umformuliert"),
        Fate.MOVED: _("verschoben"),
        Fate.SPLIT: _("geteilt"),
        Fate.MERGED: _("zusammengelegt"),
        Fate.GONE: _("entfallen"),
        Fate.NEW: _("neu"),
    }[row.state]


def _empty(note: str) -> dict[str, object]:
    return {"labels": "", "paragraphs": [], "note": note}


def _side(
    row: Row, side: Literal["old", "new"], paragraphs: list[list[Run]] | None = None
) -> dict[str, object]:
    blocks = row.blocks(side)
    return {
        "labels": ", ".join(block.label for block in blocks),
        "paragraphs": paragraphs or _paragraphs(row, "del" if side == "old" else "ins"),
        "note": "",
    }


def _paragraphs(row: Row, mark: str) -> list[list[Run]]:
    if row.lines is not None:
        other = "ins" if mark == "del" else "del"
        lines = [line for line in row.lines if line.mark != other]
        return [_joined([_runs(cell, mark) for cell in line.cells]) for line in lines]
    blocks = row.olds if mark == "del" else row.news
    found: list[list[Piece]] = [[]]
    for piece in row.pieces:
        if piece.text == BREAK and piece.mark in ("", mark):
            found.append([])
        elif piece.mark in ("", mark):
            found[-1].append(piece)
    return [_marked(block, _runs(run)) for block, run in zip(blocks, found, strict=False)]


def _marked(block: TextBlock, runs: list[Run]) -> list[Run]:
    if block.marker or block.kind is BlockKind.ITEM:
        return [("", f"{_line(block.marker) or '–'} "), *runs]
    return runs


def _joined(cells: list[list[Run]]) -> list[Run]:
    runs: list[Run] = []
    for number, cell in enumerate(cells):
        runs += [("", " | ")] * (number > 0) + cell
    return runs


def _runs(pieces: Sequence[Piece], mark: str = "") -> list[Run]:
    """Pieces for typst; with `mark`, of one side only. No blank stands first, and none in a
    line under or through words."""
    runs: list[Run] = []
    for piece in pieces:
        if mark and piece.mark not in ("", mark):
            continue
        text = _fit(piece.text)
        bare = text.lstrip(" ")
        if runs and bare != text:
            runs.append(("", " "))
        runs.append((piece.mark, bare))
    return runs


def _fit(text: str) -> str:
    return _UNFIT.sub("", text.replace(BREAK, " "))


def _line(value: str) -> str:
    return " ".join(_fit(value).split())
