"""A Markdown table: each row a sentence, its cells the sentence's HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from app.drafts.cells import CELL_EDGE
from app.drafts.outline import BlockKind, ReadBlock, ReadSentence
from app.drafts.readers.cleaning import clean_row, clean_table_head
from app.drafts.readers.inline import InlineReader, Notes
from app.drafts.readers.left_out import LeftOutList


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    html: str
    is_right: bool = False

    def tag(self, name: str, scope: str = "") -> str:
        """The cell as an element."""
        attributes = (f' scope="{scope}"' if scope else "") + (
            ' class="n"' if self.is_right else ""
        )
        return f"<{name}{attributes}>{self.html}</{name}>"


class TableReader:
    """Collects the tokens of one table after the other."""

    def __init__(
        self,
        notes: Notes,
        left_out: LeftOutList,
        lines: Sequence[str],
        parse_inline: Callable[[str], Sequence[Token]],
    ) -> None:
        self._notes = notes
        self._left_out = left_out
        self._lines = lines
        self._parse_inline = parse_inline
        self._rows: list[list[_Cell]] = []
        self._is_open = False
        self._is_right = False
        self._line = 0

    def takes(self, token: Token) -> bool:
        """Whether the token belongs to a table; if so it has been read."""
        takes = self._is_open or token.type == "table_open"
        if takes:
            self._read(token)
        return takes

    def _read(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self._rows, self._is_open = [], True
            case "table_close":
                self._is_open = False
            case "tr_open":
                self._rows.append([])
                self._line = token.map[0] if token.map else 0
            case "th_open" | "td_open":
                self._is_right = "right" in str(token.attrs.get("style", ""))
            case "inline":
                self._rows[-1].append(self._cell(token.children or [], self._is_right))
            case "tr_close":
                self._add_what_sticks_out()

    def finished(self, depth: int) -> ReadBlock | None:
        """The table, once its last token was read; None if it has no words."""
        if self._is_open:
            return None
        head, *body = self._rows
        body = [row for row in body if any(cell.text for cell in row)]
        head_html = ""
        if not body:
            body = [head]
        elif any(cell.text for cell in head):
            cells = "".join(cell.tag("th", "col") if cell.text else "<td></td>" for cell in head)
            head_html = clean_table_head(f"<thead><tr>{cells}</tr></thead>")
        sentences = tuple(_sentence(row) for row in body if any(cell.text for cell in row))
        if not sentences:
            return None
        return ReadBlock(BlockKind.TABLE, sentences, depth, head_html=head_html)

    def _cell(self, tokens: Sequence[Token], is_right: bool = False) -> _Cell:
        line = InlineReader(self._notes, self._left_out).line(tokens)
        return _Cell(line.text, line.html(), is_right)

    def _add_what_sticks_out(self) -> None:
        """Cells beyond the last column, which the parser drops: no word is lost."""
        head, row = self._rows[0], self._rows[-1]
        if row is head:
            return
        written = escapedSplit(self._lines[self._line].strip(" \t>"))
        if written and not written[0].strip():
            written.pop(0)
        row += [
            self._cell(self._parse_inline(text)) for text in written[len(head) :] if text.strip()
        ]


def _sentence(row: Sequence[_Cell]) -> ReadSentence:
    """A row; its first cell heads it where it has words and others beside it."""
    first, *others = row
    heads = bool(first.text and others)
    cells = [first.tag("th", "row") if heads else first.tag("td")]
    cells += [cell.tag("td") for cell in others]
    text = " ".join(CELL_EDGE.join(cell.text for cell in row).split())
    return ReadSentence(text, clean_row("".join(cells)))
