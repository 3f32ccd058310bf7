"""Words, dates and numbers in the reader's language. Message ids are the German sentences.

The catalogues stand as text in `locale/`; one is read when it is first spoken, in a twentieth of a
second, so nothing has to be built or installed (docs/decisions/0019-catalogues.md).
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from markupsafe import escape

from app import clock
from app.config import ROOT

LOCALES = ("de", "de-simple", "en", "tr", "ar", "uk", "fa")
DEFAULT = "de"
# What each language calls itself; the menu shows these.
NAMES = {
    "de": "Deutsch",
    "de-simple": "Einfaches Deutsch",
    "en": "English",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "fa": "فارسی",
}
FROM_THE_RIGHT = frozenset({"ar", "fa"})
# Nobody who grew up with the language has read these yet; pages in them say so.
AWAITING_A_READER = frozenset({"tr", "ar", "uk", "fa"})
# A sentence that a catalogue lacks is looked for there; German, the source, lacks none. A plain
# German sentence is the full one then, never an English one.
_NEXT = {"de-simple": DEFAULT, "en": DEFAULT, "tr": "en", "ar": "en", "uk": "en", "fa": "en"}
# Babel's own name of a language where it differs; English is that of this side of the sea.
_BABEL = {"de-simple": "de", "en": "en_GB"}
# day, short (without the year), weekday, hour, instant; after CLDR, with a day of 24 hours.
_DATES = {
    "de": ("d. MMMM y", "d. MMMM", "EEEE, d. MMMM y", "H:mm", "d. MMMM y, H:mm 'Uhr'"),
    "en": ("d MMMM y", "d MMMM", "EEEE, d MMMM y", "HH:mm", "d MMMM y, HH:mm"),
    "tr": ("d MMMM y", "d MMMM", "d MMMM y EEEE", "HH:mm", "d MMMM y HH:mm"),
    "ar": ("d MMMM y", "d MMMM", "EEEE، d MMMM y", "HH:mm", "d MMMM y، 'الساعة' HH:mm"),
    "uk": ("d MMMM y 'р'.", "d MMMM", "EEEE, d MMMM y 'р'.", "HH:mm", "d MMMM y 'р'. 'о' HH:mm"),
    "fa": ("d MMMM y", "d MMMM", "EEEE d MMMM y", "HH:mm", "d MMMM y، 'ساعت' HH:mm"),
}
_SHAPES = ("day", "short", "weekday", "hour", "instant")
_OF_A_DAY = _SHAPES[:3]
# What is put into a sentence of a language that runs from the right keeps its own direction (first
# strong isolate, Unicode Annex 9): "#137" would be read as "137#". Not in an attribute's value.
_PLACE = re.compile(r"(?<![\"'/])#?%\(\w+\)[sd]")
ZONE = "Europe/Berlin"
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


# Around a sentence of another language on its way through a template: control characters, which
# nobody's text can hold (text.clean).
OPENS, SAYS, ENDS = "\x0e", "\x0f", "\x0c"


class OfAnother(str):
    """A sentence that the spoken language's catalogue lacks, and `language`, in which it is said
    instead. Everywhere but in templates it is text like any other (untranslated.py)."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, words: str, language: str) -> "OfAnother":
        """These words in this language."""
        made = super().__new__(cls, words)
        made.language = language
        return made

    def __mod__(self, facts: object) -> str:
        return OfAnother(str(self) % facts, self.language)

    def __html__(self) -> str:
        return self.marked(str(escape(str(self))))

    def marked(self, words: str) -> str:
        """Words of this sentence between the marks."""
        return f"{OPENS}{self.language}{SAYS}{words}{ENDS}"


