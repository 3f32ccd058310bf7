"""What in the room is called how."""

from app.comments.decision_words import decision_word
from app.groups.asked import Stand
from app.i18n import _
from app.models import CommentKind, Decision

OPEN = "open"


def stand_words() -> dict[str, str]:
    """How far the group is with a note, as the links of the filter name it; "" for all."""
    return {
        "": _("Alle"),
        Stand.NEW.value: _("Neu seit dem letzten Paket"),
        Stand.OPEN.value: _("Offen"),
        Stand.PROPOSED.value: _("Mit Vorschlag"),
        Stand.DECIDED.value: _("Entschieden"),
    }


def nothing_words() -> dict[str, str]:
    """What a list says that holds nothing, by what was asked for."""
    return {
        "": _("Zu Ihrem Text hat noch niemand etwas angemerkt."),
        Stand.NEW.value: _("Seit dem letzten Paket ist nichts hinzugekommen."),
        Stand.OPEN.value: _("Nichts ist mehr offen."),
        Stand.PROPOSED.value: _("Zu keiner offenen Anmerkung liegt ein Vorschlag."),
        Stand.DECIDED.value: _("Entschieden ist noch nichts."),
        Stand.GONE.value: _("Nichts ist ausgeblendet oder zurückgezogen."),
    }


def kind_words() -> dict[str, str]:
    """The kinds of notes."""
    return {
        CommentKind.NOTE.value: _("Anmerkung"),
        CommentKind.SUGGESTION.value: _("Vorschlag"),
        CommentKind.QUESTION.value: _("Frage"),
    }


def part_words() -> dict[str, str]:
    """The parts of a bar: each decision, and what is open, in its order."""
    return {decision.value: decision_word(decision) for decision in Decision} | {OPEN: _("Offen")}
