"""Whether two texts that share most of their words want the opposite. One word can turn a wish
around, and the share of common words (app/comments/sketches.py) does not see it: "für" and
"gegen", "nicht" put in, "Tempo 30" and "Tempo 50".

What differs between two texts is looked at piece by piece. A short piece inside a shared sentence
that holds a word which turns the meaning, on one side only, sets them apart; so does another
number. A whole sentence more does not, whatever it says: people add their own to a campaign.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from app.text import normal

LONGEST = 6  # words of a piece; a longer one is no longer the same sentence turned around
_TOKEN = re.compile(r"[.!?]+(?=\s|$)|[^\W_]+")
_END = re.compile(r"[.!?]+$")
TURNING = frozenset(
    [
        "nicht",
        "nichts",
        "kein",
        "keine",
        "keinen",
        "keinem",
        "keiner",
        "keines",
        "nie",
        "niemals",
        "nirgends",
        "niemand",
        "ohne",
        "weder",
        "gegen",
        "dagegen",
        "wider",
        "nein",
        "lehne",
        "lehnen",
        "ablehnen",
        "abgelehnt",
        "verzichten",
        "unterlassen",
        "streichen",
        "abschaffen",
        "verhindern",
        "verbieten",
        "verboten",
        "stoppen",
        "not",
        "no",
        "never",
        "without",
        "against",
        "don",
        "doesn",
        "shouldn",
        "mustn",
        "reject",
        "remove",
        "değil",
        "hayır",
        "yok",
        "karşı",
        "не",
        "ні",
        "проти",
        "без",
        "لا",
        "ليس",
        "بدون",
        "ضد",
        "نه",
        "نباید",
        "علیه",
        "بدون",
    ]
)
# Of these one stands for the other: what wants the first does not want the second.
PAIRS = (
    ("mehr", "weniger"),
    ("mindestens", "höchstens"),
    ("früher", "später"),
    ("länger", "kürzer"),
    ("größer", "kleiner"),
    ("höher", "niedriger"),
    ("schneller", "langsamer"),
    ("erhöhen", "senken"),
    ("öffnen", "schließen"),
    ("offen", "geschlossen"),
    ("vor", "nach"),
    ("immer", "selten"),
    ("alle", "wenige"),
    ("ja", "nein"),
    ("bauen", "abreißen"),
    ("more", "less"),
    ("open", "close"),
)
_OTHER = {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}


def wants_the_opposite(one: str, other: str) -> bool:
    """Whether these texts, which are known to be nearly the same, are set apart by a word that
    turns the meaning or by another number."""
    mine, theirs = _tokens(one), _tokens(other)
    if _telling(mine) == _telling(theirs):
        return False
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal" and _turned(mine[a:b], theirs[c:d]):
            return True
    return False


def _tokens(text: str) -> list[str]:
    found = _TOKEN.findall(normal(text, "NFKC").casefold())
    return [_END.sub(".", token) for token in found]


def _telling(tokens: Sequence[str]) -> list[tuple[str, str]]:
    """The words that could set it apart from another text, each with the one before it, sorted."""
    pairs = zip(("", *tokens), tokens, strict=False)
    return sorted(
        (before, word)
        for before, word in pairs
        if word in TURNING or word in _OTHER or word.isdecimal()
    )


def _turned(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if max(len(mine), len(theirs)) > LONGEST or "." in mine or "." in theirs:
        return False
    if TURNING & set(mine) != TURNING & set(theirs):
        return True
    if any(_OTHER.get(word) in theirs for word in mine):
        return True
    numbers = [{word for word in side if word.isdecimal()} for side in (mine, theirs)]
    return all(numbers) and numbers[0] != numbers[1]
