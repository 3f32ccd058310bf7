"""What became of the comments of a process, in figures."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app import outbox
from app.api import shapes_of_results as shapes
from app.api.asked import Slug
from app.api.problems import answers
from app.db import Db
from app.groups.tallied import Tallied, tallied_of
from app.models import Decision, Process
from app.processes.queries import by_slug, shown_fields_of

router = APIRouter(tags=["processes"])


@router.get("/processes/{process}/results", responses=answers(404, 422))
def get_results(process: Slug, session: Db) -> shapes.Results:
    """How many comments each decision holds for, and how many are open; in all, and by field. Which
    words changed because of a comment stands with the comment."""
    return _results(session, by_slug(session, process))


def _results(session: Session, process: Process) -> shapes.Results:
    fields = shown_fields_of(session, process)
    standings = tallied_of(session, process, fields)
    return shapes.Results(
        url=outbox.address(session, f"/p/{process.slug}/results", process),
        fields=[
            shapes.FieldFigures(field=one.slug, **_figures(standings[one.id])) for one in fields
        ],
        **_figures(Tallied.together(standings.values())),
    )


def _figures(standing: Tallied) -> dict[str, Any]:
    return {
        "comments": standing.all,
        "decided": standing.settled,
        "open": standing.open,
        "decisions": {decision: standing.decided.get(decision, 0) for decision in Decision},
    }
