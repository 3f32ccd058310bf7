"""The forms of notes from paper keep what was typed, and say what is wrong with it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form
from sqlmodel import Session

from app.accounts.emails import normal, why_no_address
from app.accounts.names import why_no_name, why_official
from app.accounts.queries import official_names
from app.comments.forms import why_not_text
from app.comments.sources import BY_HAND
from app.comments.targets import Target
from app.drafts.wording import changed
from app.errors import NotFound
from app.i18n import _
from app.models import CommentKind, NoteSource, Process
from app.paper.checking import LONGEST_CONTACT, LONGEST_NAME, LONGEST_PLACE
from app.paper.dates import moment_of, why_not_received
from app.paper.entering import Head, Words
from app.text import clean, clean_line

Typed = Annotated[str, Form()]
# What can be wrong, in the order of the page.
ON_THE_PAGE = (
    *("received_on", "name", "contact", "place", "scan"),
    *("address", "text", "proposed_wording"),
)


class EntryForm:
    """A note on behalf of somebody, as typed by staff: the head of the letter, then the note."""

    def __init__(
        self,
        source: Typed = "letter",
        name: Typed = "",
        contact: Typed = "",
        wants_mail: Typed = "",
        received_on: Typed = "",
        place: Typed = "",
        shows_name: Typed = "",
        kind: Typed = "note",
        address: Typed = "",
        text: Typed = "",
        proposed_wording: Typed = "",
        like: Typed = "",
        same_scan: Typed = "",
        idempotency_key: Typed = "",
    ) -> None:
        self.source = source if source in BY_HAND else BY_HAND[0]
        self.name, self.contact = clean_line(name)[:500], clean_line(contact)[:500]
        self.wants_mail, self.shows_name = wants_mail == "1", shows_name == "1"
        self.received_on, self.place = clean_line(received_on)[:60], clean_line(place)[:500]
        self.kind = kind if kind in set(CommentKind) else CommentKind.NOTE.value
        self.address = clean_line(address)[:200]
        self.text, self.proposed_wording = clean(text), clean(proposed_wording)
        self.like = int(like) if like.isascii() and like.isdecimal() and len(like) < 10 else 0
        self.same_scan = same_scan == "1"
        self.idempotency_key = idempotency_key[:120]
        self.errors: dict[str, str] = {}
        self._target: Target | None = None
        self._received: datetime | None = None

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def said(self) -> tuple[str, ...]:
        """What makes this note another than others, for telling a repeated request."""
        head = (self.source, self.name, self.contact, self.received_on, self.place)
        return (*head, self.kind, self.address, self.text, self.proposed_wording)

    def remember(self, source: NoteSource, number: int, zone: str) -> None:
        """The head of the letter that note `number` was in, for the next note of it."""
        self.source, self.name, self.contact = source.source, source.name, source.contact
        self.shows_name, self.place, self.like = source.shows_name, source.place, number
        if source.received_on is not None:
            self.received_on = source.received_on.isoformat()

    def is_valid(self, session: Session, process: Process, now: datetime) -> bool:
        """Whether it can be written down; `errors` says what to mend."""
        self._check_head(session, process, now)
        self._check_place(session, process)
        if problem := why_not_text(self.text, shortest=1):
            self.errors["text"] = problem
        self._check_wording()
        self.errors = {name: self.errors[name] for name in ON_THE_PAGE if name in self.errors}
        return not self.errors

    def _check_head(self, session: Session, process: Process, now: datetime) -> None:
        if self.shows_name and not self.name:
            self.errors["name"] = _("Ohne Namen gibt es nichts zu veröffentlichen.")
        elif self.shows_name:
            problem = why_no_name(self.name) or why_official(self.name, official_names(session))
            if problem:
                self.errors["name"] = problem
        for field, longest in (
            ("name", LONGEST_NAME),
            ("contact", LONGEST_CONTACT),
            ("place", LONGEST_PLACE),
        ):
            if len(self[field]) > longest:
                most = {"most": longest}
                self.errors[field] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % most
        if self.wants_mail and why_no_address(self.contact):
            self.errors["contact"] = _(
                "Für einen Beleg per Mail gehört hier genau eine E-Mail-Adresse hin."
            )
        self._check_day(process, now)

    def _check_day(self, process: Process, now: datetime) -> None:
        self._received = moment_of(self.received_on, process.zone)
        if self._received is None:
            self.errors["received_on"] = _(
                "Das ist kein Datum. Schreiben Sie es wie 3.11.2026 oder 2026-11-03."
            )
        elif problem := why_not_received(self._received, process, now):
            self.errors["received_on"] = problem.said()

    def _check_place(self, session: Session, process: Process) -> None:
        if not self.address:
            self.errors["address"] = _("Hier fehlt die Fundstelle, zum Beispiel HF2 3.4.")
            return
        try:
            self._target = Target.find(session, process, self.address)
        except NotFound as refusal:
            self.errors["address"] = refusal.reason
            return
        if self._target.block is not None and not self._target.block.is_open:
            self.errors["address"] = _("Zu diesem Absatz nimmt die Stadt keine Anmerkungen an.")

    def _check_wording(self) -> None:
        if self.kind != CommentKind.SUGGESTION or not self.proposed_wording:
            return
        if self._target is not None and self._target.block is None:
            self.errors["proposed_wording"] = _("Ein Wortlaut gehört zu einem Absatz oder Satz.")
        elif problem := why_not_text(self.proposed_wording, shortest=1):
            self.errors["proposed_wording"] = problem
        elif self._target and not changed(self._target.quote, self.proposed_wording):
            self.errors["proposed_wording"] = _(
                "Der Wortlaut ist noch unverändert. Ändern Sie mindestens ein Wort."
            )

    @property
    def target(self) -> Target:
        """The place, once the form is valid."""
        if self._target is None:
            raise RuntimeError("asked before the form was found valid")
        return self._target

    def head(self, now: datetime, zone: str) -> Head:
        """The head of the letter, once the form is valid. What came today counts from now."""
        received = self._received or now
        local = ZoneInfo(zone)
        if received.astimezone(local).date() == now.astimezone(local).date():
            received = now
        contact = normal(self.contact) if self.wants_mail else self.contact
        return Head(self.source, received, self.name, contact, self.shows_name, self.place)

    @property
    def words(self) -> Words:
        """The note itself, once the form is valid."""
        return Words(CommentKind(self.kind), self.text, self.proposed_wording)
