"""The notes on their way to a writer: in order, one at a time, and of a hidden one no words."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from app.groups.contents import Contents, Note

Progress = Callable[[int], None]
STEP = 200  # notes between two reports of progress


def quiet(_written: int) -> None:
    """Nobody wants to know."""


def shown(contents: Contents, progress: Progress = quiet) -> Iterator[Note]:
    """Every note of `contents`; `progress` hears how many were handed on, at the end all.

    A note that is not public goes on as a tombstone: its number, place, kind, time and state
    stay, its text, wording, author, role and what the group said of it do not, whatever the caller
    put there. Only where the group may see hidden notes, and the head says so, those keep theirs.
    """
    with_hidden = contents.head.with_hidden
    count = 0
    for count, note in enumerate(contents.notes(), 1):
        is_told = note.state == "public" or (with_hidden and note.state == "hidden")
        yield note if is_told else _tombstone(note)
        if count % STEP == 0:
            progress(count)
    progress(count)


def _tombstone(note: Note) -> Note:
    return replace(
        note,
        text="",
        proposed_wording="",
        author="",
        role="",
        additions=(),
        translation="",
        contact="",
        decided=None,
        decided_changes=0,
        proposed=None,
    )
