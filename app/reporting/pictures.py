"""From the counted numbers to the charts of a page, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.comments.sources import source_word
from app.i18n import NAMES, _, ngettext, number
from app.models import ActionField, Process
from app.reporting.charts import Chart, Line
from app.reporting.days import by_day
from app.reporting.withholding import LEAST, OTHERS, gathered

Content = Mapping[str, Any]
WAITS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 13), (14, 29), (30, 10**6))


def public_charts(
    content: Content, process: Process, fields: Sequence[ActionField], least: int = LEAST
) -> list[Chart]:
    """What everybody may see, small numbers of people gathered; with `least` 0 as it is."""
    return [
        by_day(content["days"]),
        _fields(content, fields),
        _kinds(content),
        _waits(content, process),
        _people(content, least),
        _languages(content, least),
        _sources(content, least),
    ]


def _heads(first: str) -> tuple[str, ...]:
    return (first, _("Anmerkungen"), _("Beantwortet"))


def _pair(label: str, pair: Sequence[int], **more: Any) -> Line:
    notes, answered = pair
    return Line(label, (notes, answered), whole=notes, part=answered, **more)


def _fields(content: Content, fields: Sequence[ActionField]) -> Chart:
    found = content["fields"]
    lines = [
        _pair(
            f"{field.label} {field.title}",
            found.get(str(field.id), [0, 0]),
            colour=field.colour,
            is_german=True,
        )
        for field in fields
    ]
    return Chart(
        "fields",
        _("Anmerkungen zu jedem Handlungsfeld"),
        _heads(_("Handlungsfeld")),
        lines,
        says=_answered_of(content),
    )


def _answered_of(content: Content) -> str:
    return _("%(n)s von %(all)s Anmerkungen haben eine Antwort der Stadt.") % {
        "n": number(content["answered"]),
        "all": number(content["notes"]),
    }


def _kinds(content: Content) -> Chart:
    words = {"note": _("Anmerkung"), "suggestion": _("Vorschlag"), "question": _("Frage")}
    lines = [_pair(word, content["kinds"].get(kind, [0, 0])) for kind, word in words.items()]
    return Chart("kinds", _("Was die Anmerkungen sind"), _heads(_("Art")), lines)


def _waits(content: Content, process: Process) -> Chart:
    waits = {int(days): n for days, n in content["waits"].items()}
    lines = [
        Line(_wait(low, high), (n,), whole=n)
        for low, high in WAITS
        for n in [sum(count for days, count in waits.items() if low <= days <= high)]
    ]
    in_time = sum(count for days, count in waits.items() if days <= process.answer_days)
    says = _(
        "Zugesagt ist eine Antwort binnen %(days)s Tagen. So kam sie in %(n)s von %(all)s Fällen."
    )
    return Chart(
        "answers",
        _("Wie lange eine Antwort dauert"),
        (_("Erste Antwort der Stadt"), _("Anmerkungen")),
        lines,
        says=says
        % {
            "days": number(process.answer_days),
            "n": number(in_time),
            "all": number(sum(waits.values())),
        }
        if waits
        else _("Noch ist keine Anmerkung beantwortet."),
    )


def _wait(low: int, high: int) -> str:
    if high == 0:
        return _("am selben Tag")
    if low == high:
        return ngettext("nach %(n)s Tag", "nach %(n)s Tagen", low) % {"n": number(low)}
    if high > 10**5:
        return _("nach %(n)s Tagen oder mehr") % {"n": number(low)}
    return _("nach %(a)s bis %(b)s Tagen") % {"a": number(low), "b": number(high)}


def _people(content: Content, least: int) -> Chart:
    words = {
        "accounts": _("mit Konto"),
        "guests": _("als Gast, mit bestätigter Adresse"),
        "former": _("Konto inzwischen gelöscht"),
        OTHERS: _("weitere"),
    }
    people = {key: [content["people"].get(key, 0)] for key in words if key}
    lines = [Line(words[key], (n,), whole=n) for key, (n,) in gathered(people, least).items()]
    return Chart(
        "people",
        _("Wie viele Menschen geschrieben haben"),
        (_("Wie sie schreiben"), _("Menschen")),
        lines,
        says=_nobodys(content, least),
        note=_gathering(least),
    )


def _nobodys(content: Content, least: int) -> str:
    """How many notes name nobody: those are notes, for how many people wrote them nobody knows."""
    unsigned, taken = content["people"]["unsigned"], content["people"]["taken"]
    if unsigned + taken < max(least, 1):
        return ""
    return ngettext(
        "Dazu kommt %(n)s Anmerkung ohne Konto und Adresse oder von Papier, Telefon und "
        "Versammlungen. Wie viele Menschen dahinter stehen, ist nicht bekannt.",
        "Dazu kommen %(n)s Anmerkungen ohne Konto und Adresse oder von Papier, Telefon und "
        "Versammlungen. Wie viele Menschen dahinter stehen, ist nicht bekannt.",
        unsigned + taken,
    ) % {"n": number(unsigned + taken)}


def _gathering(least: int) -> str:
    if not least:
        return ""
    return _("Was auf weniger als %(n)s zutrifft, steht zusammen unter „weitere“.") % {
        "n": number(least)
    }


def _languages(content: Content, least: int) -> Chart:
    found = _merged(content["languages"], lambda code: code if code in NAMES else OTHERS)
    lines = [
        _pair(NAMES.get(code, _("weitere")), pair) for code, pair in gathered(found, least).items()
    ]
    return Chart(
        "languages",
        _("In welchen Sprachen"),
        _heads(_("Sprache")),
        lines,
        note=_gathering(least),
    )


def _sources(content: Content, least: int) -> Chart:
    found = _merged(content["sources"], source_word)
    lines = [_pair(word or _("weitere"), pair) for word, pair in gathered(found, least).items()]
    return Chart(
        "sources",
        _("Auf welchem Weg"),
        _heads(_("Weg")),
        lines,
        note=_gathering(least),
    )


def _merged(found: Mapping[str, Sequence[int]], word: Callable[[str], str]) -> dict[str, list[int]]:
    sums: dict[str, list[int]] = {}
    for key, pair in found.items():
        have = sums.setdefault(word(key), [0] * len(pair))
        for at, n in enumerate(pair):
            have[at] += n
    return sums
