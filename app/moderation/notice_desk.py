"""Notices and objections at the desk: read by the moderation and the revision, decided by the
moderation; and hiding what nobody has reported."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlmodel import Session

from app import clock
from app.db import Db
from app.identity import SignedIn
from app.models import Notice, NoticeKind, Outcome, Person, Process, Removal, Ruling
from app.moderation import noticed, notices, objecting, removals
from app.moderation.deciding import has_decided, texts_about
from app.moderation.hiding_form import HidingForm
from app.moderation.notice_forms import ReasonForm
from app.moderation.paths import After, Done, FromInbox, Moderated, Number, back, led_from
from app.moderation.rules import may_decide_notice, may_decide_objection
from app.processes.house_rules import rules_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()


@router.get("/notices")
def show_notices(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    after: After = 0,
    done: Done = "",
) -> Response:
    """Open notices, the oldest first, each with what it is about."""
    return _notices(request, session, process, person, after=after, done=done)


def _notices(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    *,
    after: int = 0,
    status: int = 200,
    inbox: str = "",
    **about: Any,
) -> Response:
    found, next_key = noticed.open_notices(session, process, after)
    values: dict[str, Any] = {"done": "", "wrong": 0, "way": "", "form": HidingForm()}
    return render(
        request,
        "moderation/notices.html",
        status=status,
        process=process,
        found=found,
        next_key=next_key,
        after=after,
        empty=HidingForm(),
        rules=rules_of(session, process),
        may_decide=may_decide_notice(person, process),
        counted=noticed.waiting_in(session, [process.id]).get(process.id, (0, 0)),
        NoticeKind=NoticeKind,
        **values | led_from(process, inbox) | about,
    )


@router.post("/notices/{number}/hide")
def hide_reported(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[HidingForm, Depends()],
    session: Db,
    inbox: FromInbox = "",
) -> Response:
    """Hide what was reported, by a rule and with a reason. Sent twice it is done once."""
    require(may_decide_notice(person, process))
    rules = rules_of(session, process)
    if not form.is_valid_for(rules, *texts_about(session, Notice, process, number)):
        about: dict[str, Any] = {"after": form.after, "wrong": number, "way": "hide", "form": form}
        about["inbox"] = inbox
        return _notices(request, session, process, person, status=422, **about)
    if not has_decided(session, Notice, process, number, person, ruling=Ruling.HIDDEN):
        notice = notices.hold_notice(session, process, number)
        rule = next(rule for rule in rules if str(rule.number) == form.rule)
        notices.hide(session, notice, person, rule, form.reason, clock.now(), form.passage)
    return back(process, "notices", form.after, "hidden", inbox)


@router.post("/notices/{number}/keep")
def keep_reported(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[ReasonForm, Depends()],
    session: Db,
    inbox: FromInbox = "",
) -> Response:
    """Leave what was reported, with a reason to who reported it."""
    require(may_decide_notice(person, process))
    if not form.is_valid():
        about: dict[str, Any] = {"after": form.after, "wrong": number, "way": "keep", "form": form}
        about["inbox"] = inbox
        return _notices(request, session, process, person, status=422, **about)
    if not has_decided(session, Notice, process, number, person, ruling=Ruling.KEPT):
        notice = notices.hold_notice(session, process, number)
        notices.keep(session, notice, person, form.reason, clock.now())
    return back(process, "notices", form.after, "kept", inbox)


@router.get("/objections")
def show_objections(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    after: After = 0,
    done: Done = "",
) -> Response:
    """Open objections, the oldest removal first."""
    return _objections(request, session, process, person, after=after, done=done)


def _objections(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    *,
    after: int = 0,
    status: int = 200,
    inbox: str = "",
    **about: Any,
) -> Response:
    found, next_key = noticed.open_objections(session, process, after)
    others = removals.others_moderate(session, process, person.id)
    values: dict[str, Any] = {"done": "", "wrong": 0, "way": "", "form": ReasonForm()}
    return render(
        request,
        "moderation/objections.html",
        status=status,
        process=process,
        found=[
            (removal, name, may_decide_objection(person, removal, process, others=others))
            for removal, name in found
        ],
        next_key=next_key,
        after=after,
        empty=ReasonForm(),
        alone=not others,
        counted=noticed.waiting_in(session, [process.id]).get(process.id, (0, 0)),
        **values | led_from(process, inbox) | about,
    )


@router.post("/objections/{number}/{outcome}")
def decide_objection(
    request: Request,
    process: Moderated,
    number: Number,
    outcome: Outcome,
    person: SignedIn,
    form: Annotated[ReasonForm, Depends()],
    session: Db,
    inbox: FromInbox = "",
) -> Response:
    """Show it again, or leave it hidden, with a reason to who objected."""
    require(may_decide_notice(person, process))
    if not form.is_valid():
        about: dict[str, Any] = {"after": form.after, "wrong": number, "form": form}
        about |= {"way": outcome.value, "inbox": inbox}
        return _objections(request, session, process, person, status=422, **about)
    if not has_decided(session, Removal, process, number, person, outcome=outcome):
        removal = objecting.hold_removal(session, process, number)
        objecting.decide(session, removal, person, outcome, form.reason, clock.now())
    return back(process, "objections", form.after, outcome.value, inbox)
