"""Where a note stands, in one sentence for its author."""

from app.i18n import _
from app.models import Comment, CommentState, Decision


def standing_of(note: Comment) -> str:
    """How far it has come; `note` comes with its decision."""
    if note.state is not CommentState.PUBLIC:
        return {
            CommentState.UNCONFIRMED: _("Wartet auf Ihre Bestätigung."),
            CommentState.EXPIRED: _("Nicht bestätigt, deshalb nicht erschienen."),
            CommentState.WAITING: _("Wartet auf die Moderation."),
            CommentState.HIDDEN: _("Nicht öffentlich. Der Grund steht dabei."),
            CommentState.WITHDRAWN: _("Zurückgezogen."),
        }[note.state]
    if note.parts_count:
        return _("Öffentlich und geteilt. Jeder Teil bekommt eine eigene Antwort.")
    if note.duplicate_of_id is not None:
        return _("Öffentlich. Sie sagt dasselbe wie eine andere; deren Antwort gilt auch für Sie.")
    if note.disposition is not None:
        return _decided(note.disposition.decision)
    if note.is_answered:
        return _("Öffentlich und beantwortet. Die Entscheidung steht noch aus.")
    return _("Öffentlich. Eine Antwort steht noch aus.")


def _decided(decision: Decision) -> str:
    return {
        Decision.ADOPTED: _("Übernommen."),
        Decision.PARTLY_ADOPTED: _("Teilweise übernommen."),
        Decision.ALREADY_COVERED: _("Schon enthalten."),
        Decision.NOT_ADOPTED: _("Nicht übernommen."),
        Decision.OUT_OF_SCOPE: _("Weitergegeben."),
        Decision.NOTED: _("Zur Kenntnis genommen."),
    }[decision]
