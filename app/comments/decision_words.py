"""What a working group decides, in one word: said to people, and read out of their tables and
documents again."""

import re
from functools import cache

from app import i18n
from app.i18n import _
from app.models import Decision
from app.text import clean_line, normal

_BRACKETS = re.compile(r"\([^()]*\)")
_SIGNS = re.compile(r"[\s.,;:!…–—-]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})

# What people write instead, in German tables and in the margin of a document.
_SHORT = {
    Decision.ADOPTED: (
        *(
            "übernehmen",
            "wird übernommen",
            "angenommen",
            "annahme",
            "zustimmung",
            "voll übernommen",
        ),
        *("vollständig übernommen",),
    ),
    Decision.PARTLY_ADOPTED: (
        *("teilweise", "teils", "zum teil", "zum teil übernommen", "teils übernommen"),
        *("tw. übernommen", "teilw. übernommen", "wird teilweise übernommen"),
    ),
    Decision.ALREADY_COVERED: (
        *("enthalten", "bereits enthalten", "schon drin", "ist schon enthalten"),
        *("bereits berücksichtigt", "schon berücksichtigt", "ist bereits enthalten"),
    ),
    Decision.NOT_ADOPTED: (
        *("abgelehnt", "ablehnung", "wird nicht übernommen", "nicht übernehmen", "keine übernahme"),
    ),
    Decision.OUT_OF_SCOPE: (
        *("nicht zuständig", "nicht zuständig, weitergegeben", "weitergeben", "weitergeleitet"),
        *("wird weitergegeben", "keine zuständigkeit"),
    ),
    Decision.NOTED: (
        *("kenntnis", "kenntnisnahme", "kenntnis genommen", "z. k.", "zk", "zur kenntnis"),
        *("wird zur kenntnis genommen",),
    ),
}


def decision_word(decision: Decision) -> str:
    """The decision in a word, in the reader's language."""
    return {
        Decision.ADOPTED: _("Übernommen"),
        Decision.PARTLY_ADOPTED: _("Teilweise übernommen"),
        Decision.ALREADY_COVERED: _("Schon enthalten"),
        Decision.NOT_ADOPTED: _("Nicht übernommen"),
        Decision.OUT_OF_SCOPE: _("Weitergegeben"),
        Decision.NOTED: _("Zur Kenntnis genommen"),
    }[decision]


def decision_meaning(decision: Decision) -> str:
    """What it means, in one line beside the choice."""
    return {
        Decision.ADOPTED: _("Der Text wird so geändert, wie die Anmerkung es will."),
        Decision.PARTLY_ADOPTED: _("Ein Teil davon kommt in den Text."),
        Decision.ALREADY_COVERED: _("Das steht schon im Entwurf, hier oder an anderer Stelle."),
        Decision.NOT_ADOPTED: _("Der Text bleibt an dieser Stelle, wie er ist."),
        Decision.OUT_OF_SCOPE: _("Darüber entscheidet jemand anderes. Wer, steht dabei."),
        Decision.NOTED: _("Die Gruppe hat es gelesen; am Text ändert es nichts."),
    }[decision]


def decision_named(word: str) -> Decision | None:
    """Which decision these words name, in any language that the house speaks: whatever their case,
    with blanks, full stops or a remark in brackets around them, and with "ue" for "ü". None for
    words that name none, and for none at all."""
    said = _plain(word)
    if not said:
        return None
    return _named(i18n.DEFAULT).get(said) or _in_any_language(said)


def _in_any_language(said: str) -> Decision | None:
    others = (locale for locale in i18n.LOCALES if locale != i18n.DEFAULT)
    return next((found for locale in others if (found := _named(locale).get(said))), None)


@cache
def _named(locale: str) -> dict[str, Decision]:
    with i18n.speaking(locale):
        named = {_plain(decision_word(decision)): decision for decision in Decision}
    if locale == i18n.DEFAULT:
        named |= {_plain(word): decision for decision in _SHORT for word in _SHORT[decision]}
        named |= {_plain(decision.value.replace("_", " ")): decision for decision in Decision}
        named |= {_plain(decision.value): decision for decision in Decision}
    return named


def _plain(word: str) -> str:
    line = clean_line(normal(word[:200], "NFKC")).casefold().translate(_UMLAUTS)
    return _SIGNS.sub(" ", _BRACKETS.sub(" ", line)).strip()
