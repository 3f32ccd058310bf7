"""What is said of a change of the text in a group's document, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.drafts.editing.headings import LONGEST_HEADING
from app.groups.returning.docx.applying import parted
from app.groups.returning.docx.changed import (
    BY_HAND,
    CELL,
    DESPITE,
    MOVED,
    NO_CAUSE,
    TITLE,
    UNDER,
    UNKNOWN,
    UNTRACKED,
    plain,
)
from app.groups.returning.docx.keeping import ALREADY, OVERTAKEN
from app.groups.returning.docx.titles import CAPTION, HEAD, HEADING
from app.i18n import _
from app.models import HandBackChange

Faults = Mapping[str, Mapping[str, Any]]


def faults_of(change: HandBackChange) -> Faults:
    """What is to be known of it, by key."""
    return {str(fault.get("key")): fault for fault in change.faults}


def name_of(change: HandBackChange) -> str:
    """What was changed: the address, or what is new."""
    if _what(change) in (HEADING, "new_heading"):
        return _("Überschrift")
    if _came(change):
        return _("Neuer Satz")
    return change.address or _("Neuer Absatz")


def kind_of(change: HandBackChange) -> str:
    """What was done, in a word or two."""
    faults = faults_of(change)
    if MOVED in faults:
        return _("verschoben")
    if change.block_id is None and not _what(change):
        return _("neu")
    if not change.new_text or _went(change):
        return _("gestrichen")
    return _("neu") if not change.old_text or _came(change) else _("geändert")


def _what(change: HandBackChange) -> str:
    """What over the text it is; "" for a change of the text."""
    faults = faults_of(change)
    about = faults.get(TITLE) or faults.get(BY_HAND) or {}
    what = str(about.get("what", ""))
    return HEADING if what in ("field", "no_heading", "long_heading") else what


def _came(change: HandBackChange) -> bool:
    """Whether whole sentences were put beside others that stay. Such a change is kept with its
    neighbour, by which its place is found again."""
    return _is_sentence(change) and _has_more(change.new_text, change.old_text)


def _went(change: HandBackChange) -> bool:
    """The other way round."""
    return _is_sentence(change) and _has_more(change.old_text, change.new_text)


def _is_sentence(change: HandBackChange) -> bool:
    is_row = CELL in change.old_text + change.new_text
    return bool(change.sentence and change.old_text and change.new_text) and not is_row


def _has_more(more: str, less: str) -> bool:
    long, short = parted(plain(more)), parted(plain(less))
    return len(long) > len(short) and short in (long[: len(short)], long[-len(short) :])


def _stands_before(change: HandBackChange) -> bool:
    return parted(plain(change.new_text))[-1:] == parted(plain(change.old_text))[-1:]


def remarks_on(change: HandBackChange, labels: Mapping[int, str]) -> list[str]:
    """Where it stands, who is named as its cause, and why it may not be taken in. `labels` are the
    addresses of blocks that new ones follow, by id."""
    faults = faults_of(change)
    return [*_place(change, faults, labels), *_notes(change, faults), *_hindrances(faults)]


def _place(change: HandBackChange, faults: Faults, labels: Mapping[int, str]) -> Iterator[str]:
    after = labels.get(change.after_block_id or 0)
    if UNDER in faults:
        heading = str(faults[UNDER].get("heading", ""))
        yield _("Unter der Überschrift „%(title)s“.") % {"title": heading}
    elif after:
        yield _("Hinter %(label)s.") % {"label": after}
    elif _came(change):
        text = _("Vor %(label)s.") if _stands_before(change) else _("Hinter %(label)s.")
        yield text % {"label": change.address}
    elif _what(change) == CAPTION:
        yield _("Titel der Tabelle.")
    elif _what(change) == HEAD:
        yield _("Kopf der Tabelle.")
    if UNTRACKED in faults:
        yield _("Ohne Änderungsverfolgung geändert.")


def _notes(change: HandBackChange, faults: Faults) -> Iterator[str]:
    despite = [f"#{n}" for n in faults.get(DESPITE, {}).get("notes", []) if n in change.notes]
    if despite:
        text = _("Als Anlass genannt, obwohl nicht übernommen: %(notes)s.")
        yield text % {"notes": ", ".join(despite)}
    if NO_CAUSE in faults:
        yield _("Bei Überschriften wird keine Anmerkung als Anlass vermerkt.")
    for number in faults.get(UNKNOWN, {}).get("notes", []):
        text = _("Eine öffentliche Anmerkung #%(n)d gibt es in diesem Verfahren nicht.")
        yield text % {"n": number}


def _hindrances(faults: Faults) -> Iterator[str]:
    if BY_HAND in faults:
        yield _by_hand(str(faults[BY_HAND].get("what", "")))
    if ALREADY in faults:
        yield _("So steht es schon in der vorgeschlagenen Fassung.")
    if OVERTAKEN in faults:
        yield _overtaken(str(faults[OVERTAKEN].get("now", "")))


def _by_hand(what: str) -> str:
    return {
        "field": _("Den Namen des Handlungsfelds ändert die Geschäftsstelle auf ihrer Seite."),
        "new_heading": _(
            "Eine neue Überschrift kommt so nicht in den Text. Schreiben Sie sie als Absatz; die "
            "Geschäftsstelle macht ihn zur Überschrift."
        ),
        "no_heading": _(
            "Eine Überschrift fällt so nicht weg. Die Geschäftsstelle macht sie auf der Seite der "
            "Fassung zum Absatz."
        ),
        "long_heading": _("Eine Überschrift hat höchstens %(n)d Zeichen.") % {"n": LONGEST_HEADING},
    }.get(what, _("Das lässt sich nicht übernehmen. Sprechen Sie die Geschäftsstelle darauf an."))


def _overtaken(now: str) -> str:
    if not now:
        return _("Diese Stelle gibt es inzwischen nicht mehr. Die Änderung bleibt draußen.")
    return _("Hier steht inzwischen etwas anderes: „%(now)s“ Die Änderung bleibt draußen.") % {
        "now": now
    }
