"""The letters of one paragraph of a DOCX, run by run, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import ClassVar

from app.drafts.readers.docx.drawings import NO_WORDS, is_hidden
from app.drafts.readers.docx.fields import Fields
from app.drafts.readers.docx.letters import Letters
from app.drafts.readers.docx.names import (
    DIAGRAM,
    SPACE,
    W14,
    Element,
    M,
    R,
    W,
    attribute,
    switch,
    tag,
    with_wrapped,
    words_of,
)
from app.drafts.readers.docx.notes import Notes
from app.drafts.readers.docx.package import Relation
from app.drafts.readers.docx.styles import Look, Styles
from app.drafts.readers.docx.symbols import in_font, symbol
from app.drafts.readers.flow import Run
from app.i18n import _

_WHITE = re.compile(r"[ \t\r\n]+")
_ENDS = " \t\r\n"
NO_BREAK_HYPHEN = "\u2011"


def deleted() -> str:
    """Why deleted text of tracked changes is left out."""
    return _("Gelöschter Text aus der Änderungsverfolgung")


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for the letters inside an element. `why` is set where they are left out."""

    letters: Letters
    marks: frozenset[str]
    href: str = ""
    why: str = ""


@dataclass(slots=True)
class Line:
    """A paragraph's runs; frames with pictures and boxes, and whether text stands before each;
    what was left out, and why."""

    runs: list[Run] = field(default_factory=list)
    frames: list[tuple[Element, bool]] = field(default_factory=list)
    left_out: list[tuple[str, list[str]]] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    is_contents: bool = False
    is_counted: bool = False
    is_struck: bool = False

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.sizes, key=self.sizes.__getitem__) if self.sizes else 0.0


