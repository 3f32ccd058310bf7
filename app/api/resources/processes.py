"""Processes: what is being asked, until when, by whom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api import queries, shapes, show
from app.api.asked import Slug
from app.api.paging import LINKED, Limit, next_page
from app.api.problems import answers
from app.db import Db

router = APIRouter(tags=["processes"])


@router.get("/processes", responses={200: LINKED, **answers(422)})
def list_processes(
    request: Request,
    response: Response,
    session: Db,
    after: Annotated[
        str,
        Query(
            pattern=r"^[A-Za-z0-9._~-]{0,80}$",
            description="Only those whose slug comes after this one: the key of paging.",
        ),
    ] = "",
    limit: Limit = 50,
) -> shapes.ProcessList:
    """All processes that are public, by slug."""
    found, more = queries.processes(session, after, limit)
    going_on = {"after": found[-1].slug, "limit": limit} if more else None
    return shapes.ProcessList(
        items=[show.process(process) for process in found],
        next=next_page(request, response, "/processes", going_on) if going_on else None,
    )


@router.get("/processes/{process}", responses=answers(404, 422))
def get_process(process: Slug, session: Db) -> shapes.Process:
    """One process with its action fields, working groups and offices."""
    return show.process(queries.process(session, process))
