"""Which column of a table says what: guessed from its head, in German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.i18n import _
from app.paper.grid import Grid, Row
from app.paper.vocabulary import HEADS

# In the order in which the page asks for them; "text" is the only one that must be there.
COLUMNS = (
    *("text", "address", "id", "date", "kind", "wording", "name", "shows_name", "contact"),
    *("source", "place", "agrees", "disagrees", "moderation", "reply", "parent"),
)
_KNOWN = {head: column for column, heads in HEADS.items() for head in heads.split()}
_SIGNS = re.compile(r"[\W_]+")
_LOOKED_AT = 20  # rows among which the head is looked for


def column_word(column: str) -> str:
    """What a column is called on our pages and in the template."""
    return {
        "text": _("Text"),
        "address": _("Fundstelle"),
        "id": _("Nummer"),
        "date": _("Eingegangen am"),
        "kind": _("Art"),
        "wording": _("Wortlaut"),
        "name": _("Name"),
        "shows_name": _("Name öffentlich"),
        "contact": _("Kontakt"),
        "source": _("Eingangsweg"),
        "place": _("Veranstaltung"),
        "agrees": _("Dafür"),
        "disagrees": _("Dagegen"),
        "moderation": _("Moderation"),
        "reply": _("Antwort"),
        "parent": _("Antwort auf"),
    }[column]


def column_hint(column: str) -> str:
    """What is to stand in such a column."""
    return {
        "text": _("Was jemand schreibt oder sagt, bis 5.000 Zeichen. Diese Spalte muss es geben."),
        "address": _("Wie auf dem Papier: HF2, HF2 3 oder HF2 3.4, oder der Name des Felds."),
        "id": _("Die Nummer in Ihrer Liste. Mit ihr ändert eine zweite Übernahme nichts."),
        "date": _("Wie 3.11.2026 oder 2026-11-03."),
        "kind": _("Anmerkung, Vorschlag oder Frage."),
        "wording": _("Wie die Stelle heißen soll."),
        "name": _("Öffentlich nur mit Einverständnis, sonst steht dort „Ohne Namen“."),
        "shows_name": _("Ja, wenn der Name öffentlich sein darf."),
        "contact": _("Nie öffentlich."),
        "source": _("Brief, Versammlung, Telefon oder E-Mail."),
        "place": _("Wo es gesagt wurde."),
        "agrees": _("Wie viele dafür waren, als Zahl."),
        "disagrees": _("Wie viele dagegen waren, als Zahl."),
        "moderation": _("Was „abgelehnt“ ist, kommt ausgeblendet hinein."),
        "reply": _("Was die Stadt dazu schon geantwortet hat."),
        "parent": _("Die Nummer der Anmerkung, unter der dies eine Antwort ist."),
    }[column]


def head_of(grid: Grid) -> Row:
    """The row that names the columns: the one among the first that names most of those we know."""
    known = [(len(guess(row.cells)), row) for row in grid.rows[:_LOOKED_AT]]
    most = max(count for count, _row in known)
    return next(row for count, row in known if count == most)


def guess(cells: Sequence[str]) -> dict[str, int]:
    """Which column (counted from 0) says what, by the cells of the head."""
    found: dict[str, int] = {}
    for number, said in enumerate(cells):
        column = _KNOWN.get(_SIGNS.sub("", said.casefold()))
        if column is not None:
            found.setdefault(column, number)
    return found


def chosen(typed: Mapping[str, str], width: int) -> dict[str, int]:
    """The columns as somebody set them, as numbers counted from 0; "" is none."""
    numbers = {name: typed.get(name, "") for name in COLUMNS}
    return {
        name: int(said)
        for name, said in numbers.items()
        if said.isascii() and said.isdecimal() and int(said[:4]) < width
    }
