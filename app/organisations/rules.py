"""Who may say what a city is called and how it looks."""

from app.accounts.rules import is_auditor, may_administer
from app.models import Person
from app.rules import Verdict

__all__ = ["may_administer", "may_see"]


def may_see(person: Person | None, organisation_id: int) -> Verdict:
    """The city's participation office, and its auditor: to read, not to do."""
    if is_auditor(person, organisation_id):
        return True
    return may_administer(person, organisation_id)
