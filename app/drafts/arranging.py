"""The order of a version: from a row of headings and blocks to parents, fields and addresses.

What a version consists of is the row of its headings and blocks with their own properties (words,
level, which heading is a field). Everything else follows from it, and is worked out here: position,
parent, the field something belongs to, number and address. So a change is undone by giving back
the row as it was.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import String, cast, update
from sqlmodel import Session, col, select

from app.drafts.addresses import Address
from app.errors import Invalid
from app.i18n import _
from app.models import ActionField, Block, DraftVersion, Process, Section

COLOURS = 6
Item = Section | Block


def items_of(session: Session, version: DraftVersion) -> list[Item]:
    """The version's headings and blocks in reading order: two queries."""
    sections = session.exec(
        select(Section).where(Section.version_id == version.id).order_by(col(Section.position))
    ).all()
    blocks = session.exec(
        select(Block).where(Block.version_id == version.id).order_by(col(Block.position))
    ).all()
    under: dict[int | None, list[Block]] = {}
    for block in blocks:
        under.setdefault(block.section_id, []).append(block)
    items: list[Item] = [*under.get(None, [])]
    for section in sections:
        items += [section, *under.get(section.id, [])]
    return items


def readdress(session: Session, process: Process, version: DraftVersion) -> None:
    """Work out the version's order anew, and give every block its address: numbered per field in
    reading order, outside the fields `T · n` (RULES.md, "What has an address").

    Refused with `Invalid` when one field lies inside another.
    """
    settle(session, process, version, items_of(session, version))


def settle(
    session: Session, process: Process, version: DraftVersion, items: Sequence[Item]
) -> set[int]:
    """Make `items` (each with a row of its own already) the version's order, and number fields
    and blocks. The ids of those items that changed, headings as negative numbers.

    Refused with `Invalid` when one field lies inside another, before anything is written.
    """
    changed = _Changes(session, version)
    owners = _owners(items)
    _place(changed, items, owners)
    changed.write()
    renumbered = number_fields(session, process, besides=version.id)
    changed.add(item for item in items if isinstance(item, Section) and item.field_id in renumbered)
    _address(changed, session, items)
    changed.write()
    return changed.ids


class _Changes:
    """New values for columns that are unique in a version, written without a clash: what changes
    steps out of the way first."""

    def __init__(self, session: Session, version: DraftVersion) -> None:
        self.session = session
        self.version = version
        self.ids: set[int] = set()
        self._moved: list[tuple[Item, int]] = []
        self._renamed: list[tuple[Block, str]] = []

    def add(self, items: Iterable[Item]) -> None:
        """These look different from now on."""
        self.ids.update(-item.id if isinstance(item, Section) else item.id for item in items)

    def set(self, item: Item, **values: object) -> None:
        """Give `item` these values where they differ; a position or an address later."""
        changes = {name: new for name, new in values.items() if getattr(item, name) != new}
        if not changes:
            return
        position = changes.pop("position", None)
        if position is not None:
            self._moved.append((item, int(str(position))))
        fragment = changes.pop("fragment", None)
        if fragment is not None and isinstance(item, Block):
            self._renamed.append((item, str(fragment)))
        for name, new in changes.items():
            setattr(item, name, new)
        if changes or fragment is not None:
            self.add([item])

    def write(self) -> None:
        """Send everything to the database, first the way out, then the new place."""
        self.session.flush()
        for table in (Section, Block):
            self._park([item.id for item, _new in self._moved if isinstance(item, table)], table)
        self._set_aside([block.id for block, _new in self._renamed])
        for item, position in self._moved:
            item.position = position
        for block, fragment in self._renamed:
            block.fragment = fragment
        self.session.flush()
        self._moved, self._renamed = [], []

    def _park(self, ids: list[int], table: type[Section] | type[Block]) -> None:
        if not ids:
            return
        position = col(table.position)
        self.session.execute(  # of the whole version: shorter to say than a thousand ids
            update(table)
            .where(col(table.version_id) == self.version.id, position > 0, col(table.id).in_(ids))
            .values(position=-position)
            .execution_options(synchronize_session=False)
        )

    def _set_aside(self, ids: list[int]) -> None:
        if not ids:
            return
        self.session.execute(
            update(Block)
            .where(col(Block.version_id) == self.version.id, col(Block.id).in_(ids))
            .values(fragment=cast(col(Block.id), String) + "-new")
            .execution_options(synchronize_session=False)
        )


def _owners(items: Sequence[Item]) -> dict[int, Section | None]:
    """For each heading the field it belongs to, itself included."""
    owners: dict[int, Section | None] = {}
    for section, parent in parents(items):
        above = owners[parent.id] if parent else None
        if section.is_field and above is not None:
            raise Invalid(
                _("„%(inner)s“ liegt in „%(outer)s“: Ein Feld kann nicht in einem anderen sein.")
                % {"inner": section.title, "outer": above.title}
            )
        owners[section.id] = section if section.is_field else above
    return owners


