"""The page of what was stopped at the door: publish it, or refuse it with a rule and a reason."""

from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from sqlmodel import Session, select

from app import clock
from app.accounts.rules import may_see_people
from app.comments.approving import hours_lately
from app.db import Db
from app.identity import SignedIn
from app.loading import one
from app.models import Person, Process, Release, Stop
from app.moderation import releasing
from app.moderation.deciding import has_decided, texts_about
from app.moderation.hiding_form import HidingForm
from app.moderation.paths import After, Done, FromInbox, Moderated, Number, back, led_from
from app.moderation.rules import may_release
from app.moderation.waiting import stopped
from app.processes.house_rules import rules_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()


@router.get("/stopped")
def show_stopped(
    request: Request,
    process: Moderated,
    person: SignedIn,
    session: Db,
    after: After = 0,
    done: Done = "",
) -> Response:
    """What waits and why, oldest first."""
    return _show(request, session, process, person, HidingForm(), after=after, done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: HidingForm,
    *,
    after: int = 0,
    done: str = "",
    wrong: int = 0,
    status: int = 200,
    inbox: str = "",
) -> Response:
    found, next_key = stopped(session, process, after)
    return render(
        request,
        "moderation/stopped.html",
        status=status,
        process=process,
        found=found,
        next_key=next_key,
        after=after,
        done=done,
        wrong=wrong,
        form=form,
        empty=HidingForm(),
        rules=rules_of(session, process),
        lately=hours_lately(session, process),
        may_release=may_release(person, process),
        sees_barriers=bool(may_see_people(person, process.organisation_id)),
        **led_from(process, inbox),
    )


@router.post("/stopped/{number}/publish")
def publish(
    process: Moderated,
    number: Number,
    person: SignedIn,
    session: Db,
    after: Annotated[int, Form(ge=0, le=2**63 - 1)] = 0,
    seen: Annotated[str, Form(max_length=40)] = "",
    inbox: FromInbox = "",
) -> Response:
    """Make public what waits, as it was `seen`. Sent twice by the same person it is done once."""
    require(may_release(person, process))
    if not has_decided(session, Stop, process, number, person, release=Release.PUBLISHED):
        stop = releasing.hold_stop(session, process, number)
        releasing.publish(session, stop, person, clock.now(), seen)
    return back(process, "stopped", after, _done(session, process, number, "published"), inbox)


@router.post("/stopped/{number}/refuse")
def refuse(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[HidingForm, Depends()],
    session: Db,
    inbox: FromInbox = "",
) -> Response:
    """Do not publish it; rule and reason go to who wrote it."""
    require(may_release(person, process))
    rules = rules_of(session, process)
    if not form.is_valid_for(rules, *texts_about(session, Stop, process, number)):
        after = max(form.after, 0)
        about: dict[str, Any] = {"after": after, "wrong": number, "inbox": inbox, "status": 422}
        return _show(request, session, process, person, form, **about)
    if not has_decided(session, Stop, process, number, person, release=Release.REFUSED):
        stop = releasing.hold_stop(session, process, number)
        rule = next(rule for rule in rules if str(rule.number) == form.rule)
        now = clock.now()
        releasing.refuse(session, stop, person, rule, form.reason, now, form.seen, form.passage)
    return back(process, "stopped", form.after, _done(session, process, number, "refused"), inbox)


def _done(session: Session, process: Process, number: int, done: str) -> str:
    """What the page says afterwards: nobody hears of it where nobody is known to have written."""
    query = (
        select(Stop)
        .where(Stop.id == number, Stop.process_id == process.id)
        .options(one(Stop.comment), one(Stop.reply))
    )
    stop = session.exec(query).one()
    return done if (stop.reply or stop.comment).author_id else f"{done}-untold"
