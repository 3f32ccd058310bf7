"""Moving, splitting and linking as typed. What was looked at goes along (`looked`), so that nothing
is done that its sender has not seen."""

from typing import Annotated

from fastapi import Form
from sqlmodel import Session

from app.comments import queries as comments
from app.comments.forms import why_not_text
from app.comments.targets import Target
from app.errors import NotFound
from app.i18n import _
from app.models import Comment, CommentKind, Process
from app.moderation.splitting import MOST_PARTS, Part, pieces, texts_of
from app.text import clean, clean_line

LONGEST_REASON = 300
Typed = Annotated[str, Form()]
Several = Annotated[list[str], Form()]


def _target(session: Session, process: Process, typed: str) -> Target | str:
    """The place that somebody typed as people write it, else a sentence that says what is wrong."""
    if not typed:
        return _("Nennen Sie die Fundstelle, zum Beispiel HF2 3.4.")
    try:
        found = Target.find(session, process, typed)
    except NotFound as missing:
        return missing.reason
    if found.block is not None and not found.block.is_open:
        return _("Zu diesem Absatz nimmt die Stadt keine Anmerkungen an.")
    return found


class MoveForm:
    """Where a note is to go: an address, only these words of the sentence perhaps, and why."""

    def __init__(
        self,
        address: Typed = "",
        words: Typed = "",
        reason: Typed = "",
        seen: Typed = "",
        looked: Typed = "",
        do: Typed = "",
    ) -> None:
        self.address, self.words = clean_line(address)[:80], clean_line(words)[:1000]
        self.reason, self.seen = clean_line(reason), seen[:60]
        self.looked, self.do = looked[:1200], bool(do)
        self.errors: dict[str, str] = {}
        self.target: Target | None = None

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def says(self) -> str:
        """What a look is at."""
        return f"{self.address}|{self.words}"

    @property
    def is_sure(self) -> bool:
        """Whether its sender has seen just that, and wants it done."""
        return self.do and self.looked == self.says

    def is_valid(self, session: Session, process: Process) -> bool:
        """Find the place (`target`); `errors` says what to mend."""
        found = _target(session, process, self.address)
        if isinstance(found, str):
            self.errors["address"] = found
        else:
            self.target = self._narrowed(found)
        if problem := why_not_text(self.reason, shortest=5, longest=LONGEST_REASON):
            self.errors["reason"] = problem
        return not self.errors

    def _narrowed(self, found: Target) -> Target | None:
        if not self.words:
            return found
        narrow = found.on_words(None, self.words)
        if found.sentence is None:
            self.errors["words"] = _(
                "Für einzelne Worte nennen Sie den Satz, zum Beispiel HF2 3.4."
            )
        elif narrow is None:
            self.errors["words"] = _("Diese Worte stehen nicht genau einmal in diesem Satz.")
        return narrow


class SplitForm:
    """Before which sentences of a note a part begins (`begins`), where each part stands, and which
    of them takes the proposed wording (its number, from 0)."""

    def __init__(
        self,
        begins: Several = [],  # noqa: B006 - the framework makes a new one for each request
        address: Several = [],  # noqa: B006
        wording: Typed = "0",
        looked: Typed = "",
        do: Typed = "",
    ) -> None:
        self.begins = sorted({int(n) for n in begins[:100] if n.isdecimal() and len(n) < 5})
        self.address = [clean_line(one)[:80] for one in address[:MOST_PARTS]]
        self.wording = int(wording) if wording.isdecimal() and len(wording) < 3 else 0
        self.looked, self.do = looked[:1200], bool(do)
        self.errors: dict[str, str] = {}
        self.texts: list[str] = []
        self.targets: list[Target | None] = []

    @property
    def says(self) -> str:
        """What a look is at."""
        return "|".join([*map(str, self.begins), *self.address, str(self.wording)])

    @property
    def is_sure(self) -> bool:
        """Whether its sender has seen just that, and wants it done."""
        return self.do and self.looked == self.says

    def cut(self, note: Comment) -> bool:
        """Cut the note into `texts`; whether it became two parts or more, and not too many."""
        known = range(1, len(pieces(note.text)))
        self.begins = [n for n in self.begins if n in known]
        self.texts = texts_of(note.text, self.begins)
        if not 2 <= len(self.texts) <= MOST_PARTS:
            self.errors["begins"] = _(
                "Wählen Sie, wo ein neuer Teil beginnt: bis zu %(n)d Teile."
            ) % {"n": MOST_PARTS}
        return not self.errors

    def find(self, session: Session, process: Process, note: Comment) -> bool:
        """Find the place of each part; without addresses yet, the note's own is offered."""
        if len(self.address) != len(self.texts):
            self.address = [note.address] * len(self.texts)
            self.looked = ""
        for n, typed in enumerate(self.address, 1):
            found = _target(session, process, typed)
            if isinstance(found, str):
                self.errors[f"address-{n}"] = found
            self.targets.append(None if isinstance(found, str) else found)
        return not self.errors

    def parts(self, note: Comment) -> list[Part]:
        """The parts, once every place is found."""
        takes = self.wording if note.kind is CommentKind.SUGGESTION else -1
        return [
            Part(text, target, n == takes)
            for n, (text, target) in enumerate(zip(self.texts, self.targets, strict=True))
            if target is not None
        ]


class LinkForm:
    """The number of the note that this one repeats, as typed: "12", "#12"."""

    def __init__(self, first: Typed = "", looked: Typed = "", do: Typed = "") -> None:
        self.first = clean(first)[:20]
        self.looked, self.do = looked[:20], bool(do)
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def is_sure(self) -> bool:
        """Whether its sender has seen just that, and wants it done."""
        return self.do and self.looked == self.first

    def find(self, session: Session, process: Process, note: Comment) -> Comment | None:
        """The note that is meant; `errors` says what to mend where there is none."""
        number = self.first.lstrip("# ")
        if not (number.isdecimal() and len(number) < 10 and int(number) != note.number):
            self.errors["first"] = _("Nennen Sie die Nummer einer anderen Anmerkung.")
            return None
        try:
            return comments.by_number(session, process, int(number))
        except NotFound as missing:
            self.errors["first"] = missing.reason
            return None
