"""Colours that can be read: contrast as WCAG 2.2 measures it, and a city's own accent.

A city chooses one colour, for light ground. Its sister for dark ground is worked out: the same
hue, as light as it must be. The grounds and the ink on buttons are those of tokens.css.
"""

from __future__ import annotations

import hashlib
import math
import re
from dataclasses import dataclass
from functools import cache

from app.config import ROOT

TEXT = 4.5  # to one, of words (WCAG 2.2, 1.4.3)
CONTROLS = 3.0  # of the borders of what can be pressed (1.4.11)
GROUNDS = ("paper", "sheet", "wash")
FIELDS = ("f1", "f2", "f3", "f4", "f5", "f6")
TINT = 0.09  # of a field's colour on paper: the ground of a passage with notes
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.I)
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
_STEPS = 400  # of lightness, from black to white
Lab = tuple[float, float, float]


def normal(colour: str) -> str | None:
    """A colour as "#rrggbb" in small letters, None for what is none. "#abc" will do, too."""
    found = _HEX.fullmatch(colour.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return f"#{digits}" if len(digits) == 6 else "#" + "".join(digit * 2 for digit in digits)


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness: 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(colour: str) -> Lab:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _bent(red), _bent(green), _bent(blue)


def _bent(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def tokens() -> dict[str, tuple[str, str]]:
    """The colours of tokens.css by name, each for light and for dark ground."""
    text = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    found = {}
    for name, light, dark in _TOKEN.findall(text):
        pair = normal(light), normal(dark)
        if pair[0] and pair[1]:
            found[name] = (pair[0], pair[1])
    return found


@cache
def _grounds(dark: bool) -> tuple[str, ...]:
    """What words may stand on: the pages' grounds, and the tints of the fields."""
    paper = _oklab(tokens()["paper"][dark])
    grounds = [tokens()[ground][dark] for ground in GROUNDS]
    for field in FIELDS:
        own = _oklab(tokens()[field][dark])
        mixed = [TINT * a + (1 - TINT) * b for a, b in zip(own, paper, strict=True)]
        grounds.append(_in_gamut((mixed[0], mixed[1], mixed[2])))
    return tuple(grounds)


@dataclass(frozen=True)
class Measured:
    """How readable an accent is where it is hardest to read: as words on the pages' grounds, and
    under the words of a button."""

    colour: str
    text: float
    button: float

    @property
    def lowest(self) -> float:
        """The lower of both; what can be pressed needs less, so this decides."""
        return min(self.text, self.button)

    @property
    def is_enough(self) -> bool:
        """Whether words can be read either way."""
        return self.lowest >= TEXT


def measured(colour: str, *, dark: bool = False) -> Measured:
    """The contrast of an accent ("#rrggbb") with the light or the dark grounds."""
    return Measured(
        colour,
        text=min(contrast(colour, ground) for ground in _grounds(dark)),
        button=contrast(colour, tokens()["on-press"][dark]),
    )


def nearest(colour: str, *, dark: bool = False) -> str:
    """The colour most like this one that can be read: the same hue, darker on light ground and
    lighter on dark ground, as little as possible; itself where it will do."""
    if measured(colour, dark=dark).is_enough:
        return colour
    start = _oklab(colour)
    for step in range(1, _STEPS + 1):
        share = step / _STEPS
        lightness = start[0] + (1 - start[0]) * share if dark else start[0] * (1 - share)
        candidate = _in_gamut((lightness, start[1], start[2]))
        if measured(candidate, dark=dark).is_enough:
            return candidate
    return "#ffffff" if dark else "#000000"


def for_dark(colour: str) -> str:
    """The sister of an accent for dark ground."""
    return nearest(colour, dark=True)


def stylesheet(colour: str) -> str:
    """The tokens of a city with this accent, to follow ours; "" for the city that has none."""
    if not colour:
        return ""
    pair = f"light-dark({colour}, {for_dark(colour)})"
    return f"@layer tokens {{\n  :root {{ --link: {pair}; --press: {pair}; }}\n}}\n"


def address(content: str) -> str:
    """Where such a stylesheet lies: another content has another address; "" for none."""
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return f"/city-{digest}.css" if content else ""


def _oklab(colour: str) -> Lab:
    """Ottosson's OKLab (2020): equal steps look equally large."""
    red, green, blue = _linear(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _in_gamut(lab: Lab) -> str:
    """The colour, with as much of its chroma as a screen can show at this lightness."""
    for part in range(20, -1, -1):
        channels = _channels((lab[0], lab[1] * part / 20, lab[2] * part / 20))
        if all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
    return "#" + "".join(f"{round(255 * _straight(channel)):02x}" for channel in channels)


def _channels(lab: Lab) -> Lab:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _straight(value: float) -> float:
    value = min(1.0, max(0.0, value))
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
