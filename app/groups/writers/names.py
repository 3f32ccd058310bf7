"""Names of files that a group takes home, in plain ASCII."""

import re
from zoneinfo import ZoneInfo

from app.groups.contents import Head
from app.text import normal

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)


def bundle_name(head: Head) -> str:
    """A readable name for the ZIP in plain ASCII: "AG2_Deutscherwerb_Paket-3_2016-11-10.zip".

    Umlauts are spelled out: a name goes through mails, file servers and old programs for ZIPs, and
    what each of them makes of an umlaut differs. Nothing in it can end a header or leave a folder,
    whatever a group is called; a group whose name has no Latin letter goes by its slug.
    """
    found = re.match(r"\s*(\w+\s*\d+)\b(.*)", head.group, re.DOTALL)
    first, rest = found.groups() if found else (head.group, "")
    parts = [_ascii(first).replace("-", "") if found else _ascii(first), _ascii(rest)]
    named = [part for part in parts if part] or [_ascii(head.group_slug) or "Gruppe"]
    new = [f"neu-seit-{head.since}"] if head.since else []
    drawn = head.drawn_at.astimezone(ZoneInfo(head.zone))
    return "_".join([*named, f"Paket-{head.number}", *new, f"{drawn:%Y-%m-%d}"]) + ".zip"


def _ascii(value: str) -> str:
    composed = normal(value).translate(_UMLAUTS)
    plain = normal(composed, "NFKD").encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def plain_name(value: str) -> str:
    """A file's name in the same manner, its ending kept: "Plan-Sued.pdf"."""
    stem, dot, ending = value.rpartition(".")
    ending = re.sub(r"[^A-Za-z0-9]", "", ending)[:8]
    name = _ascii(stem if dot else value) or "Datei"
    return f"{name}.{ending}" if dot and ending else name
