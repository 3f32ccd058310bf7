"""Topics at the desk: which there are, and which notes belong to them."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_see_desk
from app.comments.decision_words import decision_word
from app.comments.grouped import public_notes
from app.comments.queries import by_number
from app.db import Db
from app.groups.topics import domain, queries
from app.groups.topics.forms import TopicForm
from app.groups.topics.rules import may_gather, may_see_topic, may_set_up
from app.i18n import _
from app.identity import SignedIn
from app.models import Person, Process, Topic
from app.processes.queries import by_slug
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()
DESK = "/desk/p/{slug}/topics"
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
After = Annotated[int, Query(ge=0, le=2**31 - 1)]
Done = Annotated[str, Query(max_length=20)]
MOST_AT_ONCE = 200
_NUMBERS = re.compile(r"\d{1,9}")


def _process(slug: str, session: Db) -> Process:
    return by_slug(session, slug)


def _topic(slug: str, topic: str, session: Db) -> Topic:
    return queries.topic_by_slug(session, by_slug(session, slug), topic)


TheProcess = Annotated[Process, Depends(_process, scope="function")]
TheTopic = Annotated[Topic, Depends(_topic, scope="function")]


@router.get(DESK)
def show_topics(
    request: Request, process: TheProcess, person: SignedIn, session: Db, done: Done = ""
) -> Response:
    """The topics of the process, and for its manager the form for a new one."""
    require(may_see_desk(person, process))
    return _topics(request, session, process, person, TopicForm(), done)


def _topics(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: TopicForm,
    done: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        "groups/topics.html",
        status=status,
        process=process,
        topics=queries.topics_of(session, process),
        groups=queries.advising_groups(session, process),
        form=form,
        done=done,
        may_set_up=bool(may_set_up(person, process)),
    )


@router.post(DESK)
def create_topic(
    request: Request,
    process: TheProcess,
    person: SignedIn,
    session: Db,
    form: Annotated[TopicForm, Depends()],
) -> Response:
    """A new topic. Sent twice, it is one."""
    require(may_set_up(person, process))
    if not form.is_valid():
        return _topics(request, session, process, person, form, status=422)
    kept = _kept(session, process, form)
    topic = domain.create(session, process, person, form.title, **kept)
    return _to(f"/desk/p/{process.slug}/topics/{topic.slug}?done=created")


def _kept(session: Session, process: Process, form: TopicForm) -> dict[str, Any]:
    groups = queries.advising_groups(session, process)
    group = next((one for one in groups if one.slug == form.group), None)
    return {"summary": form.summary, "words": form.words, "group": group}


def _to(where: str) -> Response:
    return RedirectResponse(f"{where}#getan", status_code=303)


@router.get(DESK + "/{topic}")
def show_topic(
    request: Request,
    process: TheProcess,
    topic: TheTopic,
    person: SignedIn,
    session: Db,
    after: After = 0,
    proposed: After = 0,
    done: Done = "",
) -> Response:
    """One topic: the notes that its words propose, and those that belong to it."""
    require(may_see_topic(person, topic, process))
    asked: dict[str, Any] = {"after": after, "proposed": proposed, "done": done}
    return _shown(request, session, process, topic, person, **asked)


def _shown(
    request: Request,
    session: Session,
    process: Process,
    topic: Topic,
    person: Person,
    *,
    form: TopicForm | None = None,
    wrong: str = "",
    typed: str = "",
    after: int = 0,
    proposed: int = 0,
    done: str = "",
) -> Response:
    notes, more = queries.notes_of(session, topic, after)
    offered, more_offered = queries.proposed(session, topic, proposed)
    return render(
        request,
        "groups/topic.html",
        status=422 if form or wrong else 200,
        process=process,
        topic=topic,
        notes=notes,
        more=more,
        after=after,
        offered=offered,
        more_offered=more_offered,
        proposed=proposed,
        advice=queries.advice_of(session, topic, notes),
        groups=queries.advising_groups(session, process),
        form=form or TopicForm.of(topic),
        wrong=wrong,
        typed=typed,
        done=done,
        decision_word=decision_word,
        may_set_up=bool(may_set_up(person, process)),
        may_gather=bool(may_gather(person, topic, process)),
    )


@router.post(DESK + "/{topic}")
def change_topic(
    request: Request,
    process: TheProcess,
    topic: TheTopic,
    person: SignedIn,
    session: Db,
    form: Annotated[TopicForm, Depends()],
) -> Response:
    """Another title, group or words."""
    require(may_set_up(person, process))
    if not form.is_valid():
        return _shown(request, session, process, topic, person, form=form)
    kept = _kept(session, process, form)
    domain.change(session, process, topic, person, form.title, **kept)
    return _to(f"/desk/p/{process.slug}/topics/{topic.slug}?done=changed")


@router.post(DESK + "/{topic}/in")
def put_in(
    request: Request,
    process: TheProcess,
    topic: TheTopic,
    person: SignedIn,
    session: Db,
    numbers: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """Notes that belong to the topic: ticked among the proposed ones, or by their numbers."""
    require(may_gather(person, topic, process))
    typed = ", ".join(numbers or [])[:4000]
    wanted = sorted({int(found) for found in _NUMBERS.findall(typed)})[:MOST_AT_ONCE]
    notes = public_notes(session, process, wanted)
    missing = sorted(set(wanted) - {note.number for note in notes})
    wrong = _wrong(wanted, missing)
    if wrong:
        return _shown(request, session, process, topic, person, wrong=wrong, typed=typed)
    domain.gather(session, process, topic, notes, person, clock.now())
    return _to(f"/desk/p/{process.slug}/topics/{topic.slug}?done=in")


def _wrong(wanted: Sequence[int], missing: Sequence[int]) -> str:
    if not wanted:
        return _("Wählen Sie Anmerkungen aus, oder schreiben Sie ihre Nummern: 12, 15.")
    if missing:
        return _("#%(which)s: Das ist keine öffentliche Anmerkung dieses Verfahrens.") % {
            "which": ", #".join(map(str, missing[:10]))
        }
    return ""


@router.post(DESK + "/{topic}/out/{number}")
def take_out(
    process: TheProcess, topic: TheTopic, number: Number, person: SignedIn, session: Db
) -> Response:
    """A note that does not belong to the topic; it is not proposed again."""
    require(may_gather(person, topic, process))
    note = by_number(session, process, number)
    domain.drop(session, process, topic, note, person, clock.now())
    return _to(f"/desk/p/{process.slug}/topics/{topic.slug}?done=out")
