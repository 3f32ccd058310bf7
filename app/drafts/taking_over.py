"""A new version takes over the action fields of the one before."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.drafts.addresses import fold
from app.drafts.arranging import items_of, parents, readdress
from app.drafts.fields import Fields, without_number
from app.models import Block, DraftVersion, Process, Section

LEAST_SHARED = 0.5  # more than half of the words of both together, or it is another field
SHORTEST_WORD = 4  # shorter ones stand in every text


def take_over_fields(session: Session, process: Process, version: DraftVersion) -> None:
    """Make sections of a version just read the fields of the public one (else of the newest
    before it): first those with the field's heading or title, then those that share most of their
    words with it. Everything chosen for a field comes along; `taken_over` says how it was found.

    What fits to nothing stays plain text: a person chooses.
    """
    before = version_before(session, process, version)
    if before is None:
        readdress(session, process, version)
        return
    sections = [item for item in items_of(session, version) if isinstance(item, Section)]
    old = [
        item for item in items_of(session, before) if isinstance(item, Section) and item.is_field
    ]
    found = _by_heading(session, process, sections, old)
    missing = [section for section in old if section.id not in found.values()]
    if missing:
        found |= _by_words(session, version, before, sections, missing, found)
    _take(session, process, sections, old, found)
    readdress(session, process, version)


def version_before(
    session: Session, process: Process, version: DraftVersion
) -> DraftVersion | None:
    """The version that a new one is compared with: the public one, else the newest before it."""
    query = (
        select(DraftVersion)
        .where(DraftVersion.process_id == process.id, DraftVersion.number < version.number)
        .order_by(
            (col(DraftVersion.number) == process.current_version).desc(),
            col(DraftVersion.number).desc(),
        )
        .limit(1)
    )
    return session.exec(query).first()


def _take(
    session: Session,
    process: Process,
    sections: Sequence[Section],
    old: Sequence[Section],
    found: Mapping[int, int],
) -> None:
    fields = Fields(session, process)
    by_id = {field.id: field for field in fields.all}
    before = {section.id: section for section in old}
    for section in sections:
        if section.id not in found:
            continue
        was = before[found[section.id]]
        if was.field_id is None:
            continue
        how = "heading" if fold(without_number(section.title)) in _names(was, fields) else "text"
        choice = {} if was.field_id in fields.public else dict(was.field_choice)
        fields.become(section, by_id[was.field_id], **(choice | {"taken_over": how}))
        session.add(section)
    session.flush()


def _names(section: Section, fields: Fields) -> set[str]:
    """What a field is called: by its heading, by its title, by what was chosen as its title."""
    titles = [field.title for field in fields.all if field.id == section.field_id]
    chosen = section.field_choice.get("title", "")
    return {fold(without_number(name)) for name in (section.title, *titles, str(chosen)) if name}


def _by_heading(
    session: Session, process: Process, sections: Sequence[Section], old: Sequence[Section]
) -> dict[int, int]:
    """New section → old field's section, where the heading is the same; of several that are
    alike the one least deep, which is most likely a section of its own."""
    fields = Fields(session, process)
    found: dict[int, int] = {}
    for was in old:
        names = _names(was, fields)
        alike = [
            section
            for section in sections
            if section.id not in found and fold(without_number(section.title)) in names
        ]
        alike.sort(key=lambda section: (section.level, section.position))
        best = next((one for one in alike if not _related(one.id, found, sections)), None)
        if best is not None:
            found[best.id] = was.id
    return found


def _by_words(
    session: Session,
    version: DraftVersion,
    before: DraftVersion,
    sections: Sequence[Section],
    missing: Sequence[Section],
    found: Mapping[int, int],
) -> dict[int, int]:
    """The same by the words that stand under the headings, best pair first."""
    new_words = _words(session, version)
    old_words = _words(session, before)
    pairs = [
        (_shared(old_words[was.id], new_words[section.id]), -section.level, was.id, section.id)
        for was in missing
        for section in sections
        if section.id not in found
    ]
    more: dict[int, int] = {}
    for share, _level, was_id, section_id in sorted(pairs, reverse=True):
        if share <= LEAST_SHARED:
            break
        taken = {**found, **more}
        free = section_id not in taken and was_id not in more.values()
        if free and not _related(section_id, taken, sections):
            more[section_id] = was_id
    return more


def _related(section_id: int, taken: Mapping[int, int], sections: Sequence[Section]) -> bool:
    """Whether a field stands above or below this heading already."""
    over = {section.id: parent for section, parent in parents(sections)}

    def above(one: int) -> set[int]:
        ids = set()
        parent = over[one]
        while parent is not None:
            ids.add(parent.id)
            parent = over[parent.id]
        return ids

    return bool(above(section_id) & taken.keys()) or any(section_id in above(one) for one in taken)


def _words(session: Session, version: DraftVersion) -> dict[int, Counter[str]]:
    """For each heading the words of all that stands under it, those below included."""
    items = items_of(session, version)
    over = {section.id: parent for section, parent in parents(items)}
    words: dict[int, Counter[str]] = {section_id: Counter() for section_id in over}
    home: Section | None = None
    for item in items:
        if isinstance(item, Section):
            home = item
        text = item.text if isinstance(item, Block) else item.title
        own = Counter(word for word in fold(text).split() if len(word) >= SHORTEST_WORD)
        at = home
        while at is not None:
            words[at.id].update(own)
            at = over[at.id]
    return words


def _shared(one: Counter[str], other: Counter[str]) -> float:
    """How much of two texts is the same: words in both, over the words of the longer."""
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 0.0