class LineReader:
    """Reads the inside of the paragraphs of one part, in their order."""

    def __init__(
        self, root: Element, styles: Styles, notes: Notes, relations: dict[str, Relation]
    ) -> None:
        """`root` is the part, or the element in it whose paragraphs will be read."""
        self._styles = styles
        self._notes = notes
        self._relations = relations
        self._fields = Fields(root)
        self._keeps_blanks = attribute(root.getroottree().getroot(), SPACE) == "preserve"
        self._look = Look()
        self._line = Line()
        self._last_drop: tuple[str, int] = ("", -1)

    def read(self, paragraph: Element, look: Look, why: str = "") -> Line:
        """The letters of a paragraph that looks so; with `why` all of them are left out."""
        self._line, self._look = Line(), look
        self._last_drop = ("", -1)
        letters = self._styles.run(None, look)
        self._content(paragraph, _Inside(letters, letters.marks, why=why))
        return self._line

    def _content(self, element: Element, inside: _Inside) -> None:
        for child in with_wrapped(element):
            name = tag(child)
            way = self._WAYS.get(name)
            if way is not None:
                way(self, child, inside)
            elif not name.endswith("Pr") and name not in _SILENT:
                self._content(child, inside)

    # What parts the letters from those beside them

    def _run(self, run: Element, inside: _Inside) -> None:
        properties = run.find(f"{W}rPr")
        letters = self._styles.run(properties, self._look)
        marks = letters.marks | (inside.marks & {"sub", "sup"} if inside.marks else frozenset())
        if self._styles.is_code(properties):
            marks |= {"code"}
        why = inside.why or (_("Ausgeblendeter Text") if letters.hidden else "")
        self._content(run, replace(inside, letters=letters, marks=marks, why=why))

    def _deleted(self, element: Element, inside: _Inside) -> None:
        self._content(element, replace(inside, why=inside.why or deleted()))

    def _link(self, link: Element, inside: _Inside) -> None:
        relation = self._relations.get(attribute(link, f"{R}id"))
        anchor = attribute(link, f"{W}anchor") or attribute(link, f"{W}docLocation")
        target = "" if relation is None else relation.target
        if anchor and "#" not in target:
            target += f"#{anchor}"
        self._content(link, replace(inside, href=target or inside.href))

    def _control(self, control: Element, inside: _Inside) -> None:
        content = control.find(f"{W}sdtContent")
        if content is not None:
            why = inside.why or placeholder(control)
            self._content(content, replace(inside, why=why))

    def _simple_field(self, simple: Element, inside: _Inside) -> None:
        self._fields.begin_simple(attribute(simple, f"{W}instr"))
        self._content(simple, inside)
        self._fields.end_simple()

    def _field_sign(self, sign: Element, inside: _Inside) -> None:
        box = sign.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            is_on = switch(box, "checked")
            is_on = switch(box, "default") if is_on is None else is_on
            self._put("☒" if is_on else "☐", inside)
        self._fields.sign(sign)

    # What is letters itself

    def _text(self, element: Element, inside: _Inside) -> None:
        text = element.text or ""
        if not (self._keeps_blanks or element.get(SPACE) == "preserve"):
            text = text.strip(_ENDS)
        self._put(in_font(inside.letters.font or "", text.replace("\u00ad", "")), inside)

    def _code(self, element: Element, inside: _Inside) -> None:
        self._fields.code(element.text or "")

    def _tab(self, element: Element, inside: _Inside) -> None:
        self._put("\t", inside)

    def _break(self, element: Element, inside: _Inside) -> None:
        is_of_page = attribute(element, f"{W}type") in {"page", "column"}
        self._put(" " if is_of_page else "\n", inside)

    def _hyphen(self, element: Element, inside: _Inside) -> None:
        self._put(NO_BREAK_HYPHEN, inside)

    def _symbol(self, element: Element, inside: _Inside) -> None:
        sign = symbol(attribute(element, f"{W}font"), attribute(element, f"{W}char"))
        self._put(sign, inside)

    def _ruby(self, ruby: Element, inside: _Inside) -> None:
        for part, opening, closing in (("rubyBase", "", ""), ("rt", " (", ")")):
            element = ruby.find(W + part)
            if element is not None:
                self._put(opening, inside)
                self._content(element, inside)
                self._put(closing, inside)

    def _note(self, call: Element, inside: _Inside) -> None:
        kind = tag(call).removeprefix(W).removesuffix("Reference")
        mark = ""
        if attribute(call, f"{W}customMarkFollows") in {"1", "true", "on"}:
            mark = self._mark_after(call)
        if not inside.why and self._fields.inside.is_shown:
            label = self._notes.call(kind, attribute(call, f"{W}id"), mark)
            if label:
                self._line.runs.append(Run(note=label))

    def _mark_after(self, call: Element) -> str:
        """The own mark of a note, which follows its call; taken out of the text."""
        words = [text for text in call.itersiblings(f"{W}t") if text.text]
        mark = "".join(str(text.text) for text in words).strip()
        for text in words:
            text.text = ""
        return mark

    def _frame(self, frame: Element, inside: _Inside) -> None:
        why = inside.why or (_("Ausgeblendeter Text") if is_hidden(frame) else "")
        if why:
            self._drop(why, f" {words_of(frame)} ")
        else:
            self._line.frames.append((frame, bool(self._line.sizes)))

    # Formulas: their text in order, as far as a line can show it

    def _raised(self, element: Element, inside: _Inside) -> None:
        mark = "sup" if tag(element) == f"{M}sup" else "sub"
        self._content(element, replace(inside, marks=inside.marks | {mark}))

    def _divided(self, element: Element, inside: _Inside) -> None:
        self._put("/", inside)
        self._content(element, inside)

    def _bracketed(self, element: Element, inside: _Inside) -> None:
        self._put("(", inside)
        self._content(element, inside)
        self._put(")", inside)

    def _math(self, element: Element, inside: _Inside) -> None:
        self._put(element.text or "", inside)

    def _put(self, text: str, inside: _Inside) -> None:
        if not text:
            return
        fields = self._fields.inside
        why = inside.why or ("" if fields.is_shown else _("Code von Feldern"))
        if why:
            self._drop(why, text)
            return
        line, letters = self._line, inside.letters
        line.runs.append(Run(text, inside.marks, inside.href or fields.href, letters.fill))
        if text.strip():
            line.sizes[letters.points] = line.sizes.get(letters.points, 0) + len(text)
            line.is_contents = line.is_contents or fields.is_contents
            line.is_counted = line.is_counted or fields.is_counted
            line.is_struck = line.is_struck or bool(letters.struck or letters.struck_twice)

    def _drop(self, why: str, text: str) -> None:
        """Leave out; what stood together stays together."""
        place = (why, len(self._line.runs))
        if place != self._last_drop:
            self._line.left_out.append((why, []))
        self._line.left_out[-1][1].append(text)
        self._last_drop = place

    _WAYS: ClassVar[dict[str, Callable[[LineReader, Element, _Inside], None]]] = {
        f"{W}r": _run,
        f"{W}del": _deleted,
        f"{W}moveFrom": _deleted,
        f"{W}hyperlink": _link,
        f"{W}sdt": _control,
        f"{W}fldSimple": _simple_field,
        f"{W}fldChar": _field_sign,
        f"{W}instrText": _code,
        f"{W}delInstrText": _code,
        f"{W}t": _text,
        f"{W}delText": _text,
        f"{W}tab": _tab,
        f"{W}ptab": _tab,
        f"{W}br": _break,
        f"{W}cr": _break,
        f"{W}noBreakHyphen": _hyphen,
        f"{W}sym": _symbol,
        f"{W}ruby": _ruby,
        f"{W}footnoteReference": _note,
        f"{W}endnoteReference": _note,
        f"{W}drawing": _frame,
        f"{W}pict": _frame,
        f"{W}object": _frame,
        f"{M}t": _math,
        f"{M}sup": _raised,
        f"{M}sub": _raised,
        f"{M}den": _divided,
        f"{M}d": _bracketed,
    }


_SILENT = NO_WORDS | {f"{W}txbxContent", f"{DIAGRAM}relIds", f"{W14}checkbox"}


def placeholder(control: Element) -> str:
    """Why the text of a content control is left out: it only asks to be filled in; "" if not."""
    is_asking = switch(control.find(f"{W}sdtPr"), "showingPlcHdr")
    return _("Platzhalter von Feldern, die niemand ausgefüllt hat") if is_asking else ""


def joined(runs: list[Run]) -> list[Run]:
    """Neighbours that look alike as one, blanks folded, none at the ends of the paragraph."""
    found: list[Run] = []
    for looks, alike in groupby(runs, lambda run: (run.marks, run.href, run.fill, run.note)):
        found.append(Run("".join(run.text for run in alike), *looks))
    if found:
        found[0] = replace(found[0], text=found[0].text.lstrip(_ENDS))
        found[-1] = replace(found[-1], text=found[-1].text.rstrip(_ENDS))
    return [run for run in found if run.text or run.note]
