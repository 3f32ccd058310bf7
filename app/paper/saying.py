"""What words in a list mean: kinds, ways, yes and no, in German and English."""

from __future__ import annotations

from app.models import CommentKind

_KINDS = {
    CommentKind.NOTE: "anmerkung hinweis kommentar lob kritik note comment remark n",
    CommentKind.SUGGESTION: "vorschlag änderungsvorschlag idee suggestion proposal v",
    CommentKind.QUESTION: "frage nachfrage question f",
}
_SOURCES = {
    "letter": "brief post papier postkarte schreiben letter paper",
    "meeting": "versammlung veranstaltung gespräch sprechstunde werkstatt meeting workshop event",
    "telephone": "telefon anruf telefonat telephone phone call",
    "mail": "mail email e-mail",
    "import": "datei import web website online umfrage polis file",
}
_YES = frozenset(["ja", "yes", "j", "y", "x", "1", "true", "wahr", "öffentlich", "zugestimmt"])
_NO = frozenset(["nein", "no", "n", "0", "false", "falsch", "nicht-öffentlich", "nicht"])
_ACCEPTED = frozenset(
    [
        "accepted",
        "angenommen",
        "freigegeben",
        "veröffentlicht",
        "published",
        "public",
        "öffentlich",
        "approved",
        "visible",
        "sichtbar",
        "ok",
        "ja",
        "yes",
        "1",
        "unmoderated",
        "unmoderiert",
        "offen",
        "open",
    ]
)
_REJECTED = frozenset(
    [
        "rejected",
        "abgelehnt",
        "zurückgewiesen",
        "hidden",
        "ausgeblendet",
        "verborgen",
        "gelöscht",
        "deleted",
        "gesperrt",
        "spam",
        "nein",
        "no",
        "-1",
        "unveröffentlicht",
    ]
)


def _of(words: dict[str, str]) -> dict[str, str]:
    return {word: value for value, said in words.items() for word in said.split()}


_KIND_OF = _of({kind.value: words for kind, words in _KINDS.items()})
_SOURCE_OF = _of(_SOURCES)


def kind_of(word: str) -> str | None:
    """The kind of note that this word means."""
    return _KIND_OF.get(word.casefold())


def source_of(word: str) -> str | None:
    """How a note came, by this word."""
    return _SOURCE_OF.get(word.casefold())


def is_yes(word: str) -> bool | None:
    """Yes, no, or neither."""
    word = word.casefold()
    return True if word in _YES else False if word in _NO else None


def is_rejected(word: str) -> bool | None:
    """Whether the moderation elsewhere refused it."""
    word = word.casefold()
    return True if word in _REJECTED else False if word in _ACCEPTED else None
