"""What a group has decided on a note, or its members propose, as its tables show it."""

from app.comments.decision_words import decision_word
from app.groups.contents import Note
from app.groups.decided import NOTHING, Said
from app.groups.writers import words
from app.groups.writers.plain import printable
from app.i18n import _
from app.models import Decision

_NONE = ("", "", "", "", "", "")


def takes_decision(note: Note) -> bool:
    """Whether a group decides on it: it is public, no repetition of another, and not split."""
    return note.state == "public" and not note.joined.parts and not note.joined.repeats


def settled(note: Note) -> Said | None:
    """What is decided on it by itself, if anything is."""
    return note.decided if note.decided and takes_decision(note) else None


def filled_in(note: Note) -> Said:
    """What stands in the columns of the group: what is decided, else what its members propose, else
    nothing. A proposal never hides what is settled."""
    if not takes_decision(note):
        return NOTHING
    return note.decided or note.proposed or NOTHING


class Spoken:
    """The words of one table in one language, each looked up once."""

    def __init__(self) -> None:
        self.decisions = {decision: decision_word(decision) for decision in Decision}
        self.kinds: dict[str, str] = {}
        self.states: dict[tuple[str, str, bool], str] = {}
        self.decided = _("entschieden")
        self.proposed = _("Vorschlag der Mitglieder")
        self.parted = _("Entschieden wird über die Teile.")
        self.repeated = _("Entschieden wird bei #{number}.")

    def kind(self, name: str) -> str:
        """What a note wants."""
        if name not in self.kinds:
            self.kinds[name] = words.kind(name)
        return self.kinds[name]

    def standing(self, note: Note) -> str:
        """How it stands with a note, and in a second line where a decision on it is."""
        official = any(answer.voice != "resident" for answer in note.answers)
        key = (note.state, note.hidden_rule, official)
        said = self.states.get(key)
        if said is None:
            said = self.states[key] = words.standing(note)
        more = self._deciding(note) if note.state == "public" else ""
        return f"{said}\n{more}" if more else said

    def _deciding(self, note: Note) -> str:
        if note.joined.parts:
            return self.parted
        if note.joined.repeats:
            return self.repeated.format(number=note.joined.repeats)
        if note.decided:
            return self.decided
        return self.proposed if note.proposed else ""

    def answers(self, note: Note) -> tuple[str, ...]:
        """The cells of the columns that a group fills in, in the order of `columns.ANSWERS`."""
        said = filled_in(note)
        if not said:
            return _NONE
        return (
            self.decisions[said.decision] if said.decision else "",
            printable(said.reason),
            printable(said.new_wording),
            printable(said.measure),
            printable(said.passed_on_to),
            printable(said.remark),
        )
