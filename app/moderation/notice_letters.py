"""What somebody who reported a note is told by mail. Nothing that was typed into the form stands in
it: the address may be a stranger's."""

from app.i18n import _
from app.models import Comment, HouseRule, Notice, Organisation, Reply, Ruling
from app.moderation.letters import Letter
from app.outbox import in_tongue


def received(comment: Comment, reply: Reply | None, city: Organisation, page: str) -> Letter:
    """That a notice has arrived (article 16, paragraph 4)."""
    return _("Ihre Meldung zu #%(n)d ist angekommen") % {"n": comment.number}, _letter(
        _("Ihre Meldung zu dieser Stelle ist angekommen: %(what)s")
        % {"what": _what(comment, reply)}
        + f"\n{in_tongue(page)}",
        _(
            "Die Moderation prüft sie. Das tut ein Mensch, kein Programm. Sie bekommen eine Mail, "
            "sobald entschieden ist. Wer die Anmerkung geschrieben hat, erfährt nicht, wer sie "
            "gemeldet hat."
        ),
        _(
            "Wenn Sie nichts gemeldet haben, hat jemand anderes Ihre Adresse angegeben. Dann "
            "brauchen Sie nichts zu tun."
        ),
        city=city,
    )


def decided(notice: Notice, rule: HouseRule | None, city: Organisation, page: str) -> Letter:
    """What the moderation decided, why, and what one can do about it (article 16, paragraph 5)."""
    comment = notice.comment
    what = {"what": _what(comment, notice.reply)}
    if notice.ruling is Ruling.HIDDEN:
        outcome = _("Die Moderation hat ausgeblendet, was Sie gemeldet haben: %(what)s") % what
    else:
        outcome = _(
            "Die Moderation hat geprüft, was Sie gemeldet haben, und lässt es stehen: %(what)s"
        )
        outcome = outcome % what
    parts = [f"{outcome}\n{in_tongue(page)}"]
    if rule is not None:
        parts.append(_("Spielregel %(n)d: %(title)s") % {"n": rule.number, "title": rule.title})
    parts.append(_("Der Grund: %(reason)s") % {"reason": notice.decision_reason})
    parts.append(_("Das hat ein Mensch entschieden, kein Programm."))
    where = city.email or city.phone or city.address or city.unit or city.name
    parts.append(
        _(
            "Wenn Sie das anders sehen, widersprechen Sie binnen sechs Monaten bei: %(where)s. "
            "Nennen Sie die Nummer #%(n)d und sagen Sie, warum. Außerdem können Sie sich an eine "
            "zugelassene Stelle für außergerichtliche Streitbeilegung oder an ein Gericht wenden."
        )
        % {"where": where, "n": comment.number}
    )
    return _("Zu Ihrer Meldung: #%(n)d") % {"n": comment.number}, _letter(*parts, city=city)


def _what(comment: Comment, reply: Reply | None) -> str:
    about = {"n": comment.number, "title": comment.process.title}
    if reply is None:
        return _("Anmerkung #%(n)d im Verfahren „%(title)s“") % about
    answer = _("Antwort %(position)d auf die Anmerkung #%(n)d im Verfahren „%(title)s“")
    return answer % {**about, "position": reply.position}


def _letter(*parts: str, city: Organisation) -> str:
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    return "\n\n".join((_("Guten Tag,"), *parts, sender))
