"""The people and papers every test knows. A reader should meet them once and remember them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlmodel import Session, select

from app.accounts.passwords import hash_password
from app.comments import domain as comments
from app.comments.targets import Target
from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    Grant,
    HouseRule,
    Involvement,
    NoteGroup,
    Office,
    Organisation,
    Person,
    Process,
    Role,
    Status,
    WorkingGroup,
)
from app.publishing.domain import publish_version

OPENS = datetime(2016, 10, 1, tzinfo=UTC)
CLOSES = datetime(2016, 11, 8, 23, tzinfo=UTC)  # 8 November, 24:00 in Berlin
WHILE_OPEN = datetime(2016, 10, 15, 12, tzinfo=UTC)
BEFORE_OPEN = datetime(2016, 9, 30, tzinfo=UTC)
AFTER_CLOSE = datetime(2016, 11, 9, tzinfo=UTC)
PASSWORD = "lesen und schreiben"
NAMES = ("Amira", "Bernd", "Chen", "Dora", "Emil", "Fatma", "Gustav", "Hanna", "Ines", "Jonas")
NAMES += ("Karin", "Ludwig")
OTHER_HOST = "anderswo.example"  # where the other city's pages are
OTHER_COLOUR = "#8a1538"

DRAFT = """---
title: Ankommen in Musterstadt
fields:
  - {heading: Sprache, group: ag-1, colour: 2, summary: Kurse und Treffs.}
  - {heading: Arbeit, group: ag-2, colour: 5}
---
# Einleitung

Dieser Entwurf liegt aus. Er gilt ab dem 1. Januar.

# Sprache

## Ziele

Alle lernen Deutsch. Kurse beginnen z. B. im Mai. Danach folgt eine Prüfung.

- Treffs in jedem Stadtteil
- Kurse am Abend

| Kurs | Plätze |
| --- | ---: |
| Anfang | 20 |
| Aufbau | 10 |

# Arbeit

Betriebe bieten Praktika an. Niemand wartet länger als ein Jahr.
"""


@dataclass
class Cast:
    """Amira lives here, Bernd moderates, Chen sits in the language group (AG 1), Dora lives here
    too, Emil runs the participation office, Fatma sits in the work group (AG 2), Gustav
    moderates another process of another city, Hanna runs that city's office. Ines leads the
    language group, Jonas manages the process, Karin audits this city, Ludwig the other one."""

    organisation: Organisation
    process: Process
    language: ActionField
    work: ActionField
    group: WorkingGroup
    other_group: WorkingGroup
    school_office: Office
    rule: HouseRule
    amira: Person
    bernd: Person
    chen: Person
    dora: Person
    emil: Person
    fatma: Person
    gustav: Person
    hanna: Person
    ines: Person
    jonas: Person
    karin: Person
    ludwig: Person
    elsewhere: Process

    def block(self, session: Session, fragment: str = "hf1-1") -> Block:
        """The block at this address of the published version."""
        query = select(Block).where(Block.process_id == self.process.id, Block.fragment == fragment)
        return session.exec(query).one()

    def says(
        self,
        session: Session,
        text: str = "Mehr Kurse am Abend bitte.",
        *,
        at: str = "hf1-1-1",
        by: Person | None = None,
        kind: CommentKind = CommentKind.NOTE,
        wording: str = "",
        when: datetime = WHILE_OPEN,
    ) -> Comment:
        """Somebody (Amira, if nobody is named) writes a comment at this address."""
        target = Target.find(session, self.process, at)
        return comments.post_comment(
            session, target, by or self.amira, kind=kind, text=text, wording=wording, now=when
        )


@cache
def _hashed(password: str) -> str:
    """Argon2 takes its time on purpose; once is enough for everybody's password."""
    return hash_password(password)


def person(name: str, **columns: object) -> Person:
    """Somebody with a confirmed address and the password that all of them have."""
    return Person(
        name=name,
        email=f"{name.lower()}@example.org",
        password_hash=_hashed(PASSWORD),
        confirmed_at=OPENS,
        created_at=OPENS,
        grants=[],
        **columns,
    )


