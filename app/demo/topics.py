"""The demo's topics that run across fields, and what their group advises."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from app import clock
from app.groups.topics import domain, queries
from app.models import Decision, Person, Process
from app.processes.queries import group_by_slug


def add_topics(
    session: Session,
    process: Process,
    by: Person,
    people: Mapping[str, Person],
    told: Mapping[str, Any],
) -> None:
    """Set up the topics that `told` names, gather the first notes for each and advise on these."""
    group, now = group_by_slug(session, process, told["group"]), clock.now()
    member = people[told["member"]]
    for said in told["topics"]:
        what = {"summary": said["summary"], "words": said["words"], "group": group}
        topic = domain.create(session, process, by, said["title"], **what)
        notes, _more = queries.proposed(session, topic, limit=said["gathers"])
        domain.gather(session, process, topic, notes, by, now)
        for note, advice in zip(notes, said["advises"], strict=False):
            decision = Decision(advice["decision"])
            domain.advise(
                session, process, topic, note, member, decision, advice["text"].strip(), now
            )
