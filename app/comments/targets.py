"""What a comment is about: a field, a block or a sentence of the version that is public now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.cities import BOUND, city_id
from app.comments.words import check, quoted
from app.drafts.addresses import Address
from app.errors import NotFound
from app.i18n import _
from app.loading import only
from app.models import ActionField, Block, DraftVersion, Process, Sentence, Status
from app.processes.queries import by_slug


@dataclass(frozen=True)
class Target:
    """A place in the text. Without `block` the whole field, without `sentence` the whole block;
    with `words` only these words of the sentence, the first and the last, counted from 1."""

    process: Process
    field: ActionField
    version: DraftVersion
    block: Block | None = None
    sentence: Sentence | None = None
    words: tuple[int, int] | None = None

    @property
    def address(self) -> Address:
        """Its address, as in `HF2 · 3.4`."""
        return Address(
            self.field.number,
            self.block.number if self.block else None,
            self.sentence.number if self.sentence else None,
        )

    @property
    def quote(self) -> str:
        """The words that stand there."""
        if self.sentence is not None:
            text = self.sentence.text
            return quoted(text, self.words) if self.words else text
        return self.block.text if self.block is not None else ""

    @property
    def query(self) -> str:
        """It in the query of the form's address: `at=hf2-3-4&words=2-5`."""
        words = f"&words={self.words[0]}-{self.words[1]}" if self.words else ""
        return f"at={self.address.fragment}{words}"

    def on_words(self, span: tuple[int, int] | None, hint: str = "") -> Target | None:
        """The same place, but only these words of its sentence (`hint`: what they begin with); the
        sentence itself where they are all it has. None where it has no such words."""
        if self.sentence is None:
            return None
        found = check(self.sentence.text, span, hint)
        if found is None:
            return None
        is_all = found == (1, len(self.sentence.text.split()))
        return replace(self, words=None if is_all else found)

    @classmethod
    def find(cls, session: Session, process: Process, address: str) -> Target:
        """The place with this address ("hf2-3-4" or "HF2 · 3.4") in the current version.

        Raises `NotFound` for what is no address, does not exist or lies outside the fields.
        """
        try:
            place = Address.parse(address)
        except ValueError:
            raise NotFound(_("Diese Fundstelle gibt es nicht.")) from None
        if place.field is None:
            raise NotFound(_("Diese Stelle gehört zu keinem Handlungsfeld."))
        return _found(session, process, place, place.field)

    @classmethod
    def at(cls, session: Session, slug: str, address: str) -> Target:
        """The same with its process, by the process's slug, in one question; `NotFound` also for
        a process that is not public or another city's. It comes without its organisation."""
        try:
            place = Address.parse(address)
        except ValueError:
            return cls.find(session, by_slug(session, slug), address)
        wanted = {**_wanted(place, place.field or 0), "slug": slug[:80], "city": city_id(session)}
        found = session.exec(_FIND_ALL, params=wanted).one_or_none()
        if found is None or found[4].status is Status.PREPARING:
            return cls.find(session, by_slug(session, slug), address)
        return _checked(place, *found)


_PLACES = (
    select(ActionField, DraftVersion, Block, Sentence)
    .join(Process, col(Process.id) == col(ActionField.process_id))
    .join(
        DraftVersion,
        (col(DraftVersion.process_id) == col(ActionField.process_id))
        & (col(DraftVersion.number) == col(Process.current_version)),
    )
    .outerjoin(
        Block,
        (col(Block.version_id) == col(DraftVersion.id))
        & (col(Block.field_id) == col(ActionField.id))
        & (col(Block.number) == bindparam("block")),
    )
    .outerjoin(
        Sentence,
        (col(Sentence.block_id) == col(Block.id)) & (col(Sentence.number) == bindparam("sentence")),
    )
    .where(col(ActionField.number) == bindparam("field"))
)
_FIND = _PLACES.where(col(ActionField.process_id) == bindparam("process"))
# As much of each as a new note needs; what else is asked for would be read when it is.
_FIND_ALL: Any = (
    _PLACES.add_columns(Process)
    .where(col(Process.slug) == bindparam("slug"), BOUND)
    .options(
        only(
            Process,
            "organisation_id slug status opens_at closes_at zone current_version takes_guests"
            " takes_unsigned title answer_days approval approves_guests approves_links"
            " approval_words approval_hours",
        ),
        only(ActionField, "process_id number slug title"),
        only(DraftVersion, "process_id number"),
        only(
            Block,
            "process_id version_id field_id number fragment label kind text is_open"
            " comments_count hidden_count shown_comment_id",
        ),
        only(Sentence, "block_id number text"),
    )
)


def _wanted(place: Address, field_number: int) -> dict[str, object]:
    return {"field": field_number, "block": place.block or 0, "sentence": place.sentence or 0}


def _found(session: Session, process: Process, place: Address, field_number: int) -> Target:
    """Look everything up in one question, then say what of it is missing."""
    wanted = {**_wanted(place, field_number), "process": process.id}
    found = session.exec(_FIND, params=wanted).one_or_none()
    if found is None:
        current_version(session, process)
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    return _checked(place, *found, process)


def _checked(
    place: Address,
    field: ActionField,
    version: DraftVersion,
    block: Block | None,
    sentence: Sentence | None,
    process: Process,
) -> Target:
    """The target, unless a part of it is missing."""
    if place.block is not None and block is None:
        raise NotFound(_("Diesen Absatz gibt es in der aktuellen Fassung nicht."))
    if place.sentence is not None and sentence is None:
        raise NotFound(_("Diesen Satz gibt es in der aktuellen Fassung nicht."))
    return Target(process, field, version, block, sentence)


def current_version(session: Session, process: Process) -> DraftVersion:
    """The version that is public now. Raises `NotFound` while there is none."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == process.current_version
    )
    version = session.exec(query).one_or_none()
    if version is None:
        raise NotFound(_("Zu diesem Verfahren ist noch kein Entwurf veröffentlicht."))
    return version
