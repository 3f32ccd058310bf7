"""What an author hears when the moderation moves, splits or links a note of theirs."""

from collections.abc import Sequence

from app.i18n import _
from app.models import Comment, Organisation
from app.moderation.letters import Letter
from app.outbox import in_tongue
from app.text import shorten

QUOTED = 600  # characters of somebody's own note that are repeated to them


def moved(note: Comment, before: str, reason: str, city: Organisation, page: str) -> Letter:
    """That the note stands at another place now, and why."""
    intro = _(
        "die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ verschoben: von "
        "%(before)s nach %(after)s. Nummer, Beleg und Antworten bleiben."
    ) % {**_about(note), "before": before, "after": note.address}
    return _("Ihre Anmerkung #%(n)d ist verschoben") % {"n": note.number}, _letter(
        note, intro, _why(reason), in_tongue(page), _own_words(note), city=city
    )


def moved_back(note: Comment, city: Organisation, page: str) -> Letter:
    """That it stands where it stood before."""
    intro = _(
        "die Moderation hat Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ an ihren alten Platz "
        "zurückgestellt: %(after)s."
    ) % {**_about(note), "after": note.address}
    return _("Ihre Anmerkung #%(n)d steht wieder am alten Platz") % {"n": note.number}, _letter(
        note, intro, in_tongue(page), city=city
    )


def split(note: Comment, parts: Sequence[Comment], city: Organisation, page: str) -> Letter:
    """That it was split into parts, and where each of them stands."""
    intro = _(
        "Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ sagt mehr als eine Sache. Die Moderation "
        "hat sie geteilt, damit jede eine Antwort bekommt. Ihre Worte sind dieselben, und Ihr "
        "Beleg gilt für alle Teile."
    ) % _about(note)
    lines = [
        _("#%(n)d bei %(address)s: %(text)s")
        % {"n": part.number, "address": part.address, "text": shorten(part.text, 120)}
        for part in parts
    ]
    return _("Ihre Anmerkung #%(n)d ist geteilt") % {"n": note.number}, _letter(
        note,
        intro,
        "\n".join(lines),
        _("Wenn Sie das nicht möchten, antworten Sie dort, oder ziehen Sie die Anmerkung zurück:")
        + f"\n{in_tongue(page)}",
        city=city,
    )


def put_together(note: Comment, city: Organisation, page: str) -> Letter:
    """That the parts are one note again."""
    intro = _(
        "die Moderation hat die Teilung Ihrer Anmerkung #%(n)d im Verfahren „%(title)s“ "
        "zurückgenommen. Sie steht wieder als eine Anmerkung da."
    ) % _about(note)
    return _("Ihre Anmerkung #%(n)d ist wieder ganz") % {"n": note.number}, _letter(
        note, intro, in_tongue(page), city=city
    )


def linked(note: Comment, first: Comment, city: Organisation, page: str) -> Letter:
    """That it says the same as another one, and hears that one's answer."""
    intro = _(
        "Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ sagt dasselbe wie #%(first)d. Die "
        "Moderation hat beide verknüpft: Ihre bleibt zu lesen, und die Antwort auf #%(first)d "
        "gilt auch für Sie. Sie bekommen eine Mail, sobald es sie gibt."
    ) % {**_about(note), "first": first.number}
    return _("Ihre Anmerkung #%(n)d ist verknüpft") % {"n": note.number}, _letter(
        note, intro, in_tongue(page), city=city
    )


def unlinked(note: Comment, city: Organisation, page: str) -> Letter:
    """That it stands for itself again."""
    intro = _(
        "Ihre Anmerkung #%(n)d im Verfahren „%(title)s“ steht wieder für sich. Sie bekommt eine "
        "eigene Antwort."
    ) % _about(note)
    return _("Ihre Anmerkung #%(n)d steht wieder für sich") % {"n": note.number}, _letter(
        note, intro, in_tongue(page), city=city
    )


def _why(reason: str) -> str:
    return _("Der Grund: %(reason)s") % {"reason": reason}


def _letter(note: Comment, *parts: str, city: Organisation) -> str:
    greeting = _("Guten Tag %(name)s,") % {"name": note.author_name}
    sender = "\n".join(part for part in (city.unit, city.name) if part)
    return "\n\n".join((greeting, *parts, sender))


def _about(note: Comment) -> dict[str, object]:
    return {"n": note.number, "title": note.process.title}


def _own_words(note: Comment) -> str:
    quoted = "".join(f"\n> {line}" for line in shorten(note.text, QUOTED).split("\n"))
    return _("Das haben Sie geschrieben:") + quoted
