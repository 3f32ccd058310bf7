"""Forms of an author for a note that is already there: they keep what was typed."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Form

from app.comments.authors import AuthorForm
from app.comments.editing import Said
from app.comments.forms import why_not_text
from app.comments.translating import OF_NOTES
from app.drafts.wording import changed
from app.i18n import _
from app.models import Comment, CommentKind
from app.text import clean

NOTHING_OF_ONESELF: dict[str, object] = {
    "perspective_id": None,
    "author_organisation": "",
    "author_district": "",
    "shows_self": False,
}


class EditForm(AuthorForm):
    """A note as it is to be from now on. `seen` is how many edits its author knew of: of two at one
    time the second is told of the first. `leaves_out` says that they were asked about a wording
    that they typed and do not propose."""

    def __init__(
        self,
        kind: Annotated[str, Form()] = CommentKind.NOTE,
        text: Annotated[str, Form()] = "",
        proposed_wording: Annotated[str, Form()] = "",
        seen: Annotated[str, Form()] = "",
        leaves_out: Annotated[str, Form()] = "",
        perspective: Annotated[str, Form()] = "",
        organisation: Annotated[str, Form()] = "",
        district: Annotated[str, Form()] = "",
        shows_self: Annotated[str, Form()] = "",
        language: Annotated[str, Form()] = "",
    ) -> None:
        super().__init__(
            perspective=perspective,
            organisation=organisation,
            district=district,
            shows_self=shows_self,
        )
        self.kind = kind if kind in set(CommentKind) else CommentKind.NOTE.value
        self.text = clean(text)
        self.proposed_wording = clean(proposed_wording)
        self.seen = seen[:12]
        self.leaves_out = leaves_out[:1]
        self.language = language if language in OF_NOTES else ""

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    def of(cls, note: Comment, edits: int) -> "EditForm":
        """The form as it is opened: with what the note says now."""
        form = cls(note.kind.value, note.text, note.proposed_wording or note.quote, str(edits))
        form.remember(note)
        form.language = note.language
        return form

    @property
    def said(self) -> Said:
        """What the note is to say; a wording counts only for a suggestion."""
        kind = CommentKind(self.kind)
        return Said(
            kind, self.text, self.proposed_wording if kind is CommentKind.SUGGESTION else ""
        )

    @property
    def about_self(self) -> Mapping[str, object]:
        """What the author says of themselves, as columns; once `check_self` has looked at it."""
        return self.about if self.speaks else NOTHING_OF_ONESELF

    def says_else_of(self, note: Comment) -> bool:
        """Whether its author says something else of themselves now."""
        return any(getattr(note, name) != value for name, value in self.about_self.items())

    def is_valid(self, note: Comment) -> bool:
        """Check it against the words the note is about; `errors` says what to mend, in the page's
        order."""
        if self.kind == CommentKind.SUGGESTION:
            self._check_wording(note)
        elif self._drops_wording(note) and not self.leaves_out:
            self.leaves_out = "1"
            self.errors["kind"] = _(
                "Sie haben den Wortlaut geändert, schlagen ihn aber nicht vor. Wählen Sie "
                "„Wortlaut vorschlagen“, oder senden Sie noch einmal: Dann bleibt er weg."
            )
        if problem := why_not_text(self.text):
            self.errors["text"] = problem
        return not self.errors

    def _drops_wording(self, note: Comment) -> bool:
        """Whether a wording was typed just now that this kind of note does not take along."""
        before = (note.quote, note.proposed_wording or note.quote)
        wording = self.proposed_wording
        return bool(wording) and all(one and changed(one, wording) for one in before)

    def _check_wording(self, note: Comment) -> None:
        if not note.quote:
            self.errors["kind"] = _(
                "Ein Wortlaut gehört zu einem Absatz oder Satz. Schreiben Sie ihn dort an den Rand."
            )
        elif problem := why_not_text(self.proposed_wording, shortest=1):
            self.errors["proposed_wording"] = problem
        elif not changed(note.quote, self.proposed_wording):
            self.errors["proposed_wording"] = _(
                "Der Wortlaut ist noch unverändert. Ändern Sie mindestens ein Wort."
            )


class LanguageForm:
    """The language that an author says the note is in."""

    def __init__(self, language: Annotated[str, Form()] = "") -> None:
        self.language = language[:12]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it is one of those that we know; `errors` says what to mend."""
        if self.language not in OF_NOTES:
            self.errors["language"] = _("Bitte wählen Sie eine Sprache aus der Liste.")
        return not self.errors


class AdditionForm:
    """A remark as typed."""

    def __init__(self, text: Annotated[str, Form()] = "") -> None:
        self.text = clean(text)
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it can be added; `errors` says what to mend."""
        if problem := why_not_text(self.text):
            self.errors["text"] = problem
        return not self.errors
