"""Whether the database's own pages and references are whole."""

from sqlalchemy import Engine, text

from app import db
from app.selfcheck.finding import Finding


def rows_and_pages(engine: Engine) -> Finding:
    """SQLite reads itself through; PostgreSQL keeps references and checks its pages itself."""
    if not db.is_sqlite(engine):
        return Finding("storage")
    with engine.connect() as connection:
        broken = connection.execute(text("PRAGMA quick_check")).scalar_one()
        foreign = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken != "ok":
        return Finding("storage", f"SQLite says: {broken}.")
    if foreign is not None:
        return Finding("storage", f"A row of {foreign[0]} points at nothing.")
    return Finding("storage")
