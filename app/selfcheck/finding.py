"""What looking at one thing brought to light."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `problem` is a sentence, or "" when it is right.

    What is `serious` wants mending today; what `stops` keeps this process from answering or
    storing at all.
    """

    name: str
    problem: str = ""
    serious: bool = True
    stops: bool = False

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problem
