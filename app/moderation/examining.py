"""The process of its own that looks through a file of an office before anybody downloads it."""

from __future__ import annotations

from app.drafts.readers.child import serve
from app.moderation import examining_packages, examining_pdf


def main() -> None:
    """Look at the one file that comes; the answer is what is wrong with it, in a word."""
    serve(lambda contents: trouble_in(contents[0][1]).encode())


def trouble_in(data: bytes) -> str:
    """What is wrong with a PDF, DOCX or ODT ("program", "macros", "objects", "locked" or
    "broken"); "" for one that may be handed on."""
    if data.startswith(b"%PDF-"):
        return examining_pdf.trouble_in(data)
    return examining_packages.trouble_in(data)
