"""Pictures are drawn anew: only pixels come through, and not too many of them."""

import io
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from app.drafts.outline import BlockKind, ReadDraft
from app.drafts.readers import Unreadable
from app.drafts.readers import flow as seen
from app.drafts.readers.pictures import LONGEST_SIDE, MOST_PIXELS, Gallery, drawing_kind
from tests.drafts.drawn import drawn
from tests.drafts.flowing import blocks, heading, para, read


def shown(data: bytes):
    return Gallery().add(data, "entwurf.docx", "Bild 1")


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/png"),
        ("GIF", "image/png"),
        ("BMP", "image/png"),
        ("TIFF", "image/png"),
    ],
)
def test_what_comes_out_is_a_picture_of_ours(kind, media_type):
    picture = shown(drawn(kind=kind))

    assert (picture.media_type, picture.width, picture.height) == (media_type, 40, 30)
    assert opened(picture.content).size == (40, 30)


def test_a_long_side_is_shortened():
    picture = shown(drawn(4_000, 100))

    assert (picture.width, picture.height) == (LONGEST_SIDE, 50)


def test_what_the_file_said_beside_its_pixels_is_gone():
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", "secret-name")
    png = shown(drawn(pnginfo=about, icc_profile=b"secret-profile"))
    exif = Image.Exif()
    exif[0x010E], exif[0x8825] = "secret-name", {1: "N"}
    jpeg = shown(drawn(kind="JPEG", exif=exif, comment=b"secret-comment"))

    for picture in (png, jpeg):
        assert b"secret" not in picture.content
        assert not opened(picture.content).getexif()
    assert b"secret" not in shown(drawn() + b"secret-tail <script>").content


def test_a_photograph_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = shown(drawn(60, 20, "JPEG", exif=exif))

    assert (picture.width, picture.height) == (20, 60)


def test_what_shines_through_still_does():
    picture = shown(drawn(mode="RGBA"))

    assert opened(picture.content).mode == "RGBA"


def test_large_photographs_are_not_kept_as_png():
    noise = Image.effect_noise((1_400, 1_200), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")

    assert shown(file.getvalue()).media_type == "image/webp"


def flood(width: int, height: int) -> bytes:
    """A PNG that says it is so large, in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(6_400, 6_400), (12_000, 12_000), (60_000, 60_000)])
def test_too_many_pixels_are_refused_and_the_picture_is_named(size):
    with pytest.raises(Unreadable) as refused:
        shown(flood(*size))

    assert refused.value.reason == (
        "Das Bild „Bild 1“ in „entwurf.docx“ hat mehr als 40 Millionen Bildpunkte. Verkleinern "
        "Sie es."
    )


def test_many_pictures_may_not_have_endless_pixels_together():
    gallery = Gallery()
    for number in range(4):
        gallery.add(flood(6_000, MOST_PIXELS // 6_000 - number), "a.docx", str(number))

    with pytest.raises(Unreadable, match=r"Die Bilder in „a.docx“ haben zusammen mehr als 160"):
        gallery.add(flood(6_000, MOST_PIXELS // 6_000 - 9), "a.docx", "7")


def test_the_same_picture_is_drawn_once():
    gallery = Gallery()
    first = gallery.add(drawn(), "a.docx", "1")

    assert gallery.add(drawn(), "a.docx", "2") is first
    assert list(gallery.pictures) == [first.digest]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kein Bild",
        drawn()[:60],
        flood(10, 10),
        drawn(kind="JPEG")[:300],
        b"GIF89a",
        b"<svg/>",
    ],
    ids=["nothing", "text", "cut png", "empty png", "cut jpeg", "gif", "svg"],
)
def test_what_cannot_be_drawn_is_none(data):
    assert shown(data) is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'<?xml version="1.0"?>\n<svg xmlns="x">', "SVG"),
        (b"<!-- von uns -->\n<svg>", "SVG"),
        (b"\x01\0\0\0" + b"\0" * 36 + b" EMF", "EMF"),
        (b"\xd7\xcd\xc6\x9a\0\0", "WMF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "EPS"),
        (drawn(), ""),
    ],
)
def test_drawings_of_lines_are_known_by_name(data, kind):
    assert drawing_kind(data) == kind


def figure(**about) -> tuple[ReadDraft, object]:
    draft = read(heading("Wohnen"), seen.Image(drawn(), **about))
    (block,) = blocks(draft)
    assert block.kind is BlockKind.FIGURE
    return draft, block


def test_a_figure_points_to_its_picture_and_says_its_caption():
    draft, block = figure(alt="Karte", caption=para("Abbildung 1: Die Stadt."))

    assert list(draft.pictures) == [block.picture]
    assert (block.alt, block.text, block.doubt) == ("Karte", "Abbildung 1: Die Stadt.", "")


def test_without_a_caption_its_sentence_is_the_alternative_text():
    _draft, block = figure(alt="Karte der Stadt")

    assert (block.alt, block.text) == ("Karte der Stadt", "Karte der Stadt")


def test_a_missing_alternative_text_is_asked_for():
    _draft, block = figure()

    assert block.doubt == "Zu diesem Bild fehlt ein Alternativtext."


def test_the_name_of_a_file_is_nothing_to_read():
    _draft, block = figure(name="image1.png")
    (drawing,) = blocks(read(seen.Image(b"<svg></svg>", name="image1.svg")))
    (missing,) = blocks(read(seen.Image(name="plan.png")))

    assert (block.text, drawing.text) == ("Bild ohne Beschreibung", "Bild ohne Beschreibung")
    assert missing.text == "plan.png"


def test_what_word_wrote_by_itself_is_doubted():
    _draft, block = figure(alt="Ein Bild, das Text enthält. Automatisch generierte Beschreibung")

    assert block.doubt == "Den Alternativtext dieses Bildes hat ein Programm geschrieben."
