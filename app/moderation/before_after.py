"""Before or after: what the moderation of a process reads before everybody does, how long it
promises to take for that, and how long it took lately."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.comments.approving import hours_lately
from app.db import Db
from app.i18n import _
from app.identity import SignedIn
from app.models import Approval, Person, Process
from app.moderation.paths import Done, Moderated
from app.processes.approval import (
    LONGEST_WORD,
    MOST_HOURS,
    MOST_WORDS,
    ReadFirst,
    choose_approval,
    words_typed,
)
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()


class ApprovalForm:
    """The choice as typed: what is read first, of "some" which, and the hours."""

    def __init__(
        self,
        approval: Annotated[str, Form()] = "",
        guests: Annotated[str, Form()] = "",
        links: Annotated[str, Form()] = "",
        words: Annotated[str, Form()] = "",
        hours: Annotated[str, Form()] = "",
    ) -> None:
        self.approval = approval[:20]
        self.guests, self.links = guests == "yes", links == "yes"
        self.words = words[:20_000]
        self.hours = hours.strip()[:12]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    def of(cls, process: Process) -> "ApprovalForm":
        """With what holds now."""
        form = cls(
            process.approval.value, words=process.approval_words, hours=str(process.approval_hours)
        )
        form.guests, form.links = process.approves_guests, process.approves_links
        return form

    def chosen(self) -> ReadFirst | None:
        """What is to hold from now on; None when something is to be mended, as `errors` says."""
        words = words_typed(self.words)
        if self.approval not in set(Approval):
            self.errors["approval"] = _("Wählen Sie, was Sie vorher lesen.")
        elif self.approval == Approval.SOME and not (self.guests or self.links or words):
            self.errors["approval"] = _(
                "Wählen Sie mindestens eines: Gäste, Links oder Wörter. Sonst wartet nichts."
            )
        if len(words) > MOST_WORDS:
            self.errors["words"] = _("Höchstens %(most)d Wörter.") % {"most": MOST_WORDS}
        elif any(len(word) > LONGEST_WORD for word in words):
            self.errors["words"] = _("Ein Wort hat höchstens %(most)d Zeichen.") % {
                "most": LONGEST_WORD
            }
        if not (self.hours.isascii() and self.hours.isdecimal()) or not (
            1 <= int(self.hours) <= MOST_HOURS
        ):
            self.errors["hours"] = _("Schreiben Sie eine Zahl von 1 bis %(most)d.") % {
                "most": MOST_HOURS
            }
        if self.errors:
            return None
        kind = Approval(self.approval)
        return ReadFirst(kind, self.guests, self.links, words, int(self.hours))


@router.get("/approval")
def show_approval(
    request: Request, process: Moderated, person: SignedIn, session: Db, done: Done = ""
) -> Response:
    """What holds now, how long things waited lately, and the form to change it."""
    return _show(request, session, process, person, ApprovalForm.of(process), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: ApprovalForm,
    *,
    done: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        "moderation/approval.html",
        status=status,
        process=process,
        form=form,
        done=done,
        lately=hours_lately(session, process),
        may_change=may_manage(person, process),
    )


@router.post("/approval")
def change_approval(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    form: Annotated[ApprovalForm, Depends()],
) -> Response:
    """Read this first from now on."""
    require(may_manage(person, process))
    before = form.chosen()
    if before is None:
        return _show(request, session, process, person, form, status=422)
    choose_approval(session, process, person, before)
    where = f"/desk/p/{process.slug}/approval?done=saved#getan"
    return RedirectResponse(where, status_code=303)
