"""The public clock of a process's offices: how often each was asked, has answered, and after how
many days. Never the question, never whose mailbox."""

import csv
import io
from typing import Any

from fastapi import Request, Response

from app import clock
from app.db import Db
from app.i18n import _
from app.identity import Visitor
from app.moderation import inquired
from app.moderation.inquiry_words import last_day
from app.processes import queries as processes
from app.routing import Pages
from app.text import defused
from app.web import render

router = Pages(prefix="/p/{slug}")


@router.get("/offices")
def show_offices(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """A row for each office that was asked, and what is open now."""
    process, now = processes.by_slug(session, slug), clock.now()
    clocks = inquired.clocks(session, process, now)
    medians = [found.median for found in clocks if found.median is not None]
    return render(
        request,
        "public/offices.html",
        process=process,
        clocks=clocks,
        longest=max([*medians, 1]),
        waiting=inquired.open_in_public(session, process),
        last_day=last_day,
    )


@router.get("/offices.csv")
def download_offices(slug: str, visitor: Visitor, session: Db) -> Response:
    """The same as CSV for a German Excel."""
    process = processes.by_slug(session, slug)
    file = io.StringIO()
    table = csv.writer(file, delimiter=";", lineterminator="\r\n")
    heads = [_("Amt"), _("gefragt"), _("geantwortet"), _("offen"), _("überfällig")]
    table.writerow([*heads, _("Tage bis zur Antwort (Median)")])
    for found in inquired.clocks(session, process, clock.now()):
        table.writerow([defused(found.office.name), *_numbers(found)])
    return Response(
        file.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="aemter-{process.slug}.csv"'},
    )


def _numbers(found: inquired.Clock) -> list[Any]:
    median = "" if found.median is None else found.median
    return [found.asked, found.answered, found.open, found.overdue, median]
