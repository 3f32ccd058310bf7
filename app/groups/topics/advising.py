"""The room of a topic's group: the notes of its topics, and what it advises on each."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments.decision_words import decision_word
from app.db import Db
from app.groups.bundle_page import bundles_shown
from app.groups.room_paths import GroupInPath
from app.groups.topics import domain, queries
from app.groups.topics.desk import Done, Number
from app.groups.topics.forms import AdviceForm, choices
from app.groups.topics.rules import may_advise, may_read_advice
from app.identity import SignedIn
from app.models import Comment, Person, Topic, WorkingGroup
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()
MOST_TOPICS = 3  # of one group, on its page


def show_topics_room(
    request: Request, session: Session, group: WorkingGroup, member: Person, after: int, done: str
) -> Response:
    """The notes of the group's topics, with what it advises, twenty of each at a time; and its
    bundles."""
    topics = queries.topics_of_group(session, group)[:MOST_TOPICS]
    shown: list[dict[str, Any]] = []
    for topic in topics:
        notes, more = queries.notes_of(session, topic, after)
        shown.append({"topic": topic, "notes": notes, "more": more})
    noted = [note for one in shown for note in one["notes"]]
    return render(
        request,
        "groups/topic_room.html",
        shown=shown,
        advice=queries.advice_in(session, topics, noted),
        after=after,
        done=done,
        decision_word=decision_word,
        may_advise=bool(may_advise(member, group, group.process)),
        **bundles_shown(session, group, member),
    )


@router.get("/groups/{group_id}/topics/{topic}/{number}")
def show_advice(
    request: Request,
    group: GroupInPath,
    topic: str,
    number: Number,
    person: SignedIn,
    session: Db,
    done: Done = "",
) -> Response:
    """A note of a topic, for its group: what it would advise."""
    require(may_read_advice(person, group, group.process))
    found = _of_group(session, group, topic)
    note = queries.note_in(session, found, number)
    advice = queries.advice_of(session, found, [note]).get(note.id)
    return _advice(request, session, group, found, note, AdviceForm.of(advice), person, done)


def _of_group(session: Session, group: WorkingGroup, slug: str) -> Topic:
    """The topic, if this group advises on it; else as if there were none."""
    topic = queries.topic_by_slug(session, group.process, slug)
    if topic.group_id != group.id:
        return queries.topic_by_slug(session, group.process, "")
    return topic


def _advice(
    request: Request,
    session: Session,
    group: WorkingGroup,
    topic: Topic,
    note: Comment,
    form: AdviceForm,
    person: Person,
    done: str = "",
) -> Response:
    return render(
        request,
        "groups/advise.html",
        status=422 if form.errors else 200,
        process=group.process,
        group=group,
        topic=topic,
        note=note,
        form=form,
        choices=choices(),
        done=done,
        decision_word=decision_word,
        may_advise=bool(may_advise(person, group, group.process)),
    )


@router.post("/groups/{group_id}/topics/{topic}/{number}")
def advise(
    request: Request,
    group: GroupInPath,
    topic: str,
    number: Number,
    person: SignedIn,
    session: Db,
    form: Annotated[AdviceForm, Depends()],
) -> Response:
    """Write down what the topic's group advises; the group of the note's field reads it."""
    require(may_advise(person, group, group.process))
    found = _of_group(session, group, topic)
    note = queries.note_in(session, found, number)
    if not form.is_valid():
        return _advice(request, session, group, found, note, form, person)
    said = (form.decision, form.text)
    domain.advise(session, group.process, found, note, person, *said, clock.now())
    following, _more = queries.notes_of(session, found, note.number, 1)
    where = f"/groups/{group.id}"
    if following:
        where += f"/topics/{found.slug}/{following[0].number}"
    return RedirectResponse(f"{where}?done=said#getan", status_code=303)
