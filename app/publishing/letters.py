"""What members of working groups are told when a new version is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.i18n import _, comma
from app.models import DraftVersion, Person, Process, WorkingGroup
from app.outbox import in_tongue

if TYPE_CHECKING:
    from app.publishing.announcing import Change

MOST = 50  # notes that a mail names one by one
Letter = tuple[str, str]  # subject and text


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
    parts.append(_("Ihr Raum:\n%(link)s") % {"link": in_tongue(page)})
    return subject, "\n\n".join(parts)


def _named(numbers: Sequence[int]) -> str:
    named = comma().join(f"#{number}" for number in numbers[:MOST])
    rest = len(numbers) - MOST
    return f"{named} {_('und %(n)d weitere') % {'n': rest}}" if rest > 0 else named
