"""`comments.ods`: the same sheets as OpenDocument, for LibreOffice, written row by row."""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO
from zoneinfo import ZoneInfo

from app.groups.contents import Contents, Head
from app.groups.writers.counts import Counts, take
from app.groups.writers.opendocument import parts
from app.groups.writers.opendocument.body import KEYS, Plan, pieces
from app.groups.writers.stream import Progress, quiet

MOST_ROWS = 1_048_575  # under the headings, in LibreOffice too
LARGE = (
    100_000  # notes; beyond it a part may grow over 2 GB, and the package says so from the start
)
BATCH = 1 << 18  # characters


def write(
    contents: Contents,
    file: BinaryIO,
    progress: Progress = quiet,
    *,
    counts: Counts | None = None,
) -> None:
    """Write the spreadsheet (ODF 1.3): one row at a time stands in memory, whatever there is.

    `counts` spares a pass over the notes. Words stay words whatever they begin with: only what is
    written as a formula is one. More notes than a sheet has rows are refused with ValueError.
    """
    counts = counts or take(contents)
    if counts.notes > MOST_ROWS:
        raise ValueError(f"a sheet holds {MOST_ROWS} notes at most")
    plan = Plan.of(contents, counts)
    head = contents.head
    small = {
        "meta.xml": parts.meta(head),
        "styles.xml": parts.styles(head),
        "settings.xml": parts.settings(plan.sheet, KEYS),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        kind = _member("mimetype", head)  # first and not packed, so that anyone sees what it is
        kind.compress_type = zipfile.ZIP_STORED
        package.writestr(kind, parts.TYPE)
        for name, text in small.items():
            package.writestr(_member(name, head), text)
        is_large = counts.notes > LARGE
        with package.open(_member("content.xml", head), "w", force_zip64=is_large) as part:
            for piece in _batched(pieces(plan, progress)):
                part.write(piece)
        names = [*small, "content.xml"]
        package.writestr(_member("META-INF/manifest.xml", head), parts.manifest(names))


def _member(name: str, head: Head) -> zipfile.ZipInfo:
    drawn = head.drawn_at.astimezone(ZoneInfo(head.zone))
    info = zipfile.ZipInfo(name, drawn.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3  # said the same on every machine
    info.external_attr = 0o644 << 16
    return info


def _batched(said: Iterable[str]) -> Iterable[bytes]:
    """The pieces joined to some hundred thousand characters, which pack faster than single rows."""
    waiting: list[str] = []
    size = 0
    for piece in said:
        waiting.append(piece)
        size += len(piece)
        if size > BATCH:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
