"""The flat view of a bundle that tables share: one row for each note, the address first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.groups.contents import Answer, Contents, Note
from app.groups.writers import words
from app.groups.writers.plain import one_line, printable
from app.groups.writers.stream import Progress, quiet, shown
from app.i18n import _

Cell = str | int | datetime

# How a workbook is known again when it comes back: a sheet nobody sees ("very hidden"), with keys
# in its first column and what they stand for in the second: FORM → "1", BUNDLE_KEY → the bundle's
# key, SHEET → the name of the sheet with the notes, then each column's key → its heading.
KEYS_SHEET = "randnotiz"
FORM, FORM_VERSION = "form", "1"
BUNDLE_KEY = "bundle_key"
SHEET = "sheet"

NUMBER, STAND = "number", "stand"
# What a group fills in, by the names of `decided.Said`.
ANSWERS = ("decision", "reason", "new_wording", "measure", "passed_on_to", "remark")


@dataclass(frozen=True, slots=True)
class Column:
    """Its name in a program, its heading, what stands in it, and its width in characters."""

    key: str
    heading: str
    meaning: str
    width: float


def columns() -> tuple[Column, ...]:
    """The columns in their order, in the reader's language."""
    return (*_place(), *_note(), *_reaction())


def answers() -> tuple[Column, ...]:
    """The columns in which a group decides, in the order of ANSWERS."""
    return (
        Column(
            "decision", _("Entscheidung"), _("Aus der Liste zu wählen. Leer heißt: noch offen."), 16
        ),
        Column(
            "reason",
            _("Begründung"),
            _("In öffentlichen Worten. Nötig bei jeder Entscheidung außer „übernommen“."),
            34,
        ),
        Column(
            "new_wording",
            _("Neuer Wortlaut"),
            _("Wie die Stelle künftig lauten soll, wenn Sie sie ändern."),
            30,
        ),
        Column(
            "measure", _("Maßnahme"), _("Was daraus folgen soll, in höchstens 300 Zeichen."), 18
        ),
        Column(
            "passed_on_to",
            _("Weitergegeben an"),
            _("Wer zuständig ist, wenn Ihre Gruppe es nicht ist."),
            16,
        ),
        Column(
            "remark", _("Interne Bemerkung"), _("Nur für die Gruppe. Sie wird nie öffentlich."), 18
        ),
    )


def stand() -> Column:
    """What was decided when the bundle was drawn, as a number: 0 for open. A reader needs it."""
    return Column(
        "stand",
        _("Abgleich"),
        _("Daran wird erkannt, was seit dem Ziehen des Pakets anderswo entschieden wurde."),
        8,
    )


def _place() -> tuple[Column, ...]:
    return (
        Column(
            "address", _("Fundstelle"), _("Absatz und Satz im Entwurf, so wie auf der Seite."), 11
        ),
        Column("field", _("Handlungsfeld"), _("Kürzel und Titel des Handlungsfelds."), 15),
        Column("section", _("Abschnitt"), _("Die Überschriften darüber."), 17),
        Column("quote", _("Worte im Text"), _("Worauf sich die Anmerkung bezieht, wörtlich."), 26),
    )


def _note() -> tuple[Column, ...]:
    return (
        Column("kind", _("Art"), _("Anmerkung, Vorschlag oder Frage."), 11),
        Column(
            "text", _("Anmerkung"), _("Was jemand geschrieben hat, ungekürzt, mit Nachträgen."), 50
        ),
        Column(
            "proposed_wording",
            _("Vorgeschlagener Wortlaut"),
            _("Bei einem Vorschlag: wie die Stelle lauten soll."),
            34,
        ),
        Column("author", _("Von"), _("Der selbst gewählte öffentliche Name."), 14),
        Column("role", _("Rolle"), _("Als wer jemand schreibt, soweit angegeben."), 13),
        Column("created_at", _("Am"), _("Tag und Uhrzeit, Ortszeit."), 15),
    )


def _reaction() -> tuple[Column, ...]:
    return (
        Column("support", _("Stimmen zu"), _("Wie viele Personen der Anmerkung zustimmen."), 9),
        Column("replies", _("Antworten"), _("Was andere darunter geschrieben haben."), 26),
        Column(
            "official",
            _("Moderation und Ämter"),
            _("Antworten der Moderation und Stellungnahmen der Ämter."),
            34,
        ),
        Column(
            "state",
            _("Stand"),
            _("Öffentlich, beantwortet oder ausgeblendet."),
            13,
        ),
        Column(
            "made",
            _("Geschrieben zu"),
            _("Fassung, Stelle und Wortlaut, wenn die Anmerkung zu einer früheren Fassung kam."),
            20,
        ),
        Column(
            "joined",
            _("Geteilt oder verknüpft"),
            _(
                "Woher die Anmerkung verschoben wurde, wovon sie ein Teil ist oder was sie "
                "wiederholt, und wie viele fast dasselbe sagen."
            ),
            18,
        ),
        Column(
            "translation",
            _("Übersetzung der Stadt"),
            _("Auf Deutsch, wenn die Anmerkung in einer anderen Sprache geschrieben ist."),
            26,
        ),
        Column("number", _("Nr."), _("Die Nummer der Anmerkung, auf der Seite als #Nummer."), 7),
    )


def rows(contents: Contents, progress: Progress = quiet) -> Iterator[tuple[Cell, ...]]:
    """One row for each note in the order of `columns()`; times are local, without a zone.

    A note that is not public keeps its row and says in brackets why there is no text.
    """
    zone = contents.head.zone
    titles = {field.label: one_line(f"{field.label} {field.title}") for field in contents.fields}
    for note in shown(contents, progress):
        yield _row(note, titles.get(note.field, one_line(note.field)), zone)


def _row(note: Note, field: str, zone: str) -> tuple[Cell, ...]:
    is_public = note.state == "public"
    official = [answer for answer in note.answers if answer.voice != "resident"]
    return (
        one_line(note.address),
        field,
        one_line(note.section),
        printable(note.quote),
        words.kind(note.kind),
        printable(words.whole(note, zone)) if is_public else f"[{words.standing(note)}]",
        printable(note.proposed_wording),
        one_line(note.author),
        one_line(note.role),
        note.created_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0),
        note.supports,
        _thread([answer for answer in note.answers if answer.voice == "resident"], zone),
        _thread(official, zone),
        words.standing(note),
        words.made(note),
        words.joined(note),
        printable(note.translation),
        note.number,
    )


def _thread(answers: list[Answer], zone: str) -> str:
    return "\n\n".join(
        f"{words.speaker(answer)}, {words.stamp(answer.at, zone)}:\n{printable(answer.text)}"
        for answer in answers
    )
