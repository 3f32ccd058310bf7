"""What is said of the rows of a file: where something stands there, and what is wrong with it, in
the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from app.groups.decided import Said, faults_of
from app.groups.returning.rows import AT_COMMENT, AT_ROW, Fault
from app.groups.writers import columns
from app.i18n import _, ngettext
from app.models import HandBackRow, RowFate


def place(place: str) -> str:
    """Where a row stands in its file: "Zeile 12", "Kommentar 7"."""
    kind, _blank, number = place.partition(" ")
    known = {AT_ROW: _("Zeile %(n)s"), AT_COMMENT: _("Kommentar %(n)s")}
    return known.get(kind, "%(n)s") % {"n": number or place}


def column_word(key: str) -> str:
    """The heading of a column in which a group decides, or of the number."""
    if key == columns.NUMBER:
        return _("Nr.")
    return next((each.heading for each in columns.answers() if each.key == key), key)


def where(row: HandBackRow, fault: Fault) -> str:
    """The cell of a fault in words: "Zeile 12, Spalte Begründung"."""
    if not row.place.startswith(AT_ROW) or not fault.get("column"):
        return place(row.place)
    return _("%(place)s, Spalte %(column)s") % {
        "place": place(row.place),
        "column": column_word(str(fault["column"])),
    }


def sentence(fault: Fault, said: Said | None = None) -> str:
    """What is wrong, and what to do. `said` is what the row says, for what a decision needs."""
    key = str(fault.get("key", ""))
    if key == "rule":
        wrong = faults_of(said or Said(None))
        return wrong.get(str(fault.get("column", "")), _("Hier fehlt etwas."))
    if key == "split":
        return _split(fault.get("parts", ()))
    if key == "twice":
        places = ", ".join(place(str(each)) for each in fault.get("places", ()))
        return _("Zu #%(n)s steht anderswo etwas anderes: %(places)s. Lassen Sie eines stehen.") % {
            "n": fault.get("n"),
            "places": places,
        }
    if key == "again":
        return _("Dasselbe steht schon in %(place)s.") % {"place": place(str(fault["place"]))}
    found = (_of_cells() | _of_notes() | _of_files() | _of_documents()).get(key)
    return found % _facts(fault) if found else _("Das lässt sich nicht lesen.")


def _facts(fault: Fault) -> dict[str, str]:
    facts = dict.fromkeys(("said", "n", "row", "group", "first", "cell", "words", "by"), "")
    facts |= {key: str(value) for key, value in fault.items()}
    facts["notes"] = ", ".join(f"#{number}" for number in fault.get("notes", ()))
    return facts | {"column": column_word(facts.get("column", ""))}


def _split(parts: Sequence[int]) -> str:
    if not parts:
        return _("Diese Anmerkung ist inzwischen geteilt. Entscheiden Sie über ihre Teile.")
    said = ngettext(
        "Diese Anmerkung ist inzwischen geteilt. Entscheiden Sie über ihren Teil: %(parts)s.",
        "Diese Anmerkung ist inzwischen geteilt. Entscheiden Sie über ihre Teile: %(parts)s.",
        len(parts),
    )
    return said % {"parts": ", ".join(f"#{number}" for number in parts)}


def _of_cells() -> dict[str, str]:
    return {
        "no_number": _("Hier ist etwas entschieden, aber die Nummer der Anmerkung fehlt."),
        "strange_number": _("„%(said)s“ ist keine Nummer einer Anmerkung."),
        "strange_decision": _(
            "„%(said)s“ ist keine der Entscheidungen. Wählen Sie eine aus der Liste."
        ),
        "merged": _(
            "Diese Zelle ist mit der in Zeile %(row)s verbunden. Heben Sie die Verbindung auf und "
            "schreiben Sie es in jede Zeile."
        ),
        "formula": _("Hier steht eine Formel ohne Ergebnis. Schreiben Sie das Wort selbst hinein."),
        "error": _("Hier steht der Fehler einer Formel. Schreiben Sie das Wort selbst hinein."),
        "emptied": _(
            "Hier stand eine Entscheidung, und jetzt steht nichts da. Zurücknehmen lässt sie sich "
            "auf der Seite der Anmerkung."
        ),
    }


def _of_notes() -> dict[str, str]:
    return {
        "unknown_number": _("Eine Anmerkung #%(n)s gibt es in diesem Verfahren nicht."),
        "other_group": _("Über #%(n)s entscheidet eine andere Gruppe: %(group)s."),
        "hidden": _("#%(n)s ist ausgeblendet. Darüber wird nicht entschieden."),
        "withdrawn": _("#%(n)s ist zurückgezogen. Darüber wird nicht entschieden."),
        "not_public": _(
            "Über #%(n)s lässt sich gerade nicht entscheiden: Sie ist nicht öffentlich."
        ),
        "repeats": _("#%(n)s verweist inzwischen auf #%(first)s. Entscheiden Sie dort."),
        "other_text": _("#%(n)s ist hier eine andere Anmerkung. Ist das die richtige Datei?"),
        "moved": _("#%(n)s ist inzwischen in einer anderen Gruppe."),
    }


def _of_files() -> dict[str, str]:
    return {
        "no_column": _("Die Spalte „%(column)s“ fehlt. Was dort stand, bleibt, wie es ist."),
        "renamed": _("Spalte %(cell)s, „%(said)s“, lesen wir als „%(column)s“."),
        "strange": _("Diese Spalten lesen wir nicht: %(said)s."),
    }


def _of_documents() -> dict[str, str]:
    return {
        "only_resolved": _("Der Kommentar zu #%(n)s ist abgehakt, entschieden ist darin nichts."),
        "said_again": _(
            "„%(words)s“ gilt nicht mehr: Zu #%(n)s steht später etwas anderes im Dokument."
        ),
        "which_note": _(
            "„%(words)s“ hängt an mehreren Anmerkungen: %(notes)s. Schreiben Sie die Nummer davor."
        ),
        "no_note": _("Zu welcher Anmerkung gehört „%(words)s“? Schreiben Sie die Nummer davor."),
        "too_many_changes": _("Von den Änderungen am Text lesen wir die ersten %(n)s."),
        "not_a_decision": _("„%(words)s“ lesen wir nicht als Entscheidung."),
        "only_looks": _("Änderungen, die nur das Aussehen betreffen, lesen wir nicht: %(n)s."),
    }


def said_in(row: HandBackRow) -> Said:
    """What a row says."""
    return Said.of(row)


def fault_heads() -> tuple[str, str, str]:
    """The headings of the list of faults."""
    return _("Stelle"), _("Anmerkung"), _("Was nicht stimmt")


def fate_words() -> dict[RowFate, str]:
    """What the groups of rows are called; the order is that of the page."""
    return {
        RowFate.CHANGES: _("Ändert sich"),
        RowFate.CONFLICT: _("Hier anders entschieden"),
        RowFate.WRONG: _("Mit Fehlern"),
        RowFate.TAKEN: _("Eingelesen"),
        RowFate.SAME: _("Bleibt gleich"),
        RowFate.EMPTY: _("Noch leer"),
    }
