"""Captions find the picture or table that they name."""

from __future__ import annotations

from collections.abc import Collection

from app.drafts.readers.flow import Grid, Image, Item, Para


def with_captions(items: list[Item], captions: Collection[int]) -> list[Item]:
    """The items, where each paragraph that is a caption (by `id`) has gone to its neighbour: a
    picture before it, a table after it, a table before it, a picture after it."""
    kept: list[Item] = []
    for position, item in enumerate(items):
        if not (isinstance(item, Para) and id(item) in captions):
            kept.append(item)
            continue
        before = kept[-1] if kept else None
        after = items[position + 1] if position + 1 < len(items) else None
        owner = _owner(before, after)
        if owner is None:
            kept.append(item)
        else:
            owner.caption = item
    return kept


def _owner(before: Item | None, after: Item | None) -> Grid | Image | None:
    wanted: tuple[tuple[Item | None, type[Grid] | type[Image]], ...] = (
        (before, Image),
        (after, Grid),
        (before, Grid),
        (after, Image),
    )
    for item, kind in wanted:
        if isinstance(item, kind) and isinstance(item, Grid | Image) and item.caption is None:
            return item
    return None
