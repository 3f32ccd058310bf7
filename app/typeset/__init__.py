"""Papers in PDF/UA-1, set by typst in a process of its own (docs/decisions/0033)."""

from app.typeset.press import NotSet, press

__all__ = ["NotSet", "press"]
