"""What people are told when a new version is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from app.i18n import _, ngettext
from app.models import DraftVersion, Person, Process, Standing, WorkingGroup
from app.publishing.words import standing_word

if TYPE_CHECKING:
    from app.publishing.announcing import Change

MOST = 50  # notes that a mail names one by one
Letter = tuple[str, str]  # subject and text


class Became(NamedTuple):
    """What became of one note."""

    number: int
    state: Standing
    new_address: str
    old_address: str


def to_author(
    person: Person, process: Process, version: DraftVersion, notes: Sequence[Became], page: str
) -> Letter:
    """That a new version is public, and what became of each of somebody's notes. `page` is the
    process's public address."""
    subject = _("Neue Fassung: Was aus Ihren Anmerkungen wurde")
    opening = _(
        "Guten Tag %(name)s,\n\nder Entwurf „%(process)s“ hat eine neue Fassung, Fassung %(n)d. "
    ) % {"name": person.name, "process": process.title, "n": version.number}
    opening += ngettext(
        "Das wurde aus Ihrer Anmerkung:",
        "Das wurde aus Ihren %(n)d Anmerkungen:",
        len(notes),
    ) % {"n": len(notes)}
    lines = [_line(note, page) for note in notes[:MOST]]
    if len(notes) > MOST:
        rest = len(notes) - MOST
        lines.append(ngettext("und %(n)d weitere", "und %(n)d weitere", rest) % {"n": rest})
    end = _("Was sich geändert hat, Wort für Wort:\n%(link)s") % {"link": f"{page}/changes"}
    return subject, "\n\n".join([opening, *lines, end])


def _line(note: Became, page: str) -> str:
    facts = {
        "n": note.number,
        "what": standing_word(note.state.value),
        "old": note.old_address,
        "new": note.new_address,
    }
    if note.state is Standing.GONE:
        said = _("#%(n)d: %(what)s. Die Stelle %(old)s gibt es nicht mehr; die Anmerkung bleibt.")
    elif note.new_address == note.old_address:
        said = _("#%(n)d: %(what)s, %(new)s")
    else:
        said = _("#%(n)d: %(what)s, jetzt %(new)s (bisher %(old)s)")
    return f"{said % facts}\n{page}/comments/{note.number}"


def to_member(
    person: Person,
    group: WorkingGroup,
    process: Process,
    version: DraftVersion,
    change: Change,
    page: str,
) -> Letter:
    """That with a new version notes came to the group's fields, or left them."""
    subject = _("%(group)s: Anmerkungen haben das Handlungsfeld gewechselt") % {"group": group.name}
    parts = [
        _(
            "Guten Tag %(name)s,\n\nmit Fassung %(n)d des Entwurfs „%(process)s“ sind Stellen des "
            "Textes in andere Handlungsfelder gerückt, und ihre Anmerkungen mit ihnen."
        )
        % {"name": person.name, "n": version.number, "process": process.title}
    ]
    if change.came:
        parts.append(_("Neu bei Ihnen: %(numbers)s") % {"numbers": _named(change.came)})
    if change.left:
        parts.append(_("Nicht mehr bei Ihnen: %(numbers)s") % {"numbers": _named(change.left)})
    parts.append(_("Ihr Raum:\n%(link)s") % {"link": page})
    return subject, "\n\n".join(parts)


def _named(numbers: Sequence[int]) -> str:
    named = ", ".join(f"#{number}" for number in numbers[:MOST])
    rest = len(numbers) - MOST
    return f"{named} {_('und %(n)d weitere') % {'n': rest}}" if rest > 0 else named
