"""A note or an answer typed by somebody who has to sign in first: it is set aside for three hours
and stands in the form again afterwards, whichever way they sign in, and without JavaScript.

It lies in a `Challenge` under the hash of a random token; the token is part of the address that
signing in leads back to, so only whoever typed it comes to it. Nothing says who they are.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from sqlalchemy import delete
from sqlmodel import Session, col

from app import clock
from app.accounts import challenges
from app.comments.forms import CommentForm
from app.comments.pace import HOUR, Sender
from app.comments.rules import may_comment
from app.comments.targets import Target
from app.errors import Gone
from app.models import Challenge, Comment, Errand, Process
from app.processes.queries import by_slug
from app.security import hash_token, network_of, slow_down
from app.web import asked_by_htmx, render

HOURS = 3
MOST = 20_000  # characters of a text; four times what a note may have
PER_HOUR = 60  # texts set aside from one network
_KEPT = ("kind", "text", "proposed_wording", "version")


def note(
    request: Request, session: Session, place: Target, form: CommentForm, because: str
) -> Response:
    """The page (401) that says why to sign in, and leads back to the form with the note that was
    typed. Raises `TooMany` when too much is set aside from this network."""
    process = place.process
    typed = {name: getattr(form, name) for name in _KEPT} | {"sentence": form.choice}
    token = _set_aside(request, session, process, typed)
    query = urlencode({"at": place.address.fragment, "kept": token})
    by_slug(session, process.slug)  # the page names the city
    suggests = form.kind == "suggestion"
    return _page(
        request,
        because,
        process=process,
        field=place.field,
        typed=[form.text, *([form.proposed_wording] if suggests else [])],
        back=f"/p/{process.slug}/comments/new?{query}",
        goes_without=bool(may_comment(None, process, clock.now())),
    )


def answer(request: Request, session: Session, about: Comment, text: str, because: str) -> Response:
    """The same for an answer to a note."""
    process = about.process
    token = _set_aside(request, session, process, {"text": text})
    return _page(
        request,
        because,
        process=process,
        field=about.field,
        typed=[text],
        back=f"/p/{process.slug}/comments/{about.number}/reply?{urlencode({'kept': token})}",
        goes_without=False,
    )


def _page(request: Request, because: str, **shown: Any) -> Response:
    return render(
        request,
        "comments/sign_in_first.html",
        fragment="comments/_sign_in_first.html",
        status=401,
        because=because,
        hours=HOURS,
        asked_by_htmx=asked_by_htmx(request),
        **shown,
    )


def _set_aside(
    request: Request, session: Session, process: Process, typed: Mapping[str, str]
) -> str:
    sender = Sender(None, network_of(request), request.app.state.secret)
    if sender.has_network:
        slow_down(session, sender.key("aside", by_network=True), PER_HOUR, HOUR)
    token = secrets.token_urlsafe(32)
    kept = {name: said[:MOST] for name, said in typed.items()}
    valid = timedelta(hours=HOURS)
    challenges.give_out(session, Errand.TYPED, token, valid=valid, process=process.id, typed=kept)
    return token


def typed_before(session: Session, process: Process, token: str) -> dict[str, str]:
    """What was set aside under this token in this process; empty where nothing is (any more)."""
    try:
        found: Any = challenges.look_at(session, Errand.TYPED, token).data
    except Gone:
        return {}
    return found["typed"] if found["process"] == process.id else {}


def take_up(session: Session, place: Target, form: CommentForm) -> CommentForm:
    """The note that was set aside under the token `form.kept`, as a form again; else the form as
    it is, and `is_lost`."""
    typed = typed_before(session, place.process, form.kept)
    if not typed:
        form.is_lost = True
        return form
    return CommentForm(target=form.target, kept=form.kept, **typed)


def drop(session: Session, token: str) -> None:
    """It has arrived: what was set aside under this token goes."""
    session.execute(
        delete(Challenge).where(
            col(Challenge.token_hash) == hash_token(token), col(Challenge.errand) == Errand.TYPED
        )
    )
