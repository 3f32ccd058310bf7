"""Where notes can stand in the version that is public now, looked up once for thousands of rows."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.comments.targets import Target, current_version
from app.drafts.addresses import Address, fold
from app.models import ActionField, Block, DraftVersion, Process, Sentence
from app.paper.faults import Fault
from app.text import said

_LEADING = re.compile(
    r"(?:handlungsfeld|feld|hf|nr)?[\s.:]*(\d{1,4})(?:[\s.:–-]+\D.*)?", re.IGNORECASE
)


@dataclass
class Places:
    """The fields, blocks and sentences of a version."""

    process: Process
    version: DraftVersion
    fields: dict[int, ActionField] = field(default_factory=dict)
    blocks: dict[tuple[int, int], Block] = field(default_factory=dict)
    sentences: dict[int, dict[int, Sentence]] = field(default_factory=dict)

    def find(self, typed: str) -> Target | Fault:
        """The place that somebody wrote down ("HF2 3.4", "2", "Wohnen"), or why it is none."""
        place = self._parse(typed)
        if place is None:
            return Fault(said("Das ist keine Fundstelle. Schreiben Sie sie wie HF2 3.4."))
        if place.field is None:
            return Fault(said("Diese Stelle gehört zu keinem Handlungsfeld."))
        owner = self.fields.get(place.field)
        block = self.blocks.get((owner.id, place.block)) if owner and place.block else None
        sentence = (
            self.sentences.get(block.id, {}).get(place.sentence)
            if block and place.sentence
            else None
        )
        missing = (place.block and block is None) or (place.sentence and sentence is None)
        if owner is None or missing:
            return Fault(said("Die Stelle %(address)s gibt es nicht."), {"address": place.label})
        if block is not None and not block.is_open:
            return Fault(said("Zu diesem Absatz nimmt die Stadt keine Anmerkungen an."))
        return Target(self.process, owner, self.version, block, sentence)

    def _parse(self, typed: str) -> Address | None:
        try:
            return Address.parse(typed)
        except ValueError:
            pass
        wanted = fold(typed)
        for number, one in self.fields.items():
            if wanted in (fold(one.title), one.slug):
                return Address(number)
        leading = _LEADING.fullmatch(typed.strip())
        return Address(int(leading[1])) if leading and int(leading[1]) else None


def places_of(session: Session, process: Process, only: Collection[str] | None = None) -> Places:
    """All places of the version that is public now, or those of blocks with these fragments
    ("hf2-3"). Raises `NotFound` while there is no version."""
    version = current_version(session, process)
    places = Places(process, version)
    fields = select(ActionField).where(ActionField.process_id == process.id)
    places.fields = {one.number: one for one in session.exec(fields)}
    wanted: list[Any] = [Block.version_id == version.id, col(Block.field_id).is_not(None)]
    if only is not None:
        wanted.append(col(Block.fragment).in_(only))
    for block in session.exec(select(Block).where(*wanted)):
        places.blocks[block.field_id or 0, block.number] = block
    query = select(Sentence).join(Block, col(Block.id) == col(Sentence.block_id)).where(*wanted)
    for sentence in session.exec(query):
        places.sentences.setdefault(sentence.block_id, {})[sentence.number] = sentence
    return places
