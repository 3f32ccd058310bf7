"""The working groups of a process: what they are called, what they are there for, which group
decides on which action field."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app import journal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    ActionField,
    DraftVersion,
    GroupKind,
    Person,
    Process,
    Section,
    WorkingGroup,
)
from app.processes.domain import create_group
from app.processes.who_writes import pages_change
from app.text import clean_line, slugify

MOST = 60  # groups of a process
LONGEST_NAME, LONGEST_TITLE = 80, 200


def groups_of(session: Session, process: Process) -> Sequence[WorkingGroup]:
    """The process's groups in their order."""
    query = (
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process.id)
        .order_by(col(WorkingGroup.position), col(WorkingGroup.id))
        .limit(MOST + 1)
    )
    return session.exec(query).all()


def faults_of(name: str, title: str) -> dict[str, str]:
    """What is wrong with these words for a group, by the name of their field."""
    faults = {}
    if not clean_line(name):
        faults["name"] = _("Wie heißt die Gruppe? Zum Beispiel: AG 7")
    for field, said, most in (("name", name, LONGEST_NAME), ("title", title, LONGEST_TITLE)):
        if len(clean_line(said)) > most:
            faults[field] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {"most": most}
    return faults


def add_group(
    session: Session, process: Process, by: Person, *, name: str, title: str, kind: GroupKind
) -> WorkingGroup:
    """A new group; its short name in addresses and files comes from its name ("AG 7": "ag-7").

    Refused with `Invalid` for a name that is empty, too long or taken, and when there are sixty.
    """
    faults = faults_of(name, title)
    if not faults and len(groups_of(session, process)) >= MOST:
        faults["name"] = _("Mehr als %(most)d Gruppen hat ein Verfahren nicht.") % {"most": MOST}
    if faults:
        raise Invalid(_("Die Gruppe ist noch nicht angelegt."), faults)
    slug = slugify(clean_line(name), "ag")[:80]
    try:
        made = create_group(session, process, slug=slug, name=name, title=title, kind=kind, by=by)
    except Conflict as taken:
        raise Invalid(_("Die Gruppe ist noch nicht angelegt."), {"name": str(taken)}) from None
    pages_change(session, process)
    return made


def change_group(
    session: Session, group: WorkingGroup, by: Person, *, name: str, title: str, kind: GroupKind
) -> bool:
    """Call the group this, and let it be there for that; whether that is a change. Its short name
    stays, so that bundles and links do. The group comes with its process.

    Refused with `Invalid` for a name that is empty or too long, and for a group that shall steer
    or advise while it still decides on fields.
    """
    faults = faults_of(name, title)
    decides = select(ActionField.id).where(ActionField.group_id == group.id).limit(1)
    if kind is not GroupKind.FIELDS and session.exec(decides).first() is not None:
        faults["kind"] = _("Ordnen Sie erst ihre Handlungsfelder einer anderen Gruppe zu.")
    if faults:
        raise Invalid(_("Noch nicht gespeichert."), faults)
    wanted = {"name": clean_line(name), "title": clean_line(title), "kind": kind}
    if all(getattr(group, column) == value for column, value in wanted.items()):
        return False
    before = group.kind.value
    for column, value in wanted.items():
        setattr(group, column, value)
    session.add(group)
    process = group.process
    journal.record(
        session,
        by,
        "group.changed",
        group,
        process=process,
        group=group.slug,
        before=before,
        after=kind.value,
    )
    pages_change(session, process)
    return True


def assign_fields(
    session: Session, process: Process, by: Person, wanted: Mapping[int, int | None]
) -> int:
    """Say which group decides on which field (ids; None: nobody yet); how many that changes. It
    holds for a version that is being prepared, too. Fields and groups of other processes count as
    not said.

    Refused with `Invalid` ("field-3" is its place) for a group that decides on no fields.
    """
    groups = {group.id: group for group in groups_of(session, process)}
    pages_change(session, process)  # holds the process, then its fields
    fields = session.exec(
        select(ActionField)
        .where(ActionField.process_id == process.id, col(ActionField.id).in_(wanted))
        .order_by(col(ActionField.number))
    ).all()
    moved, said = [], []
    for field in fields:
        group = groups.get(wanted[field.id] or 0)
        if group is not None and group.kind is not GroupKind.FIELDS:
            because = _("%(group)s entscheidet nicht über Handlungsfelder.") % {"group": group.name}
            raise Invalid(_("Noch nicht gespeichert."), {f"field-{field.id}": because})
        if (group.id if group else None) == field.group_id:
            continue
        field.group_id = group.id if group else None
        session.add(field)
        moved.append(field)
        said.append(f"{field.label}: {group.slug if group else '–'}")
    if said:
        session.flush()
        _in_versions_to_come(session, moved)
        journal.record(session, by, "group.fields_assigned", process, process=process, fields=said)
    return len(said)


def _in_versions_to_come(session: Session, fields: Sequence[ActionField]) -> None:
    """What is chosen for these fields in versions that are not public yet names the same group."""
    group_of = {field.id: field.group_id for field in fields}
    query = (
        select(Section)
        .join(DraftVersion, col(DraftVersion.id) == col(Section.version_id))
        .where(
            col(Section.field_id).in_(group_of),
            col(Section.is_field).is_(True),
            col(DraftVersion.published_at).is_(None),
        )
    )
    for section in session.exec(query):
        choice = {k: v for k, v in section.field_choice.items() if k != "new_group"}
        group_id = group_of[section.field_id or 0]
        section.field_choice = choice | {"group_id": group_id}
        session.add(section)
