"""The German words and dates that several formats share."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.groups.contents import Answer, Head, Note
from app.groups.writers.plain import one_line
from app.i18n import _, day, instant, ngettext


def kind(name: str) -> str:
    """What a note wants: Anmerkung, Vorschlag or Frage."""
    known = {"note": _("Anmerkung"), "suggestion": _("Vorschlag"), "question": _("Frage")}
    return known.get(name, name)


def state(name: str) -> str:
    """The state of a note in its life, without the rule."""
    known = {
        "public": _("öffentlich"),
        "hidden": _("ausgeblendet"),
        "withdrawn": _("zurückgezogen"),
        "waiting": _("wartet auf die Moderation"),
        "unconfirmed": _("nicht bestätigt"),
        "expired": _("verfallen"),
    }
    return known.get(name, name)


def standing(note: Note) -> str:
    """How it stands with one note: "öffentlich, beantwortet", "ausgeblendet nach Spielregel 3"."""
    if note.state == "hidden" and note.hidden_rule:
        return _("ausgeblendet nach Spielregel {rule}").format(rule=one_line(note.hidden_rule))
    if note.state == "public" and any(answer.voice != "resident" for answer in note.answers):
        return _("öffentlich, beantwortet")
    return state(note.state)


def text(note: Note) -> str:
    """What a note says; of one that is not public that it is not, and its words where the group may
    read them all the same."""
    return note.text if note.state == "public" else f"[{standing(note)}] {note.text}".rstrip()


def new_since(head: Head) -> str:
    """Of a bundle that goes on from an earlier one: what is in it, and how many older notes have
    changed since; "" for a whole one."""
    if not head.since:
        return ""
    new = _("nur, was seit Paket {number} neu ist").format(number=head.since)
    if not head.changed_since:
        return new
    changed = ngettext(
        "{count} ältere Anmerkung hat sich seither geändert",
        "{count} ältere Anmerkungen haben sich seither geändert",
        head.changed_since,
    ).format(count=head.changed_since)
    return f"{new}; {changed}"


def whole(note: Note, zone: str) -> str:
    """What a note says, with what its author added to it later."""
    return "\n\n".join([note.text, *(f"{said}\n{text}" for said, text in additions(note, zone))])


def additions(note: Note, zone: str) -> list[tuple[str, str]]:
    """Each addition, after "Nachtrag, 18.10.2016 20:14:"."""
    when = _("Nachtrag, {moment}:")
    return [(when.format(moment=stamp(one.at, zone)), one.text) for one in note.additions]


def made(note: Note) -> str:
    """Where a note was made, if that is not where it stands now: "Fassung 1, HF2 · 3.4: „…“"."""
    if note.made_version is None:
        return ""
    where = _("Fassung {version}, {address}").format(
        version=note.made_version, address=one_line(note.made_address)
    )
    if note.is_gone:
        where = _("weggefallen, siehe {place}").format(place=where)
    return f"{where}: „{one_line(note.made_quote)}“" if note.made_quote else where


def joined(note: Note) -> str:
    """What moderators did to a note, a line for each: "Verschoben: HF1 · 3.4", "Teil von: #3"."""
    of = note.joined
    said = [
        (_("Verschoben"), ", ".join(one_line(address) for address in of.moved_from)),
        (_("Teil von"), f"#{of.part_of}" if of.part_of else ""),
        (_("Geteilt in"), str(of.parts) if of.parts else ""),
        (_("Wiederholt"), f"#{of.repeats}" if of.repeats else ""),
        (_("Ähnliche Anmerkungen"), str(of.similar - 1) if of.similar else ""),
    ]
    return "\n".join(f"{label}: {value}" for label, value in said if value)


def speaker(answer: Answer) -> str:
    """Who answers: a name, "Moderation", or "Stellungnahme: Amt für …" for an office."""
    name = one_line(answer.by)
    if answer.voice == "office":
        return _("Stellungnahme: {office}").format(office=name)
    if answer.voice == "moderator" and name and _("Moderation") not in name:
        return _("Moderation, {name}").format(name=name)
    return name or (_("Moderation") if answer.voice == "moderator" else _("ohne Namen"))


def stamp(moment: datetime, zone: str) -> str:
    """Date and time in `zone`, short: "18.10.2016 20:14"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


def window(head: Head) -> str:
    """When notes were taken; midnight at the end is said as 24 Uhr of the day before."""
    zone = ZoneInfo(head.zone)
    closes = head.closes_at.astimezone(zone)
    if (closes.hour, closes.minute, closes.second) == (0, 0, 0):
        last = day(head.closes_at - timedelta(minutes=1), head.zone)
        until = _("{day}, 24 Uhr").format(day=last)
    else:
        until = instant(head.closes_at, head.zone)
    opens = head.opens_at.astimezone(zone)
    on_the_hour = (opens.hour, opens.minute) == (0, 0)
    since = day(head.opens_at, head.zone) if on_the_hour else instant(head.opens_at, head.zone)
    return _("{since} bis {until}").format(since=since, until=until)


def label(head: Head) -> str:
    """Which bundle it is: "AG 2, Paket 3"."""
    return _("{group}, Paket {number}").format(group=one_line(head.group), number=head.number)


def drawn(head: Head) -> str:
    """When and by whom it was drawn: "10. November 2016, 9:30 Uhr, von Jana Albers"."""
    moment = instant(head.drawn_at, head.zone)
    return _("{moment}, von {name}").format(moment=moment, name=one_line(head.drawn_by))
