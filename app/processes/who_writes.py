"""Who may write in a process without an account, and for whom somebody may say to speak there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app import journal
from app.errors import Invalid
from app.i18n import _, ngettext
from app.models import ActionField, Comment, Person, Perspective, Process
from app.text import clean_line

MOST, LONGEST = 12, 80


def suggestions() -> list[str]:
    """Names that fit most processes, to begin with."""
    return [
        _("Geflüchtete und Zugewanderte"),
        _("Verein oder Ehrenamt"),
        _("Fachkraft"),
        _("Partner der Stadt"),
        _("Einwohnerin oder Einwohner"),
    ]


def perspectives_of(session: Session, process: Process) -> Sequence[Perspective]:
    """For whom one may say to speak in this process, in its order."""
    query = (
        select(Perspective)
        .where(Perspective.process_id == process.id)
        .order_by(col(Perspective.position))
        .limit(MOST)
    )
    return session.exec(query).all()


def choose_writers(
    session: Session, process: Process, by: Person, *, guests: bool, unsigned: bool
) -> None:
    """Say whether guests may write here, and whether notes without any address may be left. What
    was written before stays."""
    changes = (
        ("takes_guests", guests, "process.guests"),
        ("takes_unsigned", unsigned, "process.unsigned"),
    )
    for column, takes, deed in changes:
        if getattr(process, column) is takes:
            continue
        setattr(process, column, takes)
        session.add(process)
        word = "allowed" if takes else "ended"
        journal.record(session, by, f"{deed}_{word}", process, process=process)
        pages_change(session, process)


@dataclass
class Named:
    """A perspective as typed: its number (None for a new one) and its name; empty to remove it."""

    id: int | None
    name: str


def name_perspectives(
    session: Session, process: Process, by: Person, typed: Sequence[Named]
) -> None:
    """Name, rename and remove those of the process. Nothing else of the process is touched: a
    number of another process counts as a new one.

    Raises `Invalid` with a sentence for each line ("name-0") that is wrong: too long, twice the
    same, more than twelve, or removed though somebody's note names it.
    """
    known = {one.id: one for one in perspectives_of(session, process)}
    lines = [Named(one.id if one.id in known else None, clean_line(one.name)) for one in typed]
    _check(session, process, lines)
    position = max((one.position for one in known.values()), default=0)
    changed = False
    for line in lines:
        if line.id is None and line.name:
            position += 1
            session.add(Perspective(process_id=process.id, position=position, name=line.name))
        elif line.id is not None and not line.name:
            session.delete(known[line.id])
        elif line.id is not None and known[line.id].name != line.name:
            known[line.id].name = line.name
        else:
            continue
        changed = True
    if changed:
        session.flush()
        names = [one.name for one in perspectives_of(session, process)]
        journal.record(
            session, by, "process.perspectives_named", process, process=process, names=names
        )
        pages_change(session, process)


def _check(session: Session, process: Process, lines: Sequence[Named]) -> None:
    errors: dict[str, str] = {}
    seen: set[str] = set()
    for at, line in enumerate(lines):
        folded = line.name.casefold()
        if len(line.name) > LONGEST:
            errors[f"name-{at}"] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {
                "most": LONGEST
            }
        elif folded and folded in seen:
            errors[f"name-{at}"] = _("Diesen Namen gibt es schon.")
        elif line.id is not None and not line.name and (n := _used(session, process, line.id)):
            errors[f"name-{at}"] = ngettext(
                "%(n)d Anmerkung nennt das. Sie können es umbenennen, aber nicht entfernen.",
                "%(n)d Anmerkungen nennen das. Sie können es umbenennen, aber nicht entfernen.",
                n,
            ) % {"n": n}
        seen.add(folded)
    if len([line for line in lines if line.name]) > MOST:
        errors[f"name-{len(lines) - 1}"] = _("Höchstens %(most)d: sonst findet sich niemand.") % {
            "most": MOST
        }
    if errors:
        raise Invalid(_("Bitte bessern Sie die genannten Angaben nach."), errors)


def _used(session: Session, process: Process, perspective_id: int) -> int:
    """How many notes name it."""
    query = select(func.count()).where(
        Comment.process_id == process.id, Comment.perspective_id == perspective_id
    )
    return session.exec(query.select_from(Comment)).one()


def pages_change(session: Session, process: Process) -> None:
    """Finished pages say who may write, and show for whom somebody speaks."""
    quiet = {"synchronize_session": False}
    more = update(Process).where(col(Process.id) == process.id)
    session.execute(more.values(revision=Process.revision + 1), execution_options=quiet)
    fields = update(ActionField).where(col(ActionField.process_id) == process.id)
    session.execute(fields.values(revision=ActionField.revision + 1), execution_options=quiet)
    session.expire(process, ["revision"])
