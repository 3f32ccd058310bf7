"""The frame of a process: what it is called, what it is about, and its window.

Whoever changes it says what they had read (`state_of`): of two at one time the second is told what
the first has written. That a running window ends at another time, or that a closed one opens again,
stands in the journal with what was and what is.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, select

from app import clock, journal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import SUMMARY_LIMIT, Person, Process, Status
from app.processes.moments import written
from app.processes.who_writes import pages_change
from app.rules import No, Verdict
from app.text import clean, clean_line, to_html

LONGEST_TITLE, LONGEST_SUBTITLE = 200, 300


@dataclass(frozen=True)
class Frame:
    """What can be changed here; the window is [opens_at, closes_at), both aware."""

    title: str
    subtitle: str
    summary: str
    opens_at: datetime
    closes_at: datetime

    @classmethod
    def of(cls, process: Process) -> "Frame":
        """As it stands now."""
        return cls(
            process.title, process.subtitle, process.summary, process.opens_at, process.closes_at
        )

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Begin and end."""
        return self.opens_at, self.closes_at


def state_of(process: Process) -> str:
    """A short name of what stands there now; another as soon as anything is changed."""
    frame = Frame.of(process)
    words = (frame.title, frame.subtitle, frame.summary)
    moments = (str(int(moment.timestamp())) for moment in frame.window)
    return hashlib.sha256("\x1f".join((*words, *moments)).encode()).hexdigest()[:16]


def may_move_window(process: Process) -> Verdict:
    """While nobody revises the text yet: afterwards a note would come too late for those who
    decide."""
    if process.status in (Status.PREPARING, Status.OPEN, Status.CLOSED):
        return True
    return No(
        _("Der Entwurf wird überarbeitet oder ist beschlossen. Die Frist bleibt, wie sie war.")
    )


def has_begun(process: Process) -> bool:
    """Whether people could write already: then its beginning stays what it was."""
    return process.current_version > 0 and process.opens_at <= clock.now()


def wrong_words(title: str, subtitle: str, summary: str) -> dict[str, str]:
    """A sentence for each of these, cleaned, that cannot stand there."""
    errors: dict[str, str] = {}
    if not title:
        errors["title"] = _("Bitte geben Sie dem Verfahren einen Titel.")
    said = {"title": title, "subtitle": subtitle, "summary": summary}
    most = {"title": LONGEST_TITLE, "subtitle": LONGEST_SUBTITLE, "summary": SUMMARY_LIMIT}
    for name, longest in most.items():
        if len(said[name]) > longest:
            errors[name] = _("Bitte kürzen Sie auf höchstens %(n)d Zeichen.") % {"n": longest}
    return errors


def wrong_window(process: Process, wanted: Frame) -> dict[str, str]:
    """A sentence for what is wrong with the window, if it is to be another than now."""
    old = Frame.of(process)
    if wanted.window == old.window:
        return {}
    if isinstance(verdict := may_move_window(process), No):
        return {"closes_on": verdict.because}
    errors = {}
    if has_begun(process) and wanted.opens_at != old.opens_at:
        errors["opens_on"] = _("Die Frist hat schon begonnen. Ihr Anfang bleibt, wie er war.")
    if wanted.closes_at <= wanted.opens_at:
        errors["closes_on"] = _("Das Ende der Frist liegt vor ihrem Anfang.")
    elif wanted.closes_at != old.closes_at and wanted.closes_at <= clock.now():
        errors["closes_on"] = _("Das neue Ende ist schon vorbei.")
    return errors


def change_frame(session: Session, process: Process, seen: str, wanted: Frame, by: Person) -> bool:
    """Let the process be called so, and be open then; whether that is anything new. Refused with
    `Invalid` for what is missing, too long or no window, with `Conflict` when it is not as it was
    `seen` any more."""
    hold(session, process)
    wanted = replace(
        wanted,
        title=clean_line(wanted.title),
        subtitle=clean_line(wanted.subtitle),
        summary=clean(wanted.summary),
    )
    old = Frame.of(process)
    if wanted == old:
        return False
    if seen != state_of(process):
        raise Conflict(_("Jemand hat das eben geändert. Bitte lesen Sie, was jetzt gilt."))
    errors = wrong_words(wanted.title, wanted.subtitle, wanted.summary)
    errors |= wrong_window(process, wanted)
    if errors:
        raise Invalid(_("Bitte bessern Sie die genannten Angaben nach."), errors)
    _write_down(session, process, old, wanted, by)
    process.title, process.subtitle = wanted.title, wanted.subtitle
    process.summary, process.summary_html = wanted.summary, to_html(wanted.summary)
    process.opens_at, process.closes_at = wanted.window
    session.add(process)
    show_anew(session, process)
    return True


def _write_down(session: Session, process: Process, old: Frame, new: Frame, by: Person) -> None:
    if old.title != new.title:
        _record(session, process, "process.renamed", by, old.title, new.title)
    if (old.subtitle, old.summary) != (new.subtitle, new.summary):
        journal.record(session, by, "process.described", process, process=process)
    if old.window == new.window:
        return
    now = clock.now()
    opens_again = old.closes_at <= now < new.closes_at
    if process.status is Status.CLOSED and now < new.closes_at:
        process.status, opens_again = Status.OPEN, True
    deed = "process.opened_again" if opens_again else "process.window_moved"
    before, after = (written(*frame.window, process.zone) for frame in (old, new))
    _record(session, process, deed, by, before, after)


def _record(
    session: Session, process: Process, deed: str, by: Person, before: str, after: str
) -> None:
    journal.record(session, by, deed, process, process=process, before=before, after=after)


def show_anew(session: Session, process: Process) -> None:
    """All pages of the process are made anew."""
    process.updated_at = clock.now()
    session.add(process)
    session.flush()
    pages_change(session, process)


def hold(session: Session, process: Process) -> None:
    """One after the other: of two at one instant the second sees what the first has made."""
    held = select(Process).where(Process.id == process.id)
    fresh = held.with_for_update(key_share=True).execution_options(populate_existing=True)
    session.exec(fresh).one()
