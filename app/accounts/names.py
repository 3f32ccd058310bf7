"""Public names: what people may be called, and names that would pass for an official's."""

import re
import unicodedata
from collections.abc import Iterable

from app.accounts.emails import has_line_break
from app.i18n import _
from app.text import clean_line, normal

LONGEST = 80

# What is shown as nothing (Default_Ignorable_Code_Point, UCD; blanks that count as letters, too).
_UNSEEN = dict.fromkeys(
    n
    for first, last in (
        *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5)),
        *((0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F)),
        *((0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
        *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
        (0xE0000, 0xE0FFF),
    )
    for n in range(first, last + 1)
)

# Scripts that are in everyday use (UAX 31, table 5), and two more that neighbours write. Others
# hold letters that look Latin, as those of Lisu and Cherokee do.
_SCRIPTS = frozenset(
    [
        "ARABIC",
        "ARMENIAN",
        "BENGALI",
        "BOPOMOFO",
        "CJK",
        "CYRILLIC",
        "DEVANAGARI",
        "ETHIOPIC",
        "GEORGIAN",
        "GREEK",
        "GUJARATI",
        "GURMUKHI",
        "HANGUL",
        "HEBREW",
        "HIRAGANA",
        "KANNADA",
        "KATAKANA",
        "KHMER",
        "LAO",
        "LATIN",
        "MALAYALAM",
        "MYANMAR",
        "ORIYA",
        "SINHALA",
        "SYRIAC",
        "TAMIL",
        "TELUGU",
        "THAANA",
        "THAI",
        "TIBETAN",
        "TIFINAGH",
    ]
)
_TOGETHER = frozenset({"BOPOMOFO", "CJK", "HANGUL", "HIRAGANA", "KATAKANA"})
_SHARED = frozenset({"MASCULINE", "FEMININE", "MODIFIER", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"})
_ON_ITS_HEAD = re.compile(r"LATIN .*\b(?:TURNED|REVERSED|SIDEWAYS|SMALL CAPITAL) ")

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
    name = normal(name.translate(_UNSEEN), "NFKC").translate(_CAPITALS).casefold()
    name = normal(name.translate(_UMLAUTS).translate(_SMALL), "NFKD")
    name = "".join(c for c in name if not unicodedata.combining(c)).translate(_SMALL)
    words = "".join(c if c.isalnum() else " " for c in name if unicodedata.category(c) != "Cf")
    for seen, meant in (*_PAIRS, *_SPELT_OUT):
        words = words.replace(seen, meant)
    return " ".join(words.split())


def has_odd_letters(name: str) -> bool:
    """Whether a word mixes scripts, or has letters of one that nobody here writes or such as stand
    on their head: so one spells an official's name with letters that only look right (UTS 39,
    5.1)."""
    plain = normal(name.translate(_UNSEEN), "NFKC")
    words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in plain)
    return any(_is_odd(word) for word in words.split())


def _is_odd(word: str) -> bool:
    called = [unicodedata.name(letter, "") for letter in word if letter.isalpha()]
    scripts = {words.partition(" ")[0] for words in called} - _SHARED
    mixed = len(scripts) > 1 and not scripts <= _TOGETHER
    return mixed or not scripts <= _SCRIPTS or any(map(_ON_ITS_HEAD.match, called))


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
    if not any(c.isalnum() for c in name.translate(_UNSEEN)):
        return _("Bitte geben Sie einen Namen an. Er darf erfunden sein.")
    if len(name) > LONGEST:
        return _("Bitte kürzen Sie den Namen auf höchstens %(most)d Zeichen.") % {"most": LONGEST}
    if has_odd_letters(name):
        return _("Bitte schreiben Sie jedes Wort des Namens in einer Schrift.")
    return None


def why_official(name: str, known: Iterable[str] = ()) -> str | None:
    """Why a resident may not bear an official's name; None when it is not one."""
    if not looks_official(name, known):
        return None
    return _("So heißt eine Stelle der Stadt oder die Moderation. Bitte nehmen Sie einen anderen.")
