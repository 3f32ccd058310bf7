"""What became of comments and blocks, in words for people."""

from app.i18n import _
from app.models import Fate
from app.news.words import standing_word as standing_word


def fate_word(fate: str) -> str:
    """What became of a block."""
    return {
        Fate.UNCHANGED.value: _("unverändert"),
        Fate.REWORDED.value: _("umformuliert"),
        Fate.MOVED.value: _("verschoben"),
        Fate.SPLIT.value: _("geteilt"),
        Fate.MERGED.value: _("zusammengelegt"),
        Fate.GONE.value: _("weggefallen"),
        Fate.NEW.value: _("neu"),
    }[fate]


def confidence_word(confidence: float) -> str:
    """How sure the comparison is; a number would promise more than it knows."""
    if confidence >= 0.9:
        return _("sicher")
    if confidence >= 0.7:
        return _("ziemlich sicher")
    if confidence >= 0.5:
        return _("wahrscheinlich")
    return _("unsicher")
