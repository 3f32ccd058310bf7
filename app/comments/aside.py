"""A note typed by somebody who has to sign in first: it is set aside for three hours and stands in
the form again afterwards, whichever way they sign in, and without JavaScript.

It lies in a `Challenge` under the hash of a random token; the token is part of the address that
signing in leads back to, so only whoever typed the note comes to it. Nothing says who they are.
"""

from __future__ import annotations

import secrets
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
from app.models import Challenge, Errand
from app.processes.queries import by_slug
from app.security import hash_token, network_of, slow_down
from app.web import asked_by_htmx, render

HOURS = 3
MOST = 20_000  # characters of a text; four times what a note may have
PER_HOUR = 60  # notes set aside from one network
_KEPT = ("kind", "sentence", "text", "proposed_wording", "version")


def ask_to_sign_in(
    request: Request, session: Session, place: Target, form: CommentForm, because: str
) -> Response:
    """The page (401) that says why to sign in and leads back to the form with all that was typed.
    Raises `TooMany` when too much is set aside from this network."""
    process = place.process
    token = _set_aside(request, session, place, form)
    query = urlencode({"at": place.address.fragment, "kept": token})
    by_slug(session, process.slug)  # the page names the city
    return render(
        request,
        "comments/sign_in_first.html",
        fragment="comments/_sign_in_first.html",
        status=401,
        process=process,
        field=place.field,
        place=place,
        form=form,
        because=because,
        hours=HOURS,
        back=f"/p/{process.slug}/comments/new?{query}",
        goes_without=bool(may_comment(None, process, clock.now())),
        asked_by_htmx=asked_by_htmx(request),
    )


def _set_aside(request: Request, session: Session, place: Target, form: CommentForm) -> str:
    sender = Sender(None, network_of(request), request.app.state.secret)
    if sender.has_network:
        slow_down(session, sender.key("aside", by_network=True), PER_HOUR, HOUR)
    token = secrets.token_urlsafe(32)
    typed = {name: str(getattr(form, name))[:MOST] for name in _KEPT} | {"sentence": form.choice}
    valid = timedelta(hours=HOURS)
    process_id = place.process.id
    challenges.give_out(session, Errand.TYPED, token, valid=valid, process=process_id, typed=typed)
    return token


def take_up(session: Session, place: Target, form: CommentForm) -> CommentForm:
    """What was set aside under the token `form.kept`, as a form again. Where it is not there any
    more, the form as it is, and `is_lost`."""
    try:
        found = challenges.look_at(session, Errand.TYPED, form.kept)
    except Gone:
        form.is_lost = True
        return form
    typed: Any = found.data["typed"]
    if found.data["process"] != place.process.id:
        return form
    again = CommentForm(target=form.target, kept=form.kept, **typed)
    if not again.proposed_wording:
        again.proposed_wording = form.proposed_wording
    return again


def drop(session: Session, token: str) -> None:
    """The note has arrived: what was set aside under this token goes."""
    session.execute(
        delete(Challenge).where(
            col(Challenge.token_hash) == hash_token(token), col(Challenge.errand) == Errand.TYPED
        )
    )
