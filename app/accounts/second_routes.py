"""Setting up the second step, and removing it: the authenticator app and the recovery codes. Also
for staff who come in for the first time and cannot go on without."""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

import pyotp
import segno
from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts import attempts, recovery, second
from app.accounts.door import go_on, knock, own_path, unkept
from app.accounts.forms import CodeForm
from app.db import Db
from app.errors import Conflict, Invalid, NotSignedIn, SecondStepMissing, TooMany
from app.i18n import _
from app.identity import Fresh, fresh, is_fresh, whoever_asks
from app.models import SignIn
from app.routing import Pages
from app.web import context_of, render

router = Pages()
Onward = Annotated[str, Query(alias="next")]
_HOME = "/account/second-step"


def whoever_sets_up(request: Request, session: Db) -> SignIn:
    """The session of somebody who may set up an app: signed in and fresh, or on the way in, just
    now, with nothing yet to take the second step with."""
    whoever_asks(request, session)
    found: SignIn | None = request.state.sign_in
    if found is None or not request.state.waits:
        fresh(request, session)
    elif second.means_of(session, found.person_id).can_step:
        raise SecondStepMissing(_("Bitte bestätigen Sie zuerst den zweiten Schritt."))
    elif not is_fresh(found):
        raise NotSignedIn(_("Bitte melden Sie sich noch einmal an."))
    return request.state.sign_in  # type: ignore[no-any-return]


SettingUp = Annotated[SignIn, Depends(whoever_sets_up, scope="function")]


@router.get(_HOME)
def show_second(request: Request, person: Fresh, session: Db, done: str = "") -> Response:
    """What this person's second step is, and how to change it."""
    return render(
        request,
        "accounts/second.html",
        person=person,
        means=second.means_of(session, person.id),
        codes=recovery.codes_left(session, person.id),
        required=request.app.state.settings.staff_needs_second and bool(person.grants),
        done=done,
    )


@router.get("/second-step/set-up")
def explain(request: Request, sign_in: SettingUp, see: Onward = "") -> Response:
    """Why staff need a second step, and what to have at hand."""
    see = own_path(see, "")
    return unkept(render(request, "accounts/set_up.html", see=see, waits=request.state.waits))


@router.post("/second-step/app")
def begin_app(
    request: Request, sign_in: SettingUp, form: Annotated[CodeForm, Depends()], session: Db
) -> Response:
    """A new secret for an app, to be shown on the next page."""
    second.begin_app(session, sign_in.person, request.app.state.secret, sign_in.id)
    return RedirectResponse(f"/second-step/app{_onward(form)}", status_code=303)


def _onward(form: CodeForm) -> str:
    see = own_path(form["next"], "")
    return f"?{urlencode({'next': see})}" if see else ""


@router.get("/second-step/app")
def show_app(request: Request, sign_in: SettingUp, session: Db, see: Onward = "") -> Response:
    """The secret as a picture and as text, and the form for the first code."""
    return _show_app(request, session, sign_in, CodeForm(see=own_path(see, "")))


def _show_app(
    request: Request, session: Session, sign_in: SignIn, form: CodeForm, status: int = 200
) -> Response:
    plain = second.begun_app(session, sign_in.person_id, request.app.state.secret, sign_in.id)
    if not plain:
        to = "/second-step/set-up" if request.state.waits else _HOME
        return RedirectResponse(to, status_code=303)
    return _show_secret(request, sign_in, form, plain, status)


def _show_secret(
    request: Request, sign_in: SignIn, form: CodeForm, plain: str, status: int, **more: Any
) -> Response:
    address = pyotp.TOTP(plain).provisioning_uri(
        name=sign_in.person.email, issuer_name=context_of(request)["site"].name
    )
    context: dict[str, Any] = {
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, light="white"),
        "address": address,
        "secret": " ".join(plain[n : n + 4] for n in range(0, len(plain), 4)),
        "waits": request.state.waits,
        "replaces": False,
    }
    page = render(request, "accounts/app.html", status=status, form=form, **context | more)
    return unkept(page)


