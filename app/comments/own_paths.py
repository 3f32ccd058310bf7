"""A note in the hands of its author: signed in at the note's address, or by the link of the
receipt, whoever that is."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from app.comments import queries, receipts
from app.comments.own_rules import may_change_own
from app.comments.paths import Number, ProcessInPath
from app.db import Db
from app.errors import NotAllowed
from app.i18n import _
from app.identity import signed_in
from app.models import Comment, CommentState, Person, Process
from app.rules import require
from app.security import UNTOLD

# Whoever sees the address of a receipt acts as the author: no copy of it is kept or handed on.
PRIVATE = {
    "cache-control": "private, no-store",
    "referrer-policy": UNTOLD,
    "x-robots-tag": "noindex, nofollow",
}


@dataclass(frozen=True)
class Own:
    """A note of whoever asks. `person` is None by the receipt; `below` is the address below which
    its pages stand, `receipt` that of the receipt."""

    note: Comment
    process: Process
    person: Person | None
    below: str
    receipt: str

    @property
    def author(self) -> Person | None:
        """Who wrote it, as far as there is an account."""
        return self.person or self.note.author

    @property
    def back(self) -> str:
        """Where its author sees it: on its public page, else on the receipt."""
        is_shown = self.note.is_listed or self.note.state is CommentState.WAITING
        return self.below if is_shown and self.person else self.receipt

    @property
    def headers(self) -> dict[str, str]:
        """With which its pages leave: those by the receipt's address are kept by nobody."""
        return {} if self.person else PRIVATE


def own_in_path(request: Request, process: ProcessInPath, number: Number, session: Db) -> Own:
    """The note of this address, if it is the visitor's own. Refused with `NotSignedIn`,
    `NotAllowed` to everybody else, and `NotFound` for a wrong receipt."""
    secret = request.app.state.secret
    token = request.path_params.get("token")
    if token is not None:
        note = receipts.note_of(session, secret, process, number, token[:80])
        path = receipts.path_of(note, process.slug, token)
        return Own(note, process, None, path, path)
    person = signed_in(request, session)
    note = queries.by_number(session, process, number, own_of=person.id)
    if note.author_id != person.id:
        raise NotAllowed(_("Das kann nur, wer diese Anmerkung geschrieben hat."))
    require(may_change_own(person, process))
    path = receipts.path_of(note, process.slug, receipts.token_of(secret, note))
    return Own(note, process, person, f"/p/{process.slug}/comments/{number}", path)


OwnInPath = Annotated[Own, Depends(own_in_path, scope="function")]
