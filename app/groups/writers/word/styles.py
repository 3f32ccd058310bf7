"""The dress of the Word document: serif for the text, sans for everything about it, calm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor, Twips

from app.groups.writers.word.body import MARGIN
from app.groups.writers.word.markup import attribute
from app.groups.writers.word.own_dress import StyleLook
from app.i18n import _

SERIF, SANS = "Cambria", "Calibri"  # on every Word; LibreOffice has their metric twins
INK, QUIET, RULE = "1B1C1E", "5A5D63", "DDD8CC"
FIELD_COLOURS = ("145EF5", "881300", "7500A9", "405D6B", "8F5F00", "35234D")

_KEPT = (
    "Normal",
    "Title",
    "Subtitle",
    "Footer",
    "Header",
    "Strong",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    *(f"Heading {level}" for level in range(1, 7)),
)


@dataclass(frozen=True, slots=True)
class Look:
    """How a style looks; sizes and spaces in points, indents in twips (1/1440 inch)."""

    font: str = ""
    size: float = 0
    colour: str = ""
    bold: bool | None = None
    italic: bool | None = None
    raised: bool | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    keep_next: bool | None = None
    new_page: bool | None = None
    left: int | None = None
    first: int | None = None
    stops: tuple[int, ...] = ()


_TEXT = Look(SERIF, 11, before=0, after=7, line=1.3)
_HEADING = Look(SANS, 13, INK, bold=True, before=18, after=5, line=1.15, keep_next=True)
_NOTED = Look(left=0, first=-MARGIN, stops=(0,))

_BUILT_IN = {
    "Normal": replace(_TEXT, colour=INK),
    "Title": Look(SERIF, 28, INK, before=0, after=10, line=1.1),
    "Subtitle": Look(SANS, 14, QUIET, before=0, after=30, line=1.2),
    "Footer": Look(SANS, 8.5, QUIET, before=0, after=0, line=1.0),
    "Header": Look(SANS, 8.5, QUIET, before=0, after=0, line=1.0),
    "Strong": Look(bold=True),
    "Heading 1": replace(
        _HEADING, font=SERIF, size=22, bold=False, before=0, after=16, new_page=True
    ),
    "Heading 2": replace(_HEADING, size=15, before=22),
    "Heading 3": _HEADING,
    "Heading 4": replace(_HEADING, size=11.5, before=14),
    "Heading 5": replace(_HEADING, size=11, before=12, bold=False),
    "Heading 6": replace(_HEADING, size=10.5, before=12, bold=False, colour=QUIET),
}

_PARAGRAPHS = {
    "Passage": replace(_NOTED, before=3, after=5),
    "Item": replace(_NOTED, after=3, stops=()),
    "Footnote": replace(_NOTED, size=9, line=1.2, after=4),
    "Figure": replace(_NOTED, italic=True, before=8, after=12),
    "TableCaption": replace(
        _NOTED, font=SANS, size=9.5, bold=True, before=10, after=4, keep_next=True
    ),
    "TableText": Look(SERIF, 10, before=2, after=2, line=1.15),
    "AfterTable": Look(size=6, before=0, after=6, line=1.0),
    "Sender": Look(SANS, 10, QUIET, before=48, after=6),
    "Facts": Look(SANS, 10, before=0, after=4, line=1.2, left=2835, first=-2835, stops=(2835,)),
    "FactsTitle": Look(SANS, 10, bold=True, before=20, after=6, keep_next=True),
    "Hint": Look(SANS, 10, QUIET, before=20, after=0, line=1.3),
    "Mark": Look(SANS, 9, INK, bold=True, before=0, after=4, line=1.0),
    "CommentText": Look(SANS, 10, before=0, after=3, line=1.0),
}

_CHARACTERS = {
    "Address": Look(SANS, 8, QUIET, bold=False, italic=False),
    "Quiet": Look(SANS, colour=QUIET, italic=False),
    "Marker": Look(size=8, raised=True),
    "CommentReference": Look(size=8),
    **{
        f"Colour{number}": Look(SANS, colour=colour, bold=True)
        for number, colour in enumerate(FIELD_COLOURS, 1)
    },
}


def dress(document: Any, own: Mapping[str, StyleLook]) -> None:
    """Take the library's template out of `document` and put the house's styles in; what the city's
    own template says of a style, and its fonts, win over ours."""
    normal = own.get("Normal", StyleLook())
    fonts = {SERIF: normal.font or SERIF, SANS: normal.font or SANS}
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT:
            style.delete()
    _defaults(styles.element, fonts[SERIF])
    for name, look in _BUILT_IN.items():
        _bare(styles[name].element)
        _apply(styles[name], _owned(look, own.get(name), fonts))
    for identity, look in _PARAGRAPHS.items():
        _apply(_new(styles, identity, WD_STYLE_TYPE.PARAGRAPH), _owned(look, None, fonts))
    for identity, look in _CHARACTERS.items():
        _apply(_new(styles, identity, WD_STYLE_TYPE.CHARACTER), _owned(look, None, fonts))
    styles[_names()["Mark"]].element.get_or_add_pPr().insert(0, _frame())
    styles.element.append(_table_style())


def _owned(look: Look, said: StyleLook | None, fonts: Mapping[str, str]) -> Look:
    """Ours in the city's fonts, and with what its template says of this style."""
    ours = replace(look, font=fonts.get(look.font, look.font))
    if said is None:
        return ours
    wins = {name: value for name, value in said if value not in (None, "")}
    return replace(ours, **wins)