@router.post("/second-step/app/confirm")
def confirm_app(
    request: Request, form: Annotated[CodeForm, Depends()], sign_in: SettingUp, session: Db
) -> Response:
    """The first code was right: from now on the app is asked for. Leads on to the recovery codes,
    with a new token for the session, which has both steps behind it."""

    def confirm(code: str) -> None:
        second.confirm_app(session, sign_in.person, request.app.state.secret, code, sign_in.id)

    status = _try(request, session, sign_in, form, confirm)
    if status:
        return _show_app(request, session, sign_in, form, status)
    see = f"/account/second-step/codes{_onward(form)}"
    return go_on(request, session, sign_in, see, second=True)


def _try(
    request: Request, session: Session, sign_in: SignIn, form: CodeForm, deed: Callable[[str], None]
) -> int:
    """Do what the code in the form is typed for, slowed down like passwords; the status of the
    answer when it was refused, which the form then says, else 0."""
    if not form.is_valid():
        return 422
    asks = knock(request, str(sign_in.person_id), attempts.CODE)
    try:
        attempts.count_password(session, asks)
        deed(form.code)
        attempts.forgive(session, asks)
    except (Invalid, TooMany) as refusal:
        form.take(refusal, "code")
        return refusal.status
    return 0


@router.get("/account/second-step/replace")
def show_next(request: Request, person: Fresh, session: Db) -> Response:
    """The secret of a new app, which counts for nothing yet, and the form for its first code."""
    return _show_next(request, session, CodeForm())


def _show_next(request: Request, session: Session, form: CodeForm, status: int = 200) -> Response:
    here: SignIn = request.state.sign_in
    plain = second.next_secret(session, here.person_id, request.app.state.secret, here.id)
    if not plain:
        return RedirectResponse(_HOME, status_code=303)
    return _show_secret(request, here, form, plain, status, replaces=True)


@router.post("/account/second-step/replace")
def replace_app(
    request: Request, person: Fresh, form: Annotated[CodeForm, Depends()], session: Db
) -> Response:
    """The new app takes the place of the one before, because its first code was right."""
    here: SignIn = request.state.sign_in

    def replace(code: str) -> None:
        second.replace_app(session, person, request.app.state.secret, code, here.id)

    if status := _try(request, session, here, form, replace):
        return _show_next(request, session, form, status)
    return go_on(request, session, here, f"{_HOME}?done=replaced", second=True)


@router.get("/account/second-step/codes")
def offer_codes(request: Request, person: Fresh, session: Db, see: Onward = "") -> Response:
    """What recovery codes are for, and the button that shows ten new ones."""
    left = recovery.codes_left(session, person.id)
    see = own_path(see, _HOME)
    return render(request, "accounts/codes.html", codes=[], left=left, see=see)


@router.post("/account/second-step/codes")
def make_codes(
    request: Request, person: Fresh, form: Annotated[CodeForm, Depends()], session: Db
) -> Response:
    """Ten new codes, shown this once. Without a second factor there is nothing to recover."""
    if not second.means_of(session, person.id).can_step:
        raise Conflict(_("Richten Sie zuerst den zweiten Schritt ein."))
    codes = recovery.make_codes(session, person, request.app.state.secret)
    see = own_path(form["next"], _HOME)
    return unkept(render(request, "accounts/codes.html", codes=codes, left=0, see=see))


@router.get("/account/second-step/remove")
def ask_to_remove(request: Request, person: Fresh, session: Db) -> Response:
    """What removing the app means, and the button that does it."""
    means = second.means_of(session, person.id)
    if not means.has_app:
        return RedirectResponse(_HOME, status_code=303)
    is_last = request.app.state.settings.staff_needs_second and not means.may_part_with_app
    because = second.needs_app() if is_last else ""
    return render(request, "accounts/app_remove.html", means=means, because=because)


@router.post("/account/second-step/remove")
def remove_app(request: Request, person: Fresh, session: Db) -> Response:
    """The app is asked for no longer."""
    second.remove_app(session, person, required=request.app.state.settings.staff_needs_second)
    return RedirectResponse(f"{_HOME}?done=removed", status_code=303)
