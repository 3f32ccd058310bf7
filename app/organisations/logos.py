"""A city's logo, drawn anew: like the pictures of a draft, and by the same fenced process."""

import base64
import hashlib
import io
from dataclasses import dataclass

from app.drafts.readers import read_contents
from app.errors import Invalid
from app.i18n import _

LARGEST = 1_000_000  # bytes of the file
TALLEST, WIDEST = 240, 960  # pixels of what is kept: three times as large as it is shown
SMALLEST = 24  # pixels of its shorter side


@dataclass(frozen=True)
class Drawn:
    """A logo as we drew it; `digest` is the beginning of the SHA-256 of `content`."""

    content: bytes
    width: int
    height: int
    digest: str
    media_type: str = "image/png"


def draw(data: bytes) -> Drawn:
    """The picture in a file, drawn anew and no larger than it is shown.

    The file is unpacked where drafts are read: in a process of its own that may die without harm,
    as the one picture of a page. Refused with `Invalid`: no picture, one made of lines, too many
    bytes or pixels, too small.
    """
    from app.drafts.readers.pictures import drawing_kind  # here and below, when there is one

    if len(data) > LARGEST:
        raise _wrong(_("Die Datei ist größer als 1 MB. Verkleinern Sie sie."))
    if drawing_kind(data):
        raise _wrong(_("Gezeichnetes wie SVG geht nicht. Speichern Sie das Logo als PNG."))
    page = b'<p>Logo <img alt="Logo" src="data:;base64,%s"></p>' % base64.b64encode(data)
    pictures = list(read_contents([("logo.html", page)]).pictures.values())
    if not pictures:
        raise _wrong(_("Das ist kein Bild, das sich zeigen lässt. Nehmen Sie PNG oder JPEG."))
    return _fitted(pictures[0].content)


def _fitted(content: bytes) -> Drawn:
    """Our own encoding, made as small as its place is."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        if min(image.size) < SMALLEST:
            raise _wrong(
                _("Das Logo ist zu klein: Jede Seite braucht mindestens %(n)d Bildpunkte.")
                % {"n": SMALLEST}
            )
        image.thumbnail((WIDEST, TALLEST))
        file = io.BytesIO()
        image.save(file, "PNG", optimize=True)
        drawn = file.getvalue()
        return Drawn(drawn, image.width, image.height, hashlib.sha256(drawn).hexdigest()[:32])


def _wrong(because: str) -> Invalid:
    return Invalid(because, {"logo": because})
