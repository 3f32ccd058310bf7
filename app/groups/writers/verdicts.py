"""What the group decided or proposes, in lines for papers: a lead and what stands behind it."""

from app.comments.decision_words import decision_word
from app.groups.contents import Note
from app.groups.decided import Said
from app.groups.writers.plain import one_line
from app.i18n import _

Line = tuple[str, str]


def verdict(note: Note) -> list[Line]:
    """The group's decision, else what its members propose, else nothing.

    The first line names which of both it is: ("Entscheidung: Nicht übernommen.", the reason).
    """
    if note.decided:
        return _lines(_("Entscheidung: {word}."), note.decided)
    if note.proposed:
        return _lines(_("Vorgeschlagene Entscheidung: {word}."), note.proposed)
    return []


def _lines(lead: str, said: Said) -> list[Line]:
    word = decision_word(said.decision) if said.decision else _("noch offen")
    more = (
        (_("Weitergegeben an:"), one_line(said.passed_on_to)),
        (_("Neuer Wortlaut:"), said.new_wording),
        (_("Maßnahme:"), one_line(said.measure)),
        (_("Interner Vermerk:"), said.remark),
    )
    return [(lead.format(word=word), said.reason), *(line for line in more if line[1])]
