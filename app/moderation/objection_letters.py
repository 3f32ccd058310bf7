"""What the author of words is told by mail once somebody has decided on their objection."""

from app.i18n import _
from app.models import Comment, Organisation, Removal, Reply
from app.moderation.letters import Letter, signed
from app.outbox import in_tongue


def objection_stands(
    removal: Removal, comment: Comment, reply: Reply | None, city: Organisation
) -> Letter:
    """That somebody looked again and it stays as it is, with the reason."""
    if removal.cause.is_before:
        subject = _("Zu Ihrem Widerspruch: #%(n)d wird nicht veröffentlicht")
        intro = _(
            "Sie haben widersprochen, dass die Moderation Ihre Anmerkung oder Antwort (#%(n)d im "
            "Verfahren „%(title)s“) nicht veröffentlicht hat. Wir haben noch einmal geprüft: Es "
            "bleibt dabei. Das hat ein Mensch entschieden, kein Programm."
        )
    else:
        subject = _("Zu Ihrem Widerspruch: #%(n)d bleibt ausgeblendet")
        intro = _(
            "Sie haben widersprochen, dass die Moderation Ihre Anmerkung oder Antwort (#%(n)d im "
            "Verfahren „%(title)s“) ausgeblendet hat. Wir haben noch einmal geprüft: Sie bleibt "
            "ausgeblendet. Das hat ein Mensch entschieden, kein Programm."
        )
    courts = _(
        "Sie können das von einer zugelassenen Stelle für außergerichtliche Streitbeilegung "
        "oder von einem Gericht prüfen lassen."
    )
    parts = (intro % _facts(comment), _reason(removal), courts)
    return subject % _facts(comment), _signed(comment, reply, city, *parts)


def objection_granted(
    removal: Removal, comment: Comment, reply: Reply | None, city: Organisation, page: str
) -> Letter:
    """That somebody looked again and it is public, with the reason."""
    if removal.cause.is_before:
        subject = _("Zu Ihrem Widerspruch: #%(n)d ist jetzt öffentlich")
        intro = _(
            "Sie haben widersprochen, dass die Moderation Ihre Anmerkung oder Antwort (#%(n)d im "
            "Verfahren „%(title)s“) nicht veröffentlicht hat. Wir haben noch einmal geprüft: Sie "
            "ist jetzt öffentlich."
        )
    else:
        subject = _("Zu Ihrem Widerspruch: #%(n)d ist wieder öffentlich")
        intro = _(
            "Sie haben widersprochen, dass die Moderation Ihre Anmerkung oder Antwort (#%(n)d im "
            "Verfahren „%(title)s“) ausgeblendet hat. Wir haben noch einmal geprüft: Sie ist jetzt "
            "öffentlich."
        )
    parts = (intro % _facts(comment) + f"\n{in_tongue(page)}", _reason(removal))
    return subject % _facts(comment), _signed(comment, reply, city, *parts)


def _facts(comment: Comment) -> dict[str, object]:
    return {"n": comment.number, "title": comment.process.title}


def _reason(removal: Removal) -> str:
    return _("Der Grund: %(reason)s") % {"reason": removal.outcome_reason}


def _signed(comment: Comment, reply: Reply | None, city: Organisation, *parts: str) -> str:
    return signed(comment, *parts, city=city, name=reply.author_name if reply else "")
