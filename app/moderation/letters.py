"""What the author of a note is told by mail when it is hidden, or shown again."""

from app.i18n import _
from app.models import Comment, HouseRule, Organisation, Reply
from app.text import shorten

QUOTED = 600  # characters of somebody's own note that are repeated to them
Letter = tuple[str, str]  # subject and text


def hidden(comment: Comment, rule: HouseRule, city: Organisation, page: str) -> Letter:
    """The statement of reasons: what, which rule, why, by whom or by machine, how to object
    (Regulation (EU) 2022/2065, article 17). `page` is the note's public address."""
    intro = _(
        "die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ ausgeblendet. "
        "Das hat ein Mensch entschieden, kein Programm."
    )
    return _("Ihre Anmerkung #%(n)d ist ausgeblendet") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment),
        _rule(rule),
        _("Der Grund: %(reason)s") % {"reason": comment.hidden_reason},
        _("An ihrer Stelle stehen jetzt das Datum, die Regel und der Grund:") + f"\n{page}",
        _objection(comment, city),
        _own_words(comment),
        city=city,
    )


def shown_again(comment: Comment, city: Organisation, page: str) -> Letter:
    """That a hidden note is public again."""
    intro = _("Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ ist wieder öffentlich:")
    return _("Ihre Anmerkung #%(n)d ist wieder öffentlich") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment) + f"\n{page}",
        city=city,
    )


def published(comment: Comment, city: Organisation, page: str) -> Letter:
    """That a note which waited is public."""
    intro = _("die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ veröffentlicht:")
    return _("Ihre Anmerkung #%(n)d ist öffentlich") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment) + f"\n{page}",
        city=city,
    )


def refused(comment: Comment, rule: HouseRule, city: Organisation, page: str) -> Letter:
    """The statement of reasons for a note that waited and will not be public; as in `hidden`."""
    intro = _(
        "die Moderation veröffentlicht Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ nicht. "
        "Ein Programm hat sie angehalten; entschieden hat ein Mensch."
    )
    return _("Ihre Anmerkung #%(n)d wird nicht veröffentlicht") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment),
        _rule(rule),
        _("Der Grund: %(reason)s") % {"reason": comment.hidden_reason},
        _("An ihrer Stelle stehen jetzt das Datum, die Regel und der Grund:") + f"\n{page}",
        _objection(comment, city),
        _own_words(comment),
        city=city,
    )


def published_reply(comment: Comment, reply: Reply, city: Organisation, page: str) -> Letter:
    """That an answer which waited is public."""
    intro = _(
        "die Moderation hat Ihre Antwort auf die Anmerkung #%(n)d im Verfahren „%(title)s“ "
        "veröffentlicht:"
    )
    return _("Ihre Antwort auf #%(n)d ist öffentlich") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment) + f"\n{page}",
        city=city,
        name=reply.author_name,
    )


def refused_reply(
    comment: Comment, reply: Reply, rule: HouseRule, reason: str, city: Organisation
) -> Letter:
    """The statement of reasons for an answer that waited and will not be public."""
    intro = _(
        "die Moderation veröffentlicht Ihre Antwort auf die Anmerkung #%(n)d im Verfahren "
        "„%(title)s“ nicht. Ein Programm hat sie angehalten; entschieden hat ein Mensch."
    )
    return _("Ihre Antwort auf #%(n)d wird nicht veröffentlicht") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment),
        _rule(rule),
        _("Der Grund: %(reason)s") % {"reason": reason},
        _objection(comment, city),
        _("Das haben Sie geschrieben:") + _quoted(reply.text),
        city=city,
        name=reply.author_name,
    )


def _rule(rule: HouseRule) -> str:
    name = _("Spielregel %(n)d: %(title)s") % {"n": rule.number, "title": rule.title}
    return "\n".join(part for part in (name, rule.text) if part)


def _letter(comment: Comment, *parts: str, city: Organisation, name: str = "") -> str:
    greeting = _("Guten Tag %(name)s,") % {"name": name or comment.author_name}
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    return "\n\n".join((greeting, *parts, sender))


def _about(comment: Comment) -> dict[str, object]:
    return {"n": comment.number, "title": comment.process.title}


def _own_words(comment: Comment) -> str:
    told = _("Das haben Sie zu %(address)s geschrieben:") % {"address": comment.address}
    return told + _quoted(comment.text)


def _quoted(text: str) -> str:
    return "".join(f"\n> {line}" for line in shorten(text, QUOTED).split("\n"))


def _objection(comment: Comment, city: Organisation) -> str:
    where = city.email or city.phone or city.address or city.unit or city.name
    sentence = _(
        "Wenn Sie das anders sehen, widersprechen Sie bei: %(where)s. Nennen Sie die Nummer "
        "#%(n)d und sagen Sie, warum. Wir prüfen dann noch einmal."
    )
    return sentence % {"where": where, "n": comment.number}
