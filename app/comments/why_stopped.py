"""Whether a program found what waits, or the process reads it first anyhow: a statement of reasons
says so, and says it truly (Regulation (EU) 2022/2065, article 17, paragraph 3, letter c)."""

from collections.abc import Sequence

from app.comments.doubts import (
    APPROVAL_ALL,
    APPROVAL_GUEST,
    APPROVAL_LINKS,
    APPROVAL_WORD,
    LINKS,
    UNSIGNED,
    WORD,
)
from app.i18n import _
from app.models import Cause

# What a reason means as long as no other sign of a program stands beside it; the first that fits.
_MEANT = (
    (Cause.WORDS, (WORD, APPROVAL_WORD)),
    (Cause.LINKS, (LINKS, APPROVAL_LINKS)),
    (Cause.GUEST, (UNSIGNED, APPROVAL_GUEST)),
    (Cause.FIRST, (APPROVAL_ALL,)),
)


def cause_of(reasons: Sequence[str]) -> Cause:
    """What kept back what waits for these reasons. `Cause.STOP` where a program took it for spam;
    links and words were found by a program, too; all else people read because of a choice of the
    process, whatever is in it."""
    kinds = {reason if reason.startswith("approval") else _kind(reason) for reason in reasons}
    known = {kind for _cause, words in _MEANT for kind in words}
    if not kinds or kinds - known:
        return Cause.STOP
    return next(cause for cause, words in _MEANT if kinds & set(words))


def _kind(reason: str) -> str:
    return reason.partition(":")[0]


def told(cause: Cause) -> str:
    """In a sentence: who or what led to a decision of the moderation about a note or an answer."""
    words = {
        Cause.OWN: _("Niemand hatte sie gemeldet."),
        Cause.NOTICE: _("Vorher hatte sie jemand gemeldet."),
        Cause.STOP: _("Ein Programm hatte sie angehalten."),
    }
    return words.get(cause) or told_of_reading(cause)


def told_of_reading(cause: Cause) -> str:
    """The same about what was read before it could be public, whatever it is called; "" for another
    cause."""
    words = {
        Cause.FIRST: _("In diesem Verfahren liest die Moderation alles, bevor es öffentlich wird."),
        Cause.GUEST: _(
            "In diesem Verfahren liest die Moderation vorher, was ohne Anmeldung geschrieben wird."
        ),
        Cause.LINKS: _("Ein Programm hat darin Links gefunden. Dann liest die Moderation vorher."),
        Cause.WORDS: _(
            "Ein Programm hat darin ein Wort gefunden, bei dem die Moderation vorher nachliest."
        ),
    }
    return words.get(cause, "")
