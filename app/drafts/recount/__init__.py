"""Counting again: how many words a file has, and whether any of them got lost on the way.

A second reader for each type, made for counting only. It shares no code with the importer, and
knows other libraries where there are any, so that both would have to be wrong in the same way
for a word to disappear unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.drafts.outline import Recount
from app.drafts.recount.kinds import texts_of
from app.drafts.recount.words import has_ink, joined, words_of

MOST_MISSING = 50  # different words that are named


def recount(
    contents: Sequence[tuple[str, bytes]], draft: Sequence[str], left_out: Sequence[str]
) -> Recount:
    """Compare the words of the files (name, bytes) with those of the draft's texts and of what
    was left out on purpose.

    `missing` are words that stand in a file more often than in both together.
    """
    there = Counter[str]()
    for text in (*draft, *left_out):
        there.update(words_of(text))
    count, missing = 0, Counter[str]()
    for name, data in contents:
        for text in texts_of(name, data):
            count += sum(map(has_ink, text.split()))
            for word in joined(text, there):
                if there[word] > 0:
                    there[word] -= 1
                else:
                    missing[word] += 1
    return Recount(count, tuple(missing.most_common(MOST_MISSING)))
