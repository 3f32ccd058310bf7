"""As what a note, its answers and their translations were read when a form was opened: whoever
saves a translation says so, and hears when something has changed since."""

import hashlib
from collections.abc import Mapping, Sequence

from app.models import Comment, NoteTranslation, Reply

_BYTES = 6


def seen_of(
    note: Comment, answers: Mapping[str, Reply], translations: Sequence[NoteTranslation]
) -> str:
    """One word for each text: the note's, the answers' by their places, and the translations'."""
    place = {reply.id: position for position, reply in answers.items()}
    words = {"n": note.text} | {position: reply.text for position, reply in answers.items()}
    for one in translations:
        where = "n" if one.reply_id is None else place.get(one.reply_id)
        if where is not None:
            words[f"{where}.{one.language}"] = one.text
    return " ".join(f"{name}={_short(text)}" for name, text in words.items())


def has_changed(seen: str, now: str, answer: str, language: str, text: str) -> bool:
    """Whether what is translated (`answer` is its place, "" the note), or its translation into this
    language, is not what was `seen`. A translation that says just this `text` is no change: the
    same click came twice."""
    before, after = _words(seen), _words(now)
    what = answer or "n"
    into = f"{what}.{language}"
    is_done = after.get(into) == (_short(text) if text else None)
    return before.get(what) != after.get(what) or (
        before.get(into) != after.get(into) and not is_done
    )


def _words(seen: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in seen.split() if "=" in word)


def _short(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_BYTES).hexdigest()
