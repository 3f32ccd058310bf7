"""The figures of a bundle as tables: how far the group is, by decision and field, and what there is
by kind and state."""

from dataclasses import dataclass

from app.comments.decision_words import decision_word
from app.groups.contents import Contents
from app.groups.writers import words
from app.groups.writers.counts import Counts
from app.groups.writers.plain import one_line
from app.i18n import _
from app.models import Decision

WIDTHS = (34.0, 14.0, 22.0, 14.0, 10.0)  # of the sheet's columns, in characters
KINDS = ("note", "suggestion", "question")


@dataclass(frozen=True, slots=True)
class Table:
    """A title, headings, and rows of a name and numbers."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def by_decision(counts: Counts) -> Table:
    """How many notes each decision holds for when the bundle is drawn, and how many are open; the
    last row."""
    rows = [(decision_word(one), counts.by_decision[one.value]) for one in Decision]
    still_open = counts.to_decide.total() - counts.decided.total()
    return Table(
        _("Entscheidungen"),
        (_("Entscheidung"), _("beim Ziehen"), _("jetzt in dieser Tabelle")),
        (*rows, (_("offen"), still_open)),
    )


def by_field(contents: Contents, counts: Counts) -> Table:
    """Notes, those to decide, decided and open ones of every field, in the order of the text."""
    rows = []
    for field in contents.fields:
        to_decide, decided = counts.to_decide[field.label], counts.decided[field.label]
        name = one_line(f"{field.label} {field.title}")
        notes = counts.by_field[field.label]
        rows.append((name, notes, to_decide, decided, to_decide - decided))
    return Table(
        _("Handlungsfelder"),
        (
            _("Handlungsfeld"),
            _("Anmerkungen"),
            _("zu entscheiden"),
            _("entschieden"),
            _("offen"),
        ),
        tuple(rows),
    )


def by_kind(counts: Counts) -> Table:
    """How many notes of each kind."""
    kinds = [*KINDS, *sorted(set(counts.by_kind) - set(KINDS))]
    rows = tuple((words.kind(kind), counts.by_kind[kind]) for kind in kinds)
    return Table(_("Arten"), (_("Art"), _("Anmerkungen")), rows)


def by_state(counts: Counts) -> Table:
    """How many notes are public, answered among them, hidden, withdrawn."""
    states = ["public", *sorted(set(counts.by_state) - {"public"})]
    rows = [(words.state(state), counts.by_state[state]) for state in states]
    more = [
        (_("davon beantwortet"), counts.answered),
        (_("mit einem Vorschlag der Mitglieder"), counts.proposed),
    ]
    return Table(_("Stand"), (_("Stand"), _("Anmerkungen")), (rows[0], *more, *rows[1:]))


def tables(contents: Contents, counts: Counts) -> tuple[Table, ...]:
    """All of them; the first is that of the decisions."""
    return (by_decision(counts), by_field(contents, counts), by_kind(counts), by_state(counts))
