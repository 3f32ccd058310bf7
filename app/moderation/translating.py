"""The desk's page of a note in other languages."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.comments.holding import hold
from app.comments.translating import (
    LONGEST,
    OF_NOTES,
    call_language,
    translate,
    translations_of,
)
from app.db import Db
from app.errors import NotFound
from app.i18n import LOCALES, NAMES, _
from app.identity import SignedIn
from app.models import Comment, CommentState, Person, Process, Reply
from app.moderation.paths import Moderated
from app.moderation.rules import may_translate_note
from app.moderation.seeing import has_changed, seen_of
from app.routing import Pages
from app.rules import require
from app.text import clean
from app.web import render

router = Pages(prefix="/comments/{number}")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Short = Annotated[str, Form(max_length=12)]
MOST_SEEN = 40_000


class NoteForm:
    """What is translated ("" for the note, else the place of an answer), into what, the words, and
    as what everything was `seen`."""

    def __init__(
        self,
        answer: Short = "",
        into: Short = "",
        text: Annotated[str, Form()] = "",
        seen: Annotated[str, Form()] = "",
    ) -> None:
        self.answer, self.into, self.seen = answer, into, seen[:MOST_SEEN]
        self.text = clean(text[: 4 * LONGEST])
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def reply_in(self, replies: dict[str, Reply]) -> Reply | None:
        """The chosen answer, None for the note; what is wrong is in `errors`."""
        self.errors = {}
        if self.answer and self.answer not in replies:
            self.errors["answer"] = _("Diese Antwort gibt es nicht.")
        if self.into not in LOCALES:
            self.errors["into"] = _("Bitte wählen Sie eine Sprache aus der Liste.")
        if len(self.text) > LONGEST:
            self.errors["text"] = _("Bitte kürzen Sie auf höchstens 10.000 Zeichen.")
        return replies.get(self.answer)


@router.get("/translation")
def show_note_translation(
    request: Request, process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """A note with its answers, and what of them stands in other languages."""
    note = comments.by_number(session, process, number)
    if note.state is not CommentState.PUBLIC:
        raise NotFound(_("Diese Anmerkung ist nicht öffentlich."))
    return _page(request, session, process, note, person, NoteForm(into="de"))


def _answers(note: Comment) -> dict[str, Reply]:
    public = [reply for reply in note.replies if reply.state is CommentState.PUBLIC]
    return {str(reply.position): reply for reply in public}


def _page(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    person: Person,
    form: NoteForm,
    status: int = 0,
) -> Response:
    answers, translations = _answers(note), translations_of(session, note)
    context: dict[str, Any] = {
        "process": process,
        "field": note.field,
        "note": note,
        "answers": answers,
        "translations": translations,
        "seen": seen_of(note, answers, translations),
        "form": form,
        "names": NAMES,
        "of_notes": OF_NOTES,
        "longest": LONGEST,
        "may_change": may_translate_note(person, note, process),
    }
    status = status or (422 if form.errors else 200)
    return render(request, "moderation/translate.html", status=status, **context)


@router.post("/translation")
def save_note_translation(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[NoteForm, Depends()],
) -> Response:
    """Put a translation beside a note or an answer, or take it away by an empty field; not one of
    words that were changed, or blacked out, since they were read."""
    note = comments.by_number(session, process, number)
    hold(session, note, "text", "html")
    for answer in note.replies:
        if str(answer.position) == form.answer:
            session.refresh(answer, ["text", "html", "state"])
    require(may_translate_note(person, note, process))
    reply = form.reply_in(_answers(note))
    if form.errors:
        return _page(request, session, process, note, person, form)
    now = seen_of(note, _answers(note), translations_of(session, note))
    if has_changed(form.seen, now, form.answer, form.into, form.text):
        form.errors["text"] = _(
            "Hier hat sich eben etwas geändert. Bitte lesen Sie, was jetzt dort steht, und "
            "speichern Sie dann noch einmal."
        )
        return _page(request, session, process, note, person, form, status=409)
    translate(session, note, reply, form.into, form.text, person, clock.now())
    return _back(process, note)


@router.post("/language")
def save_note_language(
    process: Moderated,
    number: Number,
    person: SignedIn,
    session: Db,
    language: Short = "",
) -> Response:
    """Say in which language a note is; what is none of ours changes nothing."""
    note = comments.by_number(session, process, number)
    require(may_translate_note(person, note, process))
    if language in OF_NOTES:
        call_language(session, note, language, person)
    return _back(process, note)


def _back(process: Process, note: Comment) -> Response:
    where = f"/desk/p/{process.slug}/comments/{note.number}/translation"
    return RedirectResponse(where, status_code=303)
