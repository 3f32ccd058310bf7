"""A second, tiny city for the demo: with a host, a colour and a logo of its own, and a process of
the same short name as one of the first city's."""

import io
import secrets
from typing import Any

import yaml
from PIL import Image, ImageDraw
from sqlmodel import Session, select

from app import clock
from app.accounts.giving import create_account, grant
from app.config import Settings
from app.demo.accounts import read_accounts
from app.demo.loading import CONTENT, keep_accounts, midnight
from app.drafts.domain import import_draft
from app.drafts.readers import read_files
from app.models import Emblem, Organisation, Process, Role
from app.organisations.domain import COLUMNS, create_city
from app.organisations.logos import draw
from app.processes.domain import create_group, create_process
from app.publishing.domain import publish_version

FOLDER = CONTENT / "second-city"


def load_second_city(session: Session, settings: Settings) -> bool:
    """Load it beside what is there; whether it was new. Its sign-ins join `demo-accounts.json`."""
    told = yaml.safe_load((FOLDER / "city.yaml").read_text(encoding="utf-8"))
    known = select(Organisation.id).where(Organisation.slug == told["slug"])
    if session.exec(known).first() is not None:
        return False
    city = create_city(session, slug=told["slug"], name=told["name"], host=told["host"])
    for name in COLUMNS:
        setattr(city, name, told[name])
    city.colour = told["colour"]
    _show_logo(session, city, told["logo_alternative"])
    process = _process(session, city, told["process"])
    accounts = [_account(session, city, process, person) for person in told["accounts"]]
    keep_accounts([*read_accounts(settings), *accounts], settings)
    return True


def _show_logo(session: Session, city: Organisation, alternative: str) -> None:
    drawn = draw(_painted(city.colour))
    session.add(
        Emblem(
            organisation_id=city.id,
            content=drawn.content,
            media_type=drawn.media_type,
            width=drawn.width,
            height=drawn.height,
            digest=drawn.digest,
            alternative=alternative,
            created_at=clock.now(),
        )
    )


def _painted(colour: str) -> bytes:
    """A bush over three waves, on a white shield that stands on dark ground as well."""
    image = Image.new("RGBA", (480, 560))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((20, 20, 460, 540), 60, fill="white", outline=colour, width=22)
    for at in ((120, 190), (200, 120), (280, 190), (200, 230)):
        pen.ellipse((*at, at[0] + 90, at[1] + 90), fill=colour)
    pen.rectangle((230, 280, 256, 370), fill=colour)
    for row in range(3):
        for column in range(4):
            left, top = 80 + column * 82, 370 + row * 44
            pen.arc((left, top, left + 82, top + 44), 180, 360, fill=colour, width=14)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _process(session: Session, city: Organisation, told: dict[str, Any]) -> Process:
    process = create_process(
        session,
        city,
        slug=told["slug"],
        title=told["title"],
        subtitle=told["subtitle"],
        summary=told["summary"],
        opens_at=midnight(-3),
        closes_at=midnight(26),
    )
    create_group(session, process, **told["group"])
    draft = read_files([FOLDER / "draft.md"])
    version = import_draft(session, process, draft, source_name="anger.md", by=None)
    publish_version(session, process, version, by=None)
    session.flush()
    return process


def _account(
    session: Session, city: Organisation, process: Process, told: dict[str, str]
) -> dict[str, Any]:
    password = "-".join(secrets.token_hex(2) for _n in range(4))
    person = create_account(
        session, email=told["email"], name=told["name"], password=password, confirmed=True
    )
    role = Role(told["role"])
    where = None if role is Role.ADMIN else process
    grant(session, person, role, organisation=city, process=where, by=None)
    named = f"{role}@{city.slug}" if where is None else f"{role}:{process.slug}@{city.slug}"
    return {"email": person.email, "password": password, "roles": [named]}
