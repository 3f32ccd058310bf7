"""The first pages of the reading copy, its running lines, and the words of the house in it."""

from typing import Any

from app.groups.writers import words
from app.groups.writers.about import Line, facts, figures
from app.groups.writers.plain import one_line
from app.groups.writers.word.front import Front, this_part
from app.i18n import _, direction, locale, number


def front(which: Front) -> dict[str, Any]:
    """Whose bundle, which one, of what, drawn when and by whom; marks; what is in this part."""
    contents, counts = which.contents, which.counts
    head = contents.head
    parts = [(_("Das Paket"), facts(contents)[2:]), (_("Die Anmerkungen"), figures(counts))]
    is_part = len(which.parts) > 1
    if is_part:
        parts.insert(0, (_("Dieser Teil"), this_part(which)))
    return {
        "lang": locale(),
        "rtl": direction() == "rtl",
        "title": one_line(head.process),
        "organisation": one_line(head.organisation),
        "label": words.label(head),
        "subject": _("Entwurf mit Anmerkungen am Rand"),
        "marks": [one_line(mark) for mark in head.marks],
        "drawn": _("Gezogen am {drawn}").format(drawn=words.drawn(head)),
        "part": _part(which) if is_part else "",
        "page": _("Seite {page} von {pages}").replace("{pages}", "{page}").split("{page}"),
        "contents": _("Inhalt"),
        "facts": [{"title": title, "lines": _said(lines)} for title, lines in parts],
        "hint": _hint(),
    }


def _part(which: Front) -> str:
    return _("Teil {n} von {all}").format(n=which.index + 1, all=len(which.parts))


def _said(lines: tuple[Line, ...]) -> list[list[str]]:
    return [
        [name, number(value) if isinstance(value, int) else value] for name, value in lines if value
    ]


def _hint() -> str:
    return _(
        "Unter jedem Absatz stehen die Anmerkungen zu ihm. Die Worte, zu denen sie geschrieben "
        "sind, sind im Text unterpunktet; dahinter steht die Nummer der Anmerkung. Am Rand steht "
        "die Fundstelle, eine kleine Ziffer zählt die Sätze."
    )
