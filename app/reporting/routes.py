"""The figures of a process: a page for everybody, one for the desk, and each as a file."""

import csv
import io
from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from app.accounts.rules import may_see_desk
from app.db import Db
from app.errors import NotFound
from app.i18n import _, direction
from app.identity import SignedIn, Visitor
from app.models import Process
from app.processes.queries import by_slug, fields_of, offices_of, shown_fields_of
from app.reporting.charts import Chart, columns, in_the_middle
from app.reporting.of_staff import staff_charts
from app.reporting.pictures import public_charts
from app.reporting.queries import counted
from app.reporting.withholding import at_least
from app.routing import Pages
from app.rules import require
from app.text import defused
from app.web import render

router = Pages()


@router.get("/p/{slug}/figures")
def show_figures(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """What everybody may see."""
    process = by_slug(session, slug)
    return _page(request, session, process, at_desk=False)


@router.get("/desk/p/{slug}/figures")
def show_figures_at_the_desk(
    request: Request, slug: str, person: SignedIn, session: Db
) -> Response:
    """The same without gathering, and the offices and the approval."""
    process = by_slug(session, slug)
    require(may_see_desk(person, process))
    return _page(request, session, process, at_desk=True)


@router.get("/p/{slug}/figures/{name}.csv")
def download_figures(
    request: Request, slug: str, name: str, visitor: Visitor, session: Db
) -> Response:
    """One table as CSV for a German Excel."""
    return _file(session, by_slug(session, slug), name, at_desk=False)


@router.get("/desk/p/{slug}/figures/{name}.csv")
def download_figures_at_the_desk(
    request: Request, slug: str, name: str, person: SignedIn, session: Db
) -> Response:
    """One of the desk's tables as CSV."""
    process = by_slug(session, slug)
    require(may_see_desk(person, process))
    return _file(session, process, name, at_desk=True)


def _page(request: Request, session: Session, process: Process, *, at_desk: bool) -> Response:
    kept = counted(session, process)
    return render(
        request,
        "reporting/figures.html",
        process=process,
        made_at=kept.made_at if kept else None,
        charts=_charts(session, process, kept.content, at_desk) if kept else [],
        facts=_facts(kept.content, at_desk) if kept else {},
        columns=columns,
        from_the_right=direction() == "rtl",
        at_desk=at_desk,
        here=f"{'/desk' if at_desk else ''}/p/{process.slug}/figures",
    )


def _charts(
    session: Session, process: Process, content: dict[str, Any], at_desk: bool
) -> list[Chart]:
    if not at_desk:
        return public_charts(content, process, shown_fields_of(session, process))
    offices = offices_of(session, process)
    return staff_charts(content, process, fields_of(session, process), offices)


def _facts(content: dict[str, Any], at_desk: bool) -> dict[str, Any]:
    """The four numbers that stand above everything."""
    people = content["people"]
    wrote = people["accounts"] + people["guests"] + people["former"]
    return {
        "notes": content["notes"],
        "answered": content["answered"],
        "days": in_the_middle(content["waits"]),
        "people": wrote if at_desk else at_least(wrote),
    }


def _file(session: Session, process: Process, name: str, *, at_desk: bool) -> Response:
    kept = counted(session, process)
    if kept is None:
        raise NotFound(_("Gezählt wird zum ersten Mal. In einer Minute stehen die Zahlen hier."))
    found = _charts(session, process, kept.content, at_desk)
    chart = next((chart for chart in found if chart.name == name), None)
    if chart is None:
        raise NotFound(_("Diese Zahlen gibt es nicht."))
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(defused, chart.heads))
    for line in chart.exact or chart.lines:
        writer.writerow([defused(str(cell)) for cell in (line.label, *line.cells)])
    headers = {"content-disposition": f'attachment; filename="{process.slug}-{chart.name}.csv"'}
    content = b"\xef\xbb\xbf" + sheet.getvalue().encode()
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
