"""What the office chose for the outline of a draft, kept as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.drafts.fields import COLOURS, FieldChoice, without_number
from app.i18n import _
from app.models import ActionField, Section, WorkingGroup
from app.text import clean_line

FIELD, NEW_GROUP = "field", "new"
LONGEST_SUMMARY = 300


def colour_names() -> tuple[tuple[str, str], ...]:
    """The six colour tokens, by the names that people call them."""
    names = (_("Blau"), _("Dunkelrot"), _("Violett"), _("Schiefer"), _("Ocker"), _("Aubergine"))
    return tuple((str(token), name) for token, name in enumerate(names, 1))


class OutlineForm:
    """For each section: whether it is a field, and if so its colour, group and line."""

    def __init__(self, sent: Mapping[str, str]) -> None:
        self._sent = sent
        self.errors: dict[str, str] = {}

    @classmethod
    def as_it_is(
        cls,
        sections: Sequence[Section],
        fields: Mapping[int, ActionField],
        groups: Sequence[WorkingGroup],
    ) -> OutlineForm:
        """The form filled with what is chosen now."""
        slugs = {group.id: group.slug for group in groups}
        sent: dict[str, str] = {}
        for section in sections:
            field = fields.get(section.field_id or 0)
            if section.is_field and field is not None:
                sent[f"kind-{section.id}"] = FIELD
                sent[f"colour-{section.id}"] = str(field.colour)
                sent[f"group-{section.id}"] = slugs.get(field.group_id or 0, "")
                sent[f"summary-{section.id}"] = field.summary
        return cls(sent)

    def value(self, name: str, section: Section) -> str:
        """What was chosen or typed: `name` is "kind", "colour", "group" or "summary"."""
        return self._sent.get(f"{name}-{section.id}", "")

    def is_field(self, section: Section) -> bool:
        """Whether this section shall be a field."""
        return self.value("kind", section) == FIELD

    def choices(
        self, sections: Sequence[Section], groups: Sequence[WorkingGroup]
    ) -> list[FieldChoice]:
        """The fields that were chosen. A new group gets the next free "ag-n"; a group or colour
        that does not exist counts as not chosen."""
        known = {group.slug for group in groups}
        by_title = {group.title: group.slug for group in groups if group.title}
        chosen = []
        for section in sections:
            if not self.is_field(section):
                continue
            group = self.value("group", section)
            if group == NEW_GROUP:  # the same form sent twice makes one group
                group = by_title.get(without_number(section.title)) or _next_free(known)
                known.add(group)
            colour = self.value("colour", section)
            is_colour = colour.isdecimal() and 1 <= int(colour) <= COLOURS
            chosen.append(
                FieldChoice(
                    section_id=section.id,
                    group=group if group in known else "",
                    colour=int(colour) if is_colour else None,
                    summary=clean_line(self.value("summary", section))[:LONGEST_SUMMARY],
                    whole=True,
                )
            )
        return chosen


def _next_free(slugs: set[str]) -> str:
    number = len(slugs) + 1
    while f"ag-{number}" in slugs:
        number += 1
    return f"ag-{number}"


class UploadForm:
    """The file field: what was wrong with what came."""

    def __init__(self, error: str = "") -> None:
        self.errors = {"files": error} if error else {}

    def __getitem__(self, name: str) -> str:
        return ""
