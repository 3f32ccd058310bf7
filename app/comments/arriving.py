"""From a request to a note: counted, looked at for what spam looks like, then public or waiting."""

from typing import Any

from fastapi import Request
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_moderate, roles_of
from app.comments import domain, guests, pace, stopping, work
from app.comments.approving import to_approve
from app.comments.doubts import (
    COPIED,
    Arrival,
    doubts,
    doubts_about_guest,
    doubts_about_nobody,
)
from app.comments.forms import CommentForm, ReplyForm
from app.comments.letters import tell_of_answer
from app.comments.pace import Sender
from app.comments.targets import Target
from app.config import Settings
from app.forgetting import UNNAMED
from app.identity import Card
from app.models import Comment, CommentKind, Person, Process, Reply
from app.rules import Verdict
from app.security import network_of, seconds_since


def take_comment(
    request: Request,
    session: Session,
    place: Target,
    author: Person | Card,
    form: CommentForm,
    **about: Any,
) -> Comment:
    """Write the note of somebody with an account: public, or waiting with its reasons. Raises
    `TooMany` when account or network write too much."""
    texts = (form.text, form.proposed_wording, *form.lines)
    reasons = reasons_for(request, session, place.process, author, texts, trap=form.more)
    about |= {"text": form.text, "wording": form.proposed_wording, "now": clock.now(), **form.about}
    about |= {"kind": CommentKind(form.kind), "receipt_due": True}
    if reasons:
        note = stopping.stop_comment(session, place, author, reasons, **about)
    else:
        note = domain.post_comment(session, place, author, **about)
    form.sign(note)
    session.info["work"] = True  # the worker mails the receipt (receipting.py)
    return note


def take_reply(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    author: Person,
    form: ReplyForm,
) -> Reply:
    """The same for a resident's answer to a note, whose author gets a mail once it is public."""
    reasons = reasons_for(request, session, process, author, (form.text,), trap=form.more)
    now = clock.now()
    if reasons:
        return stopping.stop_reply(session, note, author, reasons, text=form.text, now=now)
    answer = domain.reply(session, note, author, text=form.text, now=now)
    tell_of_answer(session, answer)
    return answer


def reasons_for(
    request: Request,
    session: Session,
    process: Process,
    author: Person | Card,
    texts: tuple[str, ...],
    *,
    trap: str = "",
) -> list[str]:
    """Count what is sent, and say why it should wait, if it should: what the process reads first
    (but what its own moderation writes), and what looks like spam. Raises `TooMany`."""
    settings: Settings = request.app.state.settings
    network = network_of(request)
    sender = Sender(author.id, network, request.app.state.secret)
    copied = pace.count_writing(session, sender, texts[0], settings.writes_per_minute)
    arrival = Arrival(network, _seconds(request), bool(trap))
    trusted = bool(author.grants if isinstance(author, Card) else roles_of(author))
    found = doubts(
        session,
        process,
        author,
        arrival,
        texts,
        trusted=trusted,
        least_seconds=settings.seconds_to_write,
    )
    found += [COPIED] if copied and not trusted else []
    if isinstance(author, Person) and may_moderate(author, process):
        return found
    return [*to_approve(process, texts), *found]


def take_guest(request: Request, session: Session, place: Target, form: CommentForm) -> int:
    """Write a guest's note, which waits to be confirmed by mail. Its number: that of the first,
    when it is sent again. Raises `TooMany` for the network or the address, and `Conflict` when the
    form was used for another note."""
    secret = request.app.state.secret
    settings: Settings = request.app.state.settings
    solved = work.solved(form.work, secret, place.process.id)
    said = (*form.said, form.name, form.mailbox)
    used = work.use_once(session, solved or request.state.form_token, place.process.id, *said)
    if used.number is not None:
        return used.number
    network = network_of(request)
    sender = Sender(None, network, secret)
    pace.count_guest_mail(session, sender, form.mailbox)
    copied = pace.count_guest(session, sender, form.text)
    reasons = doubts_about_guest(
        session,
        place.process,
        Arrival(network, _seconds(request), bool(form.more)),
        (form.text, form.proposed_wording, form.name, *form.lines),
        least_seconds=settings.seconds_to_write,
    )
    found = [*reasons, COPIED] if copied else reasons
    note = guests.write(session, place, form, found, secret, clock.now())
    work.keep(session, used, note.number)
    return note.number


def take_unsigned(request: Request, session: Session, place: Target, form: CommentForm) -> int:
    """Write the note of somebody who is not signed in; it waits. Its number: that of the first,
    when it is sent again. Raises `TooMany` when its network writes too much, and `Conflict` when
    the form was used for another note."""
    secret = request.app.state.secret
    solved = work.solved(form.work, secret, place.process.id)
    brought = solved or request.state.form_token
    used = work.use_once(session, brought, place.process.id, *form.said, form.name)
    if used.number is not None:
        return used.number
    network = network_of(request)
    proved = solved is not None
    sender = Sender(None, network, secret)
    copied = pace.count_unsigned(session, sender, form.text, proved=proved)
    arrival = Arrival(network, _seconds(request), bool(form.more))
    texts = (form.text, form.proposed_wording, form.name, *form.lines)
    reasons = doubts_about_nobody(session, place.process, arrival, texts, proved=proved)
    note = stopping.stop_comment(
        session,
        place,
        None,
        [*reasons, COPIED] if copied else reasons,
        kind=CommentKind(form.kind),
        text=form.text,
        wording=form.proposed_wording,
        now=clock.now(),
        author_name=form.name or UNNAMED,
        **form.about,
    )
    work.keep(session, used, note.number)
    return note.number


def _seconds(request: Request) -> float:
    """How long ago the form was made; a program's request has none."""
    token = getattr(request.state, "form_token", "")
    return seconds_since(token) if token else float("inf")


def about_form(
    request: Request, process: Process, verdict: Verdict, *, again: bool
) -> dict[str, Any]:
    """What the form needs beside what was typed: a piece of work for whoever is not signed in;
    shown `again` to be mended it is still the form that was made then."""
    own: dict[str, Any] = {"token": request.state.form_token} if again else {}
    unsigned = bool(verdict) and request.state.visitor is None
    works = unsigned and process.takes_unsigned
    given = work.hand_out(request.app.state.secret, process.id) if works else ""
    return {**own, "unsigned": unsigned, "work": given}
