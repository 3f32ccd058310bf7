"""Two published versions side by side: rows in the order of the new text, what went at its old
place. Pure: from plain data to plain data; `reading.py` alone knows the database."""

from app.drafts.synopsis.rows import Part, Row, Synopsis
from app.drafts.synopsis.text import Heading, Text, TextBlock
from app.drafts.synopsis.weaving import weave

__all__ = ["Heading", "Part", "Row", "Synopsis", "Text", "TextBlock", "weave"]
