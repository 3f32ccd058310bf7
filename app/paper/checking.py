"""The dry run of an import: what will become of each row, and what is wrong in which cell."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app import i18n
from app.accounts.names import LONGEST as LONGEST_PUBLIC
from app.accounts.names import why_no_name, why_official
from app.comments.targets import Target
from app.models import LONGEST
from app.paper import grid as grids
from app.paper import saying
from app.paper.dates import moment_of, why_no_day, why_not_received
from app.paper.fates import ANSWER, EMPTY, FAULTY, HIDDEN, NEW, SAME, Checked, Known, Plan
from app.paper.faults import Fault
from app.paper.grid import Grid, Row
from app.paper.places import Places
from app.text import clean, clean_line, said

_STAYS_OUT = {
    "waiting": said("Darüber ist dort noch nicht entschieden. Schreiben Sie, was gelten soll."),
    "withdrawn": said("Das ist dort zurückgezogen und kommt nicht hinein."),
}
LONGEST_ID, LONGEST_NAME, LONGEST_CONTACT, LONGEST_PLACE = 80, 120, 254, 200


class Checker:
    """Looks at the rows of one file, one after the other."""

    def __init__(self, plan: Plan, grid: Grid, places: Places, known: Known, now: datetime) -> None:
        self.plan, self.grid, self.places, self.known, self.now = plan, grid, places, known, now
        self.default = places.find(plan.address) if plan.address else None
        self._seen: dict[str, int] = {}  # which row has a number
        self._hashed: dict[str, int] = {}  # how often a text without number came
        self._row = Row(0, [])
        self._problems: list[list[Any]] = []
        self._addresses: dict[str, Target | Fault] = {}

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
        return Checked(row.number, self._fate(says), says, self._problems)

    def _fate(self, says: dict[str, Any]) -> str:
        if self._problems:
            return FAULTY
        return SAME if says["key"] in self.known.keys else HIDDEN if says["hidden"] else NEW

    def _read(self, says: dict[str, Any]) -> None:
        says["address"] = "" if says["parent"] else self._address(says)
        says["kind"] = self._one_of("kind", saying.kind_of, "note")
        says["source"] = self._one_of("source", saying.source_of, self.plan.source)
        says["hidden"] = self._is_hidden()
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

    def _wrong(self, column: str, words: str, **facts: str | int) -> None:
        """Note a sentence about the cell of this column (`text.said`), with what it names."""
        self._note(column, Fault(words, facts))

    def _note(self, column: str, fault: Fault) -> None:
        number = self.plan.columns.get(column)
        where = "" if number is None else grids.cell(self._row.number, number)
        self._problems.append(fault.in_cell(where or str(self._row.number)))

    def _odd(self, column: str) -> bool:
        """Whether the cell is none to be read, which is said."""
        number = self.plan.columns.get(column)
        odd = self.grid.odd.get(grids.cell(self._row.number, number)) if number is not None else ""
        if odd == grids.FORMULA:
            self._wrong(
                column, said("Hier steht eine Formel ohne Ergebnis. Tragen Sie den Wert ein.")
            )
        elif odd == grids.ERROR:
            words = said("Hier steht der Fehler %(error)s statt eines Werts.")
            self._wrong(column, words, error=self._cell(column)[:20])
        elif odd == grids.MERGED and column in ("text", "id"):
            self._wrong(
                column, said("Diese Zelle ist mit der darüber verbunden. Trennen Sie beide.")
            )
        else:
            return False
        return True

    def _text(self) -> str:
        if self._odd("text"):
            return ""
        text = clean(self._cell("text"))
        if not text:
            self._wrong("text", said("Hier steht kein Text."))
        return self._not_too_long("text", text)

    def _long(self, column: str) -> str:
        return "" if self._odd(column) else self._not_too_long(column, clean(self._cell(column)))

    def _not_too_long(self, column: str, text: str) -> str:
        if len(text) > LONGEST:
            words = said("Das sind %(n)s Zeichen, Platz ist für %(most)s.")
            self._wrong(column, words, n=len(text), most=LONGEST)
            return ""
        return text

    def _address(self, says: dict[str, Any]) -> str:
        typed = clean_line(self._cell("address"))[:200]
        if self._odd("address"):
            return ""
        found = self._place(typed) if typed else self.default
        if found is None:
            self._wrong("address", said("Hier fehlt die Fundstelle, zum Beispiel HF2 3.4."))
            return ""
        if not isinstance(found, Target):
            self._note("address", found)
            return ""
        says["wording"] = self._long("wording")
        if says["wording"] and found.block is None:
            self._wrong("wording", said("Ein Wortlaut gehört zu einem Absatz oder Satz."))
        return found.address.fragment

    def _place(self, typed: str) -> Target | Fault:
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
            words = said("„%(word)s“ lässt sich hier nicht verstehen.")
            self._wrong(column, words, word=typed[:40])
            return otherwise
        return found

    def _is_hidden(self) -> bool:
        """Whether it was refused where it comes from. What nobody has decided there, or its author
        has taken back, does not come in."""
        why = _STAYS_OUT.get(saying.open_state_of(clean_line(self._cell("moderation"))))
        if why:
            self._wrong("moderation", why)
            return False
        return bool(self._one_of("moderation", saying.is_rejected, False))

    def _name(self, *, shown: bool) -> str:
        name = self._short("name", LONGEST_NAME)
        if name and shown:
            self._look_at_name(name)
        return name

    def _look_at_name(self, name: str) -> None:
        """Whether the public may read this name."""
        if len(name) > LONGEST_PUBLIC:
            words = said("Bitte kürzen Sie den Namen auf höchstens %(most)d Zeichen.")
            return self._wrong("name", words, most=LONGEST_PUBLIC)
        with i18n.speaking(i18n.DEFAULT):  # the sentence as the catalogues know it
            problem = why_no_name(name) or why_official(name, self.known.official)
        if problem:
            self._wrong("name", problem)
        return None

    def _short(self, column: str, longest: int) -> str:
        typed = "" if self._odd(column) else clean_line(self._cell(column))
        if len(typed) > longest:
            words = said("Bitte kürzen Sie auf höchstens %(most)d Zeichen.")
            self._wrong(column, words, most=longest)
            return ""
        return typed

    def _count(self, column: str) -> int:
        typed = "" if self._odd(column) else self._cell(column)
        if not typed:
            return 0
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):
            self._wrong(column, said("Hier gehört eine ganze Zahl hin, zum Beispiel 12."))
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
        if problem is not None:
            self._note("date", problem)
        return "" if problem or moment is None else moment.isoformat()

    def _id(self) -> str:
        number = clean_line(self._cell("id"))
        if not number or self._odd("id"):
            return ""
        if len(number) > LONGEST_ID:
            self._wrong("id", said("Diese Nummer ist zu lang."))
        elif number in self._seen:
            words = said("Die Nummer %(id)s steht schon in Zeile %(row)d.")
            self._wrong("id", words, id=number, row=self._seen[number])
        else:
            self._seen[number] = self._row.number
        return number

    def _key(self, says: dict[str, Any]) -> str:
        """What tells this note from others: file and number, else file and content. The same
        content a second time in the file is another note."""
        if says["id"]:
            return key_of(self.plan.key, says["id"])
        whole = "\x1f".join(self._row.cells).encode()
        digest = hashlib.sha256(whole).hexdigest()[:32]
        self._hashed[digest] = self._hashed.get(digest, 0) + 1
        return f"{self.plan.key[:200]}={digest}.{self._hashed[digest]}"

    def _find_parent(self, row: Checked, notes: Mapping[str, Checked]) -> None:
        """Under which note this row is an answer: one of this file, or one that came before."""
        self._row, self._problems = Row(row.number, []), row.problems
        wanted = str(row.says["parent"])
        key = key_of(self.plan.key, wanted)
        parent = notes.get(wanted)
        if parent is row or (parent is not None and parent.says["parent"]):
            self._wrong("parent", said("Geantwortet wird auf Anmerkungen, nicht auf Antworten."))
        elif parent is None and key not in self.known.keys:
            words = said("Eine Anmerkung mit der Nummer %(id)s gibt es nicht.")
            self._wrong("parent", words, id=wanted[:40])
        elif parent is not None and (parent.fate == FAULTY or parent.says["hidden"]):
            self._wrong("parent", said("Die Anmerkung, auf die das antwortet, kommt nicht hinein."))
        elif row.says["hidden"]:
            self._wrong("moderation", said("Abgelehnte Antworten werden nicht übernommen."))
        row.says["parent_key"] = key
        known = (key, row.says["text"]) in self.known.replies
        row.fate = FAULTY if row.problems else SAME if known else ANSWER


def key_of(file: str, number: str) -> str:
    """The key of the note with this number in the file of this name."""
    return f"{file[:200]}#{number}"
