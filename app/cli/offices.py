"""The offices of a city from the command line."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from sqlmodel import Session

from app import db
from app.cli.house import City, engine_of, process_named, say, the_organisation
from app.config import Settings
from app.errors import Conflict, Refused
from app.models import Office, Organisation, Process
from app.moderation import involving
from app.moderation.city_offices import add_office, checked, offices_of_city
from app.processes.queries import offices_of


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command("create-office")(create_office)


def create_office(
    name: Annotated[str, typer.Argument(help="Name, as in “Gartenamt”.")],
    process: Annotated[
        list[str] | None, typer.Option("--process", help="Where it answers; as often as needed.")
    ] = None,
    email: Annotated[str, typer.Option(help="Its mailbox; public.")] = "",
    contact: Annotated[str, typer.Option(help="Whom to ask for; public.")] = "",
    phone: Annotated[str, typer.Option(help="Telephone; public.")] = "",
    domain: Annotated[
        list[str] | None, typer.Option("--domain", help="A further domain of its people.")
    ] = None,
    city: City = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Create an office of the city, and let it answer in processes. One that is there already is
    taken as it is: so it comes into further processes."""
    typed = {"name": name, "email": email, "contact": contact, "phone": phone}
    typed["domains"] = "\n".join(domain or [])
    with engine_of(Settings()) as engine, db.writing(engine) as session:
        where = [process_named(session, slug, city) for slug in process or []]
        owner = _owner(session, where, city)
        office = _there(session, owner, typed) or add_office(session, owner.id or 0, typed)
        for one in where:
            before = offices_of(session, one)
            slugs = [*(other.slug for other in before), office.slug]
            involving.involve(session, one, slugs, involving.state_of(before), None)
        facts = {"slug": office.slug, "name": office.name, "processes": process or []}
    answers = ", ".join(process or []) or "no process yet"
    say(f"{facts['name']} ({facts['slug']}) answers in: {answers}", as_json=as_json, **facts)


def _owner(session: Session, processes: Sequence[Process], city: str) -> Organisation:
    """Whose office it is: the city's that is named, or that of the processes."""
    owners = {one.organisation_id for one in processes}
    if len(owners) > 1:
        raise Refused("These processes belong to several cities: an office is one city's.")
    if owners and not city:
        return session.get_one(Organisation, owners.pop())
    return the_organisation(session, city)


def _there(session: Session, owner: Organisation, typed: Mapping[str, str]) -> Office | None:
    """The office of this name, if there is one and nothing else is said of it. Raises `Conflict`
    where something is: an office is changed at the desk."""
    said = checked(typed)
    known = offices_of_city(session, owner.id or 0)
    found = next((one for one in known if one.name.casefold() == said["name"].casefold()), None)
    if found is None:
        return None
    if any(said[column] not in ("", getattr(found, column)) for column in said if column != "name"):
        at = f"/desk/offices/{found.slug}"
        raise Conflict(f"There is an office of this name already: change it at {at}.")
    return found
