"""Which column of a table says what: by the hidden sheet that came with it, by headings in any of
our languages, by how they begin, and last by their place between columns that we know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from app import i18n
from app.groups.writers import columns as written
from app.groups.writers.columns import ANSWERS, NUMBER, STAND

TEXT = "text"
WANTED = (NUMBER, STAND, *ANSWERS, TEXT)
_OURS = frozenset(WANTED)
_NO_COLUMNS = (written.FORM, written.BUNDLE_KEY, written.SHEET)
_SIGNS = re.compile(r"[\W_]+")
_LETTERS = 4  # of a heading that must be there to know it by its beginning

# What people call them instead.
_ALSO = {
    NUMBER: "nummer,nr,no,anmerkungnr,nrderanmerkung,anmerkungsnummer,kommentarnr",
    "decision": "beschluss,abwägung,entscheidungderag,votum,ergebnis",
    "reason": "grund,begruendung,erläuterung,warum",
    "new_wording": "neuerwortlaut,neuertext,neueformulierung,formulierung",
    "measure": "massnahme,massnahmen,maßnahmen",
    "passed_on_to": "weitergegeben,weitergeleitetan,zuständig",
    "remark": "bemerkung,internebemerkungen,intern,notiz",
}


def plain(heading: str) -> str:
    """A heading without case, blanks and signs."""
    return _SIGNS.sub("", heading.casefold())


@cache
def _known(locale: str) -> dict[str, str]:
    """The key of every heading that we write in this language."""
    with i18n.speaking(locale):
        every = (*written.answers(), *written.columns(contacts=True), written.stand())
    found: dict[str, str] = {}
    for column in every:
        found.setdefault(plain(column.heading), column.key)
    if locale == i18n.DEFAULT:
        for key, also in _ALSO.items():
            for heading in also.split(","):
                found.setdefault(heading, key)
        for key in WANTED:
            found.setdefault(plain(key), key)
    found.pop("", None)
    return found


def key_of(heading: str, *, abroad: bool = False) -> str:
    """The key of the column that is called so, "" for none that we know. `abroad`: in any of our
    languages; reading their words takes a moment."""
    word = plain(heading)
    locales = i18n.LOCALES if abroad else (i18n.DEFAULT,)
    return next((key for locale in locales if (key := _known(locale).get(word))), "")


class Heads:
    """The headings of one row, each with its key; `named` by key, which column (from 0) it is."""

    def __init__(
        self, cells: Mapping[int, str], keys: Mapping[str, str], *, abroad: bool = False
    ) -> None:
        self.cells = {at: said for at, said in cells.items() if said.strip()}
        self.keys = keys
        self.named: dict[str, int] = {}
        self.renamed: list[str] = []
        own = {plain(heading): key for key, heading in keys.items() if heading}
        for at, said in self.cells.items():
            key = own.get(plain(said)) or key_of(said, abroad=abroad)
            if key:
                self.named.setdefault(key, at)

    @property
    def is_one(self) -> bool:
        """Whether this can be the row of headings at all."""
        return NUMBER in self.named and any(key in self.named for key in ANSWERS)

    def complete(self) -> None:
        """Look for what is still missing: by the beginning of a heading, then by its place."""
        for key in [key for key in WANTED if key not in self.named]:
            at = self._by_beginning(key)
            at = self._by_place(key) if at is None else at
            if at is not None:
                self.named[key] = at
                self.renamed.append(key)

    def _free(self) -> dict[int, str]:
        taken = set(self.named.values())
        return {at: said for at, said in self.cells.items() if at not in taken}

    def _by_beginning(self, key: str) -> int | None:
        known = _known(i18n.DEFAULT).items()
        ours = {word for word, its in known if its == key and len(word) >= _LETTERS}
        fitting = [
            at
            for at, said in self._free().items()
            if any(plain(said).startswith(word) for word in ours)
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _by_place(self, key: str) -> int | None:
        """The column between the neighbours that this one had when it was written."""
        order = [each for each in self.keys if each not in _NO_COLUMNS]
        if key not in order:
            return None
        free, place = self._free(), order.index(key)
        found = set()
        for step in (-1, 1):
            beside = order[place + step] if 0 <= place + step < len(order) else ""
            at = self.named.get(beside, -10) - step
            if at in free:
                found.add(at)
        return found.pop() if len(found) == 1 else None

    def wanted(self) -> dict[int, str]:
        """Which columns are to be read, each with its key."""
        return {at: key for key, at in self.named.items() if key in _OURS}

    def strange(self) -> list[str]:
        """Headings that we do not know."""
        return [said[:60] for said in self._free().values()]


def head_among(rows: Sequence[Mapping[int, str]], keys: Mapping[str, str]) -> tuple[int, Heads]:
    """Which of these rows names the columns, and how; -1 for none of them."""
    which, best = _head_among(rows, keys, abroad=False)
    if which < 0:
        which, best = _head_among(rows, keys, abroad=True)
    if which >= 0:
        best.complete()
    return which, best


def _head_among(
    rows: Sequence[Mapping[int, str]], keys: Mapping[str, str], *, abroad: bool
) -> tuple[int, Heads]:
    best, which = Heads({}, keys), -1
    for at, cells in enumerate(rows):
        heads = Heads(cells, keys, abroad=abroad)
        if heads.is_one and len(heads.named) > len(best.named):
            best, which = heads, at
    return which, best
