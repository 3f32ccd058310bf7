"""One participation: its dates and stations, its groups, events, papers and people asked."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from app.models.base import Moment, Table, belongs_to, chosen, has_many, reference
from app.models.organisation import Office, Organisation

SUMMARY_LIMIT = 1200


class Status(StrEnum):
    """Where a process is (RULES.md, "States"). Whether notes are taken also depends on the
    window."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    REVISING = "revising"
    DECIDED = "decided"
    ARCHIVED = "archived"


class Approval(StrEnum):
    """Which notes the moderation reads before everybody does."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


class Process(Table, table=True):
    """A participation: a draft, its window [opens_at, closes_at), its groups, its outcome.

    The counters are kept in the transaction that changes them; `revision` rises whenever
    something changes that its pages show. `takes_guests` allows notes without an account,
    confirmed by mail; `takes_unsigned` those without any address, which always wait for the
    moderation. With `approval` "some", notes by guests, with links or with one of `approval_words`
    (a line each) wait for it; `approval_hours` is the time that it promises for that.
    """

    __table_args__ = (
        UniqueConstraint("slug", "organisation_id"),
        Index("ix_process_organisation_id_status", "organisation_id", "status"),
    )

    organisation_id: int = reference("organisation.id")
    slug: str = Field(max_length=80)
    title: str = Field(max_length=200)
    subtitle: str = Field(default="", max_length=300)
    summary: str = Field(default="", max_length=SUMMARY_LIMIT)
    summary_html: str = ""
    status: Status = chosen(Status, default=Status.PREPARING)
    opens_at: datetime = Field(sa_type=Moment)
    closes_at: datetime = Field(sa_type=Moment)
    zone: str = Field(default="Europe/Berlin", max_length=40)
    council_paper: str = Field(default="", max_length=80)
    takes_guests: bool = False
    takes_unsigned: bool = False
    approval: Approval = chosen(Approval, default=Approval.NONE)
    approves_guests: bool = False
    approves_links: bool = False
    approval_words: str = ""
    approval_hours: int = 24
    answer_days: int = 5
    current_version: int = 0
    last_comment_number: int = 0
    comments_count: int = 0
    answered_count: int = 0
    hidden_count: int = 0
    waiting_count: int = 0
    revision: int = 1
    updated_at: datetime = Field(sa_type=Moment)
    created_at: datetime = Field(sa_type=Moment)
    pseudonymised_at: datetime | None = Field(default=None, sa_type=Moment)
    organisation: Organisation = belongs_to()
    fields: list["ActionField"] = has_many("process", order_by="ActionField.number")
    groups: list["WorkingGroup"] = has_many("process", order_by="WorkingGroup.position")
    stations: list["Station"] = has_many("process", order_by="Station.position")
    events: list["Event"] = has_many("process", order_by="Event.starts_at")
    documents: list["Document"] = has_many("process", order_by="Document.position")
    target_groups: list["TargetGroup"] = has_many("process", order_by="TargetGroup.position")
    involvements: list["Involvement"] = has_many("process", order_by="Involvement.position")
    house_rules: list["HouseRule"] = has_many(
        "process", order_by="HouseRule.position, HouseRule.number"
    )
    consultations: list["Consultation"] = has_many("process", order_by="Consultation.position")

    def is_open_at(self, moment: datetime) -> bool:
        """Whether notes are taken at `moment`: the window is [opens_at, closes_at)."""
        return self.status is Status.OPEN and self.opens_at <= moment < self.closes_at


class EmbeddingSite(Table, table=True):
    """A web site ("https://www.example.org") that may show a process's pages in a frame."""

    __tablename__ = "embedding_site"
    __table_args__ = (UniqueConstraint("process_id", "origin"),)

    process_id: int = reference("process.id")
    origin: str = Field(max_length=200)
    created_at: datetime = Field(sa_type=Moment)


class GroupKind(StrEnum):
    """What a working group is there for."""

    FIELDS = "fields"
    TOPIC = "topic"
    STEERING = "steering"


class People(StrEnum):
    """What a working group learns of authors: nothing, what everybody sees, how to reach them."""

    NONE = "none"
    NAMES = "names"
    CONTACTS = "contacts"


class WorkingGroup(Table, table=True):
    """Revises one or more action fields ("AG 2 Deutscherwerb"); or advises on a topic that runs
    across fields, or steers them all. `sees_hidden`: its bundles hold the words of hidden notes."""

    __tablename__ = "working_group"
    __table_args__ = (UniqueConstraint("process_id", "slug"),)

    process_id: int = reference("process.id")
    slug: str = Field(max_length=80)
    name: str = Field(max_length=80)
    title: str = Field(default="", max_length=200)
    position: int = 0
    last_bundle_number: int = 0
    kind: GroupKind = chosen(GroupKind, default=GroupKind.FIELDS)
    people: People = chosen(People, default=People.NAMES)
    sees_hidden: bool = False
    lead_office_id: int | None = reference("office.id", nullable=True)
    lead_office: Office | None = belongs_to()
    process: Process = belongs_to("groups")


