"""`comments.pdf`: the text to read, and beneath each block its notes; PDF/UA-1."""

import json
from pathlib import Path

from app.groups.contents import Contents
from app.groups.writers.counts import Counts, take
from app.groups.writers.reading.cutting import Spool, cut
from app.groups.writers.reading.front import front
from app.groups.writers.reading.passages import Hung, fields
from app.groups.writers.reading.remarks import remark
from app.groups.writers.stream import Progress, quiet, shown
from app.groups.writers.word.body import Mark
from app.groups.writers.word.front import Front
from app.groups.writers.word.stops import Stops
from app.typeset import press

# Bytes of words and what is said about them in one file: some hundred pages, for which typst takes
# some 200 MB (docs/decisions/0033).
MOST = 700_000
TEMPLATE = Path(__file__).with_name("reading") / "reading.typ"


def write_parts(
    contents: Contents,
    workdir: Path,
    progress: Progress = quiet,
    *,
    counts: Counts | None = None,
    limit: int = MOST,
) -> list[Path]:
    """`comments.pdf` in `workdir`, or where it would be too heavy `comments-1.pdf` and so on.

    Each is a whole paper with its own title page, contents and page numbers, set in a process of
    its own. Notes may come in any order; they are read once, `counts` spares a second time.
    `progress` hears how many are set. Refused with `typeset.NotSet`.
    """
    counts = counts or take(contents)
    stops = Stops(contents)
    spool = _spooled(contents, stops, workdir)
    parts = cut(stops, spool, limit)
    paths: list[Path] = []
    done = 0
    for index, part in enumerate(parts):
        name = "comments.pdf" if len(parts) == 1 else f"comments-{index + 1}.pdf"
        paths.append(workdir / name)
        notes = spool.order[done : done + part.notes]
        _set(Front(contents, counts, stops, parts, index), spool, notes, paths[-1])
        done += part.notes
        progress(done)
    spool.close()
    return paths


def _spooled(contents: Contents, stops: Stops, workdir: Path) -> Spool:
    spool = Spool(workdir / "reading.part")
    for note in shown(contents):
        anchor = stops.anchor(note)
        data = remark(note, contents.head.zone, is_exact=anchor.is_exact)
        spool.add(anchor, json.dumps(data, ensure_ascii=False).encode())
    spool.sort()
    return spool


def _set(which: Front, spool: Spool, notes: list[int], target: Path) -> None:
    hung: dict[int, list[Hung]] = {}
    for at, mark, line in spool.read(notes):
        note = json.loads(line)
        number = int(note["number"].removeprefix("#"))
        hung.setdefault(at, []).append((Mark(mark.start, mark.end, number), note))
    data = front(which)
    data["general"] = [note for _mark, note in hung.get(0, [])]
    data["fields"] = list(fields(which.stops, which.parts[which.index].stops, hung))
    paper = target.with_suffix(".typst")
    paper.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    press(TEMPLATE, paper, target, int(which.contents.head.drawn_at.timestamp()))
    paper.unlink()
