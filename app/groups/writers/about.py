"""What a bundle says of itself, for the second sheet, the title page and the read-me."""

from dataclasses import dataclass

from app.groups.contents import Contents, Head
from app.groups.writers import words
from app.groups.writers.columns import columns_of
from app.groups.writers.counts import Counts, take
from app.groups.writers.plain import one_line
from app.i18n import _

Line = tuple[str, str | int]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and pairs of a name and what there is to say."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class About:
    """A title and its parts: the bundle, its numbers, its columns, and what is good to know."""

    title: str
    parts: tuple[Part, ...]


def about(contents: Contents, counts: Counts | None = None) -> About:
    """All of it; without `counts` the notes are read once to count them."""
    counts = counts or take(contents)
    parts = (
        *([Part(_("Bitte beachten"), _marks(contents.head))] if contents.head.marks else ()),
        Part(_("Das Paket"), facts(contents)),
        Part(_("So entscheiden Sie in dieser Tabelle"), _deciding()),
        Part(_("So geben Sie die Tabelle zurück"), _giving_back()),
        Part(_("Die Anmerkungen"), figures(counts)),
        *([Part(_("Verschoben"), _moved_away(contents))] if contents.moved_away else ()),
        Part(
            _("Die Spalten"),
            tuple((column.heading, column.meaning) for column in columns_of(contents)),
        ),
        Part(_("Gut zu wissen"), _hints()),
    )
    return About(words.label(contents.head), parts)


def facts(contents: Contents) -> tuple[Line, ...]:
    """Whose bundle, of what, from when, drawn by whom."""
    head = contents.head
    fields = "\n".join(one_line(f"{field.label} {field.title}") for field in contents.fields)
    lines = (
        (_("Verfahren"), one_line(head.process)),
        (_("Herausgegeben von"), one_line(head.organisation)),
        (_("Arbeitsgruppe"), one_line(head.group)),
        (_("Handlungsfelder"), fields),
        (_("Paket"), _("Nummer {number}").format(number=head.number)),
        (_("Umfang"), words.new_since(head)),
        (_("Grundlage"), _("Fassung {version} des Entwurfs").format(version=head.version)),
        (_("Anmerkungen möglich"), words.window(head)),
        (_("Gezogen"), words.drawn(head)),
        (_("Seite"), one_line(head.url)),
        (_("Fragen an"), whom_to_ask(head)),
    )
    return tuple(line for line in lines if line[1])


def _moved_away(contents: Contents) -> tuple[Line, ...]:
    """Which notes stand with another group now: "#12: HF1 · 3.4 → HF2 · 1.1"."""
    return tuple(
        (f"#{number}", f"{one_line(before)} → {one_line(now)}")
        for number, before, now in contents.moved_away
    )


def whom_to_ask(head: Head) -> str:
    """Who answers questions on the bundle."""
    return one_line(head.contact) or one_line(head.organisation)


def figures(counts: Counts) -> tuple[Line, ...]:
    """How many notes, of which kind, how many answered, how many hidden."""
    kinds = ((_plural(name), counts.by_kind[name]) for name in _ordered(counts.by_kind))
    unseen = (
        (words.state(name), amount)
        for name, amount in sorted(counts.by_state.items())
        if name != "public"
    )
    return (
        (_("insgesamt"), counts.notes),
        *((_("davon {kind}").format(kind=kind), amount) for kind, amount in kinds),
        (_("davon beantwortet"), counts.answered),
        *((_("davon {state}").format(state=state), amount) for state, amount in unseen),
        (_("Antworten darunter"), counts.by_voice["resident"]),
        (_("Antworten der Moderation"), counts.by_voice["moderator"]),
        (_("Stellungnahmen von Ämtern"), counts.by_voice["office"]),
    )


def _plural(kind: str) -> str:
    known = {"note": _("Anmerkungen"), "suggestion": _("Vorschläge"), "question": _("Fragen")}
    return known.get(kind, kind)