def _names() -> dict[str, str]:
    """What the styles are called in Word's own list; the last two are Word's own names."""
    return {
        "Passage": _("Absatz"),
        "Item": _("Listenpunkt"),
        "Footnote": _("Fußnote im Text"),
        "Figure": _("Abbildung"),
        "TableCaption": _("Tabellentitel"),
        "TableText": _("Tabellentext"),
        "AfterTable": _("Nach einer Tabelle"),
        "Sender": _("Absender"),
        "Facts": _("Angaben"),
        "FactsTitle": _("Angaben, Titel"),
        "Hint": _("Hinweis"),
        "Mark": _("Kennzeichnung"),
        "Address": _("Fundstelle"),
        "Quiet": _("Nebenbei"),
        "Marker": _("Fußnotenziffer"),
        "CommentText": "annotation text",
        "CommentReference": "annotation reference",
    }


def _new(styles: Any, identity: str, kind: Any) -> Any:
    name = _names().get(identity) or _("Farbe {n}").format(n=identity.removeprefix("Colour"))
    style = styles.add_style(name, kind, builtin=identity.startswith("Comment"))
    style.element.styleId = identity
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = styles["Normal"]
    return style


def _bare(element: Any) -> None:
    """Without the template's fonts and colours, which would win over ours by their theme."""
    for name in ("w:pPr", "w:rPr", "w:link"):
        found = element.find(qn(name))
        if found is not None:
            element.remove(found)


def _apply(style: Any, look: Look) -> None:
    font = style.font
    if look.font:
        font.name = look.font
        style.element.rPr.rFonts.set(qn("w:cs"), look.font)
    if look.size:
        font.size = Pt(look.size)
    if look.colour:
        font.color.rgb = RGBColor.from_string(look.colour)
    font.bold, font.italic, font.superscript = look.bold, look.italic, look.raised
    if style.type != WD_STYLE_TYPE.PARAGRAPH:
        return
    shape = style.paragraph_format
    shape.space_before = None if look.before is None else Pt(look.before)
    shape.space_after = None if look.after is None else Pt(look.after)
    shape.line_spacing = look.line
    shape.keep_with_next, shape.page_break_before = look.keep_next, look.new_page
    shape.left_indent = None if look.left is None else Twips(look.left)
    shape.first_line_indent = None if look.first is None else Twips(look.first)
    for position in look.stops:
        shape.tab_stops.add_tab_stop(Twips(position))


def _defaults(styles: Any, font: str) -> None:
    """Fonts and language for all that says nothing else: German, and Arabic from the right."""
    properties = styles.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(properties):
        properties.remove(child)
    for markup in (
        f"<w:rFonts {{w}} w:ascii={attribute(font)} w:hAnsi={attribute(font)} "
        f'w:eastAsia={attribute(font)} w:cs="Times New Roman"/>',
        '<w:sz {w} w:val="22"/>',
        '<w:szCs {w} w:val="22"/>',
        '<w:lang {w} w:val="de-DE" w:eastAsia="de-DE" w:bidi="ar-SA"/>',
    ):
        properties.append(parse_xml(markup.replace("{w}", nsdecls("w"))))


def _frame() -> Any:
    side = f'w:val="single" w:sz="6" w:space="3" w:color="{INK}"'
    sides = "".join(f"<w:{name} {side}/>" for name in ("top", "left", "bottom", "right"))
    return parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")


def _table_style() -> Any:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Listing">'
        f'<w:name w:val="{_("Tabelle im Text")}"/><w:basedOn w:val="TableNormal"/><w:tblPr>'
        f"<w:tblBorders><w:top {line}/><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="170" w:type="dxa"/>'
        '</w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        f'<w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{QUIET}"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
    )
