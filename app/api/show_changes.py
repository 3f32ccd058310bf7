"""Changes of the text with the comments that caused them, in the shapes of the API."""

from app.api import shapes_of_results
from app.groups.traced import Changed


def trace(of: Changed) -> shapes_of_results.Trace:
    """What changed because of a comment."""
    return shapes_of_results.Trace(version=of.version, **_sides(of))


def cause(of: Changed) -> shapes_of_results.LineageCause:
    """The same with the comment."""
    return shapes_of_results.LineageCause(comment=of.number, version=of.version, **_sides(of))


def _sides(of: Changed) -> dict[str, str | None]:
    names = {"old_address": "old_label", "new_address": "new_label"}
    names |= {"old_text": "old_text", "new_text": "new_text"}
    return {name: getattr(of, of_it) or None for name, of_it in names.items()}
