"""What is wrong with a translation, as far as a program can tell: placeholders, markup, spaces and
line ends that differ from the source, or words that are still those of the source."""

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

_PLACE = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w*\}")
_TAG = re.compile(r"</?[a-z][^<>]*>")
_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}(?!\.\w|[\w])")  # not in the name of a file
# Names, and words that are the same in more than one language.
SAME = {
    "": {"Randnotiz", "AG", "Passkey", "Passkeys", "Excel", "Word", "CSV", "PDF", "Name", "Logo"},
    "en": {
        "Aubergine",
        "Organisation",
        "Website",
        "orange",
        "Name",
        "Logo",
        "Version",
        "Text",
        "Moderation",
        "Code",
        "Format",
        "Status",
        "Link",
    },
    "tr": {"Logo", "Format", "Link"},
}


def faults(locale: str, catalogue: Catalog) -> list[str]:
    """Each fault as a line: the sentence, and what is wrong with its translation."""
    return [
        f"{message.id if isinstance(message.id, str) else message.id[0]!r}: {what}"
        for message in catalogue
        if message.id
        for what in _faults(locale, message)
    ]


def _faults(locale: str, message: Message) -> Iterator[str]:
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(strings):
        return  # that is missing, and told elsewhere
    if "fuzzy" in message.flags:
        yield "marked as a guess (fuzzy)"
    for number, string in enumerate(strings):
        source = sources[-1 if len(sources) > 1 and number else 0]
        few = len(sources) > 1 and (number < 3 if locale == "ar" else number == 0)
        yield from _differences(source, string, may_lack=few)
        if string == source and not _may_be_same(locale, source):
            yield "equals its source"
        if _DIRECTIONS.search(string):
            yield "holds marks of direction"


def _differences(source: str, string: str, *, may_lack: bool) -> Iterator[str]:
    ours, theirs = Counter(_PLACE.findall(source)), Counter(_PLACE.findall(string))
    if set(theirs) - set(ours) or (not may_lack and set(ours) - set(theirs)):
        yield f"placeholders {sorted(theirs)} instead of {sorted(ours)}"
    if Counter(_TAG.findall(source)) != Counter(_TAG.findall(string)):
        yield "other markup"
    if [p for p in (source[:1], source[-1:]) if p.isspace()] != [
        p for p in (string[:1], string[-1:]) if p.isspace()
    ]:
        yield "other spaces at its ends"
    if source.count("\n\n") != string.count("\n\n"):
        yield "another number of empty lines"


def _may_be_same(locale: str, source: str) -> bool:
    """Whether nothing is left to translate beside names and placeholders."""
    if locale == "de-simple":
        return False  # what need not differ is left empty there
    words = set(_WORD.findall(_TAG.sub(" ", _PLACE.sub(" ", source))))
    return words <= SAME[""] | SAME.get(locale, set())
