"""Some rows of an import become notes together, with everything that counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import journal
from app.comments import domain as comments
from app.comments.counting import overtaken
from app.comments.targets import Target
from app.forgetting import UNNAMED
from app.i18n import _
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    CommentState,
    HouseRule,
    ImportRow,
    NoteImport,
    NoteSource,
    Person,
    Process,
    Removal,
    Sentence,
    Voice,
)
from app.paper.fates import FAULTY, SAME
from app.paper.places import places_of

_NOT_READ = {"synchronize_session": False}


class Batch:
    """Some rows that become notes together."""

    def __init__(
        self,
        session: Session,
        doing: NoteImport,
        process: Process,
        actor: Person | None,
        now: datetime,
    ) -> None:
        self.session, self.doing, self.process = session, doing, process
        self.actor, self.now = actor, now
        self.rule: HouseRule | None = None

    def take(self, rows: Sequence[ImportRow]) -> None:
        """Write down those that are not there yet and have their place; the others get the fate
        that they deserve now."""
        there = self._there(rows)
        fragments = {_block_of(str(row.says["address"])) for row in rows}
        places = places_of(self.session, self.process, fragments)
        wanted: list[tuple[ImportRow, Target]] = []
        for row in rows:
            found = places.find(str(row.says["address"]))
            if (known := there.get(str(row.says["key"]))) is not None:
                row.fate, row.comment_id = SAME, known
            elif isinstance(found, Target):
                wanted.append((row, found))
            else:  # a new version came out since the dry run
                row.fate, row.problems = FAULTY, [found.in_cell(str(row.position))]
            self.session.add(row)
        if wanted:
            self._write(wanted)

    def _there(self, rows: Sequence[ImportRow]) -> dict[str, int]:
        keys = [str(row.says["key"]) for row in rows]
        query = select(NoteSource.source_key, NoteSource.comment_id).where(
            NoteSource.process_id == self.process.id, col(NoteSource.source_key).in_(keys)
        )
        return {str(key): note for key, note in self.session.exec(query)}

    def _write(self, wanted: Sequence[tuple[ImportRow, Target]]) -> None:
        hidden = sum(bool(row.says["hidden"]) for row, _target in wanted)
        if hidden:
            self.rule = rule_of_the_source(self.session, self.process)
        last = self._count(len(wanted), hidden, wanted[0][1])
        written: list[tuple[ImportRow, Target, Comment]] = []
        for number, (row, target) in enumerate(wanted, last - len(wanted) + 1):
            written.append((row, target, self._note(number, row, target)))
        self._count_places(written)
        for row, _target, note in written:
            row.comment_id = note.id
            if row.says.get("reply") and note.state is CommentState.PUBLIC:
                self._answer(note, str(row.says["reply"]))

    def _count(self, count: int, hidden: int, target: Target) -> int:
        """The process counts them all; the last of their numbers."""
        statement = (
            update(Process)
            .where(
                col(Process.id) == self.process.id,
                col(Process.current_version) == target.version.number,
            )
            .values(
                last_comment_number=Process.last_comment_number + count,
                comments_count=Process.comments_count + count - hidden,
                hidden_count=Process.hidden_count + hidden,
                revision=Process.revision + 1,
                updated_at=self.now,
            )
            .returning(col(Process.last_comment_number))
        )
        last = self.session.execute(statement, execution_options=_NOT_READ).scalar_one_or_none()
        if last is None:
            raise overtaken()
        return int(last)

    def _note(self, number: int, row: ImportRow, target: Target) -> Comment:
        says: dict[str, Any] = row.says
        about: dict[str, Any] = {
            "number": number,
            "author_id": None,
            "author_name": says["name"] if says["shows"] and says["name"] else UNNAMED,
            "created_at": moment_in(says, self.now),
            "source": says["source"],
            "imported_agrees": says["agrees"],
            "imported_disagrees": says["disagrees"],
        }
        if says["hidden"] and self.rule is not None:
            about |= {
                "state": CommentState.HIDDEN,
                "hidden_at": self.now,
                "hidden_rule_id": self.rule.id,
                "hidden_reason": _("In der Quelle abgelehnt."),
            }
        kind, wording = CommentKind(says["kind"]), str(says.get("wording") or "")
        kind = CommentKind.SUGGESTION if wording else kind
        note = comments.write_down(self.session, target, kind, says["text"], wording, about)
        self.session.add(self._source(note, says))
        if note.state is CommentState.HIDDEN:
            self.session.add(self._removal(note))
        journal.record(self.session, self.actor, "comment.imported", note, process=self.process)
        return note

    def _source(self, note: Comment, says: dict[str, Any]) -> NoteSource:
        return NoteSource(
            process_id=self.process.id,
            comment_id=note.id,
            source=says["source"],
            source_key=says["key"],
            name=says["name"],
            contact=says["contact"],
            shows_name=says["shows"],
            received_on=moment_in(says, self.now).date() if says["on"] else None,
            place=says["place"],
            agrees=says["agrees"],
            disagrees=says["disagrees"],
            entered_by_id=self.doing.by_id,
            import_id=self.doing.id,
            entered_at=self.now,
        )

    def _removal(self, note: Comment) -> Removal:
        return Removal(
            process_id=self.process.id,
            comment_id=note.id,
            rule_id=note.hidden_rule_id or 0,
            reason=note.hidden_reason,
            by_id=self.doing.by_id,
            at=self.now,
        )

    def _count_places(self, written: Sequence[tuple[ImportRow, Target, Comment]]) -> None:
        """Fields, sentences and blocks count them, each once for all of the batch."""
        public, hidden = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
        for _row, target, note in written:
            kept = hidden if note.state is CommentState.HIDDEN else public
            kept["field", target.field.id] += 1
            if target.sentence is not None:
                kept["sentence", target.sentence.id] += 1
            if target.block is not None:
                kept["block", target.block.id] += 1
        for what, key in sorted({*public, *hidden}, key=lambda each: (each[0] != "field", each)):
            self._count_place(what, key, public[what, key], hidden[what, key])

    def _count_place(self, what: str, key: int, public: int, hidden: int) -> None:
        if what == "field":
            comments.bump(
                self.session,
                key,
                comments_count=ActionField.comments_count + public,
                hidden_count=ActionField.hidden_count + hidden,
                last_comment_at=self.now,
            )
        elif what == "sentence":
            comments.add(self.session, Sentence, key, "comments_count", public)
        else:
            comments.show_in_margin(
                self.session,
                key,
                comments_count=Block.comments_count + public,
                hidden_count=Block.hidden_count + hidden,
            )

    def _answer(self, note: Comment, text: str) -> None:
        """What the city had answered where the note comes from."""
        name, voice = _("Moderation"), Voice.MODERATOR
        _know(self.session, note, self.process)
        comments.reply(
            self.session, note, None, text=text, now=self.now, voice=voice, author_name=name
        )


def _know(session: Session, note: Comment, process: Process) -> None:
    """The note as answering needs it: with its process."""
    session.flush()
    session.refresh(note)
    note.process = process


def rule_of_the_source(session: Session, process: Process) -> HouseRule:
    """The house rule under which notes come in hidden that were refused where they come from; made
    when it is first needed."""
    title = _("Aus der Quelle übernommen")
    rules = session.exec(select(HouseRule).where(HouseRule.process_id == process.id)).all()
    found = next((rule for rule in rules if rule.title == title), None)
    if found is None:
        number = max((rule.number for rule in rules), default=0) + 1
        found = HouseRule(
            process_id=process.id,
            number=number,
            position=number,
            title=title,
            text=_(
                "Was dort, wo es geschrieben wurde, abgelehnt war, übernehmen wir ausgeblendet."
            ),
        )
        session.add(found)
        session.flush()
    return found


def moment_in(says: dict[str, Any], now: datetime) -> datetime:
    """When a row says that it was received; now where it says nothing."""
    return min(datetime.fromisoformat(str(says["on"])), now) if says["on"] else now


def _block_of(fragment: str) -> str:
    """The block of an address: "hf2-3" for "hf2-3-4"."""
    return "-".join(fragment.split("-")[:2])
