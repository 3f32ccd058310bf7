"""Lineage: where every block, sentence and comment of one version stands in the next."""

from app.drafts.lineage.outcome import (
    BlockFate,
    Carried,
    Lineage,
    Passage,
    SentenceFate,
    Span,
)
from app.drafts.lineage.passages import passages_of
from app.drafts.lineage.trace import trace

__all__ = [
    "BlockFate",
    "Carried",
    "Lineage",
    "Passage",
    "SentenceFate",
    "Span",
    "passages_of",
    "trace",
]
