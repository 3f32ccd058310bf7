"""The desk's page on which a passage is blacked out, and shown again."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_moderate
from app.comments import queries as comments
from app.comments.blackened import SHORTEST
from app.comments.forms import why_not_text
from app.db import Db
from app.errors import Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import Comment, Process
from app.moderation import black_undoing, blacked, blacking
from app.moderation.black_elsewhere import elsewhere
from app.moderation.paths import Moderated
from app.routing import Pages
from app.rules import Verdict, require
from app.text import BLACKED, clean
from app.web import render

router = Pages()
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Blackouts = Annotated[int, Path(ge=1, le=2**63 - 1)]
LONGEST_PASSAGE, LONGEST_REASON = 600, 300


class BlackForm:
    """What shall be blacked out, why, and `where`; or to `look` at it first."""

    def __init__(
        self,
        passage: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        where: Annotated[str, Form()] = "",
        look: Annotated[str, Form()] = "",
    ) -> None:
        self.passage = clean(passage)
        self.reason = clean(reason)
        self.where = where[:12]
        self.look = bool(look)
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether words and a reason are there; `errors` says what to mend."""
        if BLACKED in self.passage:
            self.errors["passage"] = _("Nennen Sie nur Worte, die noch zu lesen sind.")
        elif problem := why_not_text(self.passage, shortest=SHORTEST, longest=LONGEST_PASSAGE):
            self.errors["passage"] = problem
        if problem := why_not_text(self.reason, shortest=5, longest=LONGEST_REASON):
            self.errors["reason"] = problem
        return not self.errors


@router.get("/blackout")
def ask_to_black_out(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    session: Db,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """The texts as they were, what is blacked out in them, and the form for more."""
    note = comments.by_number(session, process, number, told=True)
    may = may_moderate(person, process)
    about: dict[str, Any] = {"after": after, "done": done, "may": may}
    return _show(request, session, process, note, BlackForm(), **about)


def _show(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    form: BlackForm,
    *,
    status: int = 200,
    after: int = 0,
    **about: Any,
) -> Response:
    texts = blacked.originals(session, note, after)
    answers = [text.position for text in texts if text.position > 0]
    may: Verdict = True
    values: dict[str, Any] = {"may": may, "done": "", "ahead": ()}
    deeds = blacked.deeds_of(session, note)
    if about.get("done") == "black" and deeds and deeds[0].passage:
        values["elsewhere"] = elsewhere(session, process, deeds[0].passage)
    return render(
        request,
        "moderation/blackout.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        form=form,
        texts=texts,
        answers=sorted(set(answers)),
        rest=max(answers) if answers and max(answers) < note.replies_count else 0,
        deeds=deeds,
        packed=blacked.packed_with(session, note),
        as_shown=blacked.as_shown,
        **values | about,
    )


@router.post("/blackout")
def black_out(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[BlackForm, Depends()],
    session: Db,
) -> Response:
    """Black a passage out, or `look` at what that would make of the texts."""
    require(may_moderate(person, process))
    note = comments.by_number(session, process, number, told=True)
    if not form.is_valid():
        return _show(request, session, process, note, form, status=422)
    try:
        if form.look:
            ahead = blacking.changes(session, note, form.passage, form.where)
            return _show(request, session, process, note, form, ahead=ahead)
        words = (form.passage, form.reason, clock.now(), form.where)
        blacking.black_out(session, note, person, *words)
    except Invalid as refusal:
        form.errors.update(refusal.fields)
        return _show(request, session, process, note, form, status=422)
    return _back(process, number, "black")


@router.post("/blackout/{blackout}/undo")
def undo_blackout(
    process: Moderated, number: Number, blackout: Blackouts, person: SignedIn, session: Db
) -> Response:
    """Show again what this blackout hides."""
    require(may_moderate(person, process))
    note = comments.by_number(session, process, number, told=True)
    black_undoing.undo(session, note, blackout, person, clock.now())
    return _back(process, number, "undone")


@router.post("/blackout/{blackout}/original")
def drop_original(
    process: Moderated, number: Number, blackout: Blackouts, person: SignedIn, session: Db
) -> Response:
    """Forget the words of this blackout for good."""
    require(may_moderate(person, process))
    note = comments.by_number(session, process, number, told=True)
    black_undoing.drop_original(session, note, blackout, person)
    return _back(process, number, "final")


def _back(process: Process, number: int, done: str) -> Response:
    where = f"/desk/p/{process.slug}/comments/{number}/blackout?done={done}#getan"
    return RedirectResponse(where, status_code=303)
