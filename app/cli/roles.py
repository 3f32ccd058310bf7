"""Roles from the command line: give, take away, list. Whoever may run a command may give any."""

from typing import Annotated

import typer
from sqlmodel import Session, col, select

from app import db
from app.accounts import giving, role_letters
from app.accounts.domain import demand_second
from app.accounts.rules import OF_CITY, OF_GROUP
from app.accounts.words import key_of, role_in_full
from app.cli.house import City, engine_of, person_named, process_named, say, the_organisation
from app.config import Settings
from app.errors import Invalid, NotFound
from app.models import Grant, Organisation, Person, Process, Role, WorkingGroup
from app.processes.queries import group_by_slug

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
NAMES = ", ".join(Role)
RoleName = Annotated[str, typer.Argument(help=f"One of {NAMES}.")]
ProcessSlug = Annotated[str, typer.Option("--process", help="Slug of the process of the role.")]
GroupSlug = Annotated[str, typer.Option("--group", help="Slug of the group of a lead or member.")]
Place = tuple[Organisation, Process | None, WorkingGroup | None]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("give-role")(give_role)
    program.command("take-role")(take_role)
    program.command("list-people")(list_people)


def role_named(name: str) -> Role:
    """The role of this name; used wrongly when there is none."""
    if name not in set(Role):
        raise typer.BadParameter(f"{name!r} is no role: {NAMES}")
    return Role(name)


def place_named(session: Session, role: Role, process: str, group: str, city: str) -> Place:
    """Where a role is to count: the city of an admin or auditor, the process of a manager or
    moderator, the group of a lead or member. Raises `Invalid` for what is missing or too much,
    `NotFound` for what is not there."""
    if role in OF_CITY:
        if process or group:
            raise Invalid(f"An {role} is for a whole city: leave out --process and --group.")
        return the_organisation(session, city), None, None
    if not process:
        raise Invalid(f"A {role} needs --process.")
    where = process_named(session, process, city)
    if role in OF_GROUP and not group:
        raise Invalid(f"A {role} needs --group.")
    chosen = group_by_slug(session, where, group) if group else None
    session.refresh(where, ["organisation"])
    return where.organisation, where, chosen


def give(session: Session, settings: Settings, person: Person, role: Role, place: Place) -> None:
    """Give the role. Where staff take a second step, the person's sessions wait for it."""
    giving.grant(session, person, role, *place)
    if settings.staff_needs_second:
        demand_second(session, person.id)


def give_role(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    role: RoleName,
    process: ProcessSlug = "",
    group: GroupSlug = "",
    city: City = "",
    as_json: Json = False,
) -> None:
    """Give a role to somebody who has an account, and tell them by mail."""
    settings, wanted = Settings(), role_named(role)
    with engine_of(settings) as engine, db.writing(engine) as session:
        person = person_named(session, email)
        place = place_named(session, wanted, process, group, city)
        give(session, settings, person, wanted, place)
        words = role_in_full(wanted, *place)
        role_letters.role_given(
            session, person.email, city=place[0].name, role=words, process=place[1]
        )
        facts = {"email": person.email, "role": key_of(wanted, place[1], place[2])}
    say(f"{email} is now {facts['role']}.", as_json=as_json, **facts)


def take_role(
    email: Annotated[str, typer.Argument(help="Whose account.")],
    role: RoleName,
    process: ProcessSlug = "",
    group: GroupSlug = "",
    city: City = "",
    as_json: Json = False,
) -> None:
    """Take a role away from somebody, and tell them by mail."""
    wanted = role_named(role)
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        person = person_named(session, email)
        where, of_process, of_group = place_named(session, wanted, process, group, city)
        given = session.exec(
            select(Grant).where(
                Grant.person_id == person.id,
                Grant.role == wanted,
                Grant.organisation_id == where.id,
                Grant.process_id == (of_process.id if of_process else None),
                Grant.group_id == (of_group.id if of_group else None),
            )
        ).one_or_none()
        key = key_of(wanted, of_process, of_group)
        if given is None:
            raise NotFound(f"{email} is not {key}.")
        giving.take(session, given, by=None)
        words = role_in_full(wanted, where, of_process, of_group)
        role_letters.role_taken(
            session, person.email, city=where.name, role=words, process=of_process
        )
        facts = {"email": person.email, "role": key}
    say(f"{email} is no longer {key}.", as_json=as_json, **facts)


def list_people(process: ProcessSlug = "", city: City = "", as_json: Json = False) -> None:
    """Who has which role: in a process, or in a whole city."""
    with engine_of(Settings()) as engine, db.reading(engine) as session:
        query = (
            select(Person, Grant, Process, WorkingGroup)
            .select_from(Grant)
            .join(Person, col(Person.id) == col(Grant.person_id))
            .outerjoin(Process, col(Process.id) == col(Grant.process_id))
            .outerjoin(WorkingGroup, col(WorkingGroup.id) == col(Grant.group_id))
            .order_by(col(Person.email), col(Grant.id))
        )
        if process:
            query = query.where(Grant.process_id == process_named(session, process, city).id)
        else:
            query = query.where(Grant.organisation_id == the_organisation(session, city).id)
        people = [
            {
                "email": person.email,
                "name": person.name,
                "role": key_of(given.role, of_process, of_group),
                "blocked": given.blocked_at is not None or person.blocked_at is not None,
            }
            for person, given, of_process, of_group in session.exec(query)
        ]
    lines = [
        f"{one['email']:<42} {one['role']}{' (blocked)' if one['blocked'] else ''}"
        for one in people
    ]
    say("\n".join(lines) or "Nobody has a role here.", as_json=as_json, people=people)
