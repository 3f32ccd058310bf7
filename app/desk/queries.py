"""What a desk shows: processes and working groups, with counts from counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.accounts.rules import OF_GROUP, roles_of
from app.loading import one
from app.models import ActionField, Person, Process, WorkingGroup
from app.moderation.noticed import waiting_in
from app.moderation.queries import processes_of


@dataclass(frozen=True)
class Room:
    """A working group with its fields; `own` for those who sit in it."""

    group: WorkingGroup
    fields: Sequence[ActionField]
    own: bool

    @property
    def comments_count(self) -> int:
        """How many notes there are on the group's fields."""
        return sum(field.comments_count for field in self.fields)


@dataclass(frozen=True)
class Desk:
    """The processes whose desk somebody may see, and the rooms they may enter. `waiting` counts
    open notices and open objections, by process."""

    processes: Sequence[Process]
    rooms: Sequence[Room]
    waiting: Mapping[int, tuple[int, int]]

    @property
    def own_rooms(self) -> list[Room]:
        """The groups they sit in."""
        return [room for room in self.rooms if room.own]

    def rooms_of(self, process: Process) -> list[Room]:
        """The groups of one process."""
        return [room for room in self.rooms if room.group.process_id == process.id]


def desk_of(session: Session, person: Person) -> Desk:
    """Everything that is `person`'s to do: five queries, however much that is."""
    processes = processes_of(session, person)
    own = [grant.group_id for grant in roles_of(person) if grant.role in OF_GROUP]
    moderated = [process.id for process in processes]
    groups = session.exec(
        select(WorkingGroup)
        .where(or_(col(WorkingGroup.id).in_(own), col(WorkingGroup.process_id).in_(moderated)))
        .order_by(col(WorkingGroup.process_id), col(WorkingGroup.position))
        .options(one(WorkingGroup.process, one(Process.organisation)))
    ).all()
    fields = session.exec(
        select(ActionField)
        .where(col(ActionField.group_id).in_([group.id for group in groups]))
        .order_by(col(ActionField.number))
    ).all()
    rooms = [
        Room(group, [field for field in fields if field.group_id == group.id], group.id in own)
        for group in groups
    ]
    return Desk(processes, rooms, waiting_in(session, moderated) if moderated else {})
