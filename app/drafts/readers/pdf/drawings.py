"""Coloured areas, ruling lines and pictures of a page."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from app.drafts.readers.pdf.placing import Placing
from app.drafts.readers.pdf.shapes import Box

MOST_OBJECTS = 20_000  # of one page
MOST_SEGMENTS = 500  # of one path; more is a map or a chart
DEEPEST = 4  # forms within forms
MOST_FILLS = 2_000
_THIN = 2.6  # a filled area that is a line
_LOW = 5.0  # less is no background of a line of text
_BLACK = 60  # no channel above it: a bar, a line, a redaction
Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Drawings:
    """What is drawn on one page beside its letters; `images` are the engine's objects."""

    fills: list[Box]
    rules: list[Box]
    images: list[tuple[Box, Any]]


def read_drawings(page: Any, placing: Placing) -> Drawings:
    """Go through the page's objects; those beyond all sense in number are passed over."""
    found = Drawings([], [], [])
    for drawn, matrix in _objects(page):
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(drawn, matrix, placing, found)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(drawn, matrix, placing)
            if box is not None:
                found.images.append((box, drawn))
    return found


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The page's objects in the order in which they are painted, those in forms included."""
    waiting = [(pdfium.FPDFPage_GetObject(page, i), _PLAIN, 0) for i in _few(page)]
    waiting.reverse()
    for _step in range(MOST_OBJECTS):
        if not waiting:
            return
        drawn, matrix, depth = waiting.pop()
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_FORM:
            yield drawn, matrix
        elif depth < DEEPEST and len(waiting) < MOST_OBJECTS:
            inner = _times(_matrix(drawn), matrix)
            count = min(MOST_OBJECTS, pdfium.FPDFFormObj_CountObjects(drawn))
            for index in reversed(range(count)):
                waiting.append((pdfium.FPDFFormObj_GetObject(drawn, index), inner, depth + 1))


def _few(page: Any) -> range:
    return range(min(MOST_OBJECTS, pdfium.FPDFPage_CountObjects(page)))


def _path(drawn: Any, matrix: Matrix, placing: Placing, found: Drawings) -> None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(drawn, filled, stroked)
    box = _bounds(drawn, matrix, placing)
    if box is None or not (filled.value or stroked.value):
        return
    if min(box.width, box.height) <= _THIN:
        found.rules.append(box)
        return
    if filled.value and box.height >= _LOW and len(found.fills) < MOST_FILLS:
        # White and black ones too, as no colour: they cover what lies under them.
        found.fills.append(replace(box, colour=_fill(drawn)))
    if stroked.value:
        found.rules += _edges(drawn, _times(_matrix(drawn), matrix), placing)


def _edges(drawn: Any, matrix: Matrix, placing: Placing) -> Iterator[Box]:
    """The upright and level lines of a path."""
    count = pdfium.FPDFPath_CountSegments(drawn)
    if count > MOST_SEGMENTS:
        return
    before = first = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        here = placing.point(*_moved(matrix, x.value, y.value))
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _level_or_upright(before, here)
        before = here
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _level_or_upright(here, first)


def _level_or_upright(one: tuple[float, float], two: tuple[float, float]) -> Iterator[Box]:
    box = Box(min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1]))
    if min(box.width, box.height) < 0.5 < max(box.width, box.height):
        yield box


def _fill(drawn: Any) -> str:
    """The colour of an area; "" for white, black and the unseen."""
    channels = [ctypes.c_uint() for _channel in range(4)]
    pdfium.FPDFPageObj_GetFillColor(drawn, *channels)
    red, green, blue, alpha = (channel.value for channel in channels)
    if alpha < 255:  # what shines through is mixed with white paper
        red, green, blue = (255 - (255 - part) * alpha // 255 for part in (red, green, blue))
    if max(red, green, blue) <= _BLACK or min(red, green, blue) >= 250:
        return ""
    return f"#{red:02x}{green:02x}{blue:02x}"


def _bounds(drawn: Any, matrix: Matrix, placing: Placing) -> Box | None:
    left, foot, right, top = (ctypes.c_float() for _side in range(4))
    if not pdfium.FPDFPageObj_GetBounds(drawn, left, foot, right, top):
        return None
    one = _moved(matrix, left.value, foot.value)
    two = _moved(matrix, right.value, top.value)
    return placing.box(*one, *two)


def _matrix(drawn: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, own):
        return _PLAIN
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    x, y = _moved(outer, e, f)
    return (
        a * outer[0] + b * outer[2],
        a * outer[1] + b * outer[3],
        c * outer[0] + d * outer[2],
        c * outer[1] + d * outer[3],
        x,
        y,
    )


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
