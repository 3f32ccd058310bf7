"""Pictures for tests, drawn on the spot."""

import io

from PIL import Image

from app.drafts.outline import BlockKind, ReadBlock, ReadDraft, ReadSection, ReadSentence
from app.drafts.readers.pictures import Gallery


def drawn(
    width: int = 40, height: int = 30, kind: str = "PNG", mode: str = "RGB", **options: object
) -> bytes:
    """A picture with a slope of colours in it."""
    image = Image.linear_gradient("L").resize((width, height)).convert(mode)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def with_picture(data: bytes, alt: str = "Karte der Stadt") -> ReadDraft:
    """A draft of one section with this picture and nothing else."""
    gallery = Gallery()
    picture = gallery.add(data, "entwurf.docx", "Bild 1")
    assert picture is not None
    figure = ReadBlock(
        BlockKind.FIGURE,
        (ReadSentence("Die Karte.", "Die Karte."),),
        picture=picture.digest,
        alt=alt,
    )
    section = ReadSection("Sprache", 1, [figure])
    return ReadDraft("Mit Bild", sections=[section], words=2, pictures=gallery.pictures)
