"""Deleting the account, with what was written here: the notes stay under no name, or are taken
back, as the person chooses. It wants a fresh proof of who asks."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlmodel import Session

from app import clock, forgetting
from app.accounts import leaving
from app.accounts.door import let_out
from app.accounts.forms import DoorForm, Typed
from app.comments.withdrawing import withdraw_all
from app.db import Db
from app.errors import Conflict
from app.i18n import _
from app.identity import Fresh, Visitor
from app.models import Person
from app.routing import Pages
from app.web import render

router = Pages()
KEEP, WITHDRAW = "keep", "withdraw"


class LeavingForm(DoorForm):
    """That the account is really to go, and the roles with it; and what becomes of the notes."""

    def __init__(self, sure: Typed = "", give_up: Typed = "", notes: Typed = KEEP) -> None:
        super().__init__(sure=sure, give_up=give_up, notes=notes)

    @property
    def withdraws(self) -> bool:
        """Whether the notes are to be taken back."""
        return self["notes"] == WITHDRAW

    def is_valid(self) -> bool:
        """Whether it was said once more."""
        self.errors = {}
        if not self["sure"]:
            self.check("sure", _("Bitte bestätigen Sie, dass das Konto gelöscht werden soll."))
        if self["notes"] not in (KEEP, WITHDRAW):
            self.check("notes", _("Bitte wählen Sie, was mit Ihren Anmerkungen geschehen soll."))
        return not self.errors


@router.get("/account/delete")
def ask_to_delete(request: Request, person: Fresh, session: Db) -> Response:
    """What deleting takes away and what stays, and the form that does it."""
    return _ask(request, session, person, LeavingForm())


def _ask(
    request: Request, session: Session, person: Person, form: LeavingForm, status: int = 200
) -> Response:
    grants = leaving.grants_of(session, person.id)
    return render(
        request,
        "accounts/delete.html",
        status=status,
        form=form,
        roles=leaving.roles_in_words(session, grants),
        staying=leaving.staying(session, person.id),
        nobody=forgetting.nobody(),
        email=person.email,
    )


def leave(session: Session, person: Person, form: LeavingForm) -> None:
    """Delete the account as the form says. Raises `Conflict` as `leaving.leave` does."""
    leaving.leave(
        session,
        person,
        give_up=bool(form["give_up"]),
        by=person,
        withdraw=(lambda: withdraw_all(session, person, person, clock.now()))
        if form.withdraws
        else None,
    )


@router.post("/account/delete")
def delete_account(
    request: Request, person: Fresh, form: Annotated[LeavingForm, Depends()], session: Db
) -> Response:
    """Delete the account. This browser is signed out, as are all others."""
    status = 422
    if form.is_valid():
        try:
            with session.begin_nested():
                leave(session, person, form)
            done = "?notes=withdraw" if form.withdraws else ""
            return let_out(request, session, f"/account/deleted{done}")
        except Conflict as refusal:
            form.take(refusal, "sure")
            status = refusal.status
    return _ask(request, session, person, form, status)


@router.get("/account/deleted")
def show_deleted(
    request: Request, visitor: Visitor, notes: Annotated[str, Query(max_length=12)] = ""
) -> Response:
    """It is done; what may come next."""
    withdrawn = notes == WITHDRAW
    return render(request, "accounts/deleted.html", nobody=forgetting.nobody(), withdrawn=withdrawn)
