"""The body of a Word document with tracked changes, as WordprocessingML.

Accepting every change gives the new text, rejecting every change the old one, word for word. The
element names are those of ECMA-376, part 1, 17.13.5 (revisions). What stands elsewhere word for
word is a move, both its places under one name; what was reworded on its way goes and comes, since a
move that brings other words than it took would be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from app.drafts.synopsis.rows import Row, compare_blocks
from app.drafts.synopsis.tables import Line, lines_of
from app.drafts.synopsis.text import TextBlock
from app.drafts.wording import BREAK, Piece
from app.models.draft import BlockKind

# What XML 1.0 cannot carry, and what reorders its neighbours.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
STEP = 397  # twips (0.7 cm) from one depth of a list to the next
WIDTH = 9070  # twips (16 cm), the text's measure
DEEPEST_BULLET = 3  # the template has so many styles for them


class Body:
    """Writes rows; `author` and `date` (as Word writes it) stand on every change."""

    def __init__(self, author: str, date: str) -> None:
        self._who = f"w:author={_attribute(author)} w:date={_attribute(date)}"
        self._numbers = count(1)
        self._moves: dict[int, str] = {}  # a row's place in memory → the name of its move
        self._move = ""

    def row(self, row: Row) -> Iterator[str]:
        """A row as paragraphs or a table."""
        if row.is_heading:
            yield self._heading(row)
            return
        self._move = self._name_of_move(row)
        yield from self._moved(row) if self._move else self._changed_row(row)
        self._move = ""

    def _name_of_move(self, row: Row) -> str:
        """The same name for the old and the new place of words that moved as they were, "" for
        all else."""
        others = row.to if row.leaves else row.from_
        if len(others) != 1:
            return ""
        leaves, comes = (row, others[0]) if row.leaves else (others[0], row)
        is_pair = len(leaves.to) == len(comes.from_) == 1 and comes.from_[0] is leaves
        if not is_pair or leaves.to[0] is not comes or not _is_pure_move(leaves, comes):
            return ""
        return self._moves.setdefault(id(comes), f"move{len(self._moves) + 1}")

    def _moved(self, row: Row) -> Iterator[str]:
        """The paragraphs of one end of a move, with the range that ties it to the other."""
        olds, news = (row.olds, ()) if row.leaves else ((), row.news)
        paragraphs = list(self._paragraphs(olds, news))
        kind, number = ("From" if row.leaves else "To"), next(self._numbers)
        start = (
            f'<w:move{kind}RangeStart w:id="{number}" {self._who} w:name={_attribute(self._move)}/>'
        )
        end = f'<w:move{kind}RangeEnd w:id="{number}"/>'
        paragraphs[0] = paragraphs[0].replace("</w:pPr>", f"</w:pPr>{start}", 1)
        paragraphs[-1] = paragraphs[-1].removesuffix("</w:p>") + f"{end}</w:p>"
        yield from paragraphs

    def _changed_row(self, row: Row) -> Iterator[str]:
        olds = row.olds if row.leaves else row.kept
        lines = lines_of(olds, row.news)
        if lines is not None:
            yield self._table(lines, bool(olds), bool(row.news))
        elif any(block.kind is BlockKind.TABLE for block in (*olds, *row.news)):
            yield from self._one_by_one(olds, row.news)
        else:
            yield from self._paragraphs(olds, row.news)

    def _one_by_one(self, olds: Sequence[TextBlock], news: Sequence[TextBlock]) -> Iterator[str]:
        """A table that became paragraphs, or the other way round: one goes, the other comes."""
        for blocks, came in ((olds, False), (news, True)):
            for block in blocks:
                gone, new = ((), (block,)) if came else ((block,), ())
                lines = lines_of(gone, new)
                if lines is not None:
                    yield self._table(lines, not came, came)
                else:
                    yield from self._paragraphs(gone, new)

    def _heading(self, row: Row) -> str:
        heading = row.new_heading or row.old_heading
        level = min(max(heading.level, 1), 6) if heading else 1
        mark = "" if row.old_heading and row.new_heading else "ins" if row.new_heading else "del"
        style = f'<w:pStyle w:val="Heading{level}"/>'
        return self._paragraph(style, self._runs(row.pieces), mark)

    def _paragraphs(self, olds: Sequence[TextBlock], news: Sequence[TextBlock]) -> Iterator[str]:
        """The blocks of both sides; a break that came or went is a paragraph mark that did."""
        last = "" if olds and news else "ins" if news else "del"
        old_at, new_at = 0, 0
        run: list[Piece] = []
        pieces = compare_blocks(olds, news)
        for at, piece in enumerate([*pieces, None]):
            if piece is not None and piece.text != BREAK:
                run.append(piece)
                continue
            mark = piece.mark if piece else last
            before = olds[min(old_at, len(olds) - 1)] if olds else None
            after = news[min(new_at, len(news) - 1)] if news else None
            content = self._marker(before, after, mark) + self._runs(run)
            content += self._instead_of_break(mark, pieces[at + 1 :])
            yield self._paragraph(_style(after or before), content, mark)
            old_at += piece is not None and piece.mark in ("", "del")
            new_at += piece is not None and piece.mark in ("", "ins")
            run = []

    def _instead_of_break(self, mark: str, following: Sequence[Piece]) -> str:
        """Where a paragraph mark goes or comes, the words around it may need a blank on the other
        side."""
        other = "ins" if mark == "del" else "del"
        following = [piece for piece in following if piece.mark in ("", other)]
        is_apart = bool(mark and following) and following[0].text.startswith(" ")
        return self._changed(other, " ") if is_apart else ""

    def _marker(self, before: TextBlock | None, after: TextBlock | None, mark: str) -> str:
        """The number or letter of a list item, which Word would not know; bullets it knows."""
        old = _number(before) if mark != "ins" else ""
        new = _number(after) if mark != "del" else ""
        if old == new:
            return _run(new) if new else ""
        return self._changed("del", old) + self._changed("ins", new)

    def _runs(self, pieces: Sequence[Piece]) -> str:
        return "".join(
            self._changed(piece.mark, text) if piece.mark else _run(text)
            for piece, text in zip(pieces, _without_first_blanks(pieces), strict=True)
        )

    def _changed(self, mark: str, text: str) -> str:
        if not text:
            return ""
        if self._move:
            name = self._named(mark)
            return f"<w:{name} {self._change()}>{_run(text)}</w:{name}>"
        tag = "delText" if mark == "del" else "t"
        return f"<w:{mark} {self._change()}>{_run(text, tag)}</w:{mark}>"

    def _named(self, mark: str) -> str:
        """What a change is called; what goes here and comes elsewhere is a move."""
        return {"del": "moveFrom", "ins": "moveTo"}[mark] if self._move else mark

    def _change(self) -> str:
        return f'w:id="{next(self._numbers)}" {self._who}'

    def _paragraph(self, style: str, content: str, mark: str) -> str:
        ends = f"<w:rPr><w:{self._named(mark)} {self._change()}/></w:rPr>" if mark else ""
        return f"<w:p><w:pPr>{style}{ends}</w:pPr>{content}</w:p>"

    def _table(self, lines: Sequence[Line], was: bool, comes: bool) -> str:
        columns = max(len(line.cells) for line in lines)
        grid = f'<w:gridCol w:w="{WIDTH // columns}"/>' * columns
        whole = "" if was and comes else "ins" if comes else "del"
        rows = "".join(self._table_row(line, columns, line.mark or whole) for line in lines)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{WIDTH}" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{rows}</w:tbl>" + self._paragraph('<w:spacing w:after="120"/>', "", whole)
        )

    def _table_row(self, line: Line, columns: int, mark: str) -> str:
        head = "<w:tblHeader/>" if line.is_head else ""
        track = f"<w:{mark} {self._change()}/>" if mark else ""
        around = f"<w:trPr><w:cantSplit/>{head}{track}</w:trPr>"
        span = columns if len(line.cells) == 1 else 1
        cells = [self._cell(pieces, WIDTH // columns * span, span, mark) for pieces in line.cells]
        missing = columns - max(span, len(line.cells))
        cells += [self._cell([], WIDTH // columns, 1, mark)] * missing
        return f"<w:tr>{around}{''.join(cells)}</w:tr>"

    def _cell(self, pieces: Sequence[Piece], width: int, span: int, mark: str) -> str:
        spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}</w:tcPr>'
        return f"<w:tc>{properties}{self._paragraph('', self._runs(pieces), mark)}</w:tc>"


def commented(pieces: Sequence[str], number: int) -> Iterator[str]:
    """The pieces of a row with a comment on all of it (ECMA-376, part 1, 17.13.4)."""
    first, *more = pieces
    *between, last = (
        first.replace("</w:pPr>", f'</w:pPr><w:commentRangeStart w:id="{number}"/>', 1),
        *more,
    )
    yield from between
    yield (
        f'{last.removesuffix("</w:p>")}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r></w:p>'
    )


def _is_pure_move(leaves: Row, comes: Row) -> bool:
    """Whether the same words stand here and there, and nothing else; tables go and come."""
    blocks = (*leaves.olds, *comes.olds, *comes.news)
    if comes.kept or not leaves.olds or any(b.kind is BlockKind.TABLE for b in blocks):
        return False
    said = [[(b.text, b.marker) for b in side] for side in (leaves.olds, comes.news)]
    return said[0] == said[1]


def _without_first_blanks(pieces: Sequence[Piece]) -> list[str]:
    """The texts, without a blank before the first word of either side."""
    texts: list[str] = []
    begun = {"del": False, "ins": False}
    for piece in pieces:
        sides = (piece.mark,) if piece.mark else ("del", "ins")
        is_first = not any(begun[side] for side in sides)
        texts.append(piece.text.lstrip(" ") if is_first else piece.text)
        for side in sides:
            begun[side] = True
    return texts


def _style(block: TextBlock | None) -> str:
    if block is None or block.kind is BlockKind.PARAGRAPH:
        indent = f'<w:ind w:left="{STEP * block.depth}"/>' if block and block.depth else ""
        return f'<w:pStyle w:val="BodyText"/>{indent}'
    if block.kind is BlockKind.FIGURE:
        return '<w:pStyle w:val="Caption"/>'
    depth = min(block.depth, 8)
    if block.kind is BlockKind.FOOTNOTE or _number(block):
        left = STEP * (depth + 1)
        return f'<w:pStyle w:val="List"/><w:ind w:left="{left}" w:hanging="{STEP}"/>'
    number = min(depth, DEEPEST_BULLET - 1) + 1
    return f'<w:pStyle w:val="ListBullet{number if number > 1 else ""}"/>'


def _number(block: TextBlock | None) -> str:
    """What stands before a list item or footnote and is not a bullet, with a tab after it."""
    if block is None or not any(sign.isalnum() for sign in block.marker):
        return ""
    return f"{block.marker}\t"


def _run(text: str, tag: str = "t") -> str:
    pieces = _fit(text).split("\t")
    written = "<w:tab/>".join(
        f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>' if piece else ""
        for piece in pieces
    )
    return f"<w:r>{written}</w:r>"


def _fit(text: str) -> str:
    return _UNFIT.sub("", text.replace("\n", " ").replace("\r", " "))


def _attribute(value: str) -> str:
    return quoteattr(" ".join(_fit(value).split()))
