"""A rule answers "may this person do that?" with yes, or with a no that carries its reason."""

from dataclasses import dataclass
from typing import Literal

from app.errors import NotAllowed, NotSignedIn


@dataclass(frozen=True)
class No:
    """A refusal: false in a condition, and a sentence that says why.

    `sign_in` says that signing in would help.
    """

    because: str
    sign_in: bool = False

    def __bool__(self) -> Literal[False]:
        return False


Verdict = Literal[True] | No


def require(verdict: Verdict) -> None:
    """Go on, or raise `NotSignedIn` or `NotAllowed` with the rule's sentence."""
    if isinstance(verdict, No):
        raise (NotSignedIn if verdict.sign_in else NotAllowed)(verdict.because)
