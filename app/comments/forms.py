"""Forms keep what was typed, and say what is wrong with it."""

import inspect
from collections.abc import Mapping
from typing import Annotated

from fastapi import Form

from app import i18n
from app.comments.authors import AuthorForm
from app.comments.targets import Target
from app.comments.words import numbers
from app.drafts.wording import changed
from app.i18n import _
from app.models import LONGEST, SHORTEST, CommentKind
from app.text import clean


def why_not_text(text: str, shortest: int = SHORTEST, longest: int = LONGEST) -> str | None:
    """The sentence about a text that is too short or too long, or None."""
    if not text:
        return _("Hier steht noch nichts.")
    if len(text) < shortest:
        return _("Schreiben Sie mindestens %(n)d Zeichen.") % {"n": shortest}
    if len(text) > longest:
        over = i18n.number(len(text) - longest)
        return _("Kürzen Sie um %(over)s Zeichen; Platz ist für %(longest)s.") % {
            "over": over,
            "longest": i18n.number(longest),
        }
    return None


class CommentForm(AuthorForm):
    """A comment as typed: its kind, the place, the text, a proposed wording; and who writes. From
    somebody who is not signed in also the solved piece of work. `more` is left empty by people.

    `sentence` is the choice of the form: "" the whole block, "4" a sentence, "4.3-7" words of it;
    `signed` says that the form was written for somebody who was signed in, `kept` under which
    token its text was set aside meanwhile (aside.py)."""

    def __init__(
        self,
        kind: str = CommentKind.NOTE,
        target: str = "",
        sentence: str = "",
        text: str = "",
        proposed_wording: str = "",
        idempotency_key: str = "",
        version: str = "",
        work: str = "",
        more: str = "",
        signed: str = "",
        kept: str = "",
        **author: str,
    ) -> None:
        super().__init__(**author)
        self.signed = signed == "1"
        self.kept = kept[:80]
        self.version = version[:12]
        self.work = work[:2000]
        self.more = more[:20]
        self.kind = kind if kind in set(CommentKind) else CommentKind.NOTE.value
        self.target = target[:60]
        number, _dot, span = sentence[:30].partition(".")
        self.sentence = number[:20]
        self.words = numbers(span)
        self.remark = ""
        self.is_lost = False  # what was set aside is not there any more
        self.text = clean(text)
        self.proposed_wording = clean(proposed_wording)
        self.idempotency_key = idempotency_key[:120]

    @classmethod
    def of(cls, typed: Mapping[str, object]) -> "CommentForm":
        """The form with what was typed; what it does not ask for is left alone."""
        return cls(**{name: said for name in _ASKED if isinstance(said := typed.get(name), str)})

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def address(self) -> str:
        """The place that was chosen: the block's address, with the sentence's number if any."""
        if self.sentence.isdigit() and "-" in self.target:
            return f"{self.target}-{self.sentence}"
        return self.target

    @property
    def choice(self) -> str:
        """The choice of sentence or words, as the form sends it."""
        return f"{self.sentence}.{self.words[0]}-{self.words[1]}" if self.words else self.sentence

    def narrow(self, place: Target, hint: str = "") -> Target:
        """`place` with the words that were chosen (`hint`: what they begin with). Without them,
        where its sentence has no such words; `remark` says so."""
        if self.words is None and not hint:
            return place
        found = place.on_words(self.words, hint)
        if found is None:
            self.remark = _("Diese Worte stehen nicht im Satz. Gewählt ist jetzt der ganze Satz.")
        self.words = found.words if found else None
        return found or place

    @property
    def said(self) -> tuple[str, ...]:
        """What makes this note another than others, for telling a repeated request."""
        where = f"{self.address}.{self.words}" if self.words else self.address
        return where, self.kind, self.text, self.proposed_wording

    def is_overtaken(self, place: Target) -> bool:
        """Whether the form was opened on an earlier version: its address means another passage
        now."""
        return bool(self.version) and self.version != str(place.version.number)

    def is_valid(self, place: Target) -> bool:
        """Check against the place it is about; `errors` says what to mend, in the page's order."""
        if self.remark:  # asked for once more, on what is chosen now
            self.errors["sentence"] = self.remark
        if self.kind == CommentKind.SUGGESTION:
            self._check_wording(place)
        if problem := why_not_text(self.text):
            self.errors["text"] = problem
        return not self.errors

    def _check_wording(self, place: Target) -> None:
        if place.block is None:
            self.errors["kind"] = _(
                "Ein Wortlaut gehört zu einem Absatz oder Satz. Schreiben Sie ihn dort an den Rand."
            )
        elif problem := why_not_text(self.proposed_wording, shortest=1):
            self.errors["proposed_wording"] = problem
        elif not changed(place.quote, self.proposed_wording):
            self.errors["proposed_wording"] = _(
                "Der Wortlaut ist noch unverändert. Ändern Sie mindestens ein Wort."
            )


_ASKED = (
    *inspect.signature(AuthorForm).parameters,
    *(name for name in inspect.signature(CommentForm).parameters if name != "author"),
)


class ReplyForm:
    """An answer as typed; `more` is left empty by people."""

    def __init__(
        self,
        text: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
        more: Annotated[str, Form()] = "",
        kept: Annotated[str, Form()] = "",
    ) -> None:
        self.more = more[:20]
        self.kept = kept[:80]
        self.text = clean(text)
        self.idempotency_key = idempotency_key[:120]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it can be posted; `errors` says what to mend."""
        if problem := why_not_text(self.text, shortest=2):
            self.errors["text"] = problem
        return not self.errors
