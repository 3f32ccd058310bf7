"""In which of our languages somebody wrote: by the script, by letters that only one of them has,
and by the words that are in every sentence. Ours, small, and silent where it does not know."""

import re
from collections import Counter

from app import i18n

LOOKED_AT = 1_000  # characters; what comes after them says the same
LEAST = 2  # signs of a language, unless nothing speaks for another one

_WORDS = {
    "de": "aber als am an auch auf aus bei bin bitte das dass dem den der des die dort ein eine "
    "einen einer es für gibt haben hat hier ich ihr im in ist ja kann kein keine mehr mit muss "
    "nach nein nicht noch nur oder sehr sich sie sind so sollte um und uns unsere viel vom von "
    "vor war was wenn werden wie wir wird wo zu zum zur über",
    "en": "a about all also and are at be but by can could do for from has have here i if in is it "
    "many more much my need no not of on only or our please should so that the their there they "
    "this to too very was we what when where which who why will with would yes you your",
    "tr": "ama bana ben bence bir biz bu bunu burada da daha de değil diye en evet fazla gibi "
    "hayır hem her için ile ise kadar ki lütfen mi mı ne neden olan olarak olsun olur onlar "
    "sadece siz şey tüm var ve veya ya yok çok çünkü üzere",
}
_OF_WORD = {
    word: [language for language, words in _WORDS.items() if word in words.split()]
    for words in _WORDS.values()
    for word in words.split()
}
# What each of these letters counts; ö, ü and ç say nothing, and ş is Kurdish as well.
_LETTERS = (
    ("de", re.compile("[äß]"), 1),
    ("tr", re.compile("[ğıİ]"), 2),
    ("tr", re.compile("ş"), 1),
)
_KURDISH = re.compile("[êîû]", re.IGNORECASE)
_LATIN = re.compile(r"[^\W\d_]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_PERSIAN = re.compile("[پچژگکی]")
_ARABIC_ALONE = re.compile("[كيةىأإؤئ]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэъё]", re.IGNORECASE)


def language_of(text: str) -> str:
    """The language of this text: de, en, tr, ar, uk or fa; "" where nothing tells."""
    text = text[:LOOKED_AT]
    words = _LATIN.findall(text)
    letters = sum(map(len, words))
    if 2 * len(_ARABIC.findall(text)) > letters:
        return _of_arabic_script(text)
    if 2 * len(_CYRILLIC.findall(text)) > letters:
        return _of_cyrillic(text)
    return _of_latin(text, words)


def _of_arabic_script(text: str) -> str:
    persian, arabic = len(_PERSIAN.findall(text)), len(_ARABIC_ALONE.findall(text))
    if persian > arabic:
        return "fa"
    return "ar" if arabic else ""


def _of_cyrillic(text: str) -> str:
    ukrainian, other = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    return "uk" if ukrainian > other else ""


def _of_latin(text: str, words: list[str]) -> str:
    signs: Counter[str] = Counter()
    for word in words:
        signs.update(_OF_WORD.get(word.lower(), ()))
    for language, letters, count in _LETTERS:
        signs[language] += count * len(letters.findall(text))
    if signs["tr"] and _KURDISH.search(text):
        return ""
    (best, most), (_next, second), *_rest = [*signs.most_common(), ("", 0), ("", 0)]
    enough = most >= LEAST or (most and not second and len(words) <= 4)
    return best if enough and most > second else ""


def written_in(text: str) -> str:
    """The same, or where nothing tells the language of the page that it was written on."""
    return language_of(text) or i18n.locale().partition("-")[0]
