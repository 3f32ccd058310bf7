"""How much lies in a bundle, counted once before anything is written."""

from collections import Counter
from dataclasses import dataclass, field

from app.groups.contents import Contents
from app.groups.writers.stream import shown


@dataclass(slots=True)
class Counts:
    """Notes in all, by kind, by state and by place (field and address); how many are answered;
    answers by voice."""

    notes: int = 0
    answered: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    by_state: Counter[str] = field(default_factory=Counter)
    by_place: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_voice: Counter[str] = field(default_factory=Counter)


def take(contents: Contents) -> Counts:
    """Read every note once and count; memory grows with the text, not with the notes.

    "Answered" means publicly, by the moderation or an office.
    """
    counts = Counts()
    for note in shown(contents):
        counts.notes += 1
        counts.by_kind[note.kind] += 1
        counts.by_state[note.state] += 1
        counts.by_place[note.field, note.address] += 1
        voices = [answer.voice for answer in note.answers]
        counts.by_voice.update(voices)
        is_official = any(voice != "resident" for voice in voices)
        counts.answered += is_official and note.state == "public"
    return counts
