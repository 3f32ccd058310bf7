"""Which notes belong together, as a moderator types it: "12, 15, 18"."""

import re
from collections.abc import Collection
from typing import Annotated

from fastapi import Form

from app.i18n import _, ngettext
from app.moderation.gathering import MOST

_NUMBERS = re.compile(r"#?(\d{1,9})")


class NumbersForm:
    """Numbers of notes as typed, with or without #, apart by commas or blanks."""

    def __init__(self, numbers: Annotated[str, Form()] = "") -> None:
        self.typed = numbers.strip()[:2000]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed if name == "numbers" else ""

    @property
    def numbers(self) -> list[int]:
        """Those that are numbers, each once, in their order."""
        return sorted({int(found) for found in _NUMBERS.findall(self.typed)})

    def is_valid(self, known: Collection[int], least: int = 1) -> bool:
        """Whether these are numbers of public notes (those that are `known`), `least` at the
        fewest; `errors` says what to mend."""
        unread = _NUMBERS.sub("", self.typed).strip(" ,;.\t\n\r")
        missing = [number for number in self.numbers if number not in known]
        if not self.numbers or unread:
            self.errors["numbers"] = _("Schreiben Sie Nummern, zum Beispiel 12, 15.")
        elif len(self.numbers) < least:
            self.errors["numbers"] = _("Nennen Sie mindestens zwei Nummern.")
        elif len(self.numbers) > MOST:
            self.errors["numbers"] = _("Das sind mehr als %(n)d Nummern.") % {"n": MOST}
        elif missing:
            self.errors["numbers"] = ngettext(
                "#%(which)s ist keine öffentliche Anmerkung dieses Verfahrens.",
                "#%(which)s sind keine öffentlichen Anmerkungen dieses Verfahrens.",
                len(missing),
            ) % {"which": ", #".join(map(str, missing[:10]))}
        return not self.errors
