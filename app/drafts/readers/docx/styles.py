"""What the styles of a DOCX say of paragraphs and letters: own, inherited, by default."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.drafts.readers.docx.colours import Colours
from app.drafts.readers.docx.letters import PLAIN, Letters, letters_of
from app.drafts.readers.docx.names import Element, W, attribute, switch, twips, value, whole

MOST_PARENTS = 30  # a style may claim to be its own grandparent
_HEADING = re.compile(r"(?:heading|überschrift|ueberschrift|berschrift)[ _]?([1-9])")
_CONTENTS = re.compile(
    r"(?:toc|verzeichnis|contents|inhaltsverzeichnis)[ _]?\d{1,2}"
    r"|toc ?heading|contents heading|inhaltsverzeichnisüberschrift|inhaltsverzeichnis"
    r"|table of figures|abbildungsverzeichnis|tabellenverzeichnis"
)
_QUOTES = frozenset(
    {
        "quote", "intense quote", "zitat", "intensives zitat", "block text", "blocktext",
        "quotations", "block quotation", "intensequote",
    }
)  # fmt: skip
_CAPTIONS = frozenset({"caption", "beschriftung", "image caption", "table caption"})
_TITLES = frozenset({"title", "titel"})
_CODES = frozenset({"html code", "html-code", "verbatim char", "source text", "quelltext"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """A `w:numPr`: list and level; None where it does not say, list "0" for none."""

    list_id: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a style, or a paragraph on top of its style, says of the whole paragraph.

    `outline` is Word's level 0 to 8, 9 for body text. `indent` is the left edge of the text in
    twentieths of a point.
    """

    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    outline: int | None = None
    numbered: Numbered = Numbered()
    fill: str | None = None
    indent: int | None = None
    letters: Letters = PLAIN

    def is_named(self, names: frozenset[str]) -> bool:
        """Whether the style or one that it is based on has one of the names."""
        return not names.isdisjoint(self.names)

    @property
    def is_title(self) -> bool:
        """Whether it is the style of the title over everything."""
        return self.is_named(_TITLES)

    @property
    def is_quote(self) -> bool:
        """Whether it is a style for quotations."""
        return self.is_named(_QUOTES)

    @property
    def is_caption(self) -> bool:
        """Whether it is a style for the words beside a table or figure."""
        return self.is_named(_CAPTIONS)

    @property
    def is_contents(self) -> bool:
        """Whether it is a style for lines of a table of contents, or for the words above it."""
        return any(_CONTENTS.fullmatch(name) for name in self.names)

    @property
    def level(self) -> int:
        """1 to 9 for a heading, else 0: the outline level, else the name of the style."""
        if self.outline is not None:
            return self.outline + 1 if 0 <= self.outline <= 8 else 0
        for name in self.names:
            if found := _HEADING.fullmatch(name):
                return int(found[1])
        return 0


