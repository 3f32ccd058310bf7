"""What a working group decided, in a mail: the decision, its reason, the words before and after,
what follows from it, and what it had decided before."""

from app import i18n
from app.comments.decision_words import decision_word
from app.drafts.wording import old_words
from app.i18n import _
from app.models import Decision, Disposition
from app.news.items import Item, Words, note_of, quoted, what_was_said, where_to_read


def decided(item: Item) -> Words:
    """Headline and text on a decision that holds."""
    note, decision = note_of(item), item.decision
    assert decision is not None  # noqa: S101 - read with it (sending.py), for the type checker
    word = decision_word(decision.decision)
    if item.is_own:
        headline = _("Entscheidung über Ihre Anmerkung #%(n)d: %(word)s")
    else:
        headline = _("Entscheidung über die Anmerkung #%(n)d: %(word)s")
    headline %= {"n": note.number, "word": word}
    parts = [*_said(item, decision), *_said_before(item), what_was_said(item)]
    return headline, "\n\n".join([*parts, *where_to_read(item)])


def _said(item: Item, decision: Disposition) -> list[str]:
    day = i18n.day(decision.decided_at, item.process.zone)
    said = _("Die Arbeitsgruppe hat am %(day)s entschieden: %(word)s.")
    parts = [said % {"day": day, "word": decision_word(decision.decision)}]
    if decision.decision is Decision.OUT_OF_SCOPE and decision.passed_on_to:
        to = {"name": decision.passed_on_to}
        parts.append(_("Die Anmerkung ist weitergegeben an: %(name)s") % to)
    if decision.reason:
        parts.append(_("Ihr Grund:") + f"\n\n{quoted(decision.reason)}")
    if decision.new_wording:
        # As it stood when the group decided: by now a new version may be public.
        parts += _wording(old_words(decision.wording_html), decision.new_wording)
    if decision.measure:
        parts.append(_("Was daraus folgt: %(measure)s") % {"measure": decision.measure})
    return parts


def _wording(old: str, new: str) -> list[str]:
    if not old:
        return [_("So soll es im Entwurf heißen:") + f"\n\n{quoted(new)}"]
    return [
        _("So steht es im Entwurf:") + f"\n\n{quoted(old)}",
        _("So soll es künftig heißen:") + f"\n\n{quoted(new)}",
    ]


def _said_before(item: Item) -> list[str]:
    if item.earlier is None:
        return []
    facts = {
        "day": i18n.day(item.earlier.decided_at, item.process.zone),
        "word": decision_word(item.earlier.decision),
    }
    said = _("Vorher hatte sie am %(day)s anders entschieden: %(word)s.") % facts
    if not item.earlier.reason:
        return [said]
    return [f"{said} " + _("Der Grund war:") + f"\n\n{quoted(item.earlier.reason)}"]


def taken_back(item: Item) -> Words:
    """Headline and text where a decision holds no more, and none is in its place."""
    number = {"n": note_of(item).number}
    if item.is_own:
        headline = _("Zurückgenommen: die Entscheidung über Ihre Anmerkung #%(n)d") % number
    else:
        headline = _("Zurückgenommen: die Entscheidung über die Anmerkung #%(n)d") % number
    parts = [_("Die Arbeitsgruppe hat ihre Entscheidung zurückgenommen. Sie entscheidet neu.")]
    parts += [*_said_before(item), what_was_said(item)]
    return headline, "\n\n".join([*parts, *where_to_read(item)])
