"""The dry run of an import: what will become of each row, and what is wrong in which cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app import i18n
from app.accounts.names import why_no_name, why_official
from app.comments.targets import Target
from app.i18n import _
from app.models import LONGEST
from app.paper import grid as grids
from app.paper import saying
from app.paper.dates import moment_of, why_no_day, why_not_received
from app.paper.grid import Grid, Row
from app.paper.places import Places
from app.text import clean, clean_line

# What becomes of a row: a note, an answer under one; it is there already, it cannot be taken.
NEW, ANSWER, SAME, FAULTY, EMPTY = "new", "answer", "same", "faulty", "empty"
FATES = (NEW, ANSWER, SAME, FAULTY, EMPTY)
LONGEST_ID, LONGEST_NAME, LONGEST_CONTACT, LONGEST_PLACE = 80, 120, 254, 200


@dataclass
class Plan:
    """How a file is to be read: in which row its head stands, which column says what, and what
    holds for all rows. `key` begins the keys of its notes: the name of the file."""

    key: str
    head: int = 1
    heads: list[str] = field(default_factory=list)  # what stands there, shortened
    columns: dict[str, int] = field(default_factory=dict)
    address: str = ""  # of rows that name none
    source: str = "import"
    all_names: bool = False  # whoever made the list has everybody's consent
    any_day: bool = False  # also what came before or after the window

    def as_settings(self) -> dict[str, object]:
        """It as it is kept with the import."""
        return dict(vars(self))

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Plan:
        """The plan that is kept with an import."""
        return cls(**{name: settings[name] for name in vars(cls("")) if name in settings})


@dataclass
class Known:
    """What is there already: keys of notes, and replies as (key of the note, text). `official` are
    names that nobody may bear."""

    keys: Set[str] = frozenset()
    replies: Set[tuple[str, str]] = frozenset()
    official: Set[str] = frozenset()


@dataclass
class Checked:
    """A row and its fate. `problems` are (cell, sentence)."""

    number: int
    fate: str
    says: dict[str, Any] = field(default_factory=dict)
    problems: list[list[str]] = field(default_factory=list)


class Checker:
    """Looks at the rows of one file, one after the other."""

    def __init__(self, plan: Plan, grid: Grid, places: Places, known: Known, now: datetime) -> None:
        self.plan, self.grid, self.places, self.known, self.now = plan, grid, places, known, now
        self.default = places.find(plan.address) if plan.address else None
        self._seen: dict[str, int] = {}  # which row has a number
        self._hashed: dict[str, int] = {}  # how often a text without number came
        self._row = Row(0, [])
        self._problems: list[list[str]] = []
        self._addresses: dict[str, Target | str] = {}

    def check_all(self) -> list[Checked]:
        """All rows below the head, then once more those that answer another one."""
        rows = [self._check(row) for row in self.grid.rows if row.number > self.plan.head]
        notes = {str(row.says["id"]): row for row in rows if row.says.get("id")}
        for row in rows:
            if row.says.get("parent") and row.fate != FAULTY:
                self._find_parent(row, notes)
        return rows

    def _check(self, row: Row) -> Checked:
        self._row, self._problems = row, []
        if not any(self._cell(column) for column in self.plan.columns):
            return Checked(row.number, EMPTY)
        says: dict[str, Any] = {"text": self._text(), "parent": clean_line(self._cell("parent"))}
        self._read(says)
        says["id"] = self._id()
        says["key"] = self._key(says)
        fate = FAULTY if self._problems else SAME if says["key"] in self.known.keys else NEW
        return Checked(row.number, fate, says, self._problems)

    def _read(self, says: dict[str, Any]) -> None:
        says["address"] = "" if says["parent"] else self._address(says)
        says["kind"] = self._one_of("kind", saying.kind_of, "note")
        says["source"] = self._one_of("source", saying.source_of, self.plan.source)
        says["hidden"] = self._one_of("moderation", saying.is_rejected, False)
        says["shows"] = self._one_of("shows_name", saying.is_yes, self.plan.all_names)
        says["name"] = self._name(shown=bool(says["shows"]))
        says["contact"] = self._short("contact", LONGEST_CONTACT)
        says["place"] = self._short("place", LONGEST_PLACE)
        says["agrees"], says["disagrees"] = self._count("agrees"), self._count("disagrees")
        says["reply"] = self._long("reply")
        says["on"] = self._day()

    def _cell(self, column: str) -> str:
        number = self.plan.columns.get(column)
        cells = self._row.cells
        return cells[number].strip() if number is not None and number < len(cells) else ""

    def _wrong(self, column: str, sentence: str) -> None:
        number = self.plan.columns.get(column)
        where = "" if number is None else grids.cell(self._row.number, number)
        self._problems.append([where or str(self._row.number), sentence])

    def _odd(self, column: str) -> bool:
        """Whether the cell is none to be read, which is said."""
        number = self.plan.columns.get(column)
        odd = self.grid.odd.get(grids.cell(self._row.number, number)) if number is not None else ""
        if odd == grids.FORMULA:
            self._wrong(column, _("Hier steht eine Formel ohne Ergebnis. Tragen Sie den Wert ein."))
        elif odd == grids.ERROR:
            said = {"error": self._cell(column)[:20]}
            self._wrong(column, _("Hier steht der Fehler %(error)s statt eines Werts.") % said)
        elif odd == grids.MERGED and column in ("text", "id"):
            self._wrong(column, _("Diese Zelle ist mit der darüber verbunden. Trennen Sie beide."))
        else:
            return False
        return True

    def _text(self) -> str:
        if self._odd("text"):
            return ""
        text = clean(self._cell("text"))
        if not text:
            self._wrong("text", _("Hier steht kein Text."))
        return self._not_too_long("text", text)

    def _long(self, column: str) -> str:
        return "" if self._odd(column) else self._not_too_long(column, clean(self._cell(column)))

    def _not_too_long(self, column: str, text: str) -> str:
        if len(text) > LONGEST:
            facts = {"n": i18n.number(len(text)), "most": i18n.number(LONGEST)}
            self._wrong(column, _("Das sind %(n)s Zeichen, Platz ist für %(most)s.") % facts)
            return ""
        return text

    def _address(self, says: dict[str, Any]) -> str:
        typed = clean_line(self._cell("address"))[:200]
        if self._odd("address"):
            return ""
        if not typed and self.default is None:
            self._wrong("address", _("Hier fehlt die Fundstelle, zum Beispiel HF2 3.4."))
            return ""
        found = self._place(typed) if typed else self.default
        if not isinstance(found, Target):
            self._wrong("address", str(found))
            return ""
        says["wording"] = self._long("wording")
        if says["wording"] and found.block is None:
            self._wrong("wording", _("Ein Wortlaut gehört zu einem Absatz oder Satz."))
        return found.address.fragment

    def _place(self, typed: str) -> Target | str:
        if typed not in self._addresses:
            self._addresses[typed] = self.places.find(typed)
        return self._addresses[typed]

    def _one_of(self, column: str, read: Callable[[str], Any], otherwise: Any) -> Any:
        """What a cell with one of some words says; `otherwise` where it is empty."""
        typed = clean_line(self._cell(column))
        if not typed or self._odd(column):
            return otherwise
        found = read(typed)
        if found is None:
            said = {"word": typed[:40]}
            self._wrong(column, _("„%(word)s“ lässt sich hier nicht verstehen.") % said)
            return otherwise
        return found

    def _name(self, *, shown: bool) -> str:
        name = self._short("name", LONGEST_NAME)
        if name and shown:
            problem = why_no_name(name) or why_official(name, self.known.official)
            if problem:
                self._wrong("name", problem)
        return name

    def _short(self, column: str, longest: int) -> str:
        typed = "" if self._odd(column) else clean_line(self._cell(column))
        if len(typed) > longest:
            most = {"most": longest}
            self._wrong(column, _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % most)
            return ""
        return typed

    def _count(self, column: str) -> int:
        typed = "" if self._odd(column) else self._cell(column)
        if not typed:
            return 0
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):
            self._wrong(column, _("Hier gehört eine ganze Zahl hin, zum Beispiel 12."))
            return 0
        return int(typed)

    def _day(self) -> str:
        typed = self._cell("date")
        if not typed or self._odd("date"):
            return ""
        process = self.places.process
        moment = moment_of(typed[:60], process.zone)
        problem = why_no_day(moment, self.now)
        if problem is None and moment is not None and not self.plan.any_day:
            problem = why_not_received(moment, process, self.now)
        if problem or moment is None:
            self._wrong("date", problem or "")
            return ""
        return moment.isoformat()

    def _id(self) -> str:
        number = clean_line(self._cell("id"))
        if not number or self._odd("id"):
            return ""
        if len(number) > LONGEST_ID:
            self._wrong("id", _("Diese Nummer ist zu lang."))
        elif number in self._seen:
            facts = {"id": number, "row": self._seen[number]}
            self._wrong("id", _("Die Nummer %(id)s steht schon in Zeile %(row)d.") % facts)
        else:
            self._seen[number] = self._row.number
        return number

    def _key(self, says: dict[str, Any]) -> str:
        """What tells this note from others: file and number, else file and content. The same
        content a second time in the file is another note."""
        if says["id"]:
            return key_of(self.plan.key, says["id"])
        said = "\x1f".join(self._row.cells).encode()
        digest = hashlib.sha256(said).hexdigest()[:32]
        self._hashed[digest] = self._hashed.get(digest, 0) + 1
        return f"{self.plan.key[:200]}={digest}.{self._hashed[digest]}"

    def _find_parent(self, row: Checked, notes: Mapping[str, Checked]) -> None:
        """Under which note this row is an answer: one of this file, or one that came before."""
        self._row, self._problems = Row(row.number, []), row.problems
        wanted = str(row.says["parent"])
        key = key_of(self.plan.key, wanted)
        parent = notes.get(wanted)
        if parent is row or (parent is not None and parent.says["parent"]):
            self._wrong("parent", _("Geantwortet wird auf Anmerkungen, nicht auf Antworten."))
        elif parent is None and key not in self.known.keys:
            said = {"id": wanted[:40]}
            self._wrong("parent", _("Eine Anmerkung mit der Nummer %(id)s gibt es nicht.") % said)
        elif parent is not None and (parent.fate == FAULTY or parent.says["hidden"]):
            self._wrong("parent", _("Die Anmerkung, auf die das antwortet, kommt nicht hinein."))
        elif row.says["hidden"]:
            self._wrong("moderation", _("Abgelehnte Antworten werden nicht übernommen."))
        row.says["parent_key"] = key
        known = (key, row.says["text"]) in self.known.replies
        row.fate = FAULTY if row.problems else SAME if known else ANSWER


def key_of(file: str, number: str) -> str:
    """The key of the note with this number in the file of this name."""
    return f"{file[:200]}#{number}"