class _Behind(gettext.NullTranslations):
    """The catalogue that is asked next: what it says is of another language."""

    def __init__(self, locale: str) -> None:
        super().__init__()
        self.locale, self.words = locale, _catalogue(locale)

    def gettext(self, message: str) -> str:
        """The sentence of the next catalogue."""
        return self._told(self.words.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for `n` things of the next catalogue."""
        return self._told(self.words.ngettext(msgid1, msgid2, n))

    def _told(self, said: str) -> str:
        return said if type(said) is OfAnother else OfAnother(said, self.locale)


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    """The words of a language, and behind them those of the next one that is asked."""
    if locale == DEFAULT:
        return gettext.NullTranslations()
    packed = BytesIO()
    with (ROOT / "locale" / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        words = read_po(file)
    for message in [message for message in words if message.id]:
        forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if not all(forms):
            words.delete(message.id, message.context)
        elif locale in FROM_THE_RIGHT:
            turned = tuple(_PLACE.sub("\u2068\\g<0>\u2069", str(form)) for form in forms)
            message.string = turned if message.pluralizable else turned[0]
    write_mo(packed, words)
    packed.seek(0)
    catalogue = gettext.GNUTranslations(packed)
    # German is the language of plain German, too: nothing tells them apart to a screen reader.
    is_same = locale.partition("-")[0] == _NEXT[locale]
    catalogue.add_fallback(_catalogue(_NEXT[locale]) if is_same else _Behind(_NEXT[locale]))
    return catalogue


def use(locale: str) -> None:
    """Speak `locale` for the rest of this request; an unknown one is the default."""
    _locale.set(locale if locale in LOCALES else DEFAULT)


@contextmanager
def speaking(locale: str) -> Iterator[None]:
    """Within this block `locale` is spoken (a mail to somebody else); unknown ones are German."""
    before = _locale.set(locale if locale in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _locale.reset(before)


def locale() -> str:
    """The language spoken in this request, as in `lang="…"`."""
    return _locale.get()


def direction(locale: str = "") -> str:
    """Where lines of `locale` (else: the spoken language) begin, as in `dir="…"`: ltr or rtl."""
    return "rtl" if (locale or _locale.get()) in FROM_THE_RIGHT else "ltr"


def comma() -> str:
    """What stands between two things of a list, in the spoken language: ", ", and "، " in Arabic
    and Persian."""
    return "، " if direction() == "rtl" else ", "


def _(message: str) -> str:
    """`message` in the reader's language."""
    return _catalogue(_locale.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The form for `n` things, in the reader's language."""
    return _catalogue(_locale.get()).ngettext(one, many, n)


def day(moment: datetime, zone: str = ZONE, *, year: bool = True) -> str:
    """The date in the process's zone: "8. November 2016", or "8. November"."""
    return _format(moment, zone, _locale.get(), "day" if year else "short")


def near_day(moment: datetime, zone: str = ZONE) -> str:
    """The date without its year while that is the present one there: "8. November". Pages with it
    may be kept until midnight."""
    here = ZoneInfo(zone)
    return day(moment, zone, year=moment.astimezone(here).year != clock.now().astimezone(here).year)


def weekday(moment: datetime, zone: str = ZONE) -> str:
    """The date with its day of the week: "Samstag, 12. November 2016"."""
    return _format(moment, zone, _locale.get(), "weekday")


def hour(moment: datetime, zone: str = ZONE) -> str:
    """The time of day: "14:00"."""
    return _format(moment, zone, _locale.get(), "hour")


def instant(moment: datetime, zone: str = ZONE) -> str:
    """Date and time: "1. November 2016, 20:14 Uhr"."""
    return _format(moment, zone, _locale.get(), "instant")


def is_midnight(moment: datetime, zone: str = ZONE) -> bool:
    """Whether a day begins at this moment there."""
    local = moment.astimezone(ZoneInfo(zone))
    return (local.hour, local.minute) == (0, 0)


def number(value: int) -> str:
    """A number with the language's separators: "2.174". Digits are 0 to 9 in every language."""
    return _number(value, _locale.get())


@lru_cache(maxsize=4096)
def _number(value: int, locale: str) -> str:
    return str(format_decimal(value, locale=_BABEL.get(locale, locale)))


def size(n: int) -> str:
    """How large a file of `n` bytes is: "340 kB", "1,2 MB"."""
    if n < 1_000_000:
        return f"{number(-(-n // 1000))} kB"
    spoken = _BABEL.get(_locale.get(), _locale.get())
    return f"{format_decimal(n / 1_000_000, format='#,##0.0', locale=spoken)} MB"


def _format(moment: datetime, zone: str, locale: str, shape: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    if shape in _OF_A_DAY:  # what is written today finds the words of today made
        return _date(local.date(), locale, shape)
    return _time(local.replace(second=0, microsecond=0, tzinfo=None), locale, shape)


@lru_cache(maxsize=4096)
def _date(local: date, locale: str, shape: str) -> str:
    spoken, pattern = _pattern(locale, shape)
    return format_date(local, pattern, locale=spoken)


@lru_cache(maxsize=4096)
def _time(local: datetime, locale: str, shape: str) -> str:
    spoken, pattern = _pattern(locale, shape)
    write = format_time if shape == "hour" else format_datetime
    return write(local, pattern, locale=spoken)


def _pattern(locale: str, shape: str) -> tuple[str, str]:
    """The language as Babel calls it, and how it writes this."""
    spoken = _BABEL.get(locale, locale)
    return spoken, _DATES[spoken[:2]][_SHAPES.index(shape)]
