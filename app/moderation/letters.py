"""What the author of a note is told by mail when it is hidden, or shown again."""

from collections.abc import Callable
from dataclasses import dataclass

from app import i18n
from app.comments.why_stopped import told
from app.i18n import _
from app.models import Comment, HouseRule, Organisation, Removal, Reply
from app.moderation.removals import last_day
from app.outbox import in_tongue
from app.text import shorten

QUOTED = 600  # characters of somebody's own note that are repeated to them
Letter = tuple[str, str]  # subject and text
Write = Callable[[], Letter]  # in the language that is spoken then


@dataclass(frozen=True)
class Decided:
    """What a statement of reasons is about: the note, or this answer to it, the rule, the city that
    decided; `page` is the note's public address, `link` where its author objects."""

    removal: Removal
    comment: Comment
    rule: HouseRule
    city: Organisation
    page: str
    link: str
    reply: Reply | None = None


def hidden(decided: Decided) -> Letter:
    """The statement of reasons for a note or an answer that was public: what, which rule, why, by
    whom or by machine, whether somebody reported it, how to object (Regulation (EU) 2022/2065,
    article 17)."""
    if decided.reply is None:
        subject = _("Ihre Anmerkung #%(n)d ist ausgeblendet")
        intro = _(
            "die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ ausgeblendet. "
            "Das hat ein Mensch entschieden, kein Programm."
        )
    else:
        subject = _("Ihre Antwort auf #%(n)d ist ausgeblendet")
        intro = _(
            "die Moderation hat Ihre Antwort auf die Anmerkung #%(n)d im Verfahren „%(title)s“ "
            "ausgeblendet. Das hat ein Mensch entschieden, kein Programm."
        )
    about = _about(decided.comment)
    return subject % about, _reasons(decided, f"{intro % about} {told(decided.removal.cause)}")


def refused(decided: Decided) -> Letter:
    """The same for one that waited and will not be public. Of an answer no tombstone is left."""
    if decided.reply is None:
        subject = _("Ihre Anmerkung #%(n)d wird nicht veröffentlicht")
        intro = _(
            "die Moderation veröffentlicht Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ nicht. "
            "Das hat ein Mensch entschieden, kein Programm."
        )
    else:
        subject = _("Ihre Antwort auf #%(n)d wird nicht veröffentlicht")
        intro = _(
            "die Moderation veröffentlicht Ihre Antwort auf die Anmerkung #%(n)d im Verfahren "
            "„%(title)s“ nicht. Das hat ein Mensch entschieden, kein Programm."
        )
    about = _about(decided.comment)
    return subject % about, _reasons(decided, f"{intro % about} {told(decided.removal.cause)}")


def _reasons(decided: Decided, intro: str) -> str:
    """All that such a letter says."""
    comment, reply = decided.comment, decided.reply
    parts = [intro, _rule(decided.rule)]
    parts.append(_("Der Grund: %(reason)s") % {"reason": decided.removal.reason})
    if decided.removal.passage:
        parts.append(_("Es geht um diese Worte:") + _quoted(decided.removal.passage))
    if decided.page:
        place = _("An ihrer Stelle stehen jetzt das Datum, die Regel und der Grund:")
        parts.append(f"{place}\n{in_tongue(decided.page)}")
    parts.append(_objection(decided.removal, comment, decided.city, decided.link))
    if reply is None:
        parts.append(_own_words(comment))
    else:
        parts.append(_("Das haben Sie geschrieben:") + _quoted(reply.text))
    name = reply.author_name if reply else ""
    return signed(comment, *parts, city=decided.city, name=name)


def shown_again(comment: Comment, city: Organisation, page: str) -> Letter:
    """That a hidden note is public again."""
    intro = _("Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ ist wieder öffentlich:")
    return _("Ihre Anmerkung #%(n)d ist wieder öffentlich") % {"n": comment.number}, signed(
        comment,
        intro % _about(comment) + f"\n{in_tongue(page)}",
        city=city,
    )


def published(comment: Comment, city: Organisation, page: str) -> Letter:
    """That a note which waited is public."""
    intro = _("die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ veröffentlicht:")
    return _("Ihre Anmerkung #%(n)d ist öffentlich") % {"n": comment.number}, signed(
        comment,
        intro % _about(comment) + f"\n{in_tongue(page)}",
        city=city,
    )


def published_reply(comment: Comment, reply: Reply, city: Organisation, page: str) -> Letter:
    """That an answer which waited is public."""
    intro = _(
        "die Moderation hat Ihre Antwort auf die Anmerkung #%(n)d im Verfahren „%(title)s“ "
        "veröffentlicht:"
    )
    return _("Ihre Antwort auf #%(n)d ist öffentlich") % {"n": comment.number}, signed(
        comment,
        intro % _about(comment) + f"\n{in_tongue(page)}",
        city=city,
        name=reply.author_name,
    )


def shown_reply_again(comment: Comment, reply: Reply, city: Organisation, page: str) -> Letter:
    """That a hidden answer is public again."""
    intro = _("Ihre Antwort auf #%(n)d im Verfahren „%(title)s“ ist wieder öffentlich:")
    return _("Ihre Antwort auf #%(n)d ist wieder öffentlich") % {"n": comment.number}, signed(
        comment, intro % _about(comment) + f"\n{in_tongue(page)}", city=city, name=reply.author_name
    )


def _rule(rule: HouseRule) -> str:
    name = _("Spielregel %(n)d: %(title)s") % {"n": rule.number, "title": rule.title}
    return "\n".join(part for part in (name, rule.text) if part)


def signed(comment: Comment, *parts: str, city: Organisation, name: str = "") -> str:
    """A letter to the author of a note, or to `name`, from the city."""
    greeting = _("Guten Tag %(name)s,") % {"name": name or comment.author_name}
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    return "\n\n".join((greeting, *parts, sender))


def _about(comment: Comment) -> dict[str, object]:
    return {"n": comment.number, "title": comment.process.title}


def _own_words(comment: Comment) -> str:
    intro = _("Das haben Sie zu %(address)s geschrieben:") % {"address": comment.address}
    return intro + _quoted(comment.text)


def _quoted(text: str) -> str:
    return "".join(f"\n> {line}" for line in shorten(text, QUOTED).split("\n"))


def _objection(removal: Removal, comment: Comment, city: Organisation, link: str) -> str:
    where = city.email or city.phone or city.address or city.unit or city.name
    sentence = _(
        "Wenn Sie das anders sehen, widersprechen Sie bis zum %(until)s auf dieser Seite:\n"
        "%(link)s\nDann prüft es noch einmal ein Mensch, wenn es geht ein anderer als der, der "
        "entschieden hat. Ohne diese Seite widersprechen Sie bei: %(where)s. Nennen Sie die Nummer "
        "#%(n)d und sagen Sie, warum. Außerdem können Sie sich an eine zugelassene Stelle für "
        "außergerichtliche Streitbeilegung oder an ein Gericht wenden."
    )
    until = i18n.day(last_day(removal), comment.process.zone)
    return sentence % {"until": until, "link": in_tongue(link), "where": where, "n": comment.number}
