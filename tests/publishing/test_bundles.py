"""Bundles over several versions: what was packed stays, a new one says where a note was made."""

import csv
import io
import json
import zipfile

import pytest
from sqlmodel import Session

from app.groups.domain import draw_bundle, write_bundle_now
from app.groups.queries import chunks_of
from app.models import Bundle
from app.processes.queries import group_by_id
from tests.cast import WHILE_OPEN
from tests.publishing.following import DOUBTFUL, REWORDED, STAYS, next_version, publish

pytestmark = pytest.mark.usefixtures("doubt")


def unpacked(app, bundle):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(chunks_of(app.state.engine, bundle.id))))
    table = csv.DictReader(
        io.StringIO(archive.read("comments.csv").decode("utf-8-sig")), delimiter=";"
    )
    return list(table), json.loads(archive.read("comments.json"))


def test_a_packed_bundle_stays_and_a_new_one_uses_the_places_of_now(app, session, cast):
    for at in (STAYS, REWORDED, DOUBTFUL):
        cast.says(session, f"Anmerkung zu {at}.", at=at)
    session.commit()
    engine, settings = app.state.engine, app.state.settings
    first = write_bundle_now(engine, settings, cast.group.id, cast.chen)
    before = list(chunks_of(engine, first.id))
    publish(session, cast, next_version(session, cast), despite_doubts=True)
    session.commit()

    second = write_bundle_now(engine, settings, cast.group.id, cast.chen)
    work = write_bundle_now(engine, settings, cast.other_group.id, cast.fatma)

    assert list(chunks_of(engine, first.id)) == before
    rows, told = unpacked(app, second)
    by_place = {row["Fundstelle"]: row for row in rows}
    assert by_place["HF1 · 2.1"]["Geschrieben zu"].startswith("Fassung 1, HF1 · 1.1")
    reworded = by_place["HF1 · 2.2"]
    assert reworded["Worte im Text"] == "Kurse beginnen spätestens im Mai jedes Jahres."
    assert reworded["Geschrieben zu"] == "Fassung 1, HF1 · 1.2: „Kurse beginnen z. B. im Mai.“"
    assert told["head"]["version"] == 2
    gone = unpacked(app, work)[0][0]
    assert gone["Fundstelle"] == "HF2"
    assert gone["Geschrieben zu"].startswith("weggefallen, siehe Fassung 1, HF2 · 1.2: „Niemand")


def test_a_bundle_drawn_but_not_packed_is_packed_from_the_new_version(session: Session, cast):
    cast.says(session)
    session.commit()
    drawn = draw_bundle(session, group_by_id(session, cast.group.id), cast.chen, WHILE_OPEN)
    version = next_version(session, cast)
    publish(session, cast, version)
    session.expire_all()
    assert session.get(Bundle, drawn.id).version_id == version.id
