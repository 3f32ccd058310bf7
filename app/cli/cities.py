"""The cities of an installation from the command line: the one place where a host name is set."""

from typing import Annotated

import typer
from sqlmodel import col, select

from app import db
from app.cities import base_url_of
from app.cli.house import engine_of, say, the_organisation
from app.config import Settings
from app.models import Organisation
from app.organisations import domain

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Slug = Annotated[str, typer.Argument(help="Short name, a to z and hyphens.")]
Host = Annotated[
    str | None,
    typer.Option(help="Name of its pages, as in beteiligung.musterstadt.de; “” for none."),
]


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("create-city")(create_city)
    program.command("create-organisation", hidden=True)(create_city)
    program.command("set-city")(set_city)
    program.command("cities")(cities)


def create_city(
    slug: Slug,
    name: Annotated[str, typer.Option(help="Name, as in “Stadt Musterstadt”.")],
    host: Host = None,
    unit: Annotated[str, typer.Option(help="The participation office.")] = "",
    email: Annotated[str, typer.Option(help="Public address for questions.")] = "",
    as_json: Json = False,
) -> None:
    """Create a city, which owns processes, offices and roles. The first may do without a host: it
    answers on every name that no other city has."""
    settings = Settings()
    with engine_of(settings) as engine, db.writing(engine) as session:
        city = domain.create_city(
            session, slug=slug, name=name, host=host or "", unit=unit, email=email
        )
        where = base_url_of(settings.base_url, city.host)
        facts = {"slug": slug, "host": city.host, "url": where}
    say(f"{name} is set up: {where}", as_json=as_json, **facts)


def set_city(
    slug: Slug,
    host: Host = None,
    name: Annotated[str | None, typer.Option(help="Name.")] = None,
    mail_from: Annotated[
        str | None, typer.Option(help="Sender of its mails; “” for the installation's.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Change a city: what is not named stays. DNS and certificate of a host are yours to see to."""
    settings = Settings()
    with engine_of(settings) as engine, db.writing(engine) as session:
        city = the_organisation(session, slug)
        if host is not None:
            domain.move_to(session, city, host)
        if name is not None:
            words = {column: getattr(city, column) for column in domain.COLUMNS}
            domain.describe(session, city, words | {"name": name}, None)
        if mail_from is not None:
            domain.send_from(session, city, mail_from, settings.sender_domains, None)
        facts = {"slug": slug, "name": city.name, "host": city.host, "mail_from": city.mail_from}
    where = base_url_of(settings.base_url, str(facts["host"]))
    say(f"{facts['name']}: {where}", as_json=as_json, **facts)


def cities(as_json: Json = False) -> None:
    """List the cities and where people reach them."""
    settings = Settings()
    with engine_of(settings) as engine, db.reading(engine) as session:
        found = session.exec(select(Organisation).order_by(col(Organisation.id))).all()
        rows = [
            {
                "slug": city.slug,
                "name": city.name,
                "url": base_url_of(settings.base_url, city.host),
            }
            for city in found
        ]
    lines = [f"{row['slug']:<24} {row['url']:<44} {row['name']}" for row in rows]
    say("\n".join(lines) or "There is no city yet.", as_json=as_json, cities=rows)
