"""Telephone numbers, mail addresses and IBANs in a text, so that who writes it is asked before
everybody reads it. Nothing is refused, and a doubtful case is none: who is warned for a date, a
price or the number of a council paper learns to overlook warnings."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PHONE, EMAIL, IBAN = "phone", "email", "iban"
MOST = 5  # findings that are shown

# Lengths of IBANs (SWIFT, IBAN Registry): of the countries most likely here. Others are tried.
_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "RS"), 22),
    **dict.fromkeys(("CZ", "ES", "RO", "SE", "SK"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("TR",), 26),
    **dict.fromkeys(("FR", "GR", "IT"), 27),
    **dict.fromkeys(("HU", "PL"), 28),
    **dict.fromkeys(("UA",), 29),
}
_IBAN = re.compile(r"(?<!\w)[a-z]{2}\d{2}(?:[ \u00a0]?[a-z0-9]){11,30}", re.IGNORECASE)
# Each part is as long as it may be (RFC 5321, 4.5.3.1): a long row of letters is read once.
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}(?:@|[ ]?[(\[](?:at|ät)[)\]][ ]?)"
    r"[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){0,4}\.[^\W\d_]{2,24}",
    re.IGNORECASE,
)
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
# What consists of digits and is no telephone number.
_OTHER_NUMBERS = re.compile(
    r"""
    (?<![\w+]) (?:
      \d{1,2}\.[ ]?\d{1,2}\.(?:[ ]?\d{2,4})?                  # 01.02.2016, 1. 2.
    | \d{4}-\d{2}-\d{2} | \d{1,2}/\d{1,2}/\d{2,4}             # 2016-02-01, 01/02/2016
    | \d{1,2}[:.]\d{2}(?:[ ]?[-–][ ]?\d{1,2}[:.]\d{2})?(?![\d.])  # 08:00-16.30
    | \d{1,2}[ ]?(?:[-–]|bis)[ ]?\d{1,2}[ ]?(?:Uhr|h)\b       # 08 bis 12 Uhr
    | 0\d{4}[ ]?[-–][ ]?0\d{4}(?!\d)                          # postal codes
    | \d[\d.,\u00a0 ]{0,20}[ ]?(?:€|Euro|EUR|%|Prozent|qm|m²|km)(?!\w)  # 1 250 000 Euro
    | [A-Za-zÄÖÜäöü§]{0,40}[ ]?\d{1,5}[-/](?:19|20)\d{2}(?!\d)     # 0031/2016
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NOT_IN_A_NUMBER = r"(?<![\w.,:/·§+-])"
_BETWEEN = r"[ \u00a0/().–-]{0,3}"
# With a dialling code (0611 …, +49 611 …) or after a word that says what it is.
_DIALLED = re.compile(rf"{_NOT_IN_A_NUMBER}\(?(?:\+|00)?(?:{_BETWEEN}\d){{7,15}}(?!\w)")
_NAMED = re.compile(
    r"(?<!\w)(?:Tel|Telefon|Telefonnummer|Mobil|Mobilnummer|Handy|Handynummer|Fax|WhatsApp|Signal)"
    rf"(?:\.|:|-?Nr\.|[ ]Nummer|[ ]ist|[ ]lautet|[ ])*(\d(?:{_BETWEEN}\d){{4,14}})(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Finding:
    """What stands in the text, and which kind of thing that probably is."""

    kind: Literal["phone", "email", "iban"]
    words: str


def findings(*texts: str) -> list[Finding]:
    """What of these texts looks like a telephone number, a mail address or an IBAN, each once."""
    found: dict[Finding, None] = {}
    for text in texts:
        found.update(dict.fromkeys(_found_in(text)))
    return list(found)[:MOST]


def _found_in(text: str) -> Iterator[Finding]:
    rest = "".join(map(_plain_digit, text))
    for iban in _IBAN.finditer(rest):
        if words := _iban_in(iban.group()):
            yield Finding("iban", words)
            rest = rest.replace(words, " ; ")
    rest = _WEB.sub(" ; ", rest)
    for email in _EMAIL.finditer(rest):
        yield Finding("email", email.group())
    rest = _EMAIL.sub(" ; ", rest)
    rest = _OTHER_NUMBERS.sub(" ; ", rest)
    for number in _DIALLED.finditer(rest):
        if _is_dialled(number.group()):
            yield Finding("phone", number.group().strip(" /.–-\u00a0"))
    for named in _NAMED.finditer(_DIALLED.sub(_unless_dialled, rest)):
        yield Finding("phone", named[1])


def _unless_dialled(number: re.Match[str]) -> str:
    return " ; " if _is_dialled(number.group()) else number.group()


def _plain_digit(letter: str) -> str:
    """Arabic and Persian digits as those that the patterns are made of."""
    return str(unicodedata.decimal(letter, letter))


def _iban_in(words: str) -> str:
    """The beginning of `words` that is an IBAN by length and check digits (ISO 13616), or ""."""
    bare = re.sub(r"\s", "", words).upper()
    known = _LENGTHS.get(bare[:2])
    for length in (known,) if known else range(min(34, len(bare)), 14, -1):
        if len(bare) >= length and _checks(bare[:length]):
            return _first_letters(words, length)
    return ""


def _checks(iban: str) -> bool:
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def _first_letters(words: str, many: int) -> str:
    """So much of `words` that it has so many letters, blanks not counted."""
    for at, letter in enumerate(words, 1):
        many -= not letter.isspace()
        if not many:
            return words[:at]
    return words


def _is_dialled(number: str) -> bool:
    """Whether a row of digits begins like a telephone number and is as long as one: 0 and an area
    code that begins with 1 to 9, or + (00) and a country (ITU-T E.164: at most 15 digits)."""
    digits = re.sub(r"\D", "", number)
    if "+" in number or digits.startswith("00"):
        digits = digits.removeprefix("00")
        is_thousands = re.search(r"\d\.\d{3}\.\d{3}", number) is not None
        return 8 <= len(digits) <= 15 and digits[0] != "0" and not is_thousands
    return digits[0] == "0" and digits[1] != "0" and 7 <= len(digits) <= 15
