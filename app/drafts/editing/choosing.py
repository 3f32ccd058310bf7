"""Deeds on action fields: which heading is one, and what it is called, in a version that nobody
may read yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.drafts.arranging import COLOURS, parents
from app.drafts.chosen import groups_of
from app.drafts.editing.sheet import Sheet
from app.drafts.fields import LONGEST_SUMMARY, LONGEST_TITLE, Fields
from app.errors import Invalid
from app.i18n import _
from app.models import Section
from app.text import clean_line

NEW_GROUP = "new"
NEW_FIELD = "new"


@dataclass(frozen=True)
class Description:
    """What a form says of a field: a group's slug, "new" or ""; a colour token or "" (by number);
    the slug of the field that it is, or "new"."""

    title: str
    summary: str = ""
    colour: str = ""
    group: str = ""
    field: str = ""


def make_field(sheet: Sheet, section: Section) -> None:
    """Let notes be taken on everything under this heading. It becomes the field of this name that
    the process has, else a new one; one that is a field stays as it is.

    Refused with `Invalid` inside another field, and where a field stands under it.
    """
    if not section.is_field:
        _make(sheet, section, _fields(sheet))


def _fields(sheet: Sheet) -> Fields:
    taken = [one.field_id for one in sheet.sections if one.is_field and one.field_id is not None]
    return Fields(sheet.session, sheet.process, taken)


def _make(sheet: Sheet, section: Section, fields: Fields) -> None:
    sheet.touch(section)
    fields.take(section)


def unmake_field(sheet: Sheet, section: Section) -> None:
    """Nothing but text again."""
    sheet.touch(section)
    section.is_field, section.field_id, section.field_choice = False, None, {}


def describe_field(sheet: Sheet, section: Section, said: Description) -> None:
    """Keep title, line, colour, group and which field it is, until the version is public.

    Refused with `Invalid` for a heading that is no field, without a title, for too long words, a
    group, colour or field that does not exist, and for a field that another heading is.
    """
    if not section.is_field or section.field_id is None:
        raise Invalid(_("„%(title)s“ ist kein Handlungsfeld.") % {"title": section.title})
    title, summary = clean_line(said.title), clean_line(said.summary)
    wrong = _wrong(title, summary, said.colour)
    if wrong:
        raise Invalid(_("Das Feld ist noch nicht gespeichert."), wrong)
    sheet.touch(section)
    _identify(sheet, section, said.field)
    group_id, new_group = _group(sheet, section, said.group)
    section.field_choice = {
        "title": title,
        "summary": summary,
        "colour": int(said.colour) if said.colour else None,
        "group_id": group_id,
        "new_group": new_group,
    }
    sheet.changed |= {
        -one.id for one in [section, *sheet.under(section)]
    }  # the colour runs down beside all of it


def _wrong(title: str, summary: str, colour: str) -> dict[str, str]:
    wrong = {}
    if not title:
        wrong["title"] = _("Das Feld braucht einen Namen.")
    if len(title) > LONGEST_TITLE:
        wrong["title"] = _("Bitte höchstens %(n)d Zeichen.") % {"n": LONGEST_TITLE}
    if len(summary) > LONGEST_SUMMARY:
        wrong["summary"] = _("Bitte höchstens %(n)d Zeichen.") % {"n": LONGEST_SUMMARY}
    if colour and not (colour.isascii() and colour.isdecimal() and 1 <= int(colour) <= COLOURS):
        wrong["colour"] = _("Diese Farbe gibt es nicht.")
    return wrong


def _identify(sheet: Sheet, section: Section, slug: str) -> None:
    """Let it be the field of this slug, a new one, or ("") the one that it is."""
    fields = _fields(sheet)
    now = next(field for field in fields.all if field.id == section.field_id)
    if not slug or slug == now.slug or (slug == NEW_FIELD and now.id not in fields.public):
        return
    if slug == NEW_FIELD:
        fields.take_new(section)
        return
    wanted = next((f for f in fields.all if f.slug == slug and f.id in fields.public), None)
    if wanted is None:
        raise Invalid(
            _("Das Feld ist noch nicht gespeichert."), {"field": _("Dieses Feld gibt es nicht.")}
        )
    other = next(
        (one for one in sheet.sections if one.is_field and one.field_id == wanted.id), None
    )
    if other is not None:
        because = _("%(label)s steht schon bei „%(title)s“.") % {
            "label": wanted.label,
            "title": other.title,
        }
        raise Invalid(_("Das Feld ist noch nicht gespeichert."), {"field": because})
    fields.become(section, wanted)


def _group(sheet: Sheet, section: Section, slug: str) -> tuple[int | None, str]:
    """The id of the group, or the slug of one to be made when the version is published."""
    if not slug:
        return None, ""
    groups = groups_of(sheet.session, sheet.process)
    own = str(section.field_choice.get("new_group") or "")
    if slug == NEW_GROUP:
        planned = {str(one.field_choice.get("new_group") or "") for one in sheet.sections}
        return None, own or next_free({group.slug for group in groups} | planned)
    found = next((group for group in groups if group.slug == slug), None)
    if found is None:
        raise Invalid(
            _("Das Feld ist noch nicht gespeichert."),
            {"group": _("Diese Arbeitsgruppe gibt es nicht.")},
        )
    return found.id, ""


def next_free(slugs: set[str]) -> str:
    """The next "ag-n" that no group has."""
    number = sum(1 for slug in slugs if slug) + 1
    while f"ag-{number}" in slugs:
        number += 1
    return f"ag-{number}"


def proposed(sections: Sequence[Section]) -> list[Section]:
    """The headings that the file's colours propose as fields: of coloured ones inside one another
    the outermost, and none that stands in a field or has one under it."""
    over = {section.id: parent for section, parent in parents(sections)}
    above_fields: set[int] = set()
    for section in sections:
        at = over[section.id] if section.is_field else None
        while at is not None:
            above_fields.add(at.id)
            at = over[at.id]
    found: list[Section] = []
    taken: set[int] = set()
    for section in sections:
        parent = over[section.id]
        if section.is_field or (parent is not None and parent.id in taken):
            taken.add(section.id)
        elif section.fill and section.id not in above_fields:
            taken.add(section.id)
            found.append(section)
    return found


def take_proposed(sheet: Sheet) -> list[Section]:
    """Make all proposed headings fields, in one step. Refused with `Invalid` without any."""
    sections = proposed(sheet.sections)
    if not sections:
        raise Invalid(_("In dieser Fassung schlägt keine Farbe mehr ein Feld vor."))
    fields = _fields(sheet)
    for section in sections:
        _make(sheet, section, fields)
    return sections
