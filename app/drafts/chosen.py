"""The action fields of a version as they were chosen for it, public or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.drafts.arranging import COLOURS
from app.models import ActionField, DraftVersion, Process, Section, WorkingGroup


@dataclass(frozen=True)
class ChosenField:
    """An action field as this version has it; public only once the version is.

    `group` is what people call its working group, "" for none; a `new_group` is made when the
    version is published. `taken_over` says how the field was recognised in a new version
    ("heading", "text"), "" if a person chose it; `by_number` that nobody chose its colour.
    """

    field_id: int
    slug: str
    number: int
    title: str
    summary: str
    colour: int
    group_id: int | None = None
    new_group: str = ""
    group: str = ""
    group_slug: str = ""
    taken_over: str = ""
    by_number: bool = False

    @property
    def label(self) -> str:
        """What people say: "HF2"."""
        return f"HF{self.number}"


def chosen_fields(
    session: Session, process: Process, version: DraftVersion
) -> dict[int, ChosenField]:
    """The version's action fields by id in reading order, with what was chosen for them (of a
    public version: as they are): three queries."""
    query = (
        select(Section)
        .where(Section.version_id == version.id, col(Section.is_field).is_(True))
        .order_by(col(Section.position))
    )
    fields = {field.id: field for field in all_fields(session, process)}
    return as_chosen(version, session.exec(query).all(), fields, groups_of(session, process))


def as_chosen(
    version: DraftVersion,
    sections: Sequence[Section],
    fields: Mapping[int, ActionField],
    groups: Sequence[WorkingGroup],
) -> dict[int, ChosenField]:
    """The same from rows that are loaded already."""
    by_id = {group.id: group for group in groups}
    return {
        section.field_id: _as_chosen(fields[section.field_id], section, version, by_id)
        for section in sections
        if section.is_field and section.field_id is not None
    }


def _as_chosen(
    field: ActionField,
    section: Section,
    version: DraftVersion,
    groups: Mapping[int, WorkingGroup],
) -> ChosenField:
    choice = choice_of(field) | (section.field_choice if version.published_at is None else {})
    group = groups.get(choice["group_id"])
    return ChosenField(
        field_id=field.id,
        slug=field.slug,
        number=field.number,
        title=choice["title"],
        summary=choice["summary"],
        colour=choice["colour"] or by_number(field),
        group_id=group.id if group else None,
        new_group=choice["new_group"],
        group=group.name if group else group_name(choice["new_group"]),
        group_slug=group.slug if group else choice["new_group"],
        taken_over=choice["taken_over"],
        by_number=choice["colour"] is None,
    )


def choice_of(field: ActionField, *, is_new: bool = False) -> dict[str, Any]:
    """What a choice says that leaves everything as the field has it; for a field that `is_new`,
    that nothing but its name is chosen."""
    return {
        "title": field.title,
        "summary": "" if is_new else field.summary,
        "colour": None if is_new else field.colour,
        "group_id": None if is_new else field.group_id,
        "new_group": "",
        "taken_over": "",
    }


def by_number(field: ActionField) -> int:
    """The colour token of a field whose colour nobody chose."""
    return (field.number - 1) % COLOURS + 1


def group_name(slug: str) -> str:
    """What people call a group of this slug: "ag-3" is AG 3."""
    return slug.replace("-", " ").upper() if slug.startswith("ag-") else slug


def all_fields(session: Session, process: Process) -> Sequence[ActionField]:
    """The process's action fields by number, those of versions that nobody may read included."""
    query = select(ActionField).where(ActionField.process_id == process.id)
    return session.exec(query.order_by(col(ActionField.number))).all()


def groups_of(session: Session, process: Process) -> Sequence[WorkingGroup]:
    """The process's working groups in their order."""
    query = (
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process.id)
        .order_by(col(WorkingGroup.position), col(WorkingGroup.id))
    )
    return session.exec(query).all()
