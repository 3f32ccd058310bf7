"""The second step of signing in, and showing once more who one is before the account changes."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import attempts, foreign, letters, second
from app.accounts.door import OwnPassword, go_on, home_of, knock, own_path, unkept
from app.accounts.forms import CodeForm, ProveForm
from app.accounts.sessions import end
from app.db import Db
from app.errors import Invalid, Refused, TooMany
from app.i18n import _
from app.identity import SignedIn, Visitor
from app.models import Person, SignIn
from app.routing import Pages
from app.web import render

router = Pages()
Onward = Annotated[str, Query(alias="next")]
WORRY = 5  # wrong codes in a quarter of an hour, after which the owner is told


def whoever_waits(request: Request, _visitor: Visitor) -> SignIn | None:
    """The session whose second step is outstanding, or None."""
    return request.state.sign_in if request.state.waits else None


Waiting = Annotated[SignIn | None, Depends(whoever_waits, scope="function")]


def _elsewhere(visitor: Person | None, see: str) -> Response:
    """There is no second step to take: on to where it led, or to the beginning."""
    to = own_path(see, home_of(visitor)) if visitor else "/sign-in"
    return RedirectResponse(to, status_code=303)


@router.get("/second-step")
def ask_for_step(
    request: Request, sign_in: Waiting, visitor: Visitor, session: Db, see: Onward = ""
) -> Response:
    """The form for the code. Who has nothing to make codes with sets that up first."""
    if sign_in is None:
        return _elsewhere(visitor, see)
    form = CodeForm(see=own_path(see, ""))
    return _show_step(request, session, sign_in, form)


def _show_step(
    request: Request, session: Db, sign_in: SignIn, form: CodeForm, status: int = 200
) -> Response:
    means = second.means_of(session, sign_in.person_id)
    if not means.can_step:
        return RedirectResponse("/second-step/set-up", status_code=303)
    page = "accounts/second_step.html"
    return unkept(render(request, page, status=status, form=form, means=means))


@router.post("/second-step")
def take_step(
    request: Request,
    form: Annotated[CodeForm, Depends()],
    sign_in: Waiting,
    visitor: Visitor,
    session: Db,
) -> Response:
    """The second step, by a code of the app or a recovery code."""
    if sign_in is None:
        return _elsewhere(visitor, form["next"])
    refusal: Refused | None = None
    if form.is_valid():
        tried = attempts.count_halfway(session, request.app.state.secret, sign_in.id)
        if tried <= attempts.CODES_HALFWAY:
            refusal = _why_wrong(request, session, sign_in.person, form.code)
            if refusal is None:
                see = own_path(form["next"], home_of(sign_in.person))
                return go_on(request, session, sign_in, see, second=True)
        if refusal is None or tried == attempts.CODES_HALFWAY:
            return _end_halfway(request, session, sign_in)
        form.take(refusal, "code")
    return _show_step(request, session, sign_in, form, refusal.status if refusal else 422)


def _end_halfway(request: Request, session: Db, sign_in: SignIn) -> Response:
    """Too many wrong codes: the way in begins anew, with the password. A page and no exception, so
    that it stays so."""
    end(session, sign_in)
    because = Invalid(_("Das waren zu viele falsche Codes. Bitte melden Sie sich neu an."))
    page, status = "accounts/not_in.html", because.status
    return unkept(render(request, page, status=status, refusal=because, again="/sign-in"))


def _why_wrong(request: Request, session: Db, person: Person, code: str) -> Refused | None:
    """Take a code, counting it; what is wrong with it, if anything is. After some wrong ones the
    owner is told: whoever gets here knows the password."""
    asks = knock(request, str(person.id), attempts.CODE)
    tried = 0
    try:
        tried = attempts.count_password(session, asks)
        second.take_second(session, person, request.app.state.secret, code)
        attempts.forgive(session, asks)
    except (Invalid, TooMany) as refusal:
        if tried == WORRY:
            letters.codes_guessed(session, person.email)
        return refusal
    return None


@router.get("/prove")
def ask_for_proof(
    request: Request, person: SignedIn, session: Db, see: Onward = "/account"
) -> Response:
    """What this person is to show before the account is changed."""
    return _show_proof(request, session, person, ProveForm(see=own_path(see, "/account")))


def _show_proof(
    request: Request, session: Db, person: Person, form: ProveForm, status: int = 200
) -> Response:
    means = second.means_of(session, person.id)
    page = "accounts/prove.html"
    shown: dict[str, Any] = {"form": form, "person": person, "means": means}
    elsewhere = request.app.state.provider and foreign.accounts_of(session, person.id)
    return unkept(render(request, page, status=status, elsewhere=bool(elsewhere), **shown))


@router.post("/prove")
def prove(
    request: Request,
    fits: OwnPassword,
    form: Annotated[ProveForm, Depends()],
    person: SignedIn,
    session: Db,
) -> Response:
    """All that this person has to show: the password if there is one, and a code if there is an
    app (OWASP ASVS 5.0, V7.5.1: in full). Who has neither signs in again by link."""
    means = second.means_of(session, person.id)
    has_password = bool(person.password_hash)
    status = 422
    is_complete = form.is_valid(password=has_password, code=means.has_app)
    if is_complete and (has_password or means.has_app):
        refusal = _why_no_proof(request, session, person, form, fits=fits, code=means.has_app)
        if refusal is None:
            see = own_path(form["next"], "/account")
            sign_in = request.state.sign_in
            return go_on(request, session, sign_in, see, second=means.has_app)
        form.take(refusal, "password")
        status = refusal.status
    return _show_proof(request, session, person, form, status)


def _why_no_proof(
    request: Request, session: Db, person: Person, form: ProveForm, *, fits: bool, code: bool
) -> Refused | None:
    """What is wrong with what was shown. The code is looked at only when the password is right."""
    if person.password_hash:
        asks = knock(request, person.email)
        try:
            attempts.count_password(session, asks)
        except TooMany as too_many:
            return too_many
        if not fits:
            because = _("Das Passwort stimmt nicht.")
            return Invalid(because, {"password": because})
        attempts.forgive(session, asks)
    if not code:
        return None
    refusal = _why_wrong(request, session, person, form.code)
    if refusal is not None and not refusal.fields:
        refusal.fields = {"code": refusal.reason}
    return refusal
