"""One piece of news in words: what a mail says of it, in the language that is spoken now.

Whatever residents wrote is quoted line by line, so that no text of theirs passes for the city's.
"""

from collections.abc import Sequence

from app.comments.decision_words import decision_word
from app.i18n import _, ngettext
from app.models import (
    Decision,
    Pace,
    Reply,
    Standing,
    Voice,
)
from app.news import decided_words, from_tables
from app.news.items import Item, Words, also_said, note_of, quoted, what_was_said
from app.processes import phases

MOST = 50  # notes that are named one by one


def say(item: Item) -> Words:
    """Headline and text. Every kind of news stands in `_SAID`."""
    return _SAID[item.news.kind](item)


def _reply(item: Item) -> Words:
    note, answer = note_of(item), item.reply
    assert answer is not None  # noqa: S101 - as above
    if item.is_own:
        headline = _("Antwort auf Ihre Anmerkung #%(n)d") % {"n": note.number}
    else:
        headline = _("Antwort auf die Anmerkung #%(n)d") % {"n": note.number}
    words = quoted(answer.text) if answer.voice is Voice.RESIDENT else answer.text
    parts = [f"{_speaker(answer)}\n\n{words}", *also_said(item, answer), what_was_said(item)]
    return headline, "\n\n".join([*parts, item.link])


def _speaker(answer: Reply) -> str:
    if answer.statement is not None:
        said = _("%(name)s nimmt Stellung:")
        return said % {"name": answer.statement.office.name}
    if answer.voice is Voice.MODERATOR:
        return _("Moderation (%(name)s) antwortet:") % {"name": answer.author_name}
    return _("%(name)s antwortet:") % {"name": answer.author_name}


def _new_note(item: Item) -> Words:
    note = note_of(item)
    facts = {"n": note.number, "address": note.address, "name": note.author_name}
    headline = _("Neue Anmerkung #%(n)d zu %(address)s") % facts
    parts = [_("%(name)s schreibt:") % facts, quoted(note.text), *also_said(item, note)]
    if note.proposed_wording:
        parts += [_("Vorgeschlagene Formulierung:"), quoted(note.proposed_wording)]
    return headline, "\n\n".join([*parts, item.link])


def _version(item: Item) -> Words:
    number, notes = int(item.about["version"]), list(item.about.get("notes", ()))
    facts = {"process": item.process.title, "version": number, "n": len(notes)}
    text = _("Der Entwurf „%(process)s“ hat eine neue Fassung, Fassung %(version)d.") % facts
    changes = _("Was sich geändert hat, Wort für Wort:") + f"\n{item.at('/changes')}"
    if number == 1:
        headline = _("Der Entwurf ist da: %(process)s") % facts
        text = _("Den Entwurf „%(process)s“ können Sie jetzt lesen.") % facts
        return headline, f"{text}\n\n{item.at('/draft')}"
    if not notes:
        return _("Neue Fassung %(version)d: %(process)s") % facts, f"{text}\n\n{changes}"
    headline = _("Neue Fassung: Was aus Ihren Anmerkungen wurde")
    intro = ngettext(
        "Das wurde aus Ihrer Anmerkung:", "Das wurde aus Ihren %(n)d Anmerkungen:", len(notes)
    )
    lines = [_became(item, *note) for note in notes[:MOST]]
    if len(notes) > MOST:
        rest = len(notes) - MOST
        lines.append(ngettext("und %(n)d weitere", "und %(n)d weitere", rest) % {"n": rest})
    return headline, "\n\n".join([text, intro % facts, *lines, changes])


def _became(
    item: Item,
    number: int,
    state: str,
    new: str,
    old: str,
    decision: str = "",
    changes: Sequence[Sequence[str]] = (),
) -> str:
    facts = {"n": number, "what": standing_word(state), "old": old, "new": new}
    if state == Standing.GONE:
        said = _("#%(n)d: %(what)s. Die Stelle %(old)s gibt es nicht mehr; die Anmerkung bleibt.")
    elif new == old:
        said = _("#%(n)d: %(what)s, %(new)s")
    else:
        said = _("#%(n)d: %(what)s, jetzt %(new)s (bisher %(old)s)")
    told = [said % facts]
    if decision:
        word = decision_word(Decision(decision))
        told.append(_("Entscheidung der Arbeitsgruppe: %(word)s") % {"word": word})
    for change in changes:
        told += _reworded(*change)
    return "\n".join([*told, item.at(f"/comments/{number}")])


def _reworded(address: str, before: str, after: str) -> list[str]:
    """What changed in the text because of a note."""
    told = [_("Deswegen geändert, %(address)s:") % {"address": address}]
    told += [_("bisher:"), quoted(before)] if before else []
    return [*told, _("jetzt:"), quoted(after)] if after else [*told, _("jetzt: entfallen")]


def _moved(item: Item) -> Words:
    facts = {"n": note_of(item).number, **item.about}
    text = _(
        "Die Moderation hat die Anmerkung #%(n)d verschoben: von %(before)s nach %(after)s. "
        "Der Grund: %(reason)s"
    )
    return _("Verschoben: Anmerkung #%(n)d") % facts, f"{text % facts}\n\n{item.link}"


def standing_word(state: str) -> str:
    """What became of a note in a new version."""
    return {
        Standing.STAYS: _("bleibt"),
        Standing.MOVED: _("verschoben"),
        Standing.REWORDED: _("umformuliert"),
        Standing.GONE: _("weggefallen"),
    }[Standing(state)]


def _opening(item: Item) -> Words:
    facts = {"process": item.process.title, "until": phases.until(item.process)}
    text = _("Zum Entwurf „%(process)s“ können Sie jetzt Anmerkungen schreiben, bis %(until)s.")
    return _("Jetzt Anmerkungen schreiben: %(process)s") % facts, f"{text % facts}\n\n{item.at()}"


def _closing(item: Item) -> Words:
    facts = {"process": item.process.title, "until": phases.until(item.process)}
    if item.about.get("soon"):
        headline = _("Bald zu Ende: Anmerkungen zu „%(process)s“")
        text = _("Zum Entwurf „%(process)s“ können Sie noch bis %(until)s Anmerkungen schreiben.")
    else:
        headline = _("Zu Ende: Anmerkungen zu „%(process)s“")
        text = _(
            "Zum Entwurf „%(process)s“ nimmt die Stadt keine Anmerkungen mehr an. Alle "
            "Anmerkungen und Antworten bleiben zu lesen. Was daraus wird, sagen wir Ihnen."
        )
    return headline % facts, f"{text % facts}\n\n{item.at()}"


_SAID = {
    **dict.fromkeys(("reply", "answer", "statement"), _reply),
    "decision": decided_words.decided,
    "taken_back": decided_words.taken_back,
    "note": _new_note,
    "moved": _moved,
    from_tables.KIND: from_tables.imported,
    "version": _version,
    "opening": _opening,
    "closing": _closing,
}
KINDS = frozenset(_SAID)


def pace_words() -> dict[Pace, str]:
    """How often mail may come, in words; the order is that of the choice."""
    return {
        Pace.AT_ONCE: _("Sofort, jede Neuigkeit einzeln"),
        Pace.DAILY: _("Einmal am Tag, gesammelt"),
        Pace.WEEKLY: _("Einmal in der Woche, gesammelt"),
        Pace.NEVER: _("Keine Mails"),
    }