class Styles:
    """The styles of one file."""

    def __init__(self, root: Element | None, colours: Colours) -> None:
        """`root` is the styles part, None where the file has none."""
        self._colours = colours
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, str] = {}
        self._looks: dict[str, Look] = {}
        self._letters: dict[str, Letters] = {}
        self._plain: dict[Letters, Letters] = {}
        found = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._base = letters_of(found, colours)
        for style in root.iterfind(f"{W}style") if root is not None else ():
            key = attribute(style, f"{W}type") or "paragraph", attribute(style, f"{W}styleId")
            self._styles.setdefault(key, style)
            if attribute(style, f"{W}default") in {"1", "true", "on"}:
                self._defaults[key[0]] = key[1]

    def paragraph(self, properties: Element | None) -> Look:
        """How a paragraph with this `w:pPr` looks, with all that it inherits."""
        style = value(properties, "pStyle") or self._defaults.get("paragraph", "")
        if style not in self._looks:
            self._looks[style] = self._inherited(style)
        look = self._looks[style]
        return look if properties is None else _over(look, properties, self._colours)

    def run(self, properties: Element | None, paragraph: Look) -> Letters:
        """How letters with this `w:rPr` look in such a paragraph."""
        if properties is None:
            if paragraph.letters not in self._plain:
                self._plain[paragraph.letters] = paragraph.letters.over(self._base)
            return self._plain[paragraph.letters]
        name = value(properties, "rStyle")
        looks = paragraph.letters
        if name:
            if name not in self._letters:
                self._letters[name] = self._of_characters(name)
            looks = self._letters[name].styled_over(looks)
        return letters_of(properties, self._colours).over(looks).over(self._base)

    def is_code(self, properties: Element | None) -> bool:
        """Whether letters with this `w:rPr` have a style for code."""
        name = value(properties, "rStyle")
        return bool(name) and any(
            _name(style) in _CODES for style in self._chain("character", name)
        )

    def table_fill(self, properties: Element | None) -> str:
        """The shading of all cells of a table with this `w:tblPr`."""
        shade = None if properties is None else properties.find(f"{W}shd")
        if shade is not None:
            return self._colours.shading(shade)
        for style in self._chain("table", value(properties, "tblStyle")):
            for path in (f"{W}tcPr/{W}shd", f"{W}tblPr/{W}shd"):
                shade = style.find(path)
                if shade is not None:
                    return self._colours.shading(shade)
        return ""

    def has_bold_first_row(self, properties: Element | None) -> bool:
        """Whether the table's style sets the first row in bold."""
        for style in self._chain("table", value(properties, "tblStyle")):
            for part in style.iterfind(f"{W}tblStylePr"):
                if attribute(part, f"{W}type") == "firstRow":
                    bold = switch(part.find(f"{W}rPr"), "b")
                    if bold is not None:
                        return bold
        return False

    def of_numbering(self, style: str) -> str:
        """The list that a style of lists (`w:numStyleLink`) stands for, "" for none."""
        element = self._styles.get(("numbering", style))
        properties = None if element is None else element.find(f"{W}pPr/{W}numPr")
        return value(properties, "numId")

    def _chain(self, kind: str, style: str) -> list[Element]:
        found: list[Element] = []
        while len(found) < MOST_PARENTS and (kind, style) in self._styles:
            found.append(self._styles[kind, style])
            style = value(found[-1], "basedOn")
        return found

    def _inherited(self, style: str) -> Look:
        chain = self._chain("paragraph", style)
        # A style that the file does not define still has its name.
        names = tuple(_name(one) for one in chain) or (style.casefold(),)
        ids = tuple(attribute(one, f"{W}styleId") for one in chain)
        look = Look(names, ids)
        for one in reversed(chain):
            properties = one.find(f"{W}pPr")
            own = letters_of(one.find(f"{W}rPr"), self._colours)
            # The nearer of two parents decides, by its name or by its level.
            if _HEADING.fullmatch(_name(one)) and look.outline == 9:
                look = replace(look, outline=None)
            look = replace(look, letters=own.over(look.letters))
            if properties is not None:
                look = _over(look, properties, self._colours)
        return look

    def _of_characters(self, style: str) -> Letters:
        looks = PLAIN
        for one in reversed(self._chain("character", style)):
            looks = letters_of(one.find(f"{W}rPr"), self._colours).over(looks)
        return looks


def _over(look: Look, properties: Element, colours: Colours) -> Look:
    """`look` with what a `w:pPr` says on top."""
    shade = properties.find(f"{W}shd")
    numbering = properties.find(f"{W}numPr")
    outline = whole(value(properties, "outlineLvl"))
    indent = indent_of(properties)
    if shade is None and numbering is None and outline is None and indent is None:
        return look
    list_id = value(numbering, "numId") or look.numbered.list_id
    level = whole(value(numbering, "ilvl"), look.numbered.level)
    return replace(
        look,
        outline=look.outline if outline is None else outline,
        numbered=Numbered(list_id, level) if numbering is not None else look.numbered,
        fill=look.fill if shade is None else colours.shading(shade),
        indent=look.indent if indent is None else indent,
    )


def indent_of(properties: Element | None) -> int | None:
    """The left edge that a `w:pPr` sets, None where it sets none."""
    edge = None if properties is None else properties.find(f"{W}ind")
    return twips(attribute(edge, f"{W}start") or attribute(edge, f"{W}left"))


def _name(style: Element) -> str:
    return value(style, "name").casefold() or attribute(style, f"{W}styleId").casefold()
