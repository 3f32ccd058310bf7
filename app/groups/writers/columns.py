"""The flat view of a bundle that tables share: one row for each note, the address first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.groups.contents import Answer, Contents, Note
from app.groups.writers import words
from app.groups.writers.answers import Spoken, takes_decision
from app.groups.writers.plain import one_line, printable
from app.groups.writers.stream import Progress, quiet, shown
from app.i18n import _

Cell = str | int | datetime
Row = tuple[Cell, ...]

# How a workbook is known again when it comes back: a sheet nobody sees ("very hidden"), with keys
# in its first column and what they stand for in the second: FORM → "1", BUNDLE_KEY → the bundle's
# key, SHEET → the name of the sheet with the notes, then each column's key → its heading.
KEYS_SHEET = "randnotiz"
FORM, FORM_VERSION = "form", "1"
BUNDLE_KEY = "bundle_key"
SHEET = "sheet"

NUMBER, STAND = "number", "stand"
# Counted where an imported note comes from; nothing where nobody counted.
ELSEWHERE = ("source_agrees", "source_disagrees")
NUMBERS = ("support", NUMBER, STAND, *ELSEWHERE)  # columns that hold one
# What a group fills in, by the names of `decided.Said`.
ANSWERS = ("decision", "reason", "new_wording", "measure", "passed_on_to", "remark")
# How a column looks in a workbook; one that is not named here holds plain text.
LOOKS = {
    "address": "address",
    "quote": "quote",
    "proposed_wording": "quote",
    "field": "quiet",
    "section": "quiet",
    "state": "quiet",
    "created_at": "moment",
    **dict.fromkeys(("support", *ELSEWHERE), "number"),
    NUMBER: "number",
    STAND: "stand",
    **dict.fromkeys(ANSWERS, "answer"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """Its name in a program, its heading, what stands in it, and its width in characters."""

    key: str
    heading: str
    meaning: str
    width: float


def columns(*, contacts: bool = False) -> tuple[Column, ...]:
    """The columns in their order, in the reader's language: what a group decides with first, and
    that is what is printed (`printed`). `contacts`: with how to reach who wrote."""
    return (
        *_note(),
        *answers(),
        *_author(contacts=contacts),
        *_history(),
        stand(),
    )


def columns_of(contents: Contents) -> tuple[Column, ...]:
    """Those of this bundle: with contacts where the group may have them."""
    return columns(contacts=_with_contacts(contents))


def printed(shape: Sequence[Column]) -> int:
    """How many of the columns are printed: up to the last that a group fills in."""
    return [column.key for column in shape].index(ANSWERS[-1]) + 1


def _with_contacts(contents: Contents) -> bool:
    return contents.head.with_contacts


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
            "remark", _("Interner Vermerk"), _("Nur für die Gruppe. Sie wird nie öffentlich."), 18
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


def _note() -> tuple[Column, ...]:
    return (
        Column(
            "address", _("Fundstelle"), _("Absatz und Satz im Entwurf, so wie auf der Seite."), 11
        ),
        Column(NUMBER, _("Nr."), _("Die Nummer der Anmerkung, auf der Seite als #Nummer."), 6),
        Column("quote", _("Worte im Text"), _("Worauf sich die Anmerkung bezieht, wörtlich."), 22),
        Column("kind", _("Art"), _("Anmerkung, Vorschlag oder Frage."), 10),
        Column(
            "text", _("Anmerkung"), _("Was jemand geschrieben hat, ungekürzt, mit Nachträgen."), 44
        ),
        Column(
            "proposed_wording",
            _("Vorgeschlagener Wortlaut"),
            _("Bei einem Vorschlag: wie die Stelle lauten soll."),
            28,
        ),
        Column("support", _("Stimmen zu"), _("Wie viele Personen der Anmerkung zustimmen."), 8),
        Column(
            "official",
            _("Moderation und Ämter"),
            _("Antworten der Moderation und Stellungnahmen der Ämter."),
            28,
        ),
        Column(
            "state",
            _("Stand"),
            _(
                "Öffentlich, beantwortet oder ausgeblendet; ob schon entschieden ist, oder ob ein "
                "Vorschlag der Mitglieder eingetragen ist."
            ),
            13,
        ),
    )


def _author(*, contacts: bool) -> tuple[Column, ...]:
    contact = Column(
        "contact", _("Kontakt"), _("Wie die Person zu erreichen ist. Nur für die Gruppe."), 22
    )
    return (
        Column("author", _("Von"), _("Der selbst gewählte öffentliche Name."), 14),
        Column("role", _("Rolle"), _("Als wer jemand schreibt, soweit angegeben."), 13),
        *((contact,) if contacts else ()),
        Column("created_at", _("Am"), _("Tag und Uhrzeit, Ortszeit."), 15),
        Column("replies", _("Antworten"), _("Was andere darunter geschrieben haben."), 26),
        Column(
            "translation",
            _("Übersetzung der Stadt"),
            _("Auf Deutsch, wenn die Anmerkung in einer anderen Sprache geschrieben ist."),
            26,
        ),
    )


def _history() -> tuple[Column, ...]:
    return (
        Column("field", _("Handlungsfeld"), _("Kürzel und Titel des Handlungsfelds."), 15),
        Column("section", _("Abschnitt"), _("Die Überschriften darüber."), 17),
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
            ELSEWHERE[0],
            _("In der Quelle dafür"),
            _("Bei übernommenen Anmerkungen: wie viele dort dafür waren."),
            10,
        ),
        Column(
            ELSEWHERE[1],
            _("In der Quelle dagegen"),
            _("Bei übernommenen Anmerkungen: wie viele dort dagegen waren."),
            10,
        ),
    )


def rows(contents: Contents, progress: Progress = quiet) -> Iterator[Row]:
    """One row for each note in the order of `columns_of`; times are local, without a zone.

    A note that is not public keeps its row and says in brackets why there is no text. What is
    decided stands in the columns of the group, else what its members propose.
    """
    return (row for row, _is_open in rows_to_decide(contents, progress))


def rows_to_decide(contents: Contents, progress: Progress = quiet) -> Iterator[tuple[Row, bool]]:
    """The same rows, each with whether a group decides on this note."""
    zone = ZoneInfo(contents.head.zone)
    titles = {field.label: one_line(f"{field.label} {field.title}") for field in contents.fields}
    contacts = _with_contacts(contents)
    spoken = Spoken()
    for note in shown(contents, progress):
        field = titles.get(note.field) or one_line(note.field)
        yield _row(note, field, zone, spoken, contacts), takes_decision(note)


def _row(note: Note, field: str, zone: ZoneInfo, spoken: Spoken, contacts: bool) -> Row:
    official = [answer for answer in note.answers if answer.voice != "resident"]
    residents = [answer for answer in note.answers if answer.voice == "resident"]
    return (
        one_line(note.address),
        note.number,
        printable(note.quote),
        spoken.kind(note.kind),
        _said(note, zone.key),
        printable(note.proposed_wording),
        note.supports,
        _thread(official, zone.key),
        spoken.standing(note),
        *spoken.answers(note),
        one_line(note.author),
        one_line(note.role),
        *((one_line(note.contact),) if contacts else ()),
        note.created_at.astimezone(zone).replace(tzinfo=None, microsecond=0),
        _thread(residents, zone.key),
        printable(note.translation),
        field,
        one_line(note.section),
        words.made(note),
        words.joined(note),
        *_elsewhere(note),
        note.decided_changes,
    )


def _elsewhere(note: Note) -> tuple[Cell, Cell]:
    counts = (note.source_agrees, note.source_disagrees)
    return counts if any(counts) else ("", "")


def _said(note: Note, zone: str) -> str:
    """What a note says; of one that is not public that it is not, and its words where the group may
    read them all the same."""
    words_of_it = printable(words.whole(note, zone))
    if note.state == "public":
        return words_of_it
    return f"[{words.standing(note)}]\n{words_of_it}".rstrip()


def _thread(answers: list[Answer], zone: str) -> str:
    if not answers:
        return ""
    return "\n\n".join(
        f"{words.speaker(answer)}, {words.stamp(answer.at, zone)}:\n{printable(answer.text)}"
        for answer in answers
    )
