"""Writing about a passage that is read in a translation: the form shows it in that language, and
the original, which is what the note is about, beneath it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from app.comments.targets import Target
from app.drafts.translating.pairing import LANGUAGES
from app.drafts.translating.queries import block_in_languages
from app.models import Sentence


def about_reading(
    session: Session, place: Target, sentences: Sequence[Sentence], language: str
) -> dict[str, Any]:
    """`said`, the sentences of the passage in this language, in which it is read (`text_asked`),
    and what addresses carry then. Nothing where it is read in the original, or is not translated:
    then no question is asked, or one."""
    said = None
    if place.block is not None and language in LANGUAGES:
        said = block_in_languages(session, place.block, sentences).get(language)
    asked = language if said is not None else ""
    return {"said": said, "text_asked": asked, "also": f"&text={asked}" if asked else ""}
