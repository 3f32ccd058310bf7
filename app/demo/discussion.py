"""The demo's notes: written, supported, answered, hidden and decided in the order of time."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from app import clock
from app.comments import domain as comments
from app.comments.domain import post_comment
from app.comments.stopping import stop_comment
from app.comments.targets import Target, current_version
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    Decision,
    Disposition,
    HouseRule,
    Notice,
    NoticeKind,
    Office,
    Person,
    Perspective,
    Process,
    Sentence,
    Statement,
    Support,
    Voice,
)
from app.moderation.blacking import black_out
from app.moderation.domain import hide


class Discussion:
    """Everything that is said on one process of the demo."""

    def __init__(
        self,
        session: Session,
        process: Process,
        offices: dict[str, Office],
        people: dict[str, Person],
        moderator: Person,
    ) -> None:
        self.session = session
        self.process = process
        self.offices = offices
        self.by_name = {person.name: person for person in people.values()}
        self.moderator = moderator
        self.start = clock.now()
        self.supporters = list(_crowd(session, self.start))

    def hold(self, notes: list[dict[str, Any]]) -> None:
        """Say it all, oldest first, so that the numbers run with the time."""
        for told in sorted(notes, key=lambda note: -float(note["days_ago"])):
            note = self._write(told)
            for answer in told.get("replies", []):
                self._answer(note, answer)
            self._support(note, int(told.get("supports", 0)))
            if "hidden" in told:
                self._hide(note, told["hidden"])
            if "reported" in told:
                self._report(note, told["reported"])
            if "blackout" in told:
                self._black_out(note, told["blackout"])
            if "disposition" in told:
                self._decide(note, told["disposition"])
        self.session.flush()

    def _then(self, days_ago: float) -> datetime:
        return self.start - timedelta(days=float(days_ago))

    def _write(self, told: dict[str, Any]) -> Comment:
        post = partial(stop_comment, reasons=told["waits"]) if "waits" in told else post_comment
        note = post(
            self.session,
            self._place(told["to"]),
            self.by_name.get(told["author"]),
            kind=CommentKind(told["kind"]),
            text=told["text"].strip(),
            wording=(told.get("proposed_wording") or "").strip(),
            now=self._then(told["days_ago"]),
            author_name=told["author"],
            author_role=told.get("role") or "",
            language=told.get("lang", "de"),
            **self._self(told),
        )
        note.process = self.process
        return note

    def _self(self, told: dict[str, Any]) -> dict[str, Any]:
        """For whom the author speaks, where the demo says so; then it is shown."""
        if "speaks_for" not in told:
            return {}
        query = select(Perspective.id).where(
            Perspective.process_id == self.process.id, Perspective.name == told["speaks_for"]
        )
        return {
            "perspective_id": self.session.exec(query).one(),
            "author_organisation": told.get("organisation", ""),
            "author_district": told.get("district", ""),
            "shows_self": True,
        }

    def _place(self, to: dict[str, Any]) -> Target:
        field = self.session.exec(
            select(ActionField).where(
                ActionField.process_id == self.process.id, ActionField.number == to["field"]
            )
        ).one()
        version = current_version(self.session, self.process)
        if "quote" not in to and "block" not in to:
            return Target(self.process, field, version)
        if "block" in to:
            block = self.session.exec(
                select(Block).where(Block.field_id == field.id, Block.text.contains(to["block"]))  # type: ignore[attr-defined]
            ).one()
            return Target(self.process, field, version, block)
        sentence, block = self.session.exec(
            select(Sentence, Block)
            .join(Block)
            .where(Block.field_id == field.id, Sentence.text.contains(to["quote"]))  # type: ignore[attr-defined]
        ).one()
        place = Target(self.process, field, version, block, sentence)
        exact = place.on_words(None, to["quote"]) if to.get("exact") else None
        return exact or place

    def _answer(self, note: Comment, told: dict[str, Any]) -> None:
        voice = Voice(told["voice"])
        now = self._then(told["days_ago"])
        statement = None
        author: Person | None = self.moderator
        name = self.moderator.name
        if voice is Voice.RESIDENT:
            author, name = self.by_name.get(told["author"]), told["author"]
        if voice is Voice.OFFICE:
            statement = Statement(
                process_id=self.process.id,
                office=self.offices[told["office"]],
                relayed_by_id=self.moderator.id,
                text=told["text"].strip(),
                asked_at=self._then(told["asked_days_ago"]),
                answered_at=now,
            )
            self.session.add(statement)
        comments.reply(
            self.session,
            note,
            author,
            text=told["text"].strip(),
            now=now,
            voice=voice,
            statement=statement,
            author_name=name,
        )

    def _support(self, note: Comment, count: int) -> None:
        """Different people for different notes, so that the figures are what the rows say."""
        if not count:
            return
        first = note.number * 7
        people = [self.supporters[(first + n) % len(self.supporters)] for n in range(count)]
        fixed = {
            "process_id": self.process.id,
            "comment_id": note.id,
            "created_at": note.created_at,
        }
        self.session.execute(insert(Support), [fixed | {"person_id": one.id} for one in people])
        note.supports = count
        self.session.flush()
        if note.block_id:
            comments.show_in_margin(self.session, note.block_id)

    def _hide(self, note: Comment, told: dict[str, Any]) -> None:
        rule = self.session.exec(
            select(HouseRule).where(
                HouseRule.process_id == self.process.id, HouseRule.number == told["rule"]
            )
        ).one()
        hide(self.session, note, self.moderator, rule, told["reason"], self._then(told["days_ago"]))

    def _report(self, note: Comment, told: dict[str, Any]) -> None:
        report = {"kind": NoticeKind.PERSONAL, "text": told["text"], "request_key": told["key"]}
        at = self._then(told["days_ago"])
        self.session.add(Notice(process_id=self.process.id, comment_id=note.id, at=at, **report))

    def _black_out(self, note: Comment, told: dict[str, Any]) -> None:
        words = (told["passage"], told["reason"], self._then(told["days_ago"]))
        black_out(self.session, note, self.moderator, *words)

    def _decide(self, note: Comment, told: dict[str, Any]) -> None:
        note.is_decided = True
        field = self.session.get_one(ActionField, note.field_id)
        self.session.add(
            Disposition(
                process_id=self.process.id,
                comment_id=note.id,
                group_id=field.group_id,
                decision=Decision(told["decision"]),
                reason=told.get("reason") or "",
                decided_at=self._then(told["days_ago"]),
            )
        )


def _crowd(session: Session, now: datetime) -> list[Person]:
    """People who only agree: accounts that nobody can sign in to."""
    known = session.exec(
        select(Person).where(Person.email.like("publikum-%@merlenau.example"))  # type: ignore[attr-defined]
    ).all()
    if known:
        return list(known)
    crowd = [
        Person(name=f"Publikum {n}", email=f"publikum-{n}@merlenau.example", created_at=now)
        for n in range(1, 121)
    ]
    session.add_all(crowd)
    session.flush()
    return crowd
