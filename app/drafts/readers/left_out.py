"""What a reader leaves out on purpose: said openly, so that "nothing lost" can be checked."""

from __future__ import annotations

import re

from app.drafts.outline import LeftOut

_WORD = re.compile(r"[^\W_]\S*")  # from its first letter or digit to the next blank
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_EXCERPT = 200


def count_words(text: str) -> int:
    """How many words a person would count: what stands between blanks and has a letter or digit."""
    return len(_WORD.findall(text))


def count_words_in_html(html: str) -> int:
    """The same for clean HTML, where each cell of a table is on its own."""
    return count_words(_TAG.sub(" ", html))


class LeftOutList:
    """Collects what was left out, one entry for each reason, in the order of the first one."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._excerpts: dict[str, str] = {}
        self.texts: list[str] = []

    def add(self, why: str, text: str, words: int | None = None) -> None:
        """`text` was left out because of `why`; its words are counted unless `words` says."""
        self._words[why] = self._words.get(why, 0) + (count_words(text) if words is None else words)
        self.texts.append(text)
        excerpt = self._excerpts.get(why, "")
        if len(excerpt) < _LONGEST_EXCERPT:
            joined = f"{excerpt}; {text}" if excerpt else text
            self._excerpts[why] = " ".join(joined[: 2 * _LONGEST_EXCERPT].split())

    def entries(self) -> tuple[LeftOut, ...]:
        """Each reason with its words and the first characters of what it hit."""
        return tuple(
            LeftOut(why, words, _shortened(self._excerpts[why]))
            for why, words in self._words.items()
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_EXCERPT else text[:_LONGEST_EXCERPT] + " …"
