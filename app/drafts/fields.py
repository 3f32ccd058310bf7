"""Which sections of a version are action fields, and the addresses that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.drafts.addresses import Address
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import ActionField, Block, DraftVersion, Process, Section, WorkingGroup
from app.text import clean_line, slugify

COLOURS = 6


@dataclass(frozen=True)
class FieldChoice:
    """A section that shall be a field: its working group's slug ("" for none yet), a colour
    token 1 to 6 (None: by number) and a line that says what it is about.

    What is left empty stays as the field has it from an earlier version, unless the choice is
    `whole`: then empty means none.
    """

    section_id: int
    group: str = ""
    colour: int | None = None
    summary: str = ""
    whole: bool = False


def assign_fields(
    session: Session, process: Process, version: DraftVersion, choices: Sequence[FieldChoice]
) -> list[ActionField]:
    """Make exactly these sections the version's action fields, and number all blocks anew.

    A field that the process already has (same slug) is kept with its number; a new one gets the
    next, never reused. Groups that do not exist yet are made. Refused with `Conflict` once the
    version is public, with `Invalid` when one field lies inside another.
    """
    if version.published_at is not None:
        raise Conflict(_("Die Fassung ist veröffentlicht; ihre Fundstellen bleiben, wie sie sind."))
    sections = _sections(session, version)
    chosen = {choice.section_id: choice for choice in choices}
    for section in sections.values():
        section.is_field = section.id in chosen
        section.field_id = None
    fields = [
        _field(session, process, section, chosen[section.id])
        for section in sections.values()
        if section.is_field
    ]
    by_section = dict(zip([s.id for s in sections.values() if s.is_field], fields, strict=True))
    for section in sections.values():
        owner = _owner(section, sections)
        section.field_id = by_section[owner.id].id if owner else None
        session.add(section)
    session.flush()
    readdress(session, version)
    return fields


def _sections(session: Session, version: DraftVersion) -> dict[int, Section]:
    query = select(Section).where(Section.version_id == version.id).order_by(col(Section.position))
    return {section.id: section for section in session.exec(query)}


def _owner(section: Section, sections: dict[int, Section]) -> Section | None:
    found: Section | None = None
    at: Section | None = section
    while at is not None:
        if at.is_field:
            if found is not None:
                raise Invalid(
                    _(
                        "„%(inner)s“ liegt in „%(outer)s“: Ein Feld kann nicht in einem anderen "
                        "sein."
                    )
                    % {"inner": found.title, "outer": at.title}
                )
            found = at
        at = sections.get(at.parent_id) if at.parent_id else None
    return found


def _field(
    session: Session, process: Process, section: Section, choice: FieldChoice
) -> ActionField:
    title = without_number(section.title)
    slug = slugify(title, "feld")
    fields = session.exec(
        select(ActionField)
        .where(ActionField.process_id == process.id)
        .order_by(col(ActionField.number))
    ).all()
    field = next((known for known in fields if known.slug == slug), None)
    if field is None:
        number = (fields[-1].number if fields else 0) + 1
        field = ActionField(process_id=process.id, slug=slug, number=number, title=title[:300])
        field.colour = (number - 1) % COLOURS + 1
    field.title = title[:300]
    if choice.colour is not None:
        field.colour = (choice.colour - 1) % COLOURS + 1
    if choice.summary or choice.whole:
        field.summary = clean_line(choice.summary)[:300]
    if choice.group:
        field.group_id = _group(session, process, choice.group, field.title).id
    elif choice.whole:
        field.group_id = None
    session.add(field)
    session.flush()
    return field


def without_number(title: str) -> str:
    """A heading without its number: what a field made of it is called."""
    head, _blank, rest = title.partition(" ")
    is_number = head.rstrip(".)").replace(".", "").isdigit()
    return rest.strip() if is_number and rest.strip() else title


def _group(session: Session, process: Process, slug: str, title: str) -> WorkingGroup:
    """The process's group of this name; a new one is called after the field it begins with."""
    slug = slugify(slug, "ag")
    query = select(WorkingGroup).where(WorkingGroup.process_id == process.id)
    groups = session.exec(query).all()
    for group in groups:
        if group.slug == slug:
            return group
    name = slug.replace("-", " ").upper() if slug.startswith("ag-") else slug
    group = WorkingGroup(
        process_id=process.id,
        slug=slug,
        name=name[:80],
        title=title[:200],
        position=len(groups) + 1,
    )
    session.add(group)
    session.flush()
    return group


def readdress(session: Session, version: DraftVersion) -> None:
    """Give every block its address: numbered per field in reading order, outside the fields
    `T · n` (RULES.md, "What has an address")."""
    fields = {
        section.id: section.field_id
        for section in session.exec(select(Section).where(Section.version_id == version.id))
    }
    numbers = {
        field.id: field.number
        for field in session.exec(
            select(ActionField).where(ActionField.process_id == version.process_id)
        )
    }
    blocks = session.exec(
        select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
    ).all()
    for block in blocks:  # out of each other's way first: an address is unique at every moment
        block.fragment = f"new-{block.position}"
        session.add(block)
    session.flush()
    counts: dict[int | None, int] = {}
    for block in blocks:
        field_id = fields.get(block.section_id) if block.section_id else None
        counts[field_id] = counts.get(field_id, 0) + 1
        block.field_id = field_id
        block.number = counts[field_id]
        address = Address(numbers[field_id] if field_id else None, block.number, None)
        block.fragment, block.label = address.fragment, address.label
        session.add(block)
    session.flush()
