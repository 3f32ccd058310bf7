"""From what is kept of a note to the steps of its life: those that are over with their dates, the
one it stands at, those to come. Words for each; how they look is the template's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.clock import days_between
from app.comments.why_stopped import cause_of, told_of_reading
from app.drafts.wording import word_diff
from app.groups.ledger_reading import change_of
from app.i18n import _, ngettext
from app.models import (
    Approval,
    CommentState,
    Consultation,
    Process,
    Release,
    Removal,
    Reply,
    Standing,
    Status,
    Stop,
    WorkingGroup,
)
from app.moderation.removals import is_over, last_day
from app.public.lives import AT_WORK, SEEN, Kept
from app.public.ways import Carried

DONE, NOW, TO_COME = "done", "now", "todo"
OVER = (Status.DECIDED, Status.ARCHIVED)
_TOLD_APART = ("draft", "comments", "workshops")  # stations that other steps say better


@dataclass(frozen=True)
class Step:
    """One step: what `kind` it is, when it was or by when it will be, and `about` what."""

    kind: str
    title: str
    at: datetime | None = None
    mark: str = DONE
    about: Any = None


@dataclass(frozen=True)
class Handed:
    """In which bundle it was handed over first, and in which it was last."""

    first: Any
    last: Any


@dataclass(frozen=True)
class Change:
    """What a version made of the passage: `html` is the word diff where its words changed."""

    carried: Carried
    html: str = ""


def steps_of(kept: Kept, process: Process, now: datetime, *, own: bool) -> list[Step]:
    """The life of a note. With `own` as its author may read it: why it waited, what was said to
    the decision, and what comes next and by when."""
    note = kept.note
    written, *rest = _beginning(kept, own)
    rest += [Step("added", _("Nachtrag"), one.created_at, about=one) for one in note.additions]
    rest += [*_answered(kept, process.zone), *_handed(kept), *_traced(kept), *_decided(kept, own)]
    rest += [Step("moved", _("Verschoben"), one.pointer.at, about=one) for one in kept.moves]
    rest += [*_consulted(kept, process, now), *_ended(kept, process, now)]
    over = [written, *sorted(rest, key=lambda step: step.at or now)]
    coming = list(_coming(kept, process, now)) if own else []
    if coming:
        coming[0] = replace(coming[0], mark=NOW)
    return over + coming


def _beginning(kept: Kept, own: bool) -> Iterator[Step]:
    note, since = kept.note, kept.public_since
    is_refused = kept.stop is not None and kept.stop.release is Release.REFUSED
    # A tombstone says that it was seen; withdrawn while it waited, it never was.
    public = note.state in SEEN and note.is_listed and not is_refused
    if public and since == note.created_at:
        yield Step("written", _("Geschrieben und öffentlich"), note.created_at)
        return
    yield Step("written", _("Geschrieben"), note.created_at)
    confirmed = kept.guest.confirmed_at if kept.guest else None
    if confirmed is not None and not (public and since == confirmed):
        yield Step("confirmed", _("Bestätigt"), confirmed)
    if kept.stop is not None and own and kept.stop.release is not None:
        yield _stopped(kept.stop)
    if public:
        title = _("Bestätigt und öffentlich") if since == confirmed else _("Öffentlich")
        yield Step("public", title, since)


def _stopped(stop: Stop) -> Step:
    """That it waited, and whether a program had found something."""
    why = told_of_reading(cause_of(stop.reasons))
    if why:
        return Step("stopped", _("Der Moderation vorgelegt"), stop.at, about=why)
    found = _("Ein Programm hat etwas gesehen, das ein Mensch prüfen sollte.")
    return Step("stopped", _("Angehalten"), stop.at, about=found)


def _answered(kept: Kept, zone: str) -> Iterator[Step]:
    for inquiry in kept.inquiries:
        named = {"office": inquiry.office.name}
        yield Step("asked", _("Gefragt: %(office)s") % named, inquiry.asked_at)
    asked = set()
    for answer in kept.answers:
        statement = answer.statement
        if statement is None:
            yield Step("answered", _("Antwort der Moderation"), answer.created_at, about=answer)
            continue
        if statement.asked_at is not None and statement.office_id not in asked:
            asked.add(statement.office_id)
            office = {"office": statement.office.name}
            yield Step("asked", _("Gefragt: %(office)s") % office, statement.asked_at)
        yield Step("stated", _after_days(answer, kept, zone), answer.created_at, about=answer)


def _after_days(answer: Reply, kept: Kept, zone: str) -> str:
    """ "Stellungnahme" with the clock that everybody can read."""
    asked = answer.statement.asked_at if answer.statement else None
    given = answer.statement.answered_at if answer.statement else answer.created_at
    days = days_between(asked or kept.note.created_at, given, zone)
    if days < 1:
        return _("Antwort des Amts, am selben Tag")
    return ngettext(
        "Antwort des Amts, nach %(n)d Tag", "Antwort des Amts, nach %(n)d Tagen", days
    ) % {"n": days}


def _handed(kept: Kept) -> Iterator[Step]:
    """To each group once, however many bundles it drew."""
    by_group: dict[int, list[Any]] = {}
    for bundle in kept.bundles:
        by_group.setdefault(bundle.group_id, []).append(bundle)
    for bundles in by_group.values():
        title = _("Übergeben: %(group)s") % {"group": bundles[0].group.name}
        about = Handed(bundles[0], bundles[-1])
        yield Step("handed", title, bundles[0].drawn_at, about=about)


def _traced(kept: Kept) -> Iterator[Step]:
    for carried in kept.carried:
        row, n = carried.carrying, {"n": carried.version}
        title = {
            Standing.STAYS: _("In Fassung %(n)d: unverändert"),
            Standing.MOVED: _("In Fassung %(n)d: an anderer Stelle"),
            Standing.REWORDED: _("In Fassung %(n)d: umformuliert"),
            Standing.GONE: _("In Fassung %(n)d: weggefallen"),
        }[row.state]
        because = [change_of(one) for one in kept.changes if one.version == carried.version]
        reworded = row.state is Standing.REWORDED and not because
        html = word_diff(row.old_quote, row.new_quote) if reworded else ""
        yield Step("carried", title % n, carried.published_at, about=Change(carried, html))
        if because:
            title = _("In Fassung %(n)d: deswegen geändert")
            yield Step("traced", title % n, carried.published_at, about=because)
    yield from _not_traced(kept)


def _not_traced(kept: Kept) -> Iterator[Step]:
    """It was decided, its passage changed in the version that followed, and nobody says that this
    came from the note."""
    decided = kept.note.disposition
    after = [one for one in kept.carried if decided and one.published_at >= decided.decided_at]
    changed = after and after[-1].carrying.state in (Standing.REWORDED, Standing.GONE)
    if changed and not kept.changes:
        title = _("In Fassung %(n)d: keine Änderung wegen dieser Anmerkung verzeichnet")
        yield Step("untraced", title % {"n": after[-1].version}, after[-1].published_at)


def _decided(kept: Kept, own: bool) -> Iterator[Step]:
    decided = kept.note.disposition
    for was in kept.earlier:
        yield Step("decided_before", _("Entschieden, gilt nicht mehr"), was.decided_at, about=was)
    if decided is None and kept.earlier:
        yield Step("reopened", _("Entscheidung zurückgenommen"), kept.earlier[0].until)
    if decided is None or kept.note.state not in SEEN:
        return
    yield Step("decided", _("Entschieden"), decided.decided_at, about=decided)
    if own and kept.echo is not None:
        title = _("Für Sie erledigt") if kept.echo.settles else _("Für Sie nicht erledigt")
        yield Step("echoed", title, kept.echo.said_at, about=kept.echo)


def _consulted(kept: Kept, process: Process, now: datetime) -> Iterator[Step]:
    since = kept.note.created_at
    over = [row for row in kept.consultations if _is_over(row, now) and (row.at or now) >= since]
    if not over or kept.note.state not in SEEN or kept.note.state is CommentState.HIDDEN:
        return
    whole = process.status in OVER and all(_is_over(row, now) for row in kept.consultations)
    title = _("Im Rat beraten und beschlossen") if whole else _("Im Rat beraten")
    yield Step("council", title, max((row.at for row in over if row.at), default=now), about=over)


def _is_over(row: Consultation, now: datetime) -> bool:
    """Whether that day has passed; what has no day yet is over once it has a result."""
    return row.at + timedelta(days=1) <= now if row.at is not None else bool(row.result)


def _ended(kept: Kept, process: Process, now: datetime) -> Iterator[Step]:
    note = kept.note
    if note.state is CommentState.HIDDEN:
        refused = kept.stop is not None and kept.stop.release is Release.REFUSED
        title = _("Nicht veröffentlicht") if refused else _("Ausgeblendet")
        yield Step("hidden", title, note.hidden_at, about=_objecting(kept.removal, process, now))
    if note.state is CommentState.WITHDRAWN:
        yield Step("withdrawn", _("Zurückgezogen"), note.withdrawn_at or note.created_at)
    if note.state is CommentState.EXPIRED:
        at = kept.guest.expires_at if kept.guest else note.created_at
        yield Step("expired", _("Nicht bestätigt, deshalb nicht erschienen"), at)


def _objecting(
    removal: Removal | None, process: Process, now: datetime
) -> tuple[Removal, datetime | None] | None:
    """To the author: the removal, and the last day on which they may object, if they may still."""
    if removal is None:
        return None
    may = removal.objected_at is None and not is_over(removal, now, process.zone)
    return removal, last_day(removal) if may else None


def _coming(kept: Kept, process: Process, now: datetime) -> Iterator[Step]:
    """What comes next and by when; nothing where the note is not, and will not be, public."""
    note = kept.note
    if note.state not in (CommentState.UNCONFIRMED, CommentState.WAITING, CommentState.PUBLIC):
        return
    if note.parts_count:  # what comes next comes to its parts
        return
    if note.state is CommentState.UNCONFIRMED:
        until = kept.guest.expires_at if kept.guest else None
        yield Step("confirm", _("Ihre Bestätigung fehlt noch"), until, TO_COME)
    if note.state is CommentState.WAITING:
        since = kept.stop.at if kept.stop else note.created_at
        title = _("Wartet auf die Moderation")
        yield Step("waiting", title, _read_until(process, since), TO_COME, about=kept.stop)
    yield from sorted(_soon(kept, process, now), key=lambda step: step.at or now)
    yield from _of_group(kept, process, note.field.group, now)
    yield from sorted(_of_council(kept, now), key=lambda step: step.at or now)


def _soon(kept: Kept, process: Process, now: datetime) -> Iterator[Step]:
    since, note = kept.public_since, kept.note
    if since is not None and not note.is_answered and process.status in AT_WORK:
        yield Step("answer", _("Antwort"), _promised(process, since), TO_COME)
    if process.is_open_at(now):
        yield Step("closing", _("Ende der Anmerkungen"), process.closes_at, TO_COME)
    if kept.event is not None:
        yield Step("event", kept.event.title, kept.event.starts_at, TO_COME, about=kept.event)


def _promised(process: Process, since: datetime) -> datetime:
    return since + timedelta(days=process.answer_days)


def _read_until(process: Process, since: datetime) -> datetime:
    """By when what waits is read, where that is promised in hours; else as answers are."""
    if process.approval is Approval.NONE:
        return _promised(process, since)
    return since + timedelta(hours=process.approval_hours)


def _of_group(
    kept: Kept, process: Process, group: WorkingGroup | None, now: datetime
) -> Iterator[Step]:
    if process.status not in AT_WORK or group is None:
        return
    named = {"group": group.name}
    if not kept.bundles:
        yield Step("handing", _("Übergabe: %(group)s") % named, None, TO_COME, about=group)
    if kept.note.disposition is None:
        dates = (row.at for row in kept.stations if row.key == "workshops" and row.at)
        at = next((date for date in dates if date > now), None)
        yield Step("deciding", _("Entscheidung: %(group)s") % named, at, TO_COME, about=group)


def _of_council(kept: Kept, now: datetime) -> Iterator[Step]:
    ahead: Sequence[Consultation] = [row for row in kept.consultations if not _is_over(row, now)]
    for station in kept.stations:
        if station.key in _TOLD_APART or (station.key == "decision" and ahead):
            continue
        if station.at is not None and station.at > now:
            yield Step("station", station.title, station.at, TO_COME, about=station)
    if ahead:
        at = min((row.at for row in ahead if row.at), default=None)
        yield Step("council", _("Beratung im Rat"), at, TO_COME, about=ahead)
