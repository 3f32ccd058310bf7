"""The colours that a file marks its sections with, by names that people call them."""

import colorsys
import re

from app.i18n import _

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def fill_colour(fill: str) -> str:
    """The colour as it may stand in a drawing; "" for what is none."""
    return fill.lower() if _HEX.fullmatch(fill) else ""


def fill_name(fill: str) -> str:
    """What people call it: "gelb", "hellgrau"."""
    if not fill_colour(fill):
        return _("farbig")
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.12 or lightness > 0.97:
        return _("grau")
    degrees = hue * 360
    names = (
        (18, _("rot")),
        (42, _("orange")),
        (70, _("gelb")),
        (165, _("grün")),
        (200, _("türkis")),
        (260, _("blau")),
        (300, _("violett")),
        (340, _("rosa")),
        (361, _("rot")),
    )
    return next(name for limit, name in names if degrees < limit)
