"""Tables and pictures are kept as HTML that was cleaned when it was read; this reads the cells."""

from html.parser import HTMLParser

WIDEST = 60  # columns; a cell that claims to span more is not believed
CELL_EDGE = " | "  # between the cells in a row's text


class Rows(HTMLParser):
    """Reads the cells of a table's rows, its caption, and what a picture shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self._row: list[str] = []
        self._words: list[str] | None = None
        self._span = 1
        self._each: list[str] = []

    @classmethod
    def of(cls, html: str) -> "Rows":
        """What stands in this piece of HTML."""
        reader = cls()
        reader.feed(html)
        reader.close()
        reader._end_row()
        return reader

    def caption(self) -> str:
        """What is said over a table or about a picture; of several header rows all but the
        lowest, which is the one that names the columns."""
        above = [" · ".join(filter(None, row)) for row in self.rows[:-1]]
        return " ".join(part for part in (*self.said, *above) if part)

    def over(self) -> str:
        """All that stands over a table: its caption, and the rows that name its columns."""
        return " ".join([*self.said, *(CELL_EDGE.join(row) for row in self.rows)])

    def one_row(self) -> tuple[str, ...]:
        """All cells, whether or not a row was opened around them."""
        return tuple(cell for row in self.rows for cell in row)

    def cells(self) -> tuple[str, ...]:
        """The words of each cell, however many columns it spans."""
        return tuple(self._each)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A cell, a row or a caption begins; a picture says what it shows."""
        given = dict(attrs)
        if tag in ("td", "th", "caption"):
            self._words = []
            span = given.get("colspan") or "1"
            self._span = min(int(span), WIDEST) if span.isdecimal() else 1
        elif tag == "tr":
            self._end_row()
        elif tag == "img" and given.get("alt"):
            self.said.append(" ".join(str(given["alt"]).split()))
        elif tag == "br" and self._words is not None:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """A cell or a caption is read to its end."""
        if tag not in ("td", "th", "caption") or self._words is None:
            return
        words = " ".join("".join(self._words).split())
        self._words = None
        if tag == "caption":
            self.said.append(words)
        else:
            self._each.append(words)
            self._row += [words, *[""] * (self._span - 1)]

    def handle_data(self, data: str) -> None:
        """Words count where they stand in a cell or a caption."""
        if self._words is not None:
            self._words.append(data)

    def _end_row(self) -> None:
        if self._row:
            self.rows.append(tuple(self._row))
        self._row = []
