"""What the page of stopped notes reads: oldest first, by key, with the reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from app import clock
from app.comments.approving import texts_of, word_in
from app.comments.doubts import (
    APPROVAL,
    APPROVAL_ALL,
    APPROVAL_GUEST,
    BLOCKED,
    COPIED,
    HASTE,
    LINKS,
    NETWORK,
    TRAP,
    UNPROVED,
    UNSIGNED,
    WORD,
    barrier_of,
    links,
)
from app.comments.why_stopped import told_of_reading
from app.i18n import _
from app.loading import one
from app.models import Approval, Barrier, Cause, Comment, Process, Stop
from app.moderation.releasing import seen_of

PAGE = 20


@dataclass(frozen=True)
class Stopped:
    """Something that waits, and why in words; `is_late` when longer than was promised."""

    stop: Stop
    reasons: Sequence[str]
    is_late: bool = False

    @property
    def text_html(self) -> str:
        """What was written, as it would be shown."""
        return self.stop.reply.html if self.stop.reply else self.stop.comment.html

    @property
    def seen(self) -> str:
        """As what the note is read now; nobody publishes what was edited since."""
        return seen_of(self.stop.comment)

    @property
    def author(self) -> str:
        """Who wrote it, by their public name."""
        return (self.stop.reply or self.stop.comment).author_name

    @property
    def language(self) -> str:
        """The language it is written in."""
        return (self.stop.reply or self.stop.comment).language


def stopped(session: Session, process: Process, after: int = 0) -> tuple[list[Stopped], int]:
    """Twenty things that wait, oldest first, behind the one with the number `after`, and the number
    to go on after (0 at the end). By the index `ix_stop_process_id_release`."""
    query = (
        select(Stop)
        .where(Stop.process_id == process.id, col(Stop.release).is_(None), col(Stop.id) > after)
        .order_by(col(Stop.id))
        .limit(PAGE + 1)
        .options(
            one(
                Stop.comment,
                *(one(Comment.field), one(Comment.made_version), one(Comment.perspective)),
            ),
            one(Stop.reply),
        )
    )
    found = session.exec(query).all()
    barriers = _barriers(session, process, found[:PAGE])
    shown = [
        Stopped(stop, _in_words(stop, process, barriers), _is_late(stop, process))
        for stop in found[:PAGE]
    ]
    return shown, found[PAGE - 1].id if len(found) > PAGE else 0


def _barriers(session: Session, process: Process, stops: Sequence[Stop]) -> Mapping[int, Barrier]:
    numbers = {barrier_of(reason) for stop in stops for reason in stop.reasons} - {None}
    if not numbers:
        return {}
    query = select(Barrier).where(
        col(Barrier.id).in_(numbers), Barrier.organisation_id == process.organisation_id
    )
    return {barrier.id: barrier for barrier in session.exec(query)}


def _is_late(stop: Stop, process: Process) -> bool:
    promised = timedelta(hours=process.approval_hours)
    return process.approval is not Approval.NONE and clock.now() > stop.at + promised


def _why_read_first(reason: str, stop: Stop, process: Process) -> str:
    """Why the process reads this first; which word it was, as its list is now: nothing more is
    kept, so that nobody but the moderation learns of a word."""
    if reason == APPROVAL_GUEST:
        return told_of_reading(Cause.GUEST)
    texts = (stop.reply.text,) if stop.reply else texts_of(stop.comment)
    if (word := word_in(process, texts)) is not None:
        return _("Auf der Liste des Verfahrens steht „%(word)s“.") % {"word": word}
    if process.approves_links and links(texts):
        return _("Dieses Verfahren liest vorher, was einen Link enthält.")
    return _("Dieses Verfahren liest manche Anmerkungen vorher.")


def _in_words(stop: Stop, process: Process, barriers: Mapping[int, Barrier]) -> list[str]:
    words = {
        APPROVAL_ALL: _("Dieses Verfahren liest alle Anmerkungen vorher."),
        TRAP: _("Ein verstecktes Feld war ausgefüllt."),
        HASTE: _("Das Formular kam schneller zurück, als jemand schreiben kann."),
        LINKS: _("Mehrere Links von einem neuen Konto."),
        COPIED: _("Der gleiche Text kam in einer Stunde mehrmals an."),
        NETWORK: _("Das Netz steht auf der Sperrliste."),
        WORD: _("Ein Wort steht auf der Sperrliste."),
        BLOCKED: _("Das Konto zu dieser Adresse ist gesperrt."),
        UNSIGNED: _("Ohne Anmeldung geschrieben."),
        UNPROVED: _("Das Gerät hat vorher nicht gerechnet."),
    }
    told = []
    for reason in stop.reasons:
        kind = reason.partition(":")[0]
        barrier = barriers.get(barrier_of(reason) or 0)
        # A number can be given again: what came later did not stop this.
        if kind == WORD and barrier is not None and barrier.created_at <= stop.at:
            told.append(_("Auf der Sperrliste steht „%(word)s“.") % {"word": barrier.value})
        elif kind == APPROVAL:
            told.append(_why_read_first(reason, stop, process))
        elif kind in words:
            told.append(words[kind])
    return told
