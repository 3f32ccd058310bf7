"""Words about inquiries: their states, their last day, the deeds in the journal."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from app import i18n
from app.i18n import _, ngettext
from app.models import Inquiry, InquiryState, Process

SOON = timedelta(minutes=1)


def last_day(inquiry: Inquiry, process: Process) -> str:
    """The last day on which the answer is in time, in words: `due_at` is the midnight after it."""
    return i18n.day(inquiry.due_at - SOON, process.zone)


def midnight_after(day: datetime, process: Process) -> datetime:
    """When this day (of any hour) is over where the process is."""
    local = day.astimezone(ZoneInfo(process.zone)).date()
    return datetime.combine(local + timedelta(days=1), time(), ZoneInfo(process.zone))


def is_overdue(inquiry: Inquiry, now: datetime) -> bool:
    """Whether the office has let its last day pass."""
    return inquiry.state is InquiryState.ASKED and inquiry.due_at <= now


def state_word(inquiry: Inquiry, now: datetime) -> str:
    """Where it is, in a word or two."""
    if is_overdue(inquiry, now):
        return _("überfällig")
    return {
        InquiryState.ASKED: _("gefragt"),
        InquiryState.ANSWERED: _("eingegangen"),
        InquiryState.RELAYED: _("weitergegeben"),
        InquiryState.RECALLED: _("zurückgenommen"),
    }[inquiry.state]


def after_days(days: int) -> str:
    """ "nach 4 Tagen"."""
    if days < 1:
        return _("am selben Tag")
    return ngettext("nach %(n)s Tag", "nach %(n)s Tagen", days) % {"n": i18n.number(days)}


def deeds() -> dict[str, str]:
    """What the journal says of them."""
    return {
        "inquiry.asked": _("Ein Amt um Stellungnahme gebeten"),
        "inquiry.passed_on": _("Amt: Anfrage an jemanden im Haus weitergegeben"),
        "inquiry.consent_asked": _("Amt: möchte an eine fremde Adresse weitergeben"),
        "inquiry.consented": _("Zugestimmt, dass ein Amt an eine fremde Adresse weitergibt"),
        "inquiry.not_consented": _("Nicht zugestimmt, dass ein Amt weitergibt"),
        "office.domains_named": _("Weitere Domains eines Amts eingetragen"),
        "inquiry.answered": _("Amt: Stellungnahme abgeschickt"),
        "inquiry.given_back": _("Beim Amt nachgefragt"),
        "inquiry.reminded": _("Ein Amt an eine Anfrage erinnert"),
        "inquiry.shown": _("Dem Amt den bearbeiteten Text gezeigt"),
        "inquiry.agreed": _("Amt: mit dem bearbeiteten Text einverstanden"),
        "inquiry.objected": _("Amt: mit dem bearbeiteten Text nicht einverstanden"),
        "inquiry.relayed": _("Stellungnahme eines Amts veröffentlicht"),
        "inquiry.recalled": _("Anfrage an ein Amt zurückgenommen"),
    }
