"""`comments.docx`: the field's text, and every note a real Word comment at its words."""

import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from app.groups.contents import Contents, Note
from app.groups.writers.counts import Counts, take
from app.groups.writers.stream import Progress, quiet
from app.groups.writers.word.body import block
from app.groups.writers.word.bookmarks import Bookmarks
from app.groups.writers.word.front import Front, resumed, title_page
from app.groups.writers.word.markup import opening
from app.groups.writers.word.parts import Part, Spell, fill, plan
from app.groups.writers.word.remarks import comment
from app.groups.writers.word.stops import Anchor, Stops

if TYPE_CHECKING:
    from app.groups.writers.word.shell import Shell

# LibreOffice needs half a minute for a document with so many comments, and nine times that for
# three times as many (docs/decisions/0006).
MOST = 1_000

_EPOCH = (1980, 1, 1, 0, 0, 0)  # in every file, so that the same notes make the same bytes


def write(contents: Contents, file: BinaryIO, progress: Progress = quiet) -> None:
    """One document with every note, however many; `write_parts` keeps them openable.

    The notes are read twice: to count and to write.
    """
    with TemporaryDirectory() as folder:
        counts = take(contents)
        stops = Stops(contents)
        parts = plan(stops, counts, None)
        fill(contents, stops, parts, Path(folder), _spelled(contents), progress)
        _Binding(contents, counts, stops, parts, _shell(contents)).bind(0, file)


def write_parts(
    contents: Contents,
    workdir: Path,
    progress: Progress = quiet,
    *,
    counts: Counts | None = None,
    limit: int = MOST,
) -> list[Path]:
    """`comments.docx` in `workdir`, or with more than `limit` notes `comments-1.docx` and so on.

    Parts are cut between fields, else between passages. Memory holds the ranges of the notes,
    not their words. `counts` spares a pass over the notes.
    """
    counts = counts or take(contents)
    stops = Stops(contents)
    parts = plan(stops, counts, limit)
    fill(contents, stops, parts, workdir, _spelled(contents), progress)
    binding = _Binding(contents, counts, stops, parts, _shell(contents))
    paths: list[Path] = []
    for index, part in enumerate(parts):
        name = "comments.docx" if len(parts) == 1 else f"comments-{index + 1}.docx"
        paths.append(workdir / name)
        with paths[-1].open("wb") as file:
            binding.bind(index, file)
        part.spool.unlink()
    return paths


def _shell(contents: Contents) -> "Shell":
    from app.groups.writers.word.shell import shell  # with its library, when one is written

    return shell(contents.head)


def _spelled(contents: Contents) -> Spell:
    def spell(note: Note, anchor: Anchor, identity: int) -> str:
        return comment(note, identity, contents.head.zone, is_exact=anchor.is_exact)

    return spell


@dataclass(frozen=True, slots=True)
class _Binding:
    """What every part of a document is bound from."""

    contents: Contents
    counts: Counts
    stops: Stops
    parts: list[Part]
    shell: "Shell"

    def bind(self, index: int, file: BinaryIO) -> None:
        """Write the document of one part: the shell, with text and comments streamed into it."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.shell.parts:
                info = zipfile.ZipInfo(name, _EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system = 3
                with archive.open(info, "w") as target:
                    if name == "word/document.xml":
                        target.writelines(self._text(index))
                    elif name == "word/comments.xml":
                        target.write(opening("comments"))
                        with self.parts[index].spool.open("rb") as spool:
                            shutil.copyfileobj(spool, target, 1 << 20)
                        target.write(b"</w:comments>")
                    else:
                        target.write(content)

    def _text(self, index: int) -> Iterator[bytes]:
        part = self.parts[index]
        front = Front(self.contents, self.counts, self.stops, self.parts, index)
        yield self.shell.opening
        yield title_page(front, part.marks.get(0, [])).encode()
        stops = self.stops.all
        field = None
        bookmarks = Bookmarks()
        for at in part.stops:
            stop = stops[at]
            if stop.field is None:
                continue
            if stop.field is not field and stop.kind != "field":
                yield resumed(self.stops, at).encode()
            field = stop.field
            lowest = self.stops.lowest(stop)
            yield block(stop, part.marks.get(at, []), lowest, bookmarks).encode()
        yield self.shell.closing
