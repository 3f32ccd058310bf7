"""What a comment is about: a field, a block or a sentence of the version that is public now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from app.drafts.addresses import Address
from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import ActionField, Block, DraftVersion, Process, Sentence


@dataclass(frozen=True)
class Target:
    """A place in the text. Without `block` the whole field, without `sentence` the whole block."""

    process: Process
    field: ActionField
    version: DraftVersion
    block: Block | None = None
    sentence: Sentence | None = None

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
            return self.sentence.text
        return self.block.text if self.block is not None else ""

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
        field = _field(session, process, place.field)
        version = current_version(session, process)
        if place.block is None:
            return cls(process, field, version)
        block = _block(session, version, field, place.block)
        if place.sentence is None:
            return cls(process, field, version, block)
        return cls(process, field, version, block, _sentence(session, block, place.sentence))


def current_version(session: Session, process: Process) -> DraftVersion:
    """The version that is public now. Raises `NotFound` while there is none."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == process.current_version
    )
    version = session.exec(query).one_or_none()
    if version is None:
        raise NotFound(_("Zu diesem Verfahren ist noch kein Entwurf veröffentlicht."))
    return version


def _field(session: Session, process: Process, number: int) -> ActionField:
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id, ActionField.number == number)
        .options(one(ActionField.group))
    )
    field = session.exec(query).one_or_none()
    if field is None:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    return field


def _block(session: Session, version: DraftVersion, field: ActionField, number: int) -> Block:
    query = select(Block).where(
        Block.process_id == field.process_id,
        Block.version_id == version.id,
        Block.field_id == field.id,
        Block.number == number,
    )
    block = session.exec(query).one_or_none()
    if block is None:
        raise NotFound(_("Diesen Absatz gibt es in der aktuellen Fassung nicht."))
    return block


def _sentence(session: Session, block: Block, number: int) -> Sentence:
    query = select(Sentence).where(Sentence.block_id == block.id, Sentence.number == number)
    sentence = session.exec(query).one_or_none()
    if sentence is None:
        raise NotFound(_("Diesen Satz gibt es in der aktuellen Fassung nicht."))
    return sentence
