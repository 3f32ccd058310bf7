"""How sure a link is, from how much of both sentences agrees and from what is around it."""

from __future__ import annotations

from app.drafts.lineage.links import Link

DOUBTFUL = 0.5  # below this a person is asked


def rate(links: list[Link]) -> None:
    """Set `confidence` on each link."""
    for link in links:
        link.confidence = _confidence(link)


def _confidence(link: Link) -> float:
    likeness = max(link.likeness, 0.9 * link.share)
    if link.is_anchored:
        return round(min(0.995, 0.55 + 0.9 * (likeness - 0.2)), 3)
    return round(min(0.98, 0.4 + 0.9 * (likeness - 0.4)), 3)
