"""What a file of the synopsis says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.i18n import _, day
from app.models import DraftVersion, Process


@dataclass(frozen=True)
class About:
    """Whose text it is, which versions stand side by side, and when the new one appeared."""

    title: str
    organisation: str
    zone: str
    old: int
    new: int
    old_at: datetime
    new_at: datetime

    @classmethod
    def of(cls, process: Process, old: DraftVersion, new: DraftVersion) -> About:
        """About two published versions of a process; ValueError where one is not."""
        if old.published_at is None or new.published_at is None:
            raise ValueError("only published versions are shown")
        return cls(
            process.title,
            process.organisation.name,
            process.zone,
            old.number,
            new.number,
            old.published_at,
            new.published_at,
        )

    @property
    def subtitle(self) -> str:
        """ "Fassung 2 vom 3. November 2016 gegenüber Fassung 1 vom 4. Oktober 2016"."""
        return _("Fassung %(new)d vom %(new_day)s gegenüber Fassung %(old)d vom %(old_day)s") % {
            "new": self.new,
            "old": self.old,
            "new_day": day(self.new_at, self.zone),
            "old_day": day(self.old_at, self.zone),
        }
