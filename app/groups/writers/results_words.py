"""What the columns of the results are called, and the words in their cells."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from app.comments.decision_words import decision_word
from app.groups.ledger import Entry, Head
from app.groups.writers import words
from app.groups.writers.columns import Column
from app.groups.writers.plain import one_line, printable
from app.i18n import _, instant
from app.models import CommentState, Decision


def columns() -> tuple[Column, ...]:
    """The columns in their order, in the reader's language."""
    return (*_note(), *_decision(), *_beside())


def _note() -> Sequence[Column]:
    return (
        Column("address", _("Fundstelle"), _("Absatz und Satz im Entwurf, wie auf der Seite."), 11),
        Column("number", _("Nr."), _("Die Nummer der Anmerkung, auf der Seite als #Nummer."), 6),
        Column("quote", _("Worte im Text"), _("Worauf sich die Anmerkung bezieht, wörtlich."), 22),
        Column("kind", _("Art"), _("Anmerkung, Vorschlag oder Frage."), 10),
        Column("text", _("Anmerkung"), _("Was jemand geschrieben hat."), 40),
        Column(
            "proposed_wording",
            _("Vorgeschlagener Wortlaut"),
            _("Bei einem Vorschlag: wie die Stelle lauten soll."),
            26,
        ),
        Column("support", _("Stimmen zu"), _("Wie viele Personen der Anmerkung zustimmen."), 8),
    )


def _decision() -> Sequence[Column]:
    return (
        Column("decision", _("Entscheidung"), _("Was die Arbeitsgruppe entschieden hat."), 16),
        Column(
            "reason",
            _("Begründung"),
            _("Warum; bei offenen Anmerkungen, warum noch nicht entschieden ist."),
            36,
        ),
        Column("new_wording", _("Neuer Wortlaut"), _("Was die Gruppe dafür beschloss."), 28),
        Column("old_words", _("Text vorher"), _("Die Stelle vor der Änderung."), 28),
        Column(
            "new_words", _("Text nachher"), _("Was in der neuen Fassung deswegen anders ist."), 28
        ),
        Column("measure", _("Maßnahme"), _("Was daraus folgen soll."), 18),
        Column("passed_on_to", _("Weitergegeben an"), _("Wer zuständig ist."), 16),
        Column("decided_at", _("Entschieden am"), _("Tag der Entscheidung."), 12),
        Column("group", _("Arbeitsgruppe"), _("Wer entschieden hat."), 18),
    )


def _beside() -> Sequence[Column]:
    return (
        Column(
            "joined",
            _("Geteilt oder wiederholt"),
            _("In welche Teile die Anmerkung geteilt wurde, oder welche sie wiederholt."),
            16,
        ),
        Column("earlier", _("Früher entschieden"), _("Was vorher galt, und bis wann."), 24),
        Column("field", _("Handlungsfeld"), _("Kürzel und Titel des Handlungsfelds."), 20),
        Column("author", _("Von"), _("Der selbst gewählte öffentliche Name."), 14),
        Column("role", _("Rolle"), _("Als wer jemand schreibt, soweit angegeben."), 13),
    )


def hints(head: Head) -> list[tuple[str, str]]:
    """What it is, as of when, and where it stands on the web."""
    said = [
        (_("Verfahren"), one_line(head.process)),
        (_("Herausgegeben von"), one_line(head.organisation)),
        (_("Grundlage"), _("Fassung {version} des Entwurfs").format(version=head.version)),
        (_("Stand"), instant(head.as_of, head.zone)),
        (_("Ergebnisse"), one_line(head.url)),
        (_("Änderungen im Text"), one_line(head.changes_url)),
        (
            _("Was gezählt wird"),
            _(
                "Eine geteilte Anmerkung zählt mit ihren Teilen, eine wiederholte mit der, die sie "
                "wiederholt. Ausgeblendete und zurückgezogene stehen ohne Text und Namen dabei."
            ),
        ),
        (
            _("Offen"),
            _("Darüber ist noch nicht entschieden. „Zur Kenntnis genommen“ ist eine Entscheidung."),
        ),
        (_("Drucken"), _("A3 quer, bis zur Spalte „Weitergegeben an“; die anderen Blätter A4.")),
    ]
    return [line for line in said if line[1]]


class Words:
    """The words of one table, each looked up once."""

    clean = staticmethod(printable)

    def __init__(self) -> None:
        self.decisions = {decision: decision_word(decision) for decision in Decision}
        self.kinds: dict[str, str] = {}
        self.still_open = _("offen")
        self.parts, self.part_of = _("Geteilt in {numbers}"), _("Teil von {number}")
        self.repeats = _("Wiederholt {number}")
        self.until = _("bis {day}: {decision}")

    def kind(self, name: str) -> str:
        """What a note wants."""
        if name not in self.kinds:
            self.kinds[name] = words.kind(name)
        return self.kinds[name]

    def text(self, entry: Entry) -> str:
        """What a note says, or why that is not there."""
        if entry.is_public:
            return printable(entry.text)
        if entry.state is CommentState.HIDDEN and entry.hidden_rule:
            rule = _("ausgeblendet nach Spielregel {rule}").format(rule=entry.hidden_rule)
            return f"[{rule}]"
        return f"[{words.state(entry.state.value)}]"

    def decision(self, entry: Entry) -> str:
        """What is decided; "offen"; nothing where nothing is to be decided."""
        if entry.decision is not None:
            return self.decisions[entry.decision]
        return self.still_open if entry.is_open else ""

    def joined(self, entry: Entry) -> str:
        """How it hangs together with others."""
        said = []
        if entry.parts:
            numbers = ", ".join(f"#{number}" for number in entry.parts)
            said.append(self.parts.format(numbers=numbers))
        if entry.part_of:
            said.append(self.part_of.format(number=f"#{entry.part_of}"))
        if entry.repeats:
            said.append(self.repeats.format(number=f"#{entry.repeats}"))
        return "\n".join(said)

    def earlier(self, entry: Entry, zone: ZoneInfo) -> str:
        """Decisions that were replaced since, a paragraph each."""
        said = []
        for one in entry.earlier:
            day = f"{one.until.astimezone(zone):%d.%m.%Y}"
            line = self.until.format(day=day, decision=self.decisions[one.decision])
            said.append("\n".join(part for part in (line, printable(one.reason)) if part))
        return "\n\n".join(said)
