"""Puts the demo into an empty database: an invented city, an open process, a decided one."""

import json
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from sqlmodel import Session, select

from app import clock
from app.accounts.giving import create_account, grant
from app.config import Settings
from app.demo.answers import add_answers
from app.demo.arranging import arrange
from app.demo.deciding import decide
from app.demo.discussion import Discussion
from app.demo.inquiries import ask_offices
from app.demo.letters import add_letters
from app.demo.papers import add_papers
from app.demo.returning import hand_back
from app.demo.taking_home import draw_some
from app.demo.topics import add_topics
from app.demo.tracing import trace_changes
from app.demo.translations import add_translations
from app.drafts.domain import import_draft
from app.drafts.readers import read_files
from app.models import (
    GroupKind,
    Office,
    Organisation,
    Person,
    Process,
    Role,
    Status,
    VersionKind,
    WorkingGroup,
)
from app.processes.domain import create_group, create_process
from app.publishing.domain import publish_version

CONTENT = Path(__file__).parent / "content"
PROCESSES = ("integrationskonzept", "schulwege")
ZONE = ZoneInfo("Europe/Berlin")


def load_demo(session: Session, settings: Settings) -> list[dict[str, Any]]:
    """Load it all, relative to this moment. Returns the sign-ins (email, password, roles),
    which are also written to `demo-accounts.json` in the data folder, mode 600."""
    told = _read("organisation.yaml")
    city = Organisation(
        created_at=clock.now(),
        **{name: told[name] for name in ("slug", "name", "unit", "address", "email", "phone")},
        legal=told["legal"],
    )
    session.add(city)
    offices = {office["slug"]: Office(organisation=city, **office) for office in told["offices"]}
    session.add_all(offices.values())
    session.flush()
    processes = {slug: _process(session, city, offices, slug) for slug in PROCESSES}
    accounts, people = _accounts(session, city, processes, told["people"])
    moderator = next(people[a["email"]] for a in accounts if "moderator" in str(a["roles"]))
    for process in processes.values():
        _discuss(session, process, offices, people, moderator, settings)
        _decide(session, process, accounts, people)
        _hand_back(session, process, accounts, people)
        if told := _said(process, "topics"):
            add_topics(session, process, moderator, people, told)
        _follow(session, process, moderator)
        if told := _said(process, "translations"):
            add_translations(session, process, told, moderator)
    draw_some(session, processes[PROCESSES[0]], midnight(-2))
    keep_accounts(accounts, settings)
    return accounts


def _said(process: Process, what: str) -> Any:
    """What the demo tells of this in a process; None where it tells nothing."""
    name = f"{process.slug}/{what}.yaml"
    return _read(name) if (CONTENT / name).is_file() else None


def _discuss(
    session: Session,
    process: Process,
    offices: dict[str, Office],
    people: dict[str, Person],
    moderator: Person,
    settings: Settings,
) -> None:
    """The notes with their answers, and what the moderation made of them."""
    notes = _said(process, "comments")
    Discussion(session, process, offices, people, moderator).hold(notes)
    if asked := _said(process, "inquiries"):
        ask_offices(session, process, offices, moderator, asked, settings.secret())
    if told := _said(process, "answers"):
        add_answers(session, process, moderator, told)
    if told := _said(process, "letters"):
        add_letters(session, process, moderator, told)
    if told := _said(process, "arranged"):
        arrange(session, process, moderator, told)


def _hand_back(
    session: Session, process: Process, accounts: list[dict[str, Any]], people: dict[str, Person]
) -> None:
    """What a group has written into its list, where there is one; in the name of its lead."""
    if told := _said(process, "handed_back"):
        lead = _who(f"lead:{process.slug}/{told['group']}", accounts, people)
        hand_back(session, process, lead, told)


def _who(role: str, accounts: list[dict[str, Any]], people: dict[str, Person]) -> Person:
    """The first who has this role."""
    return next(people[account["email"]] for account in accounts if role in account["roles"])


