"""What words in a list mean: kinds, ways, yes and no, in German and English."""

from __future__ import annotations

from app.paper.vocabulary import ACCEPTED, KINDS, NO, OPEN_STATES, REJECTED, SOURCES, YES


def _of(words: dict[str, str]) -> dict[str, str]:
    return {word: value for value, said in words.items() for word in said.split()}


_KIND_OF = _of({kind.value: words for kind, words in KINDS.items()})
_SOURCE_OF = _of(SOURCES)
_OPEN_STATE_OF = _of(OPEN_STATES)
_YES, _NO = frozenset(YES.split()), frozenset(NO.split())
_ACCEPTED, _REJECTED = frozenset(ACCEPTED.split()), frozenset(REJECTED.split())


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


def open_state_of(word: str) -> str:
    """The state "waiting" or "withdrawn", where this word says that it is neither public nor
    refused; else ""."""
    return _OPEN_STATE_OF.get("".join(word.casefold().split()), "")
