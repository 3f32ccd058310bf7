"""The page on which the moderation puts right what the city has said."""

from typing import Annotated

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from app import clock
from app.comments import queries as comments
from app.comments.forms import why_not_text
from app.db import Db
from app.i18n import _
from app.identity import SignedIn
from app.models import LONGEST, Comment, Process, Reply
from app.moderation import correcting
from app.moderation.forms import SHORTEST
from app.moderation.paths import Moderated
from app.moderation.placeholders import facts, fill, mark_named, why_not
from app.moderation.rules import may_correct
from app.routing import Pages
from app.rules import require
from app.text import clean
from app.web import render

router = Pages()
Place = Annotated[int, Path(ge=1, le=2**31 - 1)]


class CorrectionForm:
    """An answer as it is to be from now on; `seen` is as what it was read."""

    def __init__(
        self, text: Annotated[str, Form()] = "", seen: Annotated[str, Form()] = ""
    ) -> None:
        self.text = clean(text)
        self.seen = seen[:40]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it can stand there; `errors` says what to mend."""
        if problem := why_not_text(self.text, shortest=SHORTEST) or why_not(self.text):
            self.errors["text"] = problem
        return not self.errors


@router.get("/comments/{number}/replies/{position}/edit")
def ask_for_correction(
    request: Request,
    process: Moderated,
    number: Place,
    position: Place,
    person: SignedIn,
    session: Db,
) -> Response:
    """The form with what the answer says now."""
    note = comments.by_number(session, process, number, answers=False)
    reply = correcting.answer_at(session, note, position)
    require(may_correct(person, reply, note, process))
    form = CorrectionForm(reply.text, correcting.seen_of(reply))
    return _show(request, process, note, reply, form)


def _show(
    request: Request,
    process: Process,
    note: Comment,
    reply: Reply,
    form: CorrectionForm,
    status: int = 200,
) -> Response:
    return render(
        request,
        "moderation/correct.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        answer=reply,
        form=form,
        longest=LONGEST,
    )


@router.post("/comments/{number}/replies/{position}/edit")
def correct_answer(
    request: Request,
    process: Moderated,
    number: Place,
    position: Place,
    person: SignedIn,
    form: Annotated[CorrectionForm, Depends()],
    session: Db,
) -> Response:
    """Let the answer say this from now on. Of two at one time the second is shown what the first
    has made of it, with its own text kept."""
    note = comments.by_number(session, process, number, answers=False)
    reply = correcting.answer_at(session, note, position)
    require(may_correct(person, reply, note, process))
    if not form.is_valid():
        return _show(request, process, note, reply, form, 422)
    correcting.hold_answer(session, note, reply)
    require(may_correct(person, reply, note, process))
    if form.seen != correcting.seen_of(reply) and form.text != reply.text:
        form.seen = correcting.seen_of(reply)
        form.errors["text"] = _(
            "Jemand hat diese Antwort inzwischen berichtigt; oben steht, wie sie jetzt lautet. "
            "Wenn Ihr Text gelten soll, speichern Sie ihn noch einmal."
        )
        return _show(request, process, note, reply, form, 409)
    text = fill(form.text, facts(process, note, person.name))
    if correcting.correct(session, note, reply, person, text, clock.now(), form.seen):
        mark_named([(note, reply)], form.text)
    where = f"/desk/p/{process.slug}?note={number}&did=corrected#note"
    return RedirectResponse(where, status_code=303)