def _decide(
    session: Session, process: Process, accounts: list[dict[str, Any]], people: dict[str, Person]
) -> None:
    """What a group has decided, where there is anything."""
    told = _said(process, "decided")
    if not told:
        return
    where = f"{process.slug}/{told['group']}"
    lead, member = (_who(f"{role}:{where}", accounts, people) for role in ("lead", "member"))
    decide(session, process, lead, member, told)


def _follow(session: Session, process: Process, by: Person) -> None:
    """What was adopted, where there is such a text: every comment comes along to it."""
    path = CONTENT / process.slug / "draft-2.md"
    if not path.is_file():
        return
    draft = read_files([path])
    version = import_draft(session, process, draft, source_name=f"{process.slug}-2.md", by=by)
    publish_version(session, process, version, by=by)
    version.kind = VersionKind.FINAL
    trace_changes(session, process, version, by, _read(f"{process.slug}/traces.yaml"))
    told = _read(f"{process.slug}/process.yaml")
    days = next(stop["in_days"] for stop in told["stations"] if stop["key"] == "decision")
    version.published_at = version.imported_at = midnight(days)


def _read(name: str) -> Any:
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


def midnight(days: int) -> datetime:
    """The beginning of the day in so many days, in the city's zone."""
    today = clock.now().astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=ZONE)


def _process(
    session: Session, city: Organisation, offices: dict[str, Office], slug: str
) -> Process:
    told = _read(f"{slug}/process.yaml")
    process = create_process(
        session,
        city,
        slug=slug,
        title=told["title"],
        subtitle=told.get("subtitle", ""),
        summary=told["summary"],
        opens_at=midnight(told["opens_in_days"]),
        closes_at=midnight(told["closes_in_days"] + 1),
        status=Status(told.get("status", "open")),
    )
    for group in told["groups"]:
        made = create_group(
            session,
            process,
            slug=group["slug"],
            name=group["name"],
            title=group["title"],
            kind=GroupKind(group.get("kind", "fields")),
        )
        made.lead_office_id = offices[group["lead_office"]].id
    add_papers(session, process, told, offices, CONTENT / slug, midnight)
    draft = read_files([CONTENT / slug / "draft.md"])
    version = import_draft(session, process, draft, source_name=f"{slug}.md", by=None)
    publish_version(session, process, version, by=None)
    version.published_at = version.imported_at = midnight(told["opens_in_days"])
    session.flush()
    return process


def _accounts(
    session: Session, city: Organisation, processes: dict[str, Process], people: list[Any]
) -> tuple[list[dict[str, Any]], dict[str, Person]]:
    accounts = []
    made: dict[str, Person] = {}
    for told in people:
        password = "-".join(secrets.token_hex(2) for _n in range(4))
        person = create_account(
            session, email=told["email"], name=told["name"], password=password, confirmed=True
        )
        for role in told["roles"]:
            _grant(session, person, role, city, processes)
        made[told["email"]] = person
        accounts.append({"email": told["email"], "password": password, "roles": told["roles"]})
    return accounts, made


def _grant(
    session: Session,
    person: Person,
    role: str,
    city: Organisation,
    processes: dict[str, Process],
) -> None:
    name, _colon, where = role.partition(":")
    slug, _slash, group_slug = where.partition("/")
    process = processes.get(slug)
    group = None
    if process is not None and group_slug:
        group = session.exec(
            select(WorkingGroup).where(
                WorkingGroup.process_id == process.id, WorkingGroup.slug == group_slug
            )
        ).one()
    grant(session, person, Role(name), organisation=city, process=process, group=group, by=None)


def keep_accounts(accounts: list[dict[str, Any]], settings: Settings) -> None:
    """Write the sign-ins down for whoever tries the demo, readable by the owner alone."""
    path = settings.data_dir / "demo-accounts.json"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(accounts, file, ensure_ascii=False, indent=2)
