"""Pictures of a page: their bytes where they stand in it, else their names. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote, unquote_to_bytes

from app.drafts.readers.flow import Image
from app.drafts.readers.html.parsing import Element, text_in

_DATA = re.compile(r"\s*data:\s*[\w.+-]*/?[\w.+-]*[^,]{0,200}?(;\s*base64)?\s*,", re.IGNORECASE)
_TINY = 3  # pixels; smaller pictures count visitors


def image_of(element: Element, depth: int) -> Image | None:
    """The picture; None for one that nobody is meant to see."""
    sides = [element.get(side, "").removesuffix("px") for side in ("width", "height")]
    if any(side.isdecimal() and int(side[:6]) <= _TINY for side in sides):
        return None
    source = element.get("src") or ""
    found = _DATA.match(source[:1_000])
    data, name = b"", ""
    if found is None:
        name = unquote(source.partition("?")[0].rpartition("/")[2])[:100]
    elif found[1]:
        try:
            data = base64.b64decode("".join(source[found.end() :].split()), validate=False)
        except (binascii.Error, ValueError):
            data = b"?"  # broken, and said to be
    else:
        data = unquote_to_bytes(source[found.end() :])
    alt = element.get("alt") or element.get("title") or ""
    return Image(data, " ".join(alt.split()), name, depth=depth)


def drawing_of(element: Element, depth: int) -> Image:
    """An <svg> in the page: a drawing that is not shown, with the words it says of itself."""
    titles = [title for title in element if str(title.tag).rpartition("}")[2] in ("title", "desc")]
    words = " ".join(" ".join(text_in(title) for title in titles).split())
    return Image(b"<svg/>", element.get("aria-label") or words, depth=depth)
