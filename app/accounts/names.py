"""Public names: what people may be called, and names that would pass for an official's."""

import re
import unicodedata
from collections.abc import Iterable

from app.accounts.emails import has_line_break
from app.i18n import _
from app.text import clean_line, normal

LONGEST = 80

# Letters of other scripts, and figures, that look like the Latin one behind them; capitals first,
# for an Η is an H, an η an n. The part of Unicode's confusables (UTS 39) that spells German.
_CAPITALS_LIKE = (
    "Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx Аa Вb Еe Кk Мm Нh Оo Рp Сc Тt Уy Хx Іi Ѕs"
)
_SMALL_LIKE = (
    "αa βb γy εe ηn ιi κk νv οo ρp τt υu χx ωw аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw вb кk "
    "мm нh тt гr ɑa ɡg ıi ɩi øo đd łi 0o 1i 3e 4a 5s 7t @a $s !i |i li"
)


def _table(pairs: str) -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in pairs.split()}


_CAPITALS, _SMALL = _table(_CAPITALS_LIKE), _table(_SMALL_LIKE)
_PAIRS = (("rn", "m"), ("vv", "w"))
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "æ": "ae", "œ": "oe"})
_SPELT_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"))


def fold(name: str) -> str:
    """What a name looks like at a glance: single words of plain small letters, look-alikes made
    equal. For comparing only; both sides must be folded."""
    name = normal(name, "NFKC").translate(_CAPITALS).casefold()
    name = normal(name.translate(_UMLAUTS).translate(_SMALL), "NFKD")
    name = "".join(c for c in name if not unicodedata.combining(c)).translate(_SMALL)
    words = "".join(c if c.isalnum() else " " for c in name if unicodedata.category(c) != "Cf")
    for seen, meant in (*_PAIRS, *_SPELT_OUT):
        words = words.replace(seen, meant)
    return " ".join(words.split())


def _folded(*words: str) -> str:
    return "|".join(fold(word).replace(" ", "") for word in words)


# Anywhere in a name, letters spaced or not.
_TITLES = re.compile(
    _folded(
        *("moderation", "moderator", "moderierend", "administrat", "stadtverwaltung"),
        *("oberbürgermeister", "bürgermeister", "beteiligungsbüro", "bürobeteiligung"),
        *("stadtverordnet", "ordnungsamt", "randnotizteam", "pressestelle", "stabsstelle"),
    )
)
# As a word of its own: "Amt für …", "Stadt …", "Schulamt", "AG 2".
_OFFICES = re.compile(
    rf"\b({_folded('amt', 'büro', 'dezernat', 'referat', 'abteilung', 'fachbereich')}) fur\b"
    rf"|\b({_folded('stadt', 'gemeinde', 'landkreis', 'behörde', 'ministerium')}) \w"
    r"|\b\w{3,}amt\b"
    rf"|\b({_folded('admin', 'mod', 'magistrat', 'verwaltung', 'rathaus', 'randnotiz')})\b"
    rf"|\b({_folded('redaktion', 'arbeitsgruppe', 'dezernat', 'behörde', 'stadtrat')})\b"
    r"|^a ?g ?\d|^ag i\b"
)


def looks_official(name: str, known: Iterable[str] = ()) -> bool:
    """Whether a resident of this name would pass for the moderation, an office or the city.

    `known` are names of real offices and cities here; they are refused as a whole.
    """
    seen = fold(name)
    closed = seen.replace(" ", "")
    if _TITLES.search(closed) or _OFFICES.search(seen):
        return True
    return any(closed == fold(official).replace(" ", "") for official in known if official)


def why_no_name(name: str) -> str | None:
    """Why nobody can be called that, as a sentence; None when it will do."""
    if has_line_break(name):
        return _("Der Name passt in eine Zeile, ohne Sonderzeichen für Zeilenumbrüche.")
    name = clean_line(name)
    if not any(c.isalnum() for c in name):
        return _("Bitte geben Sie einen Namen an. Er darf erfunden sein.")
    if len(name) > LONGEST:
        return _("Bitte kürzen Sie den Namen auf höchstens %(most)d Zeichen.") % {"most": LONGEST}
    return None


def why_official(name: str, known: Iterable[str] = ()) -> str | None:
    """Why a resident may not bear an official's name; None when it is not one."""
    if not looks_official(name, known):
        return None
    return _("So heißt eine Stelle der Stadt oder die Moderation. Bitte nehmen Sie einen anderen.")
