"""Is everything as it should be? Settings, schema, counters, journal, in plain sentences."""

from sqlalchemy import Engine

from app import db
from app.config import Settings
from app.selfcheck.counting import counters, journal_and_chain
from app.selfcheck.finding import Finding
from app.selfcheck.quick import look_quickly
from app.selfcheck.storage import processes, rows_and_pages

__all__ = ["Finding", "counters", "look", "look_quickly"]


def look(engine: Engine, settings: Settings) -> list[Finding]:
    """Look at everything, which may take minutes in a large database. Never changes anything."""
    findings = look_quickly(engine, settings)
    if any(finding.name in ("database", "schema") and finding.stops for finding in findings):
        return findings
    findings += [rows_and_pages(engine), processes(engine)]
    with db.reading(engine) as session:
        findings += [*counters(session), *journal_and_chain(session)]
    return findings
