"""What somebody is shown before a note is sent: who has said nearly the same, what in it tells how
to reach a person, and how it will look. Nothing of it refuses a note; the second press sends it.

Only the form of our pages asks for it (its field `looked` says "ask"). Programs that send a form of
their own, and the API, are not asked anything, and cost no question to the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.comments import queries
from app.comments.forms import CommentForm
from app.comments.personal import Finding, findings
from app.comments.similar import Alike, alike
from app.comments.targets import Target
from app.drafts.queries import sentences_of
from app.drafts.wording import changed, word_diff
from app.i18n import _, ngettext
from app.models import CommentKind, Doer
from app.text import to_html

ASK, SHOWN = "ask", "shown"


@dataclass(frozen=True)
class Asked:
    """What the form wants to know before it sends: whether there is something to say (`asks`), how
    the note will look (`previews`)."""

    asks: bool = False
    previews: bool = False

    @classmethod
    def of(cls, typed: Mapping[str, object]) -> "Asked":
        """From the fields of the form."""
        return cls(typed.get("looked") == ASK, typed.get("step") == "preview")


@dataclass(frozen=True)
class Preview:
    """A note as it will appear."""

    kind: CommentKind
    html: str
    wording_html: str


@dataclass(frozen=True)
class Before:
    """What stands above the form that was sent. `asked` goes back into its field `looked`,
    `leaves_out` says that a wording was typed which would not be sent."""

    warnings: tuple[str, ...] = ()
    leaves_out: bool = False
    alike: Alike | None = None
    supported: frozenset[int] = frozenset()
    preview: Preview | None = None
    asked: str = SHOWN

    @property
    def many(self) -> str:
        """How many people said nearly the same, and what to do now; "" for nobody."""
        if self.alike is None:
            return ""
        people = self.alike.people
        if self.alike.is_most:
            return _(
                "Mindestens %(n)d Menschen haben fast dasselbe geschrieben: Stimmen Sie zu, oder "
                "sagen Sie, was bei Ihnen anders ist."
            ) % {"n": people}
        return ngettext(
            "Jemand hat fast dasselbe geschrieben: Stimmen Sie zu, oder sagen Sie, was bei Ihnen "
            "anders ist.",
            "%(n)d Menschen haben fast dasselbe geschrieben: Stimmen Sie zu, oder sagen Sie, was "
            "bei Ihnen anders ist.",
            people,
        ) % {"n": people}


def look(
    session: Session, place: Target, form: CommentForm, author: Doer | None, asked: Asked
) -> Before | None:
    """What to show before this valid form is sent; None when there is nothing, or when it was shown
    already. One question to the database at most, another where similar notes are shown, and one
    where a wording was typed that is not proposed."""
    if asked.previews:
        return _preview(session, place, form, asked)
    if not asked.asks:
        return None
    wording = form.proposed_wording if form.kind == CommentKind.SUGGESTION else ""
    warnings = warnings_about(findings(form.text, wording))
    near = alike(session, place, form.text, wording, author.id if author else None)
    leaves_out = _leaves_out(session, place, form)
    if near is None:
        return Before(warnings, leaves_out) if warnings or leaves_out else None
    supported: set[int] = set()
    if author is not None:
        supported = queries.supported_by(session, author.id, [note.id for note in near.notes])
    return Before(warnings, leaves_out, near, frozenset(supported))


def _leaves_out(session: Session, place: Target, form: CommentForm) -> bool:
    """Whether somebody worded the passage anew and chose to propose nothing. Untouched, the field
    holds the passage, or that of another choice in the same block."""
    wording, block = form.proposed_wording, place.block
    if form.kind == CommentKind.SUGGESTION or block is None or not wording:
        return False
    if not (changed(place.quote, wording) and changed(block.text, wording)):
        return False
    return all(changed(one.text, wording) for one in sentences_of(session, block.id))


def _preview(session: Session, place: Target, form: CommentForm, asked: Asked) -> Before:
    kind = CommentKind(form.kind)
    wording = form.proposed_wording if kind is CommentKind.SUGGESTION else ""
    preview = Preview(kind, to_html(form.text), word_diff(place.quote, wording) if wording else "")
    warnings = warnings_about(findings(form.text, wording))
    return Before(
        warnings,
        _leaves_out(session, place, form),
        preview=preview,
        asked=ASK if asked.asks else SHOWN,
    )


def warnings_about(found: list[Finding]) -> tuple[str, ...]:
    """A sentence about each thing that tells how to reach a person."""
    sentences = {
        "phone": _("Im Text steht wohl eine Telefonnummer: %(words)s."),
        "email": _("Im Text steht wohl eine E-Mail-Adresse: %(words)s."),
        "iban": _("Im Text steht wohl eine Kontonummer: %(words)s."),
    }
    return tuple(sentences[one.kind] % {"words": one.words} for one in found)
