"""One note as data for the reading copy."""

from typing import Any

from app.groups.contents import Note
from app.groups.writers import words
from app.groups.writers.plain import is_right_to_left, one_line, printable
from app.groups.writers.verdicts import verdict
from app.i18n import _, ngettext

EXCERPT = 14  # words of a quote: its passage stands right above

Data = dict[str, Any]


def remark(note: Note, zone: str, *, is_exact: bool) -> Data:
    """Number, kind, who and when, the words, what belongs to them, answers and the decision."""
    return {
        "number": f"#{note.number}",
        "kind": words.kind(note.kind),
        "about": " · ".join(_about(note, zone)),
        "place": _place(note, is_exact),
        "words": said(words.text(note)),
        "more": [{"lead": lead, "words": said(text)} for lead, text in _more(note, zone)],
        "answers": [
            {
                "lead": f"{words.speaker(answer)}, {words.stamp(answer.at, zone)}:",
                "words": said(answer.text),
                "is_office": answer.voice == "office",
            }
            for answer in note.answers
        ],
        "verdict": [{"lead": lead, "words": said(text)} for lead, text in verdict(note)],
        "is_settled": bool(note.decided),
    }


def said(value: str) -> Data:
    """A person's words in paragraphs, and whether they run from the right."""
    lines = [line.strip() for line in printable(value).split("\n")]
    return {"lines": [line for line in lines if line], "rtl": is_right_to_left(value)}


def _about(note: Note, zone: str) -> list[str]:
    who = ", ".join(filter(None, (one_line(note.author), one_line(note.role))))
    parts = [who or _("ohne Namen")] if note.state == "public" or who else []
    parts.append(words.stamp(note.created_at, zone))
    if note.supports:
        agree = ngettext("{count} Person stimmt zu", "{count} Personen stimmen zu", note.supports)
        parts.append(agree.format(count=note.supports))
    if note.contact:
        parts.append(one_line(note.contact))
    return parts


def _place(note: Note, is_exact: bool) -> str:
    """The address and the words it was written about, which stand above it."""
    if note.address == note.field and not note.quote and note.made_version is None:
        return ""
    quote = one_line(note.quote).split(" ")
    short = " ".join(quote[:EXCERPT]) + (" …" if len(quote) > EXCERPT else "")
    if note.made_version is not None:
        return _("Geschrieben zu {place}").format(place=words.made(note))
    if short and not is_exact:
        return _("{address}, geschrieben zu „{quote}“").format(
            address=one_line(note.address), quote=short
        )
    return f"{one_line(note.address)} „{short}“" if short else one_line(note.address)


def _more(note: Note, zone: str) -> list[tuple[str, str]]:
    more = [
        (_("Übersetzung:"), note.translation),
        (_("Vorgeschlagener Wortlaut:"), note.proposed_wording),
        *words.additions(note, zone),
        ("", words.joined(note)),
    ]
    return [(lead, text) for lead, text in more if text]
