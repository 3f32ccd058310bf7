"""One note as a real Word comment: `comments.xml`, element by element."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.groups.contents import Answer, Note
from app.groups.writers import words
from app.groups.writers.plain import cut, one_line
from app.groups.writers.verdicts import verdict
from app.groups.writers.word.markup import BOLD, GREY, attribute, paragraph, run, said
from app.i18n import _

LONGEST_NAME = 120  # UTF-16 units; Word refuses a document with a name of more than 255

_MARK = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'


def comment(note: Note, identity: int, zone: str, *, is_exact: bool) -> str:
    """The element, with number and kind first, so a reply can be traced to its note.

    Its formatting is direct: LibreOffice does not apply styles within comments.
    Where the comment could not be hung on the very words (`is_exact` false), it quotes them.
    """
    who = _who(note)
    attributes = (
        f'w:id="{identity}" w:author={attribute(who)} w:initials={attribute(_initials(note))} '
        f"{_dates(note.created_at, zone)}"
    )
    return f"<w:comment {attributes}>{''.join(_paragraphs(note, zone, is_exact))}</w:comment>"


def _paragraphs(note: Note, zone: str, is_exact: bool) -> list[str]:
    lead = run(f"#{note.number} {words.kind(note.kind)}: ", direct=BOLD)
    pieces = [said(words.text(note), "CommentText", _MARK + lead)]
    if note.translation:
        translated = run(_("Übersetzung: "), direct=BOLD)
        pieces.append(said(note.translation, "CommentText", translated))
    if note.proposed_wording:
        wording = _("Vorgeschlagener Wortlaut: ")
        pieces.append(said(note.proposed_wording, "CommentText", run(wording, direct=BOLD)))
    for lead, added in words.additions(note, zone):
        pieces.append(said(added, "CommentText", run(f"{lead} ", direct=BOLD)))
    pieces.extend(_grey(note, is_exact))
    pieces.extend(_answer(answer, zone) for answer in note.answers)
    for lead, text in verdict(note):
        pieces.append(said(text, "CommentText", run(f"{lead} ", direct=BOLD)))
    return pieces


def _grey(note: Note, is_exact: bool) -> Iterator[str]:
    """Where it was written, how many agree, and for groups that may see it how to reach whom."""
    if note.made_version is not None:
        made = _("Geschrieben zu {place}").format(place=words.made(note))
        yield paragraph(run(made, direct=GREY), "CommentText")
    elif note.quote and not is_exact:
        gone = _("Geschrieben zu „{quote}“").format(quote=one_line(note.quote))
        yield paragraph(run(gone, direct=GREY), "CommentText")
    agreed = _("{address} · Stimmen zu: {count}")
    agreed = agreed.format(address=one_line(note.address), count=note.supports)
    yield paragraph(run(agreed, direct=GREY), "CommentText")
    if note.contact:
        yield paragraph(run(one_line(note.contact), direct=GREY), "CommentText")


def _answer(answer: Answer, zone: str) -> str:
    lead = f"{words.speaker(answer)}, {words.stamp(answer.at, zone)}: "
    return said(answer.text, "CommentText", run(lead, direct=BOLD))


def _who(note: Note) -> str:
    if note.state != "public" and not note.author:
        return words.state(note.state)
    who = ", ".join(filter(None, (one_line(note.author), one_line(note.role))))
    return cut(who or _("ohne Namen"), LONGEST_NAME, "…")


def _initials(note: Note) -> str:
    letters = [word[0] for word in one_line(note.author).split() if word[0].isalnum()]
    return "".join(letters[:3]).upper() or "–"


def _dates(moment: datetime, zone: str) -> str:
    """Word takes `w:date` for local time whatever its zone says, and since 2023 `dateUtc` too."""
    local = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    shown = local.isoformat(timespec="seconds")
    return f'w:date="{shown}" w16du:dateUtc="{utc.isoformat(timespec="seconds")}Z"'
