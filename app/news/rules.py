"""Who may follow. Everybody may; whoever is signed in by a click, others by a mail."""

from app.i18n import _
from app.models import Person
from app.rules import No, Verdict

MOST = 500  # things that one person follows: a person's list, not a program's


def may_follow(person: Person | None, count: int = 0) -> Verdict:
    """Whether this person may follow one thing more, who follows `count`."""
    if person is None:
        return No(_("Bitte melden Sie sich an, oder folgen Sie per E-Mail."), sign_in=True)
    if count >= MOST:
        return No(_("Sie folgen schon sehr vielem. Bitte nehmen Sie zuerst etwas zurück."))
    return True
