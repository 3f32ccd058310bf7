"""The field's text as paragraphs and tables, with the ranges that comments cover."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.groups.contents import Passage
from app.groups.writers.plain import one_line
from app.groups.writers.word.bookmarks import Bookmarks
from app.groups.writers.word.markup import TAB, attribute, paragraph, run
from app.groups.writers.word.stops import Span, Stop
from app.i18n import _

MARGIN = 1247  # twips (2.2 cm) by which the address stands out into the left margin
STEP = 397  # twips (0.7 cm) from one depth of a list to the next
WIDTH = 7938  # twips (14 cm), the text's measure
HEADINGS = 6
DEEPEST = 8  # of nested lists, before their text runs out of the page


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment's range within the text of its stop."""

    start: int
    end: int
    comment: int


def block(
    stop: Stop, marks: Sequence[Mark], lowest: int, bookmarks: Bookmarks | None = None
) -> str:
    """One stop as WordprocessingML; `lowest` is the level its field's headings begin with.

    Without `bookmarks` (a heading that is said once more) it gets none.
    """
    passage = stop.passage
    content = runs(stop.text, (0, len(stop.text)), marks)
    address = passage.address if passage else stop.field.label if stop.field else ""
    if bookmarks and address and stop.kind != "table":
        content = bookmarks.around(address, content)
    if passage is None:
        return _field(stop, content)
    if stop.kind == "heading":
        level = min(max(passage.level - lowest, 0) + 2, HEADINGS)
        return paragraph(content, f"Heading{level}")
    if stop.kind == "item":
        return _item(passage, content)
    if stop.kind == "table":
        return _table(stop, passage, marks, bookmarks or Bookmarks())
    return _passage(passage, content)


def _field(stop: Stop, content: str) -> str:
    label, colour = (stop.field.label, stop.field.colour) if stop.field else ("", 1)
    lead = run(f"{one_line(label)}  ", f"Colour{(colour - 1) % 6 + 1}")
    return paragraph(lead + content, "Heading1")


def _passage(passage: Passage, content: str) -> str:
    address = run(one_line(passage.address), "Address") + TAB
    if passage.kind == "footnote":
        return paragraph(address + run(_marker(passage), "Marker") + content, "Footnote")
    if passage.kind == "figure":
        lead = run(_("Abbildung: "), "Quiet")
        caption = run(f" {one_line(passage.caption)}".rstrip())
        return paragraph(address + lead + content + caption, "Figure")
    return paragraph(address + content, "Passage")


def _marker(passage: Passage) -> str:
    return f"{one_line(passage.marker)} " if passage.marker else ""


def _item(passage: Passage, content: str) -> str:
    left = STEP * (min(passage.depth, DEEPEST) + 1)
    properties = (
        f'<w:tabs><w:tab w:val="left" w:pos="{left - STEP}"/>'
        f'<w:tab w:val="left" w:pos="{left}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{left + MARGIN}"/>'
    )
    address = run(one_line(passage.address), "Address") + TAB
    return paragraph(address + run(one_line(passage.marker)) + TAB + content, "Item", properties)


def _table(stop: Stop, passage: Passage, marks: Sequence[Mark], bookmarks: Bookmarks) -> str:
    columns = max([len(passage.head), *(len(row) for row in stop.rows), 1])
    widths = column_widths(stop, passage, columns)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _head_row(passage.head, widths) if any(passage.head) else ""
    rows = "".join(_rows(stop, passage, marks, widths, bookmarks))
    title = one_line(passage.caption) or _("Tabelle {address}").format(address=passage.address)
    properties = (
        f'<w:tblStyle w:val="Listing"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"0020" if head else "0000"}"/>'
        f"<w:tblCaption w:val={attribute(title)}/>"
    )
    address = run(one_line(passage.address), "Address") + TAB
    words = bookmarks.around(passage.address, run(one_line(passage.caption)))
    caption = paragraph(address + words, "TableCaption")
    table = f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{rows}"
    return f"{caption}{table}</w:tbl>{paragraph('', 'AfterTable')}"


def column_widths(stop: Stop, passage: Passage, columns: int) -> list[int]:
    """Columns as wide as their words ask, none of them starved."""
    wanted = [4.0] * columns
    for at, cell in enumerate(passage.head):
        wanted[at] = max(wanted[at], min(len(cell), 18))
    for spans in stop.rows:
        for at, (start, end) in enumerate(spans):
            wanted[at] = max(wanted[at], min(end - start, 18) + (end - start) ** 0.5)
    return [int(WIDTH * share / sum(wanted)) for share in wanted]


def _head_row(head: Sequence[str], widths: Sequence[int]) -> str:
    cells = "".join(
        _cell(run(one_line(text)), width)
        for text, width in zip(_filled(head, widths), widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _filled(head: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [*head, *[""] * (len(widths) - len(head))]


def _rows(
    stop: Stop,
    passage: Passage,
    marks: Sequence[Mark],
    widths: Sequence[int],
    bookmarks: Bookmarks,
) -> Iterator[str]:
    """Each row is a sentence: its bookmark lies around the words of its first cell."""
    for (address, _text), spans in zip(passage.sentences, stop.rows, strict=True):
        texts = [runs(stop.text, span, marks) for span in spans]
        texts[0] = bookmarks.around(address, texts[0])
        texts += [""] * (len(widths) - len(texts))
        cells = "".join(_cell(text, width) for text, width in zip(texts, widths, strict=True))
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(content: str, width: int) -> str:
    share = 5000 * width // WIDTH  # of the text, in fiftieths of a percent, however wide it is
    properties = f'<w:tcPr><w:tcW w:w="{share}" w:type="pct"/></w:tcPr>'
    return f"<w:tc>{properties}{paragraph(content, 'TableText')}</w:tc>"


def runs(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """The text of `span` in runs, cut where a comment begins or ends, with its marks between."""
    start, end = span
    events: list[tuple[int, int, str]] = []
    for mark in marks:
        is_empty = mark.start == mark.end
        if start <= mark.start <= end:
            events.append((mark.start, 1, f'<w:commentRangeStart w:id="{mark.comment}"/>'))
        if start <= mark.end <= end:
            events.append((mark.end, 2 if is_empty else 0, _closing(mark.comment)))
    pieces: list[str] = []
    at = start
    for offset, _order, element in sorted(events, key=lambda event: event[:2]):
        pieces.append(run(text[at:offset]))
        pieces.append(element)
        at = offset
    pieces.append(run(text[at:end]))
    return "".join(pieces)


def _closing(comment: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{comment}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'</w:rPr><w:commentReference w:id="{comment}"/></w:r>'
    )
