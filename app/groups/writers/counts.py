"""How much lies in a bundle, counted once before anything is written."""

from collections import Counter
from dataclasses import dataclass, field

from app.groups.contents import Contents, Note
from app.groups.writers.answers import settled, takes_decision
from app.groups.writers.stream import shown


@dataclass(slots=True)
class Counts:
    """Notes in all, by kind, by state and by place (field and address); how many are answered;
    answers by voice. Of those that take a decision: how many in each field (`to_decide`), how many
    of these are decided (`decided`), by which decision, and on how many only members propose one.
    """

    notes: int = 0
    answered: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)
    by_state: Counter[str] = field(default_factory=Counter)
    by_place: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_voice: Counter[str] = field(default_factory=Counter)
    by_field: Counter[str] = field(default_factory=Counter)
    to_decide: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    by_decision: Counter[str] = field(default_factory=Counter)
    proposed: int = 0


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
        counts.by_field[note.field] += 1
        _decision(counts, note)
    return counts


def _decision(counts: Counts, note: Note) -> None:
    if not takes_decision(note):
        return
    counts.to_decide[note.field] += 1
    said = settled(note)
    if said is not None and said.decision is not None:
        counts.decided[note.field] += 1
        counts.by_decision[said.decision.value] += 1
    elif note.proposed:
        counts.proposed += 1
