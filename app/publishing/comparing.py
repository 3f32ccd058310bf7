"""The worker compares a version that was proposed beside the desk, as the desk does after an
upload: worked out from a state that was read, kept in a short transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine

from app import db
from app.config import Settings
from app.groups.returning.docx.proposing import COMPARE
from app.models import DraftVersion, Process
from app.publishing.carrying import compare
from app.publishing.preparing import prepare

KIND = COMPARE


def compare_version(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Compare version `arguments["version"]` with the public one, unless it is public itself by
    now. Done again it gives the same."""
    number = int(arguments["version"])
    with db.reading(engine) as session:
        version = session.get(DraftVersion, number)
        if version is None or version.published_at is not None:
            return
        prepared = prepare(session, session.get_one(Process, version.process_id), version)
    if prepared is None:
        return
    with db.writing(engine) as session:
        version = session.get_one(DraftVersion, number)
        if version.published_at is None:
            process = session.get_one(Process, version.process_id)
            compare(session, process, version, prepared=prepared)
