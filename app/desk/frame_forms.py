"""What is typed about a process as a whole: its words, its window. Kept with what is wrong."""

from datetime import datetime
from typing import Annotated

from fastapi import Form

from app.i18n import _
from app.models import SUMMARY_LIMIT, Process
from app.processes.frame import Frame, state_of, wrong_words
from app.processes.moments import as_begin, as_end, day_of, moment_of
from app.text import clean, clean_line

Typed = Annotated[str, Form()]


class WindowForm:
    """Day and time of the beginning and of the end, with what else was typed."""

    def __init__(self, **typed: str) -> None:
        self.typed = typed
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed.get(name, "")

    def moments(self, zone: str) -> tuple[datetime, datetime] | None:
        """The window that was typed; None where a day or a time is none, with `errors`. An end
        without a time is the end of that day."""
        begin = self._moment("opens", zone, "0:00")
        end = self._moment("closes", zone, "24:00")
        return (begin, end) if begin and end else None

    def _moment(self, edge: str, zone: str, else_at: str) -> datetime | None:
        day = day_of(self[f"{edge}_on"])
        if day is None:
            self.errors[f"{edge}_on"] = _("Welcher Tag? Zum Beispiel 8.11.2027.")
            return None
        moment = moment_of(day, self[f"{edge}_at"].strip() or else_at, zone)
        if moment is None:
            self.errors[f"{edge}_at"] = _("Welche Uhrzeit? Zum Beispiel 18:00 oder 24:00.")
        return moment


class FrameForm(WindowForm):
    """What the process is called, what it is about, its window; `seen` is what was read."""

    def __init__(
        self,
        title: Typed = "",
        subtitle: Typed = "",
        summary: Typed = "",
        opens_on: Typed = "",
        opens_at: Typed = "",
        closes_on: Typed = "",
        closes_at: Typed = "",
        seen: Typed = "",
    ) -> None:
        super().__init__(
            title=clean_line(title[:1000]),
            subtitle=clean_line(subtitle[:1000]),
            summary=clean(summary[: 4 * SUMMARY_LIMIT]),
            opens_on=opens_on[:40],
            opens_at=opens_at[:20],
            closes_on=closes_on[:40],
            closes_at=closes_at[:20],
            seen=seen[:40],
        )

    @classmethod
    def of(cls, process: Process) -> "FrameForm":
        """As it stands now."""
        begin, end = (
            as_begin(process.opens_at, process.zone),
            as_end(process.closes_at, process.zone),
        )
        words = (process.title, process.subtitle, process.summary)
        return cls(*words, *begin, *end, state_of(process))

    def frame(self, process: Process) -> Frame | None:
        """What is wanted, with `errors` for words that cannot stand there; None where a day or a
        time is none."""
        self.errors = wrong_words(self["title"], self["subtitle"], self["summary"])
        window = self.moments(process.zone)
        if window is None:
            return None
        now, shown = (process.opens_at, process.closes_at), FrameForm.of(process)
        edges = (("opens_on", "opens_at"), ("closes_on", "closes_at"))
        # What is shown to the minute may be kept to the second.
        opens, closes = (
            kept if all(self[name] == shown[name] for name in names) else typed
            for kept, typed, names in zip(now, window, edges, strict=True)
        )
        return Frame(self["title"], self["subtitle"], self["summary"], opens, closes)


class NewForm(WindowForm):
    """A process that is to be: its title, its address, its window."""

    def __init__(
        self,
        title: Typed = "",
        slug: Typed = "",
        opens_on: Typed = "",
        opens_at: Typed = "",
        closes_on: Typed = "",
        closes_at: Typed = "",
    ) -> None:
        super().__init__(
            title=clean_line(title[:1000]),
            slug=slug[:120].strip(),
            opens_on=opens_on[:40],
            opens_at=opens_at[:20],
            closes_on=closes_on[:40],
            closes_at=closes_at[:20],
        )

    @classmethod
    def blank(cls) -> "NewForm":
        """With what fits most: from midnight to midnight."""
        return cls(opens_at="00:00", closes_at="24:00")