def parents(items: Iterable[Item]) -> list[tuple[Section, Section | None]]:
    """Each heading with the one it stands under: the nearest above of a higher level."""
    found: list[tuple[Section, Section | None]] = []
    above: list[Section] = []
    for item in items:
        if isinstance(item, Section):
            while above and above[-1].level >= item.level:
                above.pop()
            found.append((item, above[-1] if above else None))
            above.append(item)
    return found


def _place(changed: _Changes, items: Sequence[Item], owners: dict[int, Section | None]) -> None:
    over = {section.id: parent.id if parent else None for section, parent in parents(items)}
    home: Section | None = None
    sections = blocks = 0
    for item in items:
        if isinstance(item, Section):
            home, sections = item, sections + 1
            owner = owners[item.id]
            field_id = owner.field_id if owner else None
            changed.set(item, position=sections, parent_id=over[item.id], field_id=field_id)
            if -(over[item.id] or 0) in changed.ids:  # it may stand deeper now, or less deep
                changed.add([item])
        else:
            blocks += 1
            owner = owners[home.id] if home else None
            changed.set(
                item,
                position=blocks,
                section_id=home.id if home else None,
                field_id=owner.field_id if owner else None,
            )


def _address(changed: _Changes, session: Session, items: Sequence[Item]) -> None:
    wanted = {item.field_id for item in items if item.field_id is not None}
    numbers = dict(
        session.exec(
            select(ActionField.id, ActionField.number).where(col(ActionField.id).in_(wanted))
        ).all()
    )
    counts: dict[int | None, int] = {}
    for item in items:
        if isinstance(item, Block):
            counts[item.field_id] = number = counts.get(item.field_id, 0) + 1
            address = Address(numbers[item.field_id] if item.field_id else None, number)
            changed.set(item, number=number, fragment=address.fragment, label=address.label)


def number_fields(session: Session, process: Process, besides: int | None = None) -> set[int]:
    """Number the action fields in the order of their first appearance, and say whose number is a
    new one (by id).

    A number that the public has seen stays, and is never given again. The fields that only stand
    in versions nobody may read yet follow, in the order of the text of the newest. Where that
    changes addresses in another version than `besides`, it is readdressed.
    """
    fields = session.exec(
        select(ActionField)
        .where(ActionField.process_id == process.id)
        .order_by(col(ActionField.number))
    ).all()
    seen = public_fields(session, process) | {
        field.id for field in fields if field.comments_count or field.hidden_count
    }
    chosen = session.exec(
        select(Section.field_id)
        .join(DraftVersion)
        .where(
            DraftVersion.process_id == process.id,
            col(DraftVersion.published_at).is_(None),
            col(Section.is_field).is_(True),
        )
        .order_by(col(DraftVersion.number).desc(), col(Section.position))
    ).all()
    by_id = {field.id: field for field in fields}
    order = [by_id[one] for one in dict.fromkeys(chosen) if one is not None and one not in seen]
    order += [field for field in fields if field.id not in seen and field not in order]
    last = max((field.number for field in fields if field.id in seen), default=0)
    wrong = {field.id: n for n, field in enumerate(order, last + 1) if field.number != n}
    if wrong:
        _give_numbers(session, by_id, wrong)
        _readdress_others(session, process, wrong, besides)
    return set(wrong)


def _give_numbers(session: Session, by_id: dict[int, ActionField], wrong: dict[int, int]) -> None:
    for field_id in wrong:
        by_id[field_id].number = -by_id[field_id].number
    session.flush()
    for field_id, number in wrong.items():
        by_id[field_id].number = number
    session.flush()


def _readdress_others(
    session: Session, process: Process, renumbered: Iterable[int], besides: int | None
) -> None:
    others = session.exec(
        select(DraftVersion).where(
            DraftVersion.process_id == process.id,
            DraftVersion.id != (besides or 0),
            col(DraftVersion.published_at).is_(None),
            select(Section.id)
            .where(
                Section.version_id == DraftVersion.id,
                col(Section.field_id).in_(list(renumbered)),
            )
            .exists(),
        )
    ).all()
    for other in others:
        readdress(session, process, other)


def public_fields(session: Session, process: Process) -> set[int]:
    """The ids of the fields that were ever in a version that is public."""
    query = (
        select(Section.field_id)
        .join(DraftVersion)
        .where(
            DraftVersion.process_id == process.id,
            col(DraftVersion.published_at).is_not(None),
            col(Section.is_field).is_(True),
        )
        .distinct()
    )
    return {field_id for field_id in session.exec(query) if field_id is not None}
