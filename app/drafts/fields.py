"""Which sections of a version are action fields.

A choice in a version that is not public stands in `Section.field_choice`; nothing that the public
sees changes. Publishing gives it to the fields (`apply_field_choices`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.drafts.addresses import fold
from app.drafts.arranging import COLOURS, public_fields, readdress
from app.drafts.chosen import all_fields, by_number, choice_of, group_name, groups_of
from app.errors import Conflict
from app.i18n import _
from app.models import ActionField, DraftVersion, Process, Section, WorkingGroup
from app.text import clean_line, slugify

LONGEST_TITLE, LONGEST_SUMMARY = 300, 300


@dataclass(frozen=True)
class FieldChoice:
    """A section that shall be a field: its working group's slug ("" for none yet), a colour
    token 1 to 6 (None: by number) and a line that says what it is about.

    What is left empty stays as the field has it from an earlier version.
    """

    section_id: int
    group: str = ""
    colour: int | None = None
    summary: str = ""


def assign_fields(
    session: Session, process: Process, version: DraftVersion, choices: Sequence[FieldChoice]
) -> None:
    """Make exactly these sections the version's action fields, and number all blocks anew.

    A field that the process already has (same name) is kept with its number; a new one gets the
    next. Refused with `Conflict` once the version is public, with `Invalid` when one field lies
    inside another.
    """
    if version.published_at is not None:
        raise Conflict(_("Die Fassung ist veröffentlicht; ihre Fundstellen bleiben, wie sie sind."))
    chosen = {choice.section_id: choice for choice in choices}
    groups = {group.slug: group for group in groups_of(session, process)}
    fields = Fields(session, process)
    for section in _sections(session, version):
        section.is_field, section.field_id, section.field_choice = False, None, {}
        if section.id in chosen:
            fields.take(section)
            section.field_choice = section.field_choice | _said(chosen[section.id], groups)
        session.add(section)
    session.flush()
    readdress(session, process, version)


def _said(choice: FieldChoice, groups: Mapping[str, WorkingGroup]) -> dict[str, object]:
    """What a choice says, as it is kept."""
    said: dict[str, object] = {}
    if choice.colour is not None:
        said["colour"] = (choice.colour - 1) % COLOURS + 1
    if choice.summary:
        said["summary"] = clean_line(choice.summary)[:LONGEST_SUMMARY]
    if choice.group:
        slug = slugify(choice.group, "ag")
        known = groups.get(slug)
        said |= {"group_id": known.id} if known else {"group_id": None, "new_group": slug}
    return said


class Fields:
    """The process's fields while sections of a version become some of them, each at most one."""

    def __init__(self, session: Session, process: Process, taken: Collection[int] = ()) -> None:
        self.session = session
        self.process = process
        self.all = list(all_fields(session, process))
        self.public = public_fields(session, process)
        self._taken = set(taken)

    def take(self, section: Section) -> None:
        """Let the section be the field that has the name of its heading, else a new one."""
        field = self._called(section.title) or self._new(section.title)
        self.become(section, field)

    def take_new(self, section: Section) -> None:
        """Let the section be a field that the process did not have."""
        self.become(section, self._new(section.title))

    def become(self, section: Section, field: ActionField, **more: object) -> None:
        """Let the section be this field, with what the public knows of it; `more` is added to
        the choice."""
        self._taken.add(field.id)
        section.is_field = True
        section.field_id = field.id
        section.field_choice = choice_of(field, is_new=field.id not in self.public) | more

    def _called(self, heading: str) -> ActionField | None:
        """The field of this name that is still free (numbers, blanks, capitals aside)."""
        name = fold(without_number(heading))
        slug = slugify(without_number(heading), "feld")
        free = [field for field in self.all if field.id not in self._taken]
        by_title = [field for field in free if fold(field.title) == name]
        return next(iter(by_title + [field for field in free if field.slug == slug]), None)

    def _new(self, heading: str) -> ActionField:
        """A field that nobody may see until a version with it is public. Its number is settled
        when the version is arranged."""
        title = without_number(heading)[:LONGEST_TITLE]
        number = max((field.number for field in self.all), default=0) + 1
        field = ActionField(
            process_id=self.process.id,
            slug=_free_slug(title, self.all),
            number=number,
            title=title,
            colour=(number - 1) % COLOURS + 1,
        )
        self.session.add(field)
        self.session.flush()
        self.all.append(field)
        return field


def _free_slug(title: str, fields: Sequence[ActionField]) -> str:
    taken = {field.slug for field in fields}
    base = slugify(title, "feld")
    slug, n = base, 1
    while slug in taken:
        n += 1
        slug = f"{base}-{n}"
    return slug


def without_number(title: str) -> str:
    """A heading without its number: what a field made of it is called."""
    head, _blank, rest = title.partition(" ")
    is_number = head.rstrip(".)").replace(".", "").isdigit()
    return rest.strip() if is_number and rest.strip() else title


def _sections(session: Session, version: DraftVersion) -> Sequence[Section]:
    query = select(Section).where(Section.version_id == version.id).order_by(col(Section.position))
    return session.exec(query).all()


def apply_field_choices(session: Session, process: Process, version: DraftVersion) -> None:
    """Give the version's action fields what was chosen for them: title, line, colour, group.

    A group that does not exist yet is made, called after its first field; a field that was never
    public gets the address of its title. Publishing calls it before the version is public.
    """
    fields = list(all_fields(session, process))
    by_id = {field.id: field for field in fields}
    groups = list(groups_of(session, process))
    public = public_fields(session, process)
    for section in _sections(session, version):
        if not section.is_field or section.field_id is None:
            continue
        field = by_id[section.field_id]
        choice = choice_of(field) | section.field_choice
        field.title = choice["title"]
        field.summary = choice["summary"]
        field.colour = choice["colour"] or by_number(field)
        field.group_id = choice["group_id"]
        if choice["new_group"]:
            field.group_id = _group(session, process, groups, choice["new_group"], field.title).id
        if field.id not in public:
            field.slug = _free_slug(field.title, [other for other in fields if other is not field])
        session.add(field)
        session.flush()


def _group(
    session: Session, process: Process, groups: list[WorkingGroup], slug: str, title: str
) -> WorkingGroup:
    """The process's group of this slug; a new one is called after the field it begins with."""
    for group in groups:
        if group.slug == slug:
            return group
    group = WorkingGroup(
        process_id=process.id,
        slug=slug,
        name=group_name(slug)[:80],
        title=title[:200],
        position=len(groups) + 1,
    )
    session.add(group)
    session.flush()
    groups.append(group)
    return group
