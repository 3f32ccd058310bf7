"""The page behind the link of an invitation. Opening it changes nothing; its button takes the
role, for whoever is signed in with the address that was invited."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import inviting
from app.accounts.domain import demand_second
from app.accounts.door import unkept
from app.accounts.inviting import NotOpen
from app.accounts.words import role_word
from app.db import Db
from app.errors import Refused
from app.identity import SignedIn, Visitor
from app.models import Person
from app.routing import Pages
from app.web import render

router = Pages(prefix="/invitations")


@router.get("/{token}")
def show_invitation(request: Request, token: str, visitor: Visitor, session: Db) -> Response:
    """What is offered, and what to do: the button, or the way through the door."""
    return _show(request, session, token, visitor)


def _show(
    request: Request,
    session: Db,
    token: str,
    visitor: Person | None,
    refusal: Refused | None = None,
) -> Response:
    try:
        invitation = inviting.open_invitation(session, token)
    except NotOpen as gone:
        template = "accounts/invitation_gone.html"
        return unkept(render(request, template, status=gone.status, refusal=gone))
    process, group = inviting.place_of(session, invitation)
    page = render(
        request,
        "accounts/invitation.html",
        status=refusal.status if refusal else 200,
        invitation=invitation,
        process=process,
        group=group,
        role=role_word(invitation.role),
        is_for_them=visitor is not None and visitor.email == invitation.email,
        refusal=refusal,
        here=f"/invitations/{token}",
    )
    return unkept(page)


@router.post("/{token}")
def accept(request: Request, token: str, person: SignedIn, session: Db) -> Response:
    """Take the role. Where staff must take a second step, it is asked for before the desk opens."""
    try:
        with session.begin_nested():
            inviting.accept(session, token, person)
    except Refused as refusal:
        return _show(request, session, token, person, refusal)
    if request.app.state.settings.staff_needs_second:
        demand_second(session, person.id)
    return RedirectResponse("/desk", status_code=303)
