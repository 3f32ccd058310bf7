"""What the author of words is told by mail when a passage of them is blacked out, or shown
again."""

from collections.abc import Callable

from app.i18n import _
from app.models import Comment, Organisation, Reply
from app.moderation.letters import Letter, signed
from app.outbox import in_tongue

Write = Callable[[Comment, Reply | None, Organisation, str], Letter]


def blacked_out(
    passage: str,
    reason: str,
    note: Comment,
    reply: Reply | None,
    city: Organisation,
    page: str,
) -> Letter:
    """Which words are blacked out, why, by whom, and whom to ask. `page` is the note's address."""
    facts = {"n": note.number, "title": note.process.title}
    if reply is None:
        subject = _("In Ihrer Anmerkung #%(n)d ist eine Stelle geschwärzt")
        intro = _(
            "die Moderation hat in Ihrer Anmerkung #%(n)d im Verfahren „%(title)s“ eine Stelle "
            "geschwärzt. Das hat ein Mensch entschieden, kein Programm. Alles andere steht da wie "
            "vorher:"
        )
    else:
        subject = _("In Ihrer Antwort auf #%(n)d ist eine Stelle geschwärzt")
        intro = _(
            "die Moderation hat in Ihrer Antwort auf die Anmerkung #%(n)d im Verfahren „%(title)s“ "
            "eine Stelle geschwärzt. Das hat ein Mensch entschieden, kein Programm. Alles andere "
            "steht da wie vorher:"
        )
    where = city.email or city.phone or city.address or city.unit or city.name
    objection = _(
        "Wenn Sie das anders sehen, widersprechen Sie binnen sechs Monaten bei: %(where)s. "
        "Nennen Sie die Nummer #%(n)d und sagen Sie, warum. Außerdem können Sie sich an eine "
        "zugelassene Stelle für außergerichtliche Streitbeilegung oder an ein Gericht wenden."
    )
    return subject % facts, signed(
        note,
        f"{intro % facts}\n{in_tongue(page)}",
        _("Diese Worte sind nicht mehr zu lesen:") + f"\n> {' '.join(passage.split())}",
        _("Der Grund: %(reason)s") % {"reason": reason},
        objection % {"where": where, "n": note.number},
        city=city,
        name=reply.author_name if reply else "",
    )


def shown_again(note: Comment, reply: Reply | None, city: Organisation, page: str) -> Letter:
    """That what was blacked out can be read again."""
    facts = {"n": note.number, "title": note.process.title}
    if reply is None:
        subject = _("Ihre Anmerkung #%(n)d: eine Stelle ist wieder zu lesen")
        intro = _(
            "die Moderation hat in Ihrer Anmerkung #%(n)d im Verfahren „%(title)s“ eine "
            "Schwärzung aufgehoben:"
        )
    else:
        subject = _("Ihre Antwort auf #%(n)d: eine Stelle ist wieder zu lesen")
        intro = _(
            "die Moderation hat in Ihrer Antwort auf die Anmerkung #%(n)d im Verfahren „%(title)s“ "
            "eine Schwärzung aufgehoben:"
        )
    name = reply.author_name if reply else ""
    text = signed(note, f"{intro % facts}\n{in_tongue(page)}", city=city, name=name)
    return subject % facts, text
