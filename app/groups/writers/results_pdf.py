"""`results.pdf`: figures on top, then every field's notes with decision, reason and what changed;
PDF/UA-1. Where it would be too heavy for one file, several lie in a ZIP."""

import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from app.groups.ledger import FieldResults, Results
from app.groups.writers.plain import one_line
from app.groups.writers.reading.outcomes import figures, outcome
from app.groups.writers.results_words import Words, hints
from app.groups.writers.stream import STEP, Progress, quiet
from app.i18n import _, direction, instant, locale, number
from app.models import Decision
from app.typeset import press

MOST = 700_000  # bytes of words in one file, as in a bundle (app/groups/writers/pdf.py)
TEMPLATE = Path(__file__).with_name("reading") / "results.typ"
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(
    results: Results, file: BinaryIO, progress: Progress = quiet, *, limit: int = MOST
) -> None:
    """One PDF, or a ZIP with `results-1.pdf` and so on; each is set in a process of its own.

    Memory holds the notes of one file at a time. `progress` hears how many notes are done, where
    one that is read counts half, and whole when its file is set. Refused with `typeset.NotSet`.
    """
    with TemporaryDirectory() as folder:
        parts = list(_parts(results, Path(folder), lambda notes: progress(notes // 2), limit))
        papers = list(_papers(results, parts, progress))
        if len(papers) == 1:
            with papers[0].open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)
            return
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for paper in papers:
                info = zipfile.ZipInfo(paper.name, _EPOCH)
                info.external_attr = 0o644 << 16
                with paper.open("rb") as source, archive.open(info, "w") as target:
                    shutil.copyfileobj(source, target, 1 << 20)


@dataclass(slots=True)
class _Part:
    """Fields (or pieces of them) with their notes, as bytes of JSON until they are set."""

    path: Path
    notes: int = 0
    weight: int = 0
    fields: list[dict[str, Any]] = field(default_factory=list)


def _parts(results: Results, folder: Path, progress: Progress, most: int) -> Iterator[_Part]:
    known, zone = Words(), ZoneInfo(results.head.zone)
    part, count, done = _Part(folder / "part-1"), 1, 0
    for one in results.fields:
        part.fields.append(_field(one))
        for entry in one.entries():
            data = outcome(entry, known, zone)
            weight = len(json.dumps(data, ensure_ascii=False).encode())
            if part.weight and part.weight + weight > most:
                yield _kept(part)
                count += 1
                part = _Part(folder / f"part-{count}", fields=[_field(one, resumed=True)])
            part.fields[-1]["entries"].append(data)
            part.weight += weight
            part.notes += 1
            done += 1
            if done % STEP == 0:
                progress(done)
    progress(done)
    yield _kept(part)


def _kept(part: _Part) -> _Part:
    """With its notes on disk, out of memory until they are set."""
    part.path.write_text(json.dumps(part.fields, ensure_ascii=False), encoding="utf-8")
    part.fields = []
    return part


def _field(one: FieldResults, *, resumed: bool = False) -> dict[str, Any]:
    more = _(" (Fortsetzung)") if resumed else ""
    return {
        "label": one_line(one.label),
        "title": one_line(one.title) + more,
        "colour": (one.colour - 1) % 6,
        "group": one_line(one.group),
        "entries": [],
    }


def _papers(results: Results, parts: Sequence[_Part], progress: Progress) -> Iterator[Path]:
    read, done = sum(part.notes for part in parts), 0
    for n, part in enumerate(parts, 1):
        yield _set(results, part, n, len(parts))
        done += part.notes
        progress((read + done) // 2)


def _set(results: Results, part: _Part, n: int, of: int) -> Path:
    data = _front(results, n, of) | {"fields": json.loads(part.path.read_text(encoding="utf-8"))}
    part.path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    target = part.path.with_name(f"results-{n}.pdf" if of > 1 else "results.pdf")
    press(TEMPLATE, part.path, target, int(results.head.as_of.timestamp()))
    part.path.unlink()
    return target


def _front(results: Results, n: int, of: int) -> dict[str, Any]:
    head, known = results.head, Words()
    said = hints(head)[:-1]  # the last one is about printing the workbook
    rows = [figures(one.counts, f"{one.label} {one.title}", known) for one in results.fields]
    return {
        "lang": locale(),
        "rtl": direction() == "rtl",
        "title": one_line(head.process),
        "organisation": one_line(head.organisation),
        "label": _("Was aus den Anmerkungen wurde"),
        "subject": _("Jede Anmerkung mit Entscheidung, Grund und Änderung im Text"),
        "marks": [],
        "drawn": _("Stand: {moment}").format(moment=instant(head.as_of, head.zone)),
        "part": _("Teil {n} von {all}").format(n=n, all=of) if of > 1 else "",
        "page": _("Seite {page} von {pages}").replace("{pages}", "{page}").split("{page}"),
        "contents": _("Inhalt"),
        "facts": [],
        "hint": "",
        "legend": _("Neues ist unterstrichen, Gestrichenes durchgestrichen."),
        "known": [[name, value] for name, value in said],
        "summary": _summary(results),
        "table": {
            "title": _("Zahlen je Handlungsfeld"),
            "head": [_("Handlungsfeld"), *known.decisions.values(), _("offen"), _("zusammen")],
            "rows": [*rows, figures(results.counts, _("Alle Handlungsfelder"), known)],
        },
        "bar": _bar(results, known),
        "earlier": _("Früher entschieden:"),
        "nobody": _("Zu diesem Handlungsfeld gibt es keine Anmerkungen."),
    }


def _summary(results: Results) -> str:
    counts = results.counts
    return _("Entschieden: {decided}. Offen: {open}. Zusammen: {n} Anmerkungen.").format(
        n=number(counts.notes), decided=number(counts.decided), open=number(counts.open)
    )


def _bar(results: Results, known: Words) -> dict[str, Any]:
    """Shares of the whole, each with its word and figure, and the same as words for who cannot
    see it."""
    counts = results.counts
    pieces = [(decision.value, known.decisions[decision], counts.of(decision)) for decision in
              Decision]  # fmt: skip
    pieces.append(("open", _("offen"), counts.open))
    shown = [piece for piece in pieces if piece[2]]
    words = ", ".join(f"{word}: {number(figure)}" for _name, word, figure in shown)
    return {
        "title": _("Alle Anmerkungen auf einen Blick"),
        "alt": _("Balken aus {words}.").format(words=words),
        "pieces": [[name, word, number(figure), figure] for name, word, figure in shown],
    }