class ActionField(Table, table=True):
    """A part of the draft that is open for notes: a number that is never reused, a colour token
    1 to 6 and one working group. `revision` rises in the transaction that changes what its
    page shows."""

    __tablename__ = "action_field"
    __table_args__ = (
        UniqueConstraint("process_id", "slug"),
        UniqueConstraint("process_id", "number"),
    )

    process_id: int = reference("process.id")
    group_id: int | None = reference("working_group.id", nullable=True, index=True)
    slug: str = Field(max_length=80)
    number: int
    title: str = Field(max_length=300)
    summary: str = Field(default="", max_length=300)
    colour: int = 1
    revision: int = 1
    comments_count: int = 0
    answered_count: int = 0
    hidden_count: int = 0
    last_comment_at: datetime | None = Field(default=None, sa_type=Moment)
    process: Process = belongs_to("fields")
    group: WorkingGroup | None = belongs_to()

    @property
    def label(self) -> str:
        """What people say: "HF2"."""
        return f"HF{self.number}"


class Station(Table, table=True):
    """A station on the process's way, from the draft to the decision."""

    __table_args__ = (UniqueConstraint("process_id", "position"),)

    process_id: int = reference("process.id")
    position: int
    key: str = Field(max_length=40)
    title: str = Field(max_length=120)
    detail: str = Field(default="", max_length=200)
    at: datetime | None = Field(default=None, sa_type=Moment)
    process: Process = belongs_to("stations")


class Event(Table, table=True):
    """A workshop or meeting, with the groups that meet there."""

    __table_args__ = (Index("ix_event_process_id_starts_at", "process_id", "starts_at"),)

    process_id: int = reference("process.id")
    title: str = Field(max_length=200)
    text: str = ""
    place: str = Field(default="", max_length=200)
    starts_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    process: Process = belongs_to("events")
    meetings: list["Meeting"] = has_many("event")


class Meeting(Table, table=True):
    """A working group that meets at an event."""

    __table_args__ = (UniqueConstraint("event_id", "group_id"),)

    process_id: int = reference("process.id")
    event_id: int = reference("event.id")
    group_id: int = reference("working_group.id")
    event: Event = belongs_to("meetings")
    group: WorkingGroup = belongs_to()


class Document(Table, table=True):
    """A paper that belongs to a process, to be read or downloaded."""

    __table_args__ = (UniqueConstraint("process_id", "slug"),)

    process_id: int = reference("process.id")
    slug: str = Field(max_length=80)
    title: str = Field(max_length=200)
    note: str = Field(default="", max_length=300)
    position: int = 0
    filename: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    size: int
    html: str = ""
    content: bytes = Field(sa_type=LargeBinary)
    published_at: datetime = Field(sa_type=Moment)
    process: Process = belongs_to("documents")


class TargetGroup(Table, table=True):
    """Whom the process wants to hear above all."""

    __tablename__ = "target_group"
    __table_args__ = (UniqueConstraint("process_id", "position"),)

    process_id: int = reference("process.id")
    name: str = Field(max_length=200)
    position: int
    process: Process = belongs_to("target_groups")


class Involvement(Table, table=True):
    """An office that answers in a process."""

    __table_args__ = (UniqueConstraint("process_id", "office_id"),)

    process_id: int = reference("process.id")
    office_id: int = reference("office.id")
    position: int = 0
    process: Process = belongs_to("involvements")
    office: Office = belongs_to()


class HouseRule(Table, table=True):
    """A published rule of conversation; hiding a note names one. Worded anew it is another row with
    the same `number` and the next `edition`: what was hidden by the earlier wording goes on citing
    it. A row that has `ended_at` holds no more: it was worded anew, or retired."""

    __tablename__ = "house_rule"
    __table_args__ = (UniqueConstraint("process_id", "number", "edition"),)

    process_id: int = reference("process.id")
    number: int
    edition: int = 1
    position: int = 0
    title: str = Field(max_length=120)
    text: str = ""
    since: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    process: Process = belongs_to("house_rules")


class Consultation(Table, table=True):
    """A station of the council's paper: committee, date, result."""

    __table_args__ = (UniqueConstraint("process_id", "position"),)

    process_id: int = reference("process.id")
    position: int
    committee: str = Field(max_length=200)
    at: datetime | None = Field(default=None, sa_type=Moment)
    result: str = Field(default="", max_length=200)
    process: Process = belongs_to("consultations")
