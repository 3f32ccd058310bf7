"""A list with decisions that a working group of the demo has handed in, and not taken in yet."""

import csv
import io
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.groups.returning import forms, keeping
from app.groups.writers.columns import NUMBER, answers, columns
from app.models import Comment, Person, Process
from app.processes.queries import group_by_id, group_by_slug


def hand_back(session: Session, process: Process, lead: Person, told: dict[str, Any]) -> None:
    """Write the list as `told` says, and hand it in as the lead."""
    group = group_by_id(session, group_by_slug(session, process, told["group"]).id)
    heading = {column.key: column.heading for column in (*columns(), *answers())}
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading[key] for key in (NUMBER, "decision", "reason", "new_wording"))
    for line in told["lines"]:
        number = _number(session, process, line["note"])
        said = (line["decision"], line.get("reason", ""), line.get("wording", ""))
        writer.writerow([number, *said])
    data = sheet.getvalue().encode("utf-8-sig")
    at = clock.now() - timedelta(days=told["days_ago"])
    brought = forms.read(told["name"], data)
    keeping.hand_in(session, group, lead, told["name"], data, brought, at, settles=True)


def _number(session: Session, process: Process, beginning: str) -> int:
    mine = (Comment.process_id == process.id, col(Comment.text).startswith(beginning))
    return session.exec(select(Comment.number).where(*mine)).one()
