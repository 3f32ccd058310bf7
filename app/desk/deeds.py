"""What can be done to a version on the desk: from the buttons of a form to the deeds of
`app.drafts.editing`, and how people call them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Form

from app.drafts.arranging import Item
from app.drafts.editing import blocks, choosing, headings, tables
from app.drafts.editing.sheet import Sheet
from app.drafts.editing.steps import Change
from app.errors import Invalid
from app.i18n import _, ngettext
from app.models import Block, Section

LONGEST_PLACE = 20


class StepForm:
    """What was asked. `do` is a deed and the key of its heading or block ("join:b34"); `seen` the
    state of the version that its sender saw; `origin` says where the button stood ("tree",
    "text"), "" in the tools of its own heading or block."""

    def __init__(
        self,
        do: Annotated[str, Form(max_length=60)] = "",
        seen: Annotated[str, Form(max_length=40)] = "",
        place: Annotated[str, Form(max_length=LONGEST_PLACE)] = "",
        title: Annotated[str, Form()] = "",
        summary: Annotated[str, Form()] = "",
        colour: Annotated[str, Form(max_length=10)] = "",
        group: Annotated[str, Form(max_length=100)] = "",
        field: Annotated[str, Form(max_length=100)] = "",
        alternative: Annotated[str, Form()] = "",
    ) -> None:
        self.deed, self.key, self.origin = [*do.split(":"), "", "", ""][:3]
        self.seen = seen
        self.place = place
        self.title = title
        self.summary = summary
        self.colour = colour
        self.group = group
        self.field = field
        self.alternative = alternative
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @property
    def asked(self) -> str:
        """Everything that was asked, to recognise the same request."""
        names = ("place", "title", "summary", "colour", "group", "field", "alternative")
        return "\n".join([self.deed, self.key, *(self[name] for name in names)])

    def change(self) -> Change:
        """The deed that was asked for. Refused with `Invalid` when there is none like that."""
        make = DEEDS.get(self.deed)
        if make is None:
            raise Invalid(_("Diesen Schritt gibt es nicht."))
        return lambda sheet: make(sheet, self)


def deed_name(deed: str) -> str:
    """How people call a deed in the list of steps."""
    names = {
        "field": _("Handlungsfeld festgelegt"),
        "no-field": _("Handlungsfeld aufgehoben"),
        "describe": _("Handlungsfeld beschrieben"),
        "colours": _("Farbige Abschnitte als Felder übernommen"),
        "raise": _("Überschrift eine Ebene höher"),
        "lower": _("Überschrift eine Ebene tiefer"),
        "paragraph": _("Überschrift zum Absatz gemacht"),
        "heading": _("Absatz zur Überschrift gemacht"),
        "join": _("Absätze verbunden"),
        "split": _("Absatz geteilt"),
        "close": _("Für Anmerkungen geschlossen"),
        "open": _("Für Anmerkungen geöffnet"),
        "alternative": _("Alternativtext geschrieben"),
        "settle": _("Als angesehen abgehakt"),
        "settle-all": _("Alle dieser Art als angesehen abgehakt"),
        "head-row": _("Erste Zeile zum Tabellenkopf gemacht"),
        "no-head-row": _("Tabellenkopf zur ersten Zeile gemacht"),
        "head-column": _("Erste Spalte benennt die Zeilen"),
        "no-head-column": _("Erste Spalte benennt die Zeilen nicht mehr"),
        "handed-back": _("Aus dem Dokument einer Arbeitsgruppe übernommen"),
    }
    return names.get(deed, deed)


Done = tuple[Item, str]
Make = Callable[[Sheet, StepForm], Done]


def _on_heading(deed: Callable[[Sheet, Section], Item | None]) -> Make:
    def make(sheet: Sheet, form: StepForm) -> Done:
        section = sheet.section(form.key)
        title = section.title
        return deed(sheet, section) or section, title

    return make


def _on_block(deed: Callable[[Sheet, Block], Item | None]) -> Make:
    def make(sheet: Sheet, form: StepForm) -> Done:
        block = sheet.block(form.key)
        label, text = block.label, block.text
        done = deed(sheet, block) or block
        return done, text if isinstance(done, Section) else done.label or label

    return make


def _split(sheet: Sheet, form: StepForm) -> Done:
    block = sheet.block(form.key)
    sentence, _dot, word = form.place.partition(".")
    if not (_is_number(sentence) and _is_number(word or "1")):
        raise Invalid(_("Wählen Sie, womit der neue Absatz beginnt."))
    label = block.label
    blocks.split_block(sheet, block, int(sentence), int(word or 1))
    return block, label


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 7


def _describe(sheet: Sheet, form: StepForm) -> Done:
    section = sheet.section(form.key)
    said = choosing.Description(form.title, form.summary, form.colour, form.group, form.field)
    choosing.describe_field(sheet, section, said)
    return section, str(section.field_choice["title"])


def _alternative(sheet: Sheet, form: StepForm) -> Done:
    block = sheet.block(form.key)
    blocks.describe_picture(sheet, block, form.alternative)
    return block, block.label


def _settle(sheet: Sheet, form: StepForm) -> Done:
    item = sheet.find(form.key)
    blocks.settle_doubt(sheet, item)
    return item, item.title if isinstance(item, Section) else item.label


def _settle_all(sheet: Sheet, form: StepForm) -> Done:
    """All places that the same was guessed about as here; their number, and the guess."""
    item = sheet.find(form.key)
    sentence = item.doubt
    n = blocks.settle_alike(sheet, item)
    counted = ngettext("%(n)d Stelle", "%(n)d Stellen", n) % {"n": n}
    return item, f"{counted}: {sentence}"[:300]


def _colours(sheet: Sheet, _form: StepForm) -> Done:
    taken = choosing.take_proposed(sheet)
    n = len(taken)
    return taken[0], ngettext("%(n)d Abschnitt", "%(n)d Abschnitte", n) % {"n": n}


DEEDS: dict[str, Make] = {
    "field": _on_heading(choosing.make_field),
    "no-field": _on_heading(choosing.unmake_field),
    "describe": _describe,
    "colours": _colours,
    "raise": _on_heading(headings.raise_heading),
    "lower": _on_heading(headings.lower_heading),
    "paragraph": _on_heading(headings.heading_to_paragraph),
    "heading": _on_block(headings.paragraph_to_heading),
    "join": _on_block(blocks.join_block),
    "split": _split,
    "close": _on_block(blocks.close_block),
    "open": _on_block(blocks.open_block),
    "alternative": _alternative,
    "settle": _settle,
    "settle-all": _settle_all,
    "head-row": _on_block(tables.make_first_row_head),
    "no-head-row": _on_block(tables.make_head_first_row),
    "head-column": _on_block(tables.name_rows),
    "no-head-column": _on_block(tables.unname_rows),
}
