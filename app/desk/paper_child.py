"""The process of its own that makes a page of a document in Markdown."""

from __future__ import annotations

from app.drafts.readers.child import serve
from app.drafts.readers.recognising import as_text
from app.processes.markdown import as_html


def main() -> None:
    """The text of the one file that comes, as HTML."""
    serve(lambda contents: as_html(as_text(*contents[0])).encode())
