"""Where things stand once a page lies as people see it: turned upright, its corner at 0, 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.drafts.readers.pdf.shapes import Box


@dataclass(frozen=True, slots=True)
class Placing:
    """A page's visible box and the quarter turns (clockwise) with which it is shown."""

    left: float
    foot: float
    right_edge: float
    top: float
    turns: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as people see them."""
        wide, high = self.right_edge - self.left, self.top - self.foot
        return (high, wide) if self.turns % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as people see it."""
        wide, high = self.right_edge - self.left, self.top - self.foot
        x, y = x - self.left, y - self.foot
        match self.turns:
            case 1:
                return y, wide - x
            case 2:
                return wide - x, high - y
            case 3:
                return high - y, x
        return x, y

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: str = "") -> Box:
        """An area of the page as people see it."""
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), colour)

    def right(self, rect: Any) -> float:
        """The right edge of the engine's FS_RECTF."""
        if not self.turns:
            return float(rect.right) - self.left
        return self.box(rect.left, rect.bottom, rect.right, rect.top).x1

    def is_turned(self, a: float, b: float) -> bool:
        """Whether letters with these matrix entries do not run from left to right."""
        for _turn in range(self.turns):
            a, b = b, -a
        return a <= 0 or abs(b) > 0.1 * a
