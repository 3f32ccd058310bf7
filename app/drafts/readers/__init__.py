"""Readers: an office's files become plain data, whatever their types."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.drafts.outline import ReadDraft
from app.drafts.readers.apart import read_apart
from app.drafts.readers.files import Found, find
from app.drafts.readers.left_out import LeftOutList
from app.drafts.readers.recognising import Kind, kind_of
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

__all__ = ["LARGEST", "Unreadable", "read_contents", "read_files"]

LARGEST = 20_000_000  # bytes, of all files together
SMALL = 5_000  # bytes of plain text that are read here and now


def read_files(paths: Sequence[Path]) -> ReadDraft:
    """The draft in a file, in a folder (its files by name) or in several files, in their order.

    Refused with Unreadable, in one sentence that names the file: what is missing, locked, empty,
    too large, of another type, broken, or a link that leads out of its folder.
    """
    found = find(paths)
    room = LARGEST
    contents: list[tuple[str, bytes]] = []
    for file in found.files:
        contents.append((file.name, _bytes(file, room)))
        room -= len(contents[-1][1])
    return _with_skipped(read_contents(contents), found)


def read_contents(contents: Sequence[tuple[str, bytes]]) -> ReadDraft:
    """The same from names and bytes, as they come in a form; refused like `read_files`."""
    if sum(len(data) for _name, data in contents) > LARGEST:
        raise _too_large(contents[-1][0])
    is_small = sum(len(data) for _name, data in contents) <= SMALL
    if is_small and all(kind_of(name, data) is Kind.MARKDOWN for name, data in contents):
        from app.drafts.readers.reading import read_here
        from app.drafts.recount import recount

        draft = read_here(contents)  # too little to do harm, and quick
        draft.recount = recount(contents, draft.texts(), draft.dropped)
        return draft
    return read_apart(contents)


def _bytes(path: Path, room: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(room + 1)
    except OSError:
        raise Unreadable(_("„%(name)s“ lässt sich nicht öffnen.") % {"name": path.name}) from None
    if len(data) > room:
        raise _too_large(path.name)
    return data


def _too_large(name: str) -> Unreadable:
    return Unreadable(
        _("Mit „%(name)s“ ist der Entwurf größer als %(limit)d MB. Teilen Sie ihn auf.")
        % {"name": name, "limit": LARGEST // 1_000_000}
    )


def _with_skipped(draft: ReadDraft, found: Found) -> ReadDraft:
    if found.skipped:
        more = LeftOutList()
        for name in found.skipped:
            more.add(_("Andere Dateien im Ordner, nicht gelesen"), name, words=0)
        draft.left_out += more.entries()
    return draft
