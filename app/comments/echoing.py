"""What an author says to a decision, once: this settles it, or it does not (with words to the
working group, if any)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Form
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import journal
from app.comments.forms import why_not_text
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Comment, Echo, Person
from app.text import clean

LONGEST_ECHO = 1_000
SAID = {"yes": True, "no": False}


class EchoForm:
    """An echo as typed: whether the decision settles it ("yes", "no"), and words to the group."""

    def __init__(
        self, settles: Annotated[str, Form()] = "", words: Annotated[str, Form()] = ""
    ) -> None:
        self.settles = settles if settles in SAID else ""
        self.words = clean(words)
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it can be kept; `errors` says what to mend."""
        if not self.settles:
            self.errors["settles"] = _("Wählen Sie, ob es für Sie erledigt ist.")
        if self.words and (problem := why_not_text(self.words, 1, LONGEST_ECHO)):
            self.errors["words"] = problem
        return not self.errors


def echo(
    session: Session, comment: Comment, by: Person | None, form: EchoForm, now: datetime
) -> bool:
    """Keep what the author says to the decision on this comment; whether it is new: the same words
    again are no second answer. That the author asks, and that there is a decision, is the
    caller's to know (`rules.may_echo`).

    Refused with `Invalid` for a form that is not filled in right, with `Conflict` when the author
    has said something else already.
    """
    if not form.is_valid():
        raise Invalid(_("Noch nicht gespeichert."), form.errors)
    assert comment.disposition is not None  # noqa: S101 - said by the rule
    table: Any = Echo
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "process_id": comment.process_id,
        "comment_id": comment.id,
        "disposition_id": comment.disposition.id,
        "decided_at": comment.disposition.decided_at,
        "settles": SAID[form.settles],
        "words": form.words,
        "said_at": now,
    }
    fresh = session.execute(
        insert(table)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["comment_id", "decided_at"])
        .returning(table.id)
    ).scalar_one_or_none()
    if fresh is None:
        _refuse_another(session, values)
        return False
    process = comment.process
    journal.record(session, by, "comment.echoed", comment, process=process, settles=form.settles)
    return True


def _refuse_another(session: Session, values: dict[str, Any]) -> None:
    query = select(Echo).where(
        Echo.comment_id == values["comment_id"], col(Echo.decided_at) == values["decided_at"]
    )
    said = session.exec(query).one()
    if (said.settles, said.words) != (values["settles"], values["words"]):
        raise Conflict(_("Zu dieser Entscheidung haben Sie schon geantwortet."))