def _ordered(kinds: dict[str, int]) -> list[str]:
    known = ["note", "suggestion", "question"]
    return known + sorted(kind for kind in kinds if kind not in known)


def _marks(head: Head) -> tuple[Line, ...]:
    return tuple((_("Hinweis"), one_line(mark)) for mark in head.marks)


def _deciding() -> tuple[Line, ...]:
    return (
        (
            _("Wo Sie schreiben"),
            _("In den hellgelben Spalten. Alle anderen sind geschützt, ohne Kennwort."),
        ),
        (
            _("Entscheidung"),
            _(
                "Wählen Sie aus der Liste: Pfeil neben der Zelle, oder Alt und Pfeil nach unten. "
                "Leer heißt: noch offen. „Zur Kenntnis genommen“ ist eine Entscheidung."
            ),
        ),
        (
            _("Begründung"),
            _(
                "Sie steht öffentlich bei der Anmerkung, und wer sie schrieb, bekommt sie per "
                "Mail. Nur bei „Übernommen“ darf sie fehlen. Fehlt sie sonst, ist die Zelle orange."
            ),
        ),
        *_what_stands_there(),
    )


def _what_stands_there() -> tuple[Line, ...]:
    return (
        (
            _("Schon eingetragen"),
            _(
                "Was die Gruppe beschlossen hat, steht schon da. Ist noch nichts beschlossen, "
                "steht der Vorschlag der Mitglieder da; das sagt die Spalte „Stand“."
            ),
        ),
        (
            _("Graue Zellen"),
            _(
                "Hier entscheidet die Gruppe nicht: Die Anmerkung ist ausgeblendet, geteilt oder "
                "wiederholt eine andere."
            ),
        ),
        (
            _("Filtern und sortieren"),
            _(
                "Filtern geht so. Zum Sortieren heben Sie den Schutz auf: „Überprüfen“, "
                "„Blattschutz aufheben“; in LibreOffice auch zum Filtern: „Extras“, „Tabelle "
                "schützen“. Eigene Spalten dürfen Sie einfügen."
            ),
        ),
    )


def _giving_back() -> tuple[Line, ...]:
    return (
        (
            _("Hochladen"),
            _(
                "Speichern Sie die Datei als XLSX und laden Sie sie im Raum Ihrer Gruppe hoch. "
                "Zuerst sehen Sie Zeile für Zeile, was sich ändert; dann übernehmen Sie es."
            ),
        ),
        (
            _("Was zählt"),
            _(
                "Die Nummer der Anmerkung und die hellgelben Spalten. Reihenfolge, Filter und "
                "eigene Spalten sind gleich. Gelöschte Zeilen lassen alles, wie es ist."
            ),
        ),
        (
            _("Inzwischen anders entschieden"),
            _(
                "Wurde seit dem Ziehen des Pakets auf der Seite etwas anderes entschieden, "
                "fragt die Seite nach. Nichts wird still überschrieben."
            ),
        ),
    )


def _hints() -> tuple[Line, ...]:
    return (
        (
            _("Ausgeblendete Anmerkungen"),
            _("Die Zeile bleibt, Text und Name fehlen. Im Stand steht die Spielregel."),
        ),
        (
            _("Beantwortet"),
            _("Beantwortet heißt: von der Moderation oder mit der Stellungnahme eines Amts."),
        ),
        (
            _("Sehr lange Texte"),
            _(
                "Excel zeigt in einer Zeile höchstens 409 Punkt Höhe und fasst in einer Zelle "
                "höchstens 32.767 Zeichen. Ganz steht jeder Text in comments.docx und in "
                "comments.json."
            ),
        ),
        (
            _("Drucken"),
            _(
                "Das erste Blatt ist für A3 quer eingerichtet, bis zur Spalte „Interner "
                "Vermerk“; die anderen Blätter sind es für A4."
            ),
        ),
    )
