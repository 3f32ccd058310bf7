"""Whether a city's colour can be read, as people are told it."""

from dataclasses import dataclass

from app import colours
from app.i18n import _


@dataclass(frozen=True)
class Check:
    """A colour that was looked at: how readable it and its sister for dark ground are; `because`
    says why it is refused, "" when it will do, and `nearest` what would."""

    light: colours.Measured
    dark: colours.Measured
    because: str = ""
    nearest: str = ""


def ratio(value: float) -> str:
    """A contrast as people write it, never rounded up: "4,5 : 1"."""
    tenths = int(value * 10 + 1e-9)
    return f"{tenths // 10},{tenths % 10} : 1"


def check(colour: str) -> Check | None:
    """Look at a colour ("#rrggbb" or "#rgb"); None for what is none."""
    plain = colours.normal(colour)
    if plain is None:
        return None
    light = colours.measured(plain)
    dark = colours.measured(colours.for_dark(plain), dark=True)
    if light.is_enough:
        return Check(light, dark)
    nearest = colours.nearest(plain)
    because = _(
        "%(colour)s ist auf hellem Grund zu schwach: gemessen %(ratio)s, nötig sind 4,5 : 1."
        " Die nächste Farbe, die geht, ist %(nearest)s."
    ) % {"colour": plain, "ratio": ratio(light.lowest), "nearest": nearest}
    return Check(light, dark, because, nearest)
