"""Colours of an office file as "#rrggbb": shading, highlights, colours of a theme."""

from __future__ import annotations

import colorsys
import re

from app.drafts.readers.docx.names import A, Element, W, attribute, tag

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_WHITE = "#ffffff"
_HIGHLIGHTS = {
    "black": "#000000", "blue": "#0000ff", "cyan": "#00ffff", "green": "#00ff00",
    "magenta": "#ff00ff", "red": "#ff0000", "yellow": "#ffff00", "darkBlue": "#000080",
    "darkCyan": "#008080", "darkGreen": "#008000", "darkMagenta": "#800080",
    "darkRed": "#800000", "darkYellow": "#808000", "darkGray": "#808080",
    "lightGray": "#c0c0c0",
}  # fmt: skip
# The names that shading uses, and the slots of a theme; settings may say otherwise.
_SLOTS = {
    "text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2",
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
    "tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2",
}  # fmt: skip
_MAPPED = {
    "bg1": ("background1", "bg1"), "t1": ("text1", "tx1"),
    "bg2": ("background2", "bg2"), "t2": ("text2", "tx2"),
}  # fmt: skip
_ROUNDING = 3  # of 255: Word and we may round a tinted colour differently


class Colours:
    """Resolves the colours of one file."""

    def __init__(self, theme: Element | None, settings: Element | None) -> None:
        """`theme` and `settings` are the roots of those parts, None where they are missing."""
        self._theme: dict[str, str] = {}
        self._slots = dict(_SLOTS)
        scheme = None if theme is None else theme.find(f".//{A}clrScheme")
        for slot in scheme if scheme is not None else ():
            for colour in slot:
                written = attribute(colour, "lastClr") or attribute(colour, "val")
                self._theme[tag(slot).removeprefix(A)] = _hex(written)
        mapping = None if settings is None else settings.find(f"{W}clrSchemeMapping")
        for short, names in _MAPPED.items():
            slot_name = attribute(mapping, W + short)
            for name in names if slot_name else ():
                self._slots[name] = _SLOTS.get(slot_name, slot_name)

    def highlight(self, name: str) -> str:
        """A highlight's colour, "" for none or white."""
        return _HIGHLIGHTS.get(name, "")

    def shading(self, shd: Element) -> str:
        """The colour that a `w:shd` shows (ECMA-376 part 1, 17.3.5); "" for none or white."""
        pattern = attribute(shd, f"{W}val")
        if pattern == "nil":
            return ""
        ground = self._part(shd, "fill", "themeFill")
        if pattern == "solid":
            ground = self._part(shd, "color", "themeColor") or "#000000"
        elif pattern.startswith("pct") and pattern[3:].isdecimal():
            ink = self._part(shd, "color", "themeColor") or "#000000"
            ground = _blended(ink, ground or _WHITE, min(int(pattern[3:6]), 100) / 100)
        return "" if ground == _WHITE else ground

    def of_shape(self, fill: Element | None) -> str:
        """The colour in an `a:solidFill`; "" for none or white."""
        for colour in fill if fill is not None else ():
            written = _hex(attribute(colour, "lastClr") or attribute(colour, "val"))
            found = written or self._of_theme(attribute(colour, "val"))
            light = _share(colour.find(f"{A}lumMod"), 1.0), _share(colour.find(f"{A}lumOff"), 0.0)
            if found and light != (1.0, 0.0):
                found = _lit(found, *light)
            return "" if found == _WHITE else found
        return ""

    def _part(self, shd: Element, plain: str, themed: str) -> str:
        """One of the two colours of a shading; the theme's goes before the plain one."""
        written = _hex(attribute(shd, W + plain))
        found = self._of_theme(attribute(shd, W + themed))
        if not found:
            return written
        tint, shade = (attribute(shd, W + themed + how) for how in ("Tint", "Shade"))
        if _is_byte(shade):
            found = _lit(found, int(shade, 16) / 255, 0.0)
        elif _is_byte(tint):
            share = int(tint, 16) / 255
            found = _lit(found, share, 1 - share)
        return written if written and _is_near(found, written) else found

    def _of_theme(self, name: str) -> str:
        return self._theme.get(self._slots.get(name, name), "")


def plain_colour(written: str) -> str:
    """A colour of VML or HTML ("#ffe699", "#fe9 [660]", "yellow"); "" for none or white."""
    word = written.split(" ")[0]
    short = re.fullmatch(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])", word)
    if short:
        word = "".join(2 * letter for letter in short.groups())
    found = _hex(word) or _HIGHLIGHTS.get(word, "")
    return "" if found == _WHITE else found


def _hex(written: str) -> str:
    found = _HEX.fullmatch(written)
    return f"#{found[1].lower()}" if found else ""


def _is_byte(written: str) -> bool:
    return bool(re.fullmatch(r"[0-9a-fA-F]{1,2}", written))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _is_near(one: str, other: str) -> bool:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return all(abs(a - b) <= _ROUNDING for a, b in pairs)


def _blended(ink: str, ground: str, share: float) -> str:
    pairs = zip(_parts(ink), _parts(ground), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _lit(colour: str, times: float, plus: float) -> str:
    """The colour with its lightness (of hue, lightness, saturation) multiplied and raised."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    light = min(1.0, max(0.0, light * times + plus))
    red_green_blue = colorsys.hls_to_rgb(hue, light, saturation)
    return "#" + "".join(f"{min(255, max(0, round(part * 255))):02x}" for part in red_green_blue)


def _share(element: Element | None, default: float) -> float:
    """A DrawingML percentage, in thousandths of a per cent."""
    written = attribute(element, "val").rstrip("%")
    if not re.fullmatch(r"-?\d{1,7}", written):
        return default
    return int(written) / 100_000
