"""What a text module or an answer may leave open, to be filled with the facts of each note."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from app import i18n
from app.i18n import _
from app.models import Comment, Process, Reply

_OPEN = re.compile(r"\{([^{}\n]{1,40})\}")

NAME = "name"
_BRACES = str.maketrans("{}", "()")


def meanings() -> dict[str, str]:
    """Every placeholder, as it is written between its braces, and what stands there afterwards."""
    return {
        "name": _("wer die Anmerkung geschrieben hat"),
        "nummer": _("die Nummer der Anmerkung, zum Beispiel #12"),
        "stelle": _("die Fundstelle, zum Beispiel HF2 · 3.4"),
        "feld": _("das Handlungsfeld mit seinem Titel"),
        "datum": _("der Tag, an dem sie geschrieben wurde"),
        "verfahren": _("der Titel des Verfahrens"),
        "frist": _("der letzte Tag für Anmerkungen"),
        "moderation": _("Ihr eigener Name"),
    }


def facts(process: Process, note: Comment, moderator: str) -> Mapping[str, str]:
    """What stands for each placeholder in an answer to this note, loaded with its field. The city
    answers in German."""
    with i18n.speaking(i18n.DEFAULT):
        return {
            "name": _in_our_voice(note.author_name),
            "nummer": f"#{note.number}",
            "stelle": note.made_address or note.address,
            "feld": f"{note.field.label} {note.field.title}",
            "datum": i18n.day(note.created_at, process.zone),
            "verfahren": process.title,
            "frist": _last_day(process),
            "moderation": moderator,
        }


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with the facts of a note; what is no placeholder stays as it is. What a fact says is
    not looked at again: a name in braces fills nothing."""
    return _OPEN.sub(lambda found: known.get(_key(found[1]), found[0]), text)


def mark_named(answers: Iterable[tuple[Comment, Reply]], text: str) -> None:
    """Keep in each of these answers, each with its note, which were filled from `text`, whose name
    it was filled with: it goes when the note's author does (greeted.py)."""
    if NAME in map(_key, _OPEN.findall(text)):
        for note, reply in answers:
            reply.named = _in_our_voice(note.author_name)


def but_name(known: Mapping[str, str]) -> dict[str, str]:
    """These facts without the name: it is filled in when the answer is given, and not before, so
    that it is known where it came from."""
    return {fact: said for fact, said in known.items() if fact != NAME}


def why_not(text: str) -> str | None:
    """The sentence about the first thing in braces that is no placeholder, or None."""
    names = meanings()
    for word in _OPEN.findall(text):
        if _key(word) not in names:
            return _("{%(word)s} kennt das Programm nicht. Es gibt %(all)s.") % {
                "word": word,
                "all": ", ".join(f"{{{name}}}" for name in names),
            }
    return None


def _in_our_voice(name: str) -> str:
    """A name as an answer of the city may say it: an address in it is no link there, and braces
    fill nothing when the answer is looked at once more."""
    return name.translate(_BRACES).replace("://", ": //")


def _key(word: str) -> str:
    return word.strip().casefold()


def _last_day(process: Process) -> str:
    """A window that ends at midnight ends with the day before (RULES.md, "Closing")."""
    return i18n.day(process.closes_at - timedelta(seconds=1), process.zone)
