"""What in the inbox is called how."""

from app.i18n import _
from app.moderation.wanted import ASKED, What


def what_words() -> dict[str, str]:
    """The kinds of things that need a decision, as links name them."""
    return {
        What.REPORTED: _("Gemeldet"),
        What.APPROVAL: _("Wartet auf Freigabe"),
        What.OBJECTED: _("Widerspruch"),
        What.STATEMENT: _("Stellungnahme da"),
        What.OVERDUE: _("Stellungnahme überfällig"),
        What.SIMILAR: _("Ähnliche Anmerkungen"),
        What.LATE: _("Überfällig"),
        What.FOREIGN: _("Ohne Übersetzung"),
        What.OPEN: _("Unbeantwortet"),
    }


def state_words() -> dict[str, str]:
    """The states of notes that the filter knows."""
    return {
        "public": _("öffentlich"),
        "waiting": _("wartet"),
        "hidden": _("ausgeblendet"),
        ASKED: _("liegt bei einem Amt"),
    }


def said_after(did: str) -> str:
    """What the inbox says after a decision that led back to it; "" where there is nothing to
    say."""
    words = {
        "published": _("Veröffentlicht. Wer es geschrieben hat, bekommt eine Mail."),
        "published-untold": _("Veröffentlicht."),
        "refused": _("Nicht veröffentlicht. Regel und Grund gehen an den, der geschrieben hat."),
        "refused-untold": _("Nicht veröffentlicht."),
        "hidden": _("Ausgeblendet. Alle Beteiligten bekommen eine Mail."),
        "kept": _("Es bleibt stehen. Wer es gemeldet hat, bekommt eine Mail."),
        "restored": _("Wieder öffentlich. Wer widersprochen hat, bekommt eine Mail."),
        "stands": _("Es bleibt ausgeblendet. Wer widersprochen hat, bekommt eine Mail."),
        "remarked": _("Der Vermerk steht bei der Anmerkung. Nur das Team sieht ihn."),
        "dropped": _("Ihr Text ist verworfen. Die Antwort der anderen Person bleibt."),
        "moved": _("Die Anmerkung steht jetzt an der neuen Stelle."),
        "translated": _("Die Übersetzung steht neben der Anmerkung."),
        "asked": _("Das Amt ist gefragt. Die Anmerkung wartet auf seine Stellungnahme."),
        "relayed": _("Die Stellungnahme ist öffentlich."),
        "corrected": _("Die Antwort ist berichtigt. Der frühere Text bleibt lesbar."),
        "grouped": _("Die Antwort steht unter allen Anmerkungen der Gruppe."),
    }
    return words.get(did, "")
