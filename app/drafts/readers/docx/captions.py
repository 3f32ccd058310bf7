"""The words beside tables and pictures find what they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.drafts.readers.flow import Grid, Image, Item, Para

_OF_TABLE = re.compile(r"\s*Tab", re.IGNORECASE)


def attached(items: Sequence[Item], captions: Sequence[Para]) -> list[Item]:
    """The items, with each caption in its table or picture if one stands right beside it.

    Over tables and under pictures is the custom, so that is looked at first.
    """
    known = {id(para) for para in captions}
    taken: set[int] = set()
    for at, item in enumerate(items):
        if id(item) not in known or not isinstance(item, Para):
            continue
        for other in _beside(items, at, prefers_table=bool(_OF_TABLE.match(item.text))):
            if other.caption is None:
                other.caption = item
                taken.add(at)
                break
    return [item for at, item in enumerate(items) if at not in taken]


def _beside(items: Sequence[Item], at: int, *, prefers_table: bool) -> Iterator[Grid | Image]:
    before = items[at - 1] if at else None
    after = items[at + 1] if at + 1 < len(items) else None
    for kind in (Grid, Image) if prefers_table else (Image, Grid):
        for other in (after, before) if kind is Grid else (before, after):
            if isinstance(other, kind):
                yield other
