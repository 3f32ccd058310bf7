"""One note and what became of it, as data for the results on paper."""

from typing import Any
from zoneinfo import ZoneInfo

from app.groups.ledger import Change, Entry
from app.groups.writers.plain import one_line, printable
from app.groups.writers.reading.remarks import Data, said
from app.groups.writers.results_words import Words
from app.i18n import _, ngettext

EXCERPT = 600  # signs of what somebody wrote; the whole note is on the page with its number


def outcome(entry: Entry, known: Words, zone: ZoneInfo) -> Data:
    """Its number, words and place, the decision with its reason, what changed in the text."""
    return {
        "number": f"#{entry.number}",
        "kind": known.kind(entry.kind.value),
        "decision": known.decision(entry) or one_line(known.joined(entry)),
        "standing": entry.decision.value if entry.decision else "open" if entry.is_open else "",
        "about": " · ".join(_about(entry)),
        "words": said(_cut(known.text(entry))),
        "reason": [{"lead": lead, "words": said(text)} for lead, text in _reason(entry)],
        "changes": [_change(change) for change in entry.changes],
        "earlier": said(known.earlier(entry, zone)),
    }


def _about(entry: Entry) -> list[str]:
    quote = one_line(entry.quote)
    words = f"{one_line(entry.address)} „{_cut(quote, 90)}“" if quote else one_line(entry.address)
    if not entry.is_public:
        return [words]
    who = ", ".join(filter(None, (one_line(entry.author), one_line(entry.role))))
    parts = [words, *([who] if who else [])]
    if entry.supports:
        agree = ngettext("{count} Person stimmt zu", "{count} Personen stimmen zu", entry.supports)
        parts.append(agree.format(count=entry.supports))
    return parts


def _reason(entry: Entry) -> list[tuple[str, str]]:
    lines = (
        ("", entry.reason if entry.decision else entry.left_open),
        (_("Weitergegeben an:"), one_line(entry.passed_on_to)),
        (_("Neuer Wortlaut:"), entry.wording),
        (_("Maßnahme:"), one_line(entry.measure)),
    )
    return [line for line in lines if line[1]]


def _change(change: Change) -> Data:
    """The words in one row, with what went and what came; each run says which it is."""
    if change.new_address:
        lead = _("Im Text, Fassung {version}, {address}:").format(
            version=change.version, address=one_line(change.new_address)
        )
    else:
        lead = _("Im Text gestrichen, Fassung {version}, {address}:").format(
            version=change.before, address=one_line(change.old_address)
        )
    runs: list[tuple[str, str]] = []
    for piece in change.pieces:
        text = printable(piece.text).replace("\n", " ")
        bare = text.lstrip(" ")
        if runs and bare != text:
            runs.append(("", " "))
        runs.append((piece.mark, bare))
    return {"lead": lead, "runs": runs}


def _cut(text: str, most: int = EXCERPT) -> str:
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0] + " …"


def figures(counts: Any, title: str, known: Words) -> Data:
    """One row of the table of figures."""
    decisions = [counts.of(decision) for decision in known.decisions]
    return {"title": title, "figures": [*decisions, counts.open, counts.notes]}
