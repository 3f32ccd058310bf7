"""The page of one's own account: the name, where one is signed in, the password."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import attempts, domain, queries
from app.accounts.door import cookie_of, knock, let_in, let_out
from app.accounts.forms import NameForm, PasswordForm
from app.accounts.second import means_of
from app.accounts.tokens import still_hold, tokens_of
from app.db import Db
from app.errors import Invalid, TooMany
from app.i18n import _
from app.identity import SignedIn, fresh
from app.models import Person, SignIn
from app.routing import Pages
from app.security import hash_token
from app.web import render

router = Pages()


def _show(
    request: Request,
    session: Db,
    person: Person,
    *,
    name_form: NameForm | None = None,
    password_form: PasswordForm | None = None,
    status: int = 200,
    done: str = "",
) -> Response:
    return render(
        request,
        "accounts/account.html",
        status=status,
        person=person,
        sessions=queries.sessions_of(session, person),
        here=hash_token(cookie_of(request)),
        means=means_of(session, person.id),
        ways=_ways(),
        has_tokens=bool(still_hold(tokens_of(session, person))),
        name_form=name_form or NameForm(name=person.name),
        password_form=password_form or PasswordForm(),
        done=done,
    )


def _ways() -> dict[str, str]:
    """How one can have signed in, for the list of sessions."""
    return {
        "password": _("mit Passwort"),
        "link": _("mit einem Link per E-Mail"),
        "passkey": _("mit Passkey"),
        "provider": _("über ein anderes Konto"),
    }


@router.get("/account")
def show_account(request: Request, person: SignedIn, session: Db, done: str = "") -> Response:
    """Everything about one's own account."""
    return _show(request, session, person, done=done)


@router.post("/account/name")
def change_name(
    request: Request, person: SignedIn, form: Annotated[NameForm, Depends()], session: Db
) -> Response:
    """Another public name."""
    try:
        if form.is_valid():
            domain.change_name(session, person, form["name"])
            return RedirectResponse("/account?done=name", status_code=303)
    except Invalid as refusal:
        form.take(refusal, "name")
    return _show(request, session, person, name_form=form, status=422)


@router.post("/account/password")
def change_password(
    request: Request, person: SignedIn, form: Annotated[PasswordForm, Depends()], session: Db
) -> Response:
    """A new password, for whoever knows the old one; where there is none, or an app is asked for
    as well, for whoever has just proved who they are. All sessions end; this browser gets a new
    one, which proves no more than the one before."""
    status = 422
    here: SignIn = request.state.sign_in
    if not person.password_hash or means_of(session, person.id).can_step:
        fresh(request, session)
    if form.is_valid(person.email, person.name, has_one=bool(person.password_hash)):
        asks = knock(request, person.email)
        try:
            attempts.count_password(session, asks)
            domain.change_password(session, person, form.old, form.new)
            attempts.forgive(session, asks)
            see, stepped = "/account?done=password", here.second_at is not None
            return let_in(request, session, person, see, way=here.way, second=stepped, before=here)
        except (Invalid, TooMany) as refusal:
            form.take(refusal, "old")
            status = refusal.status
    return _show(request, session, person, password_form=form, status=status)


@router.post("/account/sessions/end-others")
def end_others(request: Request, person: SignedIn, session: Db) -> Response:
    """End all of one's own sessions but this one."""
    domain.end_others(session, person, but=request.state.sign_in.id)
    return RedirectResponse("/account?done=others", status_code=303)


@router.post("/account/sessions/{sign_in_id}/end")
def end_session(
    request: Request,
    sign_in_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    person: SignedIn,
    session: Db,
) -> Response:
    """End one of one's own sessions; the present one is a sign-out."""
    ended = domain.end_session(session, person, sign_in_id)
    if ended.token_hash == hash_token(cookie_of(request)):
        return let_out(request, session, "/")
    return RedirectResponse("/account?done=session", status_code=303)
