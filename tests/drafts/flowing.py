"""Short ways to write what a reader hands over, and to look at what became of it."""

from collections.abc import Iterable

from app.drafts.outline import ReadBlock, ReadDraft, ReadSection
from app.drafts.readers.assembling import assemble
from app.drafts.readers.flow import Cell, Flow, Grid, Item, Note, Para, Run
from app.drafts.readers.growing import all_sections

STRONG = frozenset({"strong"})


def para(text: str, **looks) -> Para:
    """A paragraph; `strong=True` makes all of it bold, "^a" after a word calls note "a"."""
    marks = STRONG if looks.pop("strong", False) else frozenset()
    runs = []
    for number, piece in enumerate(text.split("^")):
        if number:
            runs.append(Run(note=piece[:1]))
            piece = piece[1:]
        runs.append(Run(piece, marks))
    return Para([run for run in runs if run.text or run.note], **looks)


def bold(text: str, **looks) -> Para:
    return para(text, strong=True, **looks)


def heading(text: str, level: int = 1, **looks) -> Para:
    return para(text, level=level, **looks)


def item(text: str, depth: int = 0, marker: str = "•", **looks) -> Para:
    return para(text, depth=depth, marker=marker, **looks)


def grid(*rows: Iterable[str | Cell], **looks) -> Grid:
    cells = [[one if isinstance(one, Cell) else Cell([para(one)]) for one in row] for row in rows]
    return Grid(cells, **looks)


def note(label: str, *texts: str) -> Note:
    return Note(label, [para(text) for text in texts])


def flow(*items: Item, title: str = "", notes: Iterable[Note] = ()) -> Flow:
    return Flow(title, list(items), list(notes))


def read(*items: Item, title: str = "", notes: Iterable[Note] = ()) -> ReadDraft:
    """The draft of one file with these items."""
    return assemble([("entwurf.docx", flow(*items, title=title, notes=notes))])


def sections(draft: ReadDraft) -> list[ReadSection]:
    return list(all_sections(draft.sections))


def outline(draft: ReadDraft) -> list[tuple[int, str]]:
    """Level and title of every heading, in order."""
    return [(section.level, section.title) for section in sections(draft)]


def blocks(draft: ReadDraft) -> list[ReadBlock]:
    """All blocks in reading order."""
    return [*draft.blocks, *(block for one in sections(draft) for block in one.blocks)]
