"""The first page: whose text this is, what hangs on it, how to read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.groups.contents import Contents
from app.groups.writers import words
from app.groups.writers.about import Line, facts, figures
from app.groups.writers.counts import Counts
from app.groups.writers.plain import one_line
from app.groups.writers.word.body import Mark, block, runs
from app.groups.writers.word.markup import TAB, paragraph, run
from app.groups.writers.word.parts import Part
from app.groups.writers.word.stops import Stops
from app.i18n import _, number


@dataclass(frozen=True, slots=True)
class Front:
    """What the first page of one part is about."""

    contents: Contents
    counts: Counts
    stops: Stops
    parts: Sequence[Part]
    index: int


def title_page(front: Front, marks: Sequence[Mark]) -> str:
    """The page as WordprocessingML; notes that belong to no field hang on the title."""
    head = front.contents.head
    title = front.stops.all[0].text
    pieces = [
        paragraph(run(one_line(head.organisation)), "Sender"),
        paragraph(runs(title, (0, len(title)), marks), "Title"),
        paragraph(run(words.label(head)), "Subtitle"),
    ]
    if len(front.parts) > 1:
        pieces.append(paragraph(run(_("Dieser Teil")), "FactsTitle"))
        pieces += [_fact(name, value) for name, value in this_part(front)]
    pieces.append(paragraph(run(_("Das Paket")), "FactsTitle"))
    pieces += [_fact(name, value) for name, value in facts(front.contents)[2:]]
    pieces.append(paragraph(run(_("Die Anmerkungen")), "FactsTitle"))
    pieces += [_fact(name, value) for name, value in figures(front.counts)]
    pieces.append(paragraph(run(_hint()), "Hint"))
    return "".join(pieces)


def _hint() -> str:
    return _(
        "Jede Anmerkung hängt als Kommentar an den Worten, zu denen sie geschrieben wurde; "
        "sonst am Satz, am Absatz oder an der Überschrift des Handlungsfelds. Links vom Text "
        "steht die Fundstelle. Sehen Sie keine Kommentare, wählen Sie unter „Überprüfen“ die "
        "Ansicht „Alle Markups“."
    )


def _fact(name: str, value: str | int) -> str:
    said = number(value) if isinstance(value, int) else value
    return paragraph(run(name, "Quiet") + TAB + run(said), "Facts")


def this_part(front: Front) -> tuple[Line, ...]:
    """Which part it is, from where to where its text reaches, and how many notes are in it."""
    part = front.parts[front.index]
    which = _("{n} von {all}").format(n=front.index + 1, all=len(front.parts))
    addresses = [
        one_line(stop.passage.address if stop.passage else stop.field.label)
        for stop in (front.stops.all[at] for at in part.stops)
        if stop.field and stop.kind != "heading"
    ]
    first, last = (addresses[0], addresses[-1]) if addresses else ("", "")
    reach = _("{first} bis {last}").format(first=first, last=last)
    lines = (
        (_("Teil"), which),
        (_("Text"), reach if addresses else ""),
        (_("Anmerkungen darin"), part.notes),
    )
    return tuple(line for line in lines if line[1] != "")


def resumed(stops: Stops, index: int) -> str:
    """The headings over a stop in the middle of a field, where a part goes on with it."""
    pieces: list[str] = []
    for stop in stops.path(index):
        said = block(stop, [], stops.lowest(stop))
        if stop.kind == "field":
            said = said.removesuffix("</w:p>") + run(_(" (Fortsetzung)"), "Quiet") + "</w:p>"
        pieces.append(said)
    return "".join(pieces)
