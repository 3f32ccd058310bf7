"""What stands on a page, before anything is guessed: words, coloured areas, lines, pictures.

Lengths are in points. y grows upwards from the foot of the page, as PDF has it (ISO 32000-2).
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look. `turned` ones do not run from left to right; `ghost` ones are unseen and
    lie over a picture, as text recognition leaves them. `level` and `is_artifact` are what the
    file's tags say: a heading's level, and letters that are no part of the text."""

    size: float
    strong: bool = False
    em: bool = False
    turned: bool = False
    ghost: bool = False
    level: int = 0
    is_artifact: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """An area; `colour` is that of a filled one."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str = ""

    @property
    def width(self) -> float:
        """From its left to its right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From its foot to its top."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        """Whether a point lies in it, or no further than `slack` beside it."""
        return self.x0 - slack <= x <= self.x1 + slack and self.y0 - slack <= y <= self.y1 + slack

    def joined(self, other: Box) -> Box:
        """The area that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
            self.colour,
        )

    def meets(self, other: Box, slack: float = 0.0) -> bool:
        """Whether the two overlap, or lie no further apart than `slack`."""
        return (
            self.x0 - slack <= other.x1
            and other.x0 - slack <= self.x1
            and self.y0 - slack <= other.y1
            and other.y0 - slack <= self.y1
        )


@dataclass(slots=True)
class Word:
    """Letters of one look without a blank; `spaced` where a blank stands before them."""

    text: str
    x0: float
    x1: float
    base: float
    look: Look
    spaced: bool = True
    href: str = ""
    area: Box | None = None  # the topmost coloured area behind it
    raised: str = ""  # "sup" or "sub"
    note: str = ""  # the label of the footnote that is called here, before the text
    is_guess: bool = False  # a call that is not raised

    @property
    def fill(self) -> str:
        """The colour behind it."""
        return self.area.colour if self.area else ""

    @property
    def middle(self) -> tuple[float, float]:
        """A point in the middle of its letters."""
        return (self.x0 + self.x1) / 2, self.base + 0.3 * self.look.size


@dataclass(slots=True)
class Line:
    """Words on one base line, from left to right. `fill` is behind all of them."""

    words: list[Word]
    base: float
    size: float
    x0: float
    x1: float
    fill: str = ""
    is_running: bool = False

    @property
    def text(self) -> str:
        """Its words, with blanks between them where there are any."""
        return "".join(
            (" " if word.spaced and position else "") + word.text
            for position, word in enumerate(self.words)
        )

    @property
    def level(self) -> int:
        """The level of a heading that the file's tags give it, 0 for none."""
        return self.words[0].look.level

    @property
    def runs_left(self) -> bool:
        """Whether it is read from right to left."""
        return self.words[0].x0 > self.words[-1].x0

    @property
    def is_strong(self) -> bool:
        """Whether all of its letters are bold."""
        return all(word.look.strong for word in self.words if not word.raised)


@dataclass(slots=True)
class Drawn:
    """A picture: where it stands, its bytes if they were taken, its words for who cannot see."""

    box: Box
    data: bytes = b""
    alt: str = ""


@dataclass(slots=True)
class Page:
    """One page as it was drawn."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Drawn] = field(default_factory=list)
