"""What the author of a note is told by mail when it is hidden, or shown again."""

from app.i18n import _
from app.models import Comment, HouseRule, Organisation
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
    name = _("Spielregel %(n)d: %(title)s") % {"n": rule.number, "title": rule.title}
    return _("Ihre Anmerkung #%(n)d ist ausgeblendet") % {"n": comment.number}, _letter(
        comment,
        intro % _about(comment),
        "\n".join(part for part in (name, rule.text) if part),
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


def _letter(comment: Comment, *parts: str, city: Organisation) -> str:
    greeting = _("Guten Tag %(name)s,") % {"name": comment.author_name}
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    return "\n\n".join((greeting, *parts, sender))


def _about(comment: Comment) -> dict[str, object]:
    return {"n": comment.number, "title": comment.process.title}


def _own_words(comment: Comment) -> str:
    text = shorten(comment.text, QUOTED)
    quoted = "".join(f"\n> {line}" for line in text.split("\n"))
    return _("Das haben Sie zu %(address)s geschrieben:") % {"address": comment.address} + quoted


def _objection(comment: Comment, city: Organisation) -> str:
    where = city.email or city.phone or city.address or city.unit or city.name
    sentence = _(
        "Wenn Sie das anders sehen, widersprechen Sie bei: %(where)s. Nennen Sie die Nummer "
        "#%(n)d und sagen Sie, warum. Wir prüfen dann noch einmal."
    )
    return sentence % {"where": where, "n": comment.number}
