"""What was read out of a file that a group hands back, as plain data: no form, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.groups.decided import NOTHING, Said

# Something that is wrong, as data that is said in the reader's language (`saying.sentence`): "key"
# says what, "column" in which of `Said`'s columns (or "number"), the rest are its facts. "mild":
# worth saying, and nothing that anybody has to mend.
Fault = dict[str, Any]
AT_ROW, AT_COMMENT = "row", "comment"


@dataclass(frozen=True, slots=True)
class Row:
    """One decision in the file. `position` counts them from 1 and is `place`'s number in a table;
    `place` says where it stands ("row 12", "comment 7": `saying.place` says it to people). `number`
    is the note's; `stand` the disposition's `changes` when the bundle was drawn, 0 for open, None
    where the file does not say. Of the columns in `missing` the file says nothing: they stay as
    they are. `text` is how the note begins, for files that do not say which bundle they are."""

    position: int
    place: str
    number: int | None
    said: Said = NOTHING
    stand: int | None = None
    missing: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Brought:
    """A whole file. `bundle_key` says which bundle it was (`contents.Head.bundle_key`), "" where
    the file does not say; `notices` are said above its rows and stop nothing. `changes` are those
    of the text, where the form has them; its `keep` writes them down (`forms.Form`)."""

    form: str
    rows: list[Row]
    bundle_key: str = ""
    notices: list[Fault] = field(default_factory=list)
    changes: list[Any] = field(default_factory=list)
