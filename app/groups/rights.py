"""What a working group learns beyond what everybody sees: how to reach authors, the words of hidden
notes. Given by the process's manager, kept with each bundle as it was when it was drawn, and said
on every page of it (Regulation (EU) 2016/679, article 5: no more than the purpose needs)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app import journal
from app.i18n import _
from app.models import Bundle, People, Person, WorkingGroup


@dataclass(frozen=True, slots=True)
class Rights:
    """Of one group, or of one bundle as it was drawn."""

    people: People = People.NAMES
    sees_hidden: bool = False

    @classmethod
    def of_group(cls, group: WorkingGroup) -> Rights:
        """What the group may learn now."""
        return cls(group.people, group.sees_hidden)

    @classmethod
    def of_bundle(cls, bundle: Bundle) -> Rights:
        """What the group was allowed when this bundle was drawn; names alone for bundles from
        before there were such rights."""
        kept = bundle.figures.get("rights")
        if not isinstance(kept, Mapping):
            return cls()
        return cls(People(str(kept.get("people", "names"))), bool(kept.get("sees_hidden")))

    def as_data(self) -> dict[str, object]:
        """For the bundle's row."""
        return {"people": self.people.value, "sees_hidden": self.sees_hidden}

    def in_journal(self) -> list[str]:
        """For an entry of the journal, whose words are in app/desk/entry_words.py."""
        return [f"people:{self.people.value}", *(["hidden:words"] if self.sees_hidden else [])]

    @property
    def names(self) -> bool:
        """Whether the public names of authors stand in it."""
        return self.people is not People.NONE

    @property
    def contacts(self) -> bool:
        """Whether it tells how to reach authors."""
        return self.people is People.CONTACTS

    def marks(self, group: str) -> tuple[str, ...]:
        """The sentences that stand on every page, because of what is in it."""
        said = []
        if self.contacts:
            said.append(
                _(
                    "Enthält personenbezogene Daten: wie Schreibende zu erreichen sind. Nur für "
                    "die {group}, nicht weitergeben."
                ).format(group=group)
            )
        if self.sees_hidden:
            said.append(
                _(
                    "Enthält den Wortlaut ausgeblendeter Anmerkungen. Nur für die {group}, nicht "
                    "weitergeben."
                ).format(group=group)
            )
        return tuple(said)


def give_rights(session: Session, group: WorkingGroup, by: Person, rights: Rights) -> bool:
    """From now on the group's bundles say this much; whether that is a change. The group comes with
    its process. Bundles that are drawn stay as they are."""
    before = Rights.of_group(group)
    if rights == before:
        return False
    group.people, group.sees_hidden = rights.people, rights.sees_hidden
    session.add(group)
    journal.record(
        session,
        by,
        "group.rights_given",
        group,
        process=group.process,
        group=group.slug,
        before=before.in_journal(),
        after=rights.in_journal(),
    )
    return True