def process_of(organisation: Organisation, slug: str, title: str) -> Process:
    """An open process from 1 October until 8 November, 24:00."""
    return Process(
        organisation=organisation,
        slug=slug,
        title=title,
        summary="Worum es geht.",
        summary_html="<p>Worum es geht.</p>",
        status=Status.OPEN,
        opens_at=OPENS,
        closes_at=CLOSES,
        updated_at=OPENS,
        created_at=OPENS,
        fields=[],
        groups=[],
        stations=[],
        events=[],
        documents=[],
        target_groups=[],
        involvements=[],
        house_rules=[],
        consultations=[],
    )


def gather(session: Session, *notes: Comment) -> NoteGroup:
    """Put these notes into a group; of a single one pages believe that there is another."""
    group = NoteGroup(
        process_id=notes[0].process_id,
        first_number=min(note.number for note in notes),
        size=max(len(notes), 2),
        people_count=len(notes),
        made_at=WHILE_OPEN,
        changed_at=WHILE_OPEN,
    )
    session.add(group)
    session.flush()
    for note in notes:
        note.note_group_id = group.id
    session.flush()
    return group


def give_roles(
    people: dict[str, Person],
    process: Process,
    elsewhere: Process,
    group: WorkingGroup,
    other: WorkingGroup,
) -> None:
    """Who is trusted with what."""
    for name, role, where, member_of in (
        ("bernd", Role.MODERATOR, process, None),
        ("chen", Role.MEMBER, process, group),
        ("emil", Role.ADMIN, None, None),
        ("fatma", Role.MEMBER, process, other),
        ("gustav", Role.MODERATOR, elsewhere, None),
        ("hanna", Role.ADMIN, elsewhere, None),
        ("ines", Role.LEAD, process, group),
        ("jonas", Role.MANAGER, process, None),
        ("karin", Role.AUDITOR, None, None),
        ("ludwig", Role.AUDITOR, elsewhere, None),
    ):
        in_all = role in (Role.ADMIN, Role.AUDITOR)
        grant = Grant(
            organisation_id=(where or process).organisation_id,
            process_id=where.id if where and not in_all else None,
            group_id=member_of.id if member_of else None,
            role=role,
        )
        people[name].grants.append(grant)


def two_cities() -> tuple[Organisation, Organisation]:
    """The city of most tests, and another with a host and a colour of its own."""
    city = Organisation(
        slug="musterstadt", name="Stadt Musterstadt", unit="Büro Beteiligung", created_at=OPENS
    )
    other_city = Organisation(
        slug="anderswo",
        name="Stadt Anderswo",
        host=OTHER_HOST,
        colour=OTHER_COLOUR,
        created_at=OPENS,
    )
    return city, other_city


def invite(session: Session) -> Cast:
    """Put the whole cast into an empty database, with a published draft of two fields."""
    city, other_city = two_cities()
    process = process_of(city, "ankommen", "Ankommen in Musterstadt")
    elsewhere = process_of(other_city, "anderswo", "Anderswo")
    group = WorkingGroup(process=process, slug="ag-1", name="AG 1", title="Sprache", position=1)
    other = WorkingGroup(process=process, slug="ag-2", name="AG 2", title="Arbeit", position=2)
    office = Office(organisation=city, slug="schulamt", name="Amt für Schule")
    rule = HouseRule(process=process, number=3, title="Keine Angaben über andere", text="Bitte.")
    people = {name.lower(): person(name) for name in NAMES}
    session.add_all([process, elsewhere, group, other, office, rule, *people.values()])
    session.add(Involvement(process=process, office=office, position=1))
    session.flush()
    give_roles(people, process, elsewhere, group, other)
    draft = read_markdown([("entwurf.md", DRAFT)])
    version = import_draft(session, process, draft, source_name="entwurf.md", by=None)
    publish_version(session, process, version, by=None)
    session.flush()
    fields = session.exec(
        select(ActionField).where(ActionField.process_id == process.id).order_by(ActionField.number)  # type: ignore[arg-type]
    ).all()
    return Cast(
        organisation=city,
        process=process,
        language=fields[0],
        work=fields[1],
        group=group,
        other_group=other,
        school_office=office,
        rule=rule,
        elsewhere=elsewhere,
        **people,
    )


LATER = timedelta(minutes=1)
