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
