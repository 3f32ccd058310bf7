"""Deeds on headings: up, down, into a paragraph and back."""

from html import escape

from app.drafts.arranging import parents
from app.drafts.editing.sheet import Sheet, State
from app.drafts.sentences import split_sentences
from app.errors import Invalid
from app.i18n import _
from app.models import Block, BlockKind, Section

DEEPEST = 6
LONGEST_HEADING = 300
_PLAIN = {"depth": 0, "marker": "", "anchor": "", "head_html": "", "picture_id": None}


def raise_heading(sheet: Sheet, section: Section) -> None:
    """Beside the heading it stood under, with all that stands under it.

    Refused with `Invalid` for one that stands under none.
    """
    parent = dict(_over(sheet))[section.id]
    if parent is None:
        raise Invalid(_("„%(title)s“ steht schon auf der obersten Ebene.") % _named(section))
    _shift(sheet, section, parent.level - section.level)


def lower_heading(sheet: Sheet, section: Section) -> None:
    """Under the heading before it on the same level, with all that stands under it.

    Refused with `Invalid` where there is none, or below level 6.
    """
    over = dict(_over(sheet))
    earlier = sheet.sections[: sheet.sections.index(section)]
    beside = [one for one in earlier if over[one.id] is over[section.id]]
    if not beside:
        raise Invalid(
            _("Über „%(title)s“ steht keine Überschrift, unter die sie rücken könnte.")
            % _named(section)
        )
    _shift(sheet, section, beside[-1].level + 1 - section.level)


def _over(sheet: Sheet) -> list[tuple[int, Section | None]]:
    return [(section.id, parent) for section, parent in parents(sheet.items)]


def _shift(sheet: Sheet, section: Section, by: int) -> None:
    moved = [section, *sheet.under(section)]
    if max(one.level for one in moved) + by > DEEPEST:
        raise Invalid(
            _("Tiefer als Ebene %(n)d geht es nicht, auch nicht für das, was darunter steht.")
            % {"n": DEEPEST}
        )
    for one in moved:
        sheet.touch(one)
        one.level += by


def _named(section: Section) -> dict[str, object]:
    return {"title": section.title}


def heading_to_paragraph(sheet: Sheet, section: Section) -> Block:
    """The words of the heading as a paragraph; what stood under it belongs to the heading above.

    Refused with `Invalid` for an action field.
    """
    if section.is_field:
        raise Invalid(
            _("„%(title)s“ ist ein Handlungsfeld. Heben Sie das zuerst auf.") % _named(section)
        )
    follows = sheet.item_before(section)
    spans = split_sentences(section.title)
    words = [section.title[start:end] for start, end in spans]
    state: State = _PLAIN | {
        "kind": BlockKind.PARAGRAPH,
        "text": section.title,
        "is_open": True,
        "doubt": section.doubt,
        "sentences": [[text, escape(text, quote=False)] for text in words],
    }
    sheet.remove(section)
    added = sheet.add(Block, state, follows)
    assert isinstance(added, Block)  # noqa: S101 - for the type checker
    return added


def paragraph_to_heading(sheet: Sheet, block: Block) -> Section:
    """The words of the block as a heading below the one it stands under.

    Refused with `Invalid` for tables, pictures and footnotes, and for more than 300 characters.
    """
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
        raise Invalid(_("Eine Überschrift kann nur aus einem Absatz oder Listenpunkt werden."))
    marker = block.marker if block.marker[:1].isalnum() else ""
    title = f"{marker} {block.text}".strip()
    if len(title) > LONGEST_HEADING:
        raise Invalid(_("Eine Überschrift hat höchstens %(n)d Zeichen.") % {"n": LONGEST_HEADING})
    above = next((one for one in sheet.sections if one.id == block.section_id), None)
    state: State = {
        "title": title,
        "level": min(above.level + 1, DEEPEST) if above else 1,
        "anchor": sheet.free_anchor(title),
        "is_field": False,
        "field_id": None,
        "field_choice": {},
        "fill": "",
        "doubt": block.doubt,
    }
    follows = sheet.item_before(block)
    sheet.remove(block)
    added = sheet.add(Section, state, follows)
    assert isinstance(added, Section)  # noqa: S101 - for the type checker
    return added
