"""What stands around a draft: stations, events, documents, rules, offices, committees."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.models import (
    Consultation,
    Document,
    Event,
    HouseRule,
    Involvement,
    Meeting,
    Office,
    Perspective,
    Process,
    Station,
    TargetGroup,
    WorkingGroup,
)
from app.processes.markdown import as_html
from app.text import slugify

Midnight = Callable[[int], datetime]


def add_papers(
    session: Session,
    process: Process,
    told: dict[str, Any],
    offices: dict[str, Office],
    folder: Path,
    midnight: Midnight,
) -> None:
    """Everything that `process.yaml` tells beside the draft itself."""
    for position, station in enumerate(told["stations"], 1):
        at = midnight(station["in_days"])
        row = {name: station[name] for name in ("key", "title", "detail")}
        session.add(Station(process_id=process.id, position=position, at=at, **row))
    for position, name in enumerate(told["target_groups"], 1):
        session.add(TargetGroup(process_id=process.id, name=name, position=position))
    for position, name in enumerate(told.get("perspectives", []), 1):
        session.add(Perspective(process_id=process.id, name=name, position=position))
    process.takes_guests = told.get("takes_guests", False)
    for position, slug in enumerate(told["offices"], 1):
        office = offices[slug]
        session.add(Involvement(process_id=process.id, office_id=office.id, position=position))
    for rule in told["rules"]:
        session.add(HouseRule(process_id=process.id, **rule))
    process.council_paper = told["council"]["paper"]
    for position, step in enumerate(told["council"]["consultations"], 1):
        session.add(
            Consultation(
                process_id=process.id,
                position=position,
                committee=step["committee"],
                at=midnight(step["in_days"]),
                result=step.get("result") or "",
            )
        )
    _add_events(session, process, told["events"], midnight)
    _add_documents(session, process, told, folder, midnight)
    session.flush()


def _add_events(
    session: Session, process: Process, events: list[dict[str, Any]], midnight: Midnight
) -> None:
    groups = {
        group.slug: group
        for group in session.exec(select(WorkingGroup).where(WorkingGroup.process_id == process.id))
    }
    for told in events:
        day = midnight(told["in_days"])
        event = Event(
            process_id=process.id,
            title=told["title"],
            text=told["text"],
            place=told["place"],
            starts_at=_at(day, told["starts"]),
            ends_at=_at(day, told["ends"]),
        )
        session.add(event)
        session.flush()
        for slug in told["groups"]:
            session.add(Meeting(process_id=process.id, event_id=event.id, group_id=groups[slug].id))


def _at(day: datetime, clock_time: str) -> datetime:
    moment = time.fromisoformat(clock_time)
    return day.replace(hour=moment.hour, minute=moment.minute)


def _add_documents(
    session: Session, process: Process, told: dict[str, Any], folder: Path, midnight: Midnight
) -> None:
    for position, paper in enumerate(told["documents"], 1):
        path = folder / paper["file"]
        if not path.is_file():
            path = folder / "documents" / paper["file"]
        content = path.read_bytes()
        session.add(
            Document(
                process_id=process.id,
                slug=slugify(paper["title"]),
                title=paper["title"],
                note=paper.get("note", ""),
                position=position,
                filename=path.name,
                media_type="text/markdown; charset=utf-8",
                size=len(content),
                html=as_html(content.decode()),
                content=content,
                published_at=midnight(told["opens_in_days"]),
            )
        )
