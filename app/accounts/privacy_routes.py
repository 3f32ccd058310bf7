"""One's own data as a file, and deleting the account. Both want a fresh proof of who asks."""

import json
import zipfile
from io import BytesIO
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlmodel import Session

from app import clock, forgetting, journal, retention
from app.accounts import leaving, own_data, own_words
from app.accounts.door import let_out, unkept
from app.accounts.forms import DoorForm, Typed
from app.db import Db
from app.errors import Conflict
from app.i18n import _
from app.identity import Fresh, Visitor
from app.models import Person
from app.web import context_of, render, write

router = APIRouter()
FOLDER = "randnotiz"


class LeavingForm(DoorForm):
    """That the account is really to go, and the roles with it."""

    def __init__(self, sure: Typed = "", give_up: Typed = "") -> None:
        super().__init__(sure=sure, give_up=give_up)

    def is_valid(self) -> bool:
        """Whether it was said once more."""
        self.errors = {}
        if not self["sure"]:
            self.check("sure", _("Bitte bestätigen Sie, dass das Konto gelöscht werden soll."))
        return not self.errors


@router.get("/account/data")
def show_data(request: Request, person: Fresh) -> Response:
    """What the file holds, and the button for it."""
    parts = own_words.parts()
    return render(request, "accounts/own_data.html", parts=parts, kept=retention)


@router.post("/account/data")
def take_data(request: Request, person: Fresh, session: Db) -> Response:
    """Everything that is kept about this person: JSON for programs and a page for people, in one
    ZIP."""
    everything = own_data.about(session, person)
    journal.record(session, person, "account.took_data", person)
    name = f"{FOLDER}-{clock.now():%Y-%m-%d}"
    answer = Response(_packed(request, name, everything), media_type="application/zip")
    answer.headers["content-disposition"] = f'attachment; filename="{name}.zip"'
    return unkept(answer)


def _packed(request: Request, name: str, everything: dict[str, Any]) -> bytes:
    page = write(
        "accounts/own_data_file.html",
        context_of(request)
        | {
            "everything": everything,
            "parts": own_words.parts(),
            "columns": own_words.columns(),
            "word": own_words.value_word,
        },
    )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        data = json.dumps(everything, ensure_ascii=False, indent=1)
        archive.writestr(f"{name}.json", data)
        archive.writestr(f"{name}.html", page)
    return packed.getvalue()


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


@router.post("/account/delete")
def delete_account(
    request: Request, person: Fresh, form: Annotated[LeavingForm, Depends()], session: Db
) -> Response:
    """Delete the account. This browser is signed out, as are all others."""
    status = 422
    if form.is_valid():
        try:
            with session.begin_nested():
                leaving.leave(session, person, give_up=bool(form["give_up"]), by=person)
            return let_out(request, session, "/account/deleted")
        except Conflict as refusal:
            form.take(refusal, "sure")
            status = refusal.status
    return _ask(request, session, person, form, status)


@router.get("/account/deleted")
def show_deleted(request: Request, visitor: Visitor) -> Response:
    """It is done; what may come next."""
    return render(request, "accounts/deleted.html", nobody=forgetting.nobody())
