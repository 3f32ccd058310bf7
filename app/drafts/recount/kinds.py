"""What a file is when counting again, and the texts in it."""

from __future__ import annotations

from collections.abc import Iterator

from app.drafts.recount.archives import texts_of_docx, texts_of_odt
from app.drafts.recount.pages import texts_of_html, texts_of_pdf
from app.drafts.recount.typed import text_of_markdown


def texts_of(name: str, data: bytes) -> Iterator[str]:
    """The texts of one file, part by part. It has been read before, so it is what it seems."""
    if data.startswith(b"PK"):
        is_odt = b"opendocument" in data[:200] or name.lower().endswith(".odt")
        yield from texts_of_odt(data) if is_odt else texts_of_docx(data)
    elif b"%PDF-" in data[:1024]:
        yield from texts_of_pdf(data)
    elif b"<html" in data[:4000].lower() or name.lower().endswith((".html", ".htm")):
        yield from texts_of_html(data)
    else:
        yield text_of_markdown(data.decode("utf-8-sig", "replace"))
