"""Pictures of a draft, drawn anew: what leaves here is made by us, without anything that the
file's own bytes carried beside the picture."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable

from PIL import Image, ImageOps, UnidentifiedImageError

from app.drafts.outline import ReadPicture
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

LONGEST_SIDE = 2_000  # pixels; enough for two screens' width
MOST_PIXELS = 40_000_000  # of one picture
MOST_PIXELS_TOGETHER = 160_000_000  # unpacked for one draft, so that reading takes seconds
_LARGE = 1_000_000  # bytes; what no PNG can hold in less is a photograph
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
_DRAWINGS = (
    (re.compile(rb"\s*(?:<\?xml.{0,200}?)?(?:<!--.{0,500}?-->\s*)?<svg", re.S | re.I), "SVG"),
    (re.compile(rb"\x01\x00\x00\x00.{36} EMF", re.S), "EMF"),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\x00\x09\x00\x00[\x01\x03]"), "WMF"),
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), "EPS"),
)


class Gallery:
    """The pictures of one draft, each drawn once however often it is shown."""

    def __init__(self) -> None:
        self.pictures: dict[str, ReadPicture] = {}
        self._known: dict[bytes, ReadPicture | None] = {}
        self._pixels = 0

    def add(self, data: bytes, file: str, name: str) -> ReadPicture | None:
        """The picture drawn anew, None for what is no picture that we can draw.

        Refused with Unreadable, naming file and picture: too many pixels, alone or together.
        """
        key = hashlib.sha256(data).digest()
        if key not in self._known:
            self._known[key] = self._draw(data, file, name)
        found = self._known[key]
        if found is not None:
            self.pictures[found.digest] = found
        return found

    def _draw(self, data: bytes, file: str, name: str) -> ReadPicture | None:
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise _too_many(file, name)
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # no JPEG is unpacked whole
                self._count(image.width * image.height, file)
                return _drawn(image)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _too_many(file, name) from None
        except MemoryError:
            raise _too_many(file, name) from None
        except Unreadable:
            raise
        except (UnidentifiedImageError, OSError, ValueError, ArithmeticError, LookupError):
            return None
        except (SyntaxError, TypeError, AttributeError, RuntimeError):  # what decoders raise, too
            return None

    def _count(self, pixels: int, file: str) -> None:
        self._pixels += pixels
        if self._pixels > MOST_PIXELS_TOGETHER:
            raise Unreadable(
                _(
                    "Die Bilder in „%(file)s“ haben zusammen mehr als %(most)d Millionen "
                    "Bildpunkte. Verkleinern Sie sie."
                )
                % {"file": file, "most": MOST_PIXELS_TOGETHER // 1_000_000}
            )


def drawing_kind(data: bytes) -> str:
    """ "SVG", "EMF", "WMF" or "EPS" for a drawing made of lines, which is not shown; else ""."""
    return next((kind for sign, kind in _DRAWINGS if sign.match(data[:2_000])), "")


def _too_many(file: str, name: str) -> Unreadable:
    return Unreadable(
        _(
            "Das Bild „%(name)s“ in „%(file)s“ hat mehr als %(most)d Millionen Bildpunkte. "
            "Verkleinern Sie es."
        )
        % {"name": name or _("ohne Namen"), "file": file, "most": MOST_PIXELS // 1_000_000}
    )


def _drawn(image: Image.Image) -> ReadPicture:
    source = image.format
    orientation = image.getexif().get(0x0112, 1)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=1.0)
    plain = _plain(image)
    if 2 <= orientation <= 8:
        plain = _turned(plain, orientation)
    content, media_type = _encoded(plain, is_photograph=source == "JPEG")
    digest = hashlib.sha256(content).hexdigest()
    return ReadPicture(digest, media_type, plain.width, plain.height, content)


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels in grey, RGB or RGBA, without profile, comments or place of the camera."""
    has_alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    mode = "RGBA" if has_alpha else "L" if image.mode in ("1", "L") else "RGB"
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        image = _eight_bits(image)
        mode = "L"
    plain = image.convert(mode)
    plain.info.clear()
    return plain


def _eight_bits(image: Image.Image) -> Image.Image:
    whole = image.convert("F")
    _low, high = whole.getextrema()
    scale = 255 / float(high) if isinstance(high, float) and high > 255 else 1.0
    return whole.point(lambda value: value * scale + 0).convert("L")


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    ways = {
        2: ImageOps.mirror,
        3: lambda one: one.transpose(Image.Transpose.ROTATE_180),
        4: ImageOps.flip,
        5: lambda one: one.transpose(Image.Transpose.TRANSPOSE),
        6: lambda one: one.transpose(Image.Transpose.ROTATE_270),
        7: lambda one: one.transpose(Image.Transpose.TRANSVERSE),
        8: lambda one: one.transpose(Image.Transpose.ROTATE_90),
    }
    turn: Callable[[Image.Image], Image.Image] = ways[orientation]
    return turn(image)


def _encoded(image: Image.Image, *, is_photograph: bool) -> tuple[bytes, str]:
    if is_photograph:
        return _saved(image, "JPEG", quality=85, optimize=True), "image/jpeg"
    content = _saved(image, "PNG", optimize=image.width * image.height < 1_000_000)
    if len(content) <= _LARGE:
        return content, "image/png"
    return _saved(image, "WEBP", quality=85), "image/webp"


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
