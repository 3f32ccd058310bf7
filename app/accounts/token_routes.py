"""One's own tokens for programs: which there are, making one, ending one. A token is shown once."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from app import clock
from app.accounts import giving, tokens
from app.accounts.door import unkept
from app.accounts.forms import DoorForm
from app.accounts.rules import may_make_token
from app.db import Db
from app.i18n import _
from app.idempotency import once
from app.identity import Fresh, SignedIn
from app.models import Person
from app.routing import Pages
from app.rules import require
from app.security import new_token
from app.text import clean_line
from app.web import render

router = Pages(prefix="/account/tokens")
HOLDS = (30, 90, 365)  # days to choose from


class TokenForm(DoorForm):
    """What a new token is for, what it may do, and how long."""

    def __init__(
        self,
        name: Annotated[str, Form()] = "",
        scope: Annotated[list[str] | None, Form()] = None,
        days: Annotated[str, Form()] = "",
        idempotency_key: Annotated[str, Form()] = "",
    ) -> None:
        super().__init__(name=name[:200], key=idempotency_key)
        self.scopes = sorted(tokens.SCOPES & set(scope or ()))
        self.days = int(days) if days in map(str, HOLDS) else HOLDS[-1]

    def is_valid(self, holding: int) -> bool:
        """Whether a token may be made of it by somebody who has `holding` already."""
        self.errors = {}
        if not clean_line(self["name"]):
            self.check("name", _("Bitte schreiben Sie, wofür der Schlüssel ist."))
        if not self.scopes:
            self.check("scope", _("Bitte wählen Sie, was das Programm darf."))
        if holding >= tokens.MOST:
            self.check("name", _("Sie haben schon 20 Schlüssel. Beenden Sie zuerst einen."))
        return not self.errors


@router.get("")
def show_tokens(request: Request, person: SignedIn, session: Db, done: str = "") -> Response:
    """One's own tokens that hold, and the form for another."""
    return _show(request, session, person, TokenForm(), done=done)


def _show(
    request: Request,
    session: Db,
    person: Person,
    form: TokenForm,
    status: int = 200,
    done: str = "",
) -> Response:
    return render(
        request,
        "accounts/tokens.html",
        status=status,
        tokens=tokens.still_hold(tokens.tokens_of(session, person)),
        may=may_make_token(person),
        form=form,
        scopes=_scopes(),
        holds=HOLDS,
        key=form["key"] or new_token(),
        done=done,
    )


def _scopes() -> dict[str, str]:
    """What each scope lets a program do, in words."""
    return {
        tokens.COMMENTS: _("Anmerkungen und Antworten schreiben, zustimmen"),
        tokens.ANSWERS: _("für die Stadt antworten"),
        tokens.DRAFTS: _("Fassungen hochladen"),
        tokens.BUNDLES: _("Rückmeldepakete herunterladen"),
        tokens.DECISIONS: _("für eine Arbeitsgruppe entscheiden"),
    }


@router.post("")
def make_token(
    request: Request, person: Fresh, form: Annotated[TokenForm, Depends()], session: Db
) -> Response:
    """A new token, shown on this answer alone."""
    require(may_make_token(person))
    first = once(session, person, "tokens", form["key"], form["name"], form.scopes, form.days)
    if first.result is not None:  # sent twice: it cannot be shown again
        return RedirectResponse("/account/tokens?done=made", status_code=303)
    if not form.is_valid(len(tokens.still_hold(tokens.tokens_of(session, person)))):
        form.typed["key"] = ""
        return _show(request, session, person, form, status=422)
    ends = clock.now() + timedelta(days=form.days)
    plain = giving.create_token(session, person, form.scopes, form["name"], ends)
    first.keep(made=True)
    return unkept(render(request, "accounts/token_made.html", plain=plain, ends=ends))


@router.post("/{token_id}/revoke")
def revoke_token(
    token_id: Annotated[int, Path(ge=1, le=2**63 - 1)], person: Fresh, session: Db
) -> Response:
    """End one of one's own tokens at once."""
    tokens.revoke_own(session, person, token_id)
    return RedirectResponse("/account/tokens?done=revoked", status_code=303)
