"""Changes of a group's document become a proposed next version, or join the one that another
group's document has proposed; each change tied to the notes that caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import jobs
from app.drafts.arranging import Item
from app.drafts.copying import copy_version
from app.drafts.editing.history import history_of
from app.drafts.editing.sheet import Sheet
from app.drafts.editing.steps import take_step
from app.drafts.queries import blocks_of, sections_of
from app.errors import Conflict
from app.groups.returning.docx.applying import Applier, drops
from app.groups.returning.docx.causing import Causes
from app.groups.returning.docx.changed import CELL, plain
from app.groups.returning.docx.keeping import changes_in, is_by_hand
from app.groups.returning.docx.target import (
    Fits,
    Ground,
    ground_of,
    proposed_version,
    public_version,
    row_text,
)
from app.groups.returning.docx.titles import all_words
from app.i18n import _
from app.models import (
    Block,
    BlockKind,
    Bundle,
    DraftVersion,
    HandBack,
    HandBackChange,
    Person,
    Process,
    Section,
    WorkingGroup,
)

DEED = "handed-back"  # what the step is called in the version's history
COMPARE = "compare"  # the job that compares the version afterwards (publishing/comparing.py)


def propose(session: Session, doing: HandBack, actor: Person | None, now: datetime) -> None:
    """Take the changes in that are not left out. Those that meet other words by now stay out and
    say so. Without any nothing is proposed. Refused with `Conflict` if, counted again, any other
    word of the text had changed: then nothing is."""
    wanted = [one for one in changes_in(session, doing) if not one.is_left_out]
    if not wanted:
        return
    process = _held(session, doing)
    drawn = _drawn(session, doing, wanted)
    public = public_version(session, process)
    if drawn is None or public is None:
        return
    ground, is_new = _ground(session, process, doing, drawn, public, actor)
    fitting = _sorted_out(session, ground, wanted)
    if fitting:
        _make(session, process, doing, ground, fitting, actor)
    elif is_new:
        raise Conflict(_("Keine der Änderungen passt noch zum Text. Prüfen Sie die Datei neu."))
    doing.version_id = ground.version.id
    session.add(doing)
    Causes(session, ground, drawn, public, actor, now).tie(wanted)
    jobs.enqueue(session, COMPARE, process.id, version=ground.version.id)


def _held(session: Session, doing: HandBack) -> Process:
    """The process, kept for this transaction: two groups at once make one proposed version. Both
    have pointed at it from the journal before, which such a lock lets be (else each would wait for
    the other)."""
    query = select(Process).where(Process.id == doing.process_id).with_for_update(key_share=True)
    return session.exec(query).one()


def _drawn(
    session: Session, doing: HandBack, changes: Sequence[HandBackChange]
) -> DraftVersion | None:
    """The version that the document's text came from, told by the passages it changes, else by its
    bundle."""
    ids = {one.block_id or one.after_block_id for one in changes} - {None}
    if not ids:
        bundle = session.get(Bundle, doing.bundle_id) if doing.bundle_id else None
        return session.get(DraftVersion, bundle.version_id) if bundle else None
    query = (
        select(DraftVersion)
        .join(Block, col(Block.version_id) == col(DraftVersion.id))
        .where(col(Block.id) == min(number for number in ids if number is not None))
    )
    return session.exec(query).one()


def _ground(
    session: Session,
    process: Process,
    doing: HandBack,
    drawn: DraftVersion,
    public: DraftVersion,
    actor: Person | None,
) -> tuple[Ground, bool]:
    """The proposed version and where the document's passages stand in it; whether it is new."""
    proposed = proposed_version(session, process)
    if proposed is not None:
        return ground_of(session, drawn, proposed), False
    group = session.get_one(WorkingGroup, doing.group_id)
    name = _("%(file)s (%(group)s)") % {"file": doing.file_name, "group": group.name}
    copied = copy_version(session, process, public, source_name=name, by=actor)
    before = ground_of(session, drawn, public)
    stands = {
        number: copied.blocks[block.id] if block is not None else None
        for number, block in before.stands.items()
    }
    blocks, sections = blocks_of(session, copied.version), sections_of(session, copied.version)
    return Ground(copied.version, blocks, stands, sections), True


def _sorted_out(
    session: Session, ground: Ground, wanted: Sequence[HandBackChange]
) -> list[HandBackChange]:
    """Those that can be made; what meets other words says so and stays out."""
    fitting: list[HandBackChange] = []
    for change in wanted:
        fits = Fits.NO if is_by_hand(change) else ground.fits(change)
        if fits is Fits.YES:
            fitting.append(change)
        elif fits is Fits.NO:
            block = ground.stands.get(change.block_id or 0)
            now = block.text[:500] if block else ""
            change.faults = [*change.faults, {"key": "changed_since", "now": now}]
            change.is_left_out = True
            session.add(change)
    return fitting


def _make(
    session: Session,
    process: Process,
    doing: HandBack,
    ground: Ground,
    changes: Sequence[HandBackChange],
    actor: Person | None,
) -> None:
    version = ground.version
    before = _words(blocks_of(session, version), sections_of(session, version))
    dropped = [ground.stands.get(one.block_id or 0) for one in changes if drops(one)]
    heads = _over([one for one in dropped if one is not None])

    def change(sheet: Sheet) -> tuple[Item, str]:
        there = {one.id: one for one in sheet.items if isinstance(one, Block)}
        stands = {
            number: there.get(block.id) if block is not None else None
            for number, block in ground.stands.items()
        }
        applier = Applier(sheet, stands)
        applier.apply(changes)
        ground.stands.update(applier.stands)
        first = next((one for one in applier.became.values() if one is not None), None)
        return first or sheet.items[0], doing.file_name

    seen = history_of(session, version).state
    take_step(session, process, version, DEED, change, by=actor, seen=seen)
    session.flush()
    ground.blocks = blocks_of(session, version)
    after = _words(ground.blocks, sections_of(session, version))
    _count_again(version, before, after, heads, changes)
    session.add(version)


def _count_again(
    version: DraftVersion,
    before: Counter[str],
    after: Counter[str],
    heads: Counter[str],
    changes: Sequence[HandBackChange],
) -> None:
    """That the text has the words of before, without those that went (with `heads`, which stood
    over tables that went) and with those that came; by another way than they were changed."""
    due = before.copy()
    due.subtract(heads)
    for one in changes:
        due.subtract(_counted(one.old_text))
        due.update(_counted(one.new_text))
    due.subtract(after)
    if any(due.values()):
        raise Conflict(
            _("Beim Übernehmen wären andere Worte verändert worden. Es ist nichts übernommen.")
        )
    version.words += sum(after.values()) - sum(before.values())
    version.recount = {"words": sum(after.values()), "agrees": True, "missing": []}


def _words(blocks: Sequence[Block], sections: Sequence[Section]) -> Counter[str]:
    """Every word of the text, its headings, and what stands over its tables."""
    words: Counter[str] = Counter()
    for section in sections:
        words.update(_counted(section.title))
    words.update(_over(blocks))
    for block in blocks:
        for sentence in block.sentences:
            is_row = block.kind is BlockKind.TABLE
            words.update(_counted(row_text(sentence.html) if is_row else sentence.text))
    return words


def _over(blocks: Sequence[Block]) -> Counter[str]:
    """What stands over tables."""
    words: Counter[str] = Counter()
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            words.update(_counted(all_words(block)))
    return words


def _counted(text: str) -> Counter[str]:
    return Counter(plain(text.replace(CELL, " ")).split())
