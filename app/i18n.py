"""Words, dates and numbers in the reader's language. Message ids are the German sentences."""

import gettext
from contextvars import ContextVar
from datetime import datetime
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal

from app.config import ROOT

LOCALES = ("de",)
DEFAULT = "de"
ZONE = "Europe/Berlin"
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("messages", ROOT / "locale", languages=[locale], fallback=True)


def use(locale: str) -> None:
    """Speak `locale` for the rest of this request; an unknown one is the default."""
    _locale.set(locale if locale in LOCALES else DEFAULT)


def locale() -> str:
    """The language spoken in this request, as in `lang="…"`."""
    return _locale.get()


def _(message: str) -> str:
    """`message` in the reader's language."""
    return _catalogue(_locale.get()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form for `n` things, in the reader's language."""
    return _catalogue(_locale.get()).ngettext(one, many, n)


def day(moment: datetime, zone: str = ZONE, *, year: bool = True) -> str:
    """The date in the process's zone: "8. November 2016", or "8. November"."""
    return _format(moment, zone, _locale.get(), "day" if year else "short")


def weekday(moment: datetime, zone: str = ZONE) -> str:
    """The date with its day of the week: "Samstag, 12. November 2016"."""
    return _format(moment, zone, _locale.get(), "weekday")


def hour(moment: datetime, zone: str = ZONE) -> str:
    """The time of day: "14:00"."""
    return _format(moment, zone, _locale.get(), "hour")


def instant(moment: datetime, zone: str = ZONE) -> str:
    """Date and time: "1. November 2016, 20:14 Uhr"."""
    return _format(moment, zone, _locale.get(), "instant")


def number(value: int) -> str:
    """A number with the language's separators: "2.174"."""
    return _number(value, _locale.get())


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    return str(format_decimal(value, locale=locale))


def size(n: int) -> str:
    """How large a file of `n` bytes is: "340 kB", "1,2 MB"."""
    if n < 1_000_000:
        return f"{number(-(-n // 1000))} kB"
    return f"{format_decimal(n / 1_000_000, format='#,##0.0', locale=_locale.get())} MB"


@lru_cache(maxsize=8192)
def _format(moment: datetime, zone: str, locale: str, shape: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    if shape == "day":
        return format_date(local, "d. MMMM y", locale=locale)
    if shape == "short":
        return format_date(local, "d. MMMM", locale=locale)
    if shape == "weekday":
        return format_date(local, "EEEE, d. MMMM y", locale=locale)
    if shape == "hour":
        return format_time(local, "H:mm", locale=locale)
    return format_datetime(local, "d. MMMM y, H:mm 'Uhr'", locale=locale)
