"""`README.txt`: what is in here, for somebody who has just unpacked it."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from app.groups.contents import Contents, Head
from app.groups.writers import words
from app.groups.writers.about import Line, facts, figures, whom_to_ask
from app.groups.writers.counts import Counts, take
from app.groups.writers.plain import one_line
from app.i18n import _, number

WIDTH = 74


def write(
    contents: Contents,
    file: BinaryIO,
    *,
    counts: Counts | None = None,
    documents: Sequence[str] = ("comments.docx", "comments.pdf"),
) -> None:
    """German, CR LF, UTF-8 with a byte order mark: right in every editor of Windows.

    `documents` are the names of the Word files and of those to read; without `counts` the notes
    are read once.
    """
    lines = _lines(contents, counts or take(contents), documents)
    file.write("\r\n".join((*lines, "")).encode("utf-8-sig"))


def _lines(contents: Contents, counts: Counts, documents: Sequence[str]) -> Iterator[str]:
    head = contents.head
    kind = _("Themenpaket: {label}") if head.advises else _("Rückmeldepaket: {label}")
    title = kind.format(label=words.label(head))
    yield from textwrap.wrap(title, WIDTH)
    yield "=" * min(len(title), WIDTH)
    yield ""
    yield from _table(facts(contents))
    yield from _section(_("Was hier liegt"))
    yield from _table(_files(documents, head))
    yield from _section(_("Wie viele Anmerkungen"))
    yield from _table(figures(counts))
    for title, text in _advice(contents):
        yield from _section(title)
        yield from _wrapped(text, WIDTH)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width`; a web address is never broken."""
    return textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)


def _section(title: str) -> tuple[str, ...]:
    return ("", "", title, "-" * len(title), "")


def _table(lines: Iterable[Line]) -> Iterator[str]:
    rows = [(key, number(value) if isinstance(value, int) else value) for key, value in lines]
    width = max(len(key) for key, _value in rows) + 2
    for key, value in rows:
        pieces = [
            piece
            for line in str(value).split("\n")
            for piece in _wrapped(line, WIDTH - width) or [""]
        ]
        yield f"{key:<{width}}{pieces[0]}"
        yield from (" " * width + piece for piece in pieces[1:])


def _files(documents: Sequence[str], head: Head) -> tuple[Line, ...]:
    decides = _("Die Tabelle, in der Ihre Gruppe entscheidet. Für Excel.")
    table = _("Die Tabelle mit allen Anmerkungen. Für Excel.") if head.advises else decides
    margin = _("Der Text mit jeder Anmerkung am Rand, an ihren Worten. Für Word und LibreOffice.")
    reading = _("Derselbe Text zum Lesen und Drucken, unter jedem Absatz seine Anmerkungen.")
    return (
        ("comments.xlsx", table),
        _parts([name for name in documents if name.endswith(".docx")], margin),
        _parts([name for name in documents if name.endswith(".pdf")], reading),
        ("comments.ods", _("Dieselbe Tabelle für LibreOffice.")),
        ("comments.csv", _("Dieselbe Tabelle für andere Programme (Semikolon, UTF-8).")),
        ("comments.json", _("Alles, auch der Text des Entwurfs, für Programme.")),
        (
            "Anlagen",
            _("Was Ämter zu ihren Stellungnahmen beigelegt haben, und Briefe, falls vorhanden."),
        ),
        ("manifest.json", _("Größe und Prüfsumme (SHA-256) jeder Datei und alle Angaben oben.")),
        ("manifest.sig", _("Die Unterschrift dazu: So lässt sich prüfen, dass nichts fehlt.")),
    )


def _parts(names: Sequence[str], what: str) -> Line:
    if len(names) == 1:
        return names[0], what
    parts = _("In {n} Teilen, damit sich jeder öffnen lässt.").format(n=len(names))
    return f"{names[0]} …", f"{what} {parts}"


def _advice(contents: Contents) -> tuple[tuple[str, str], ...]:
    head = contents.head
    return (
        (
            _("So öffnen Sie das Paket"),
            _(
                "Entpacken Sie zuerst die ZIP-Datei: rechte Maustaste, „Alle extrahieren“. Dann "
                "öffnet ein Doppelklick jede Datei. Sehen Sie in Word keine Anmerkungen, wählen "
                "Sie unter „Überprüfen“ die Ansicht „Alle Markups“."
            ),
        ),
        _back(head),
        (
            _("Zum Datenschutz"),
            _privacy(head),
        ),
        (
            _("Wie verlässlich das Paket ist"),
            _(
                "Es bleibt, wie es gezogen wurde. Was danach geschrieben oder beantwortet wurde, "
                "steht im nächsten Paket und auf {url}."
            ).format(url=one_line(head.url)),
        ),
        (_("Wen Sie fragen können"), whom_to_ask(head)),
    )


def _back(head: Head) -> tuple[str, str]:
    """What comes of reading it: decisions that are handed back, or advice that is given online."""
    if head.advises:
        return (
            _("Was Sie damit tun"),
            _(
                "Ihre Gruppe rät, es entscheiden die Arbeitsgruppen der Handlungsfelder. Ihre "
                "Empfehlungen schreiben Sie im Raum Ihrer Gruppe; zurückgeben müssen Sie nichts."
            ),
        )
    return (
        _("So entscheiden Sie, und so geben Sie es zurück"),
        _(
            "Füllen Sie in comments.xlsx oder comments.ods die hellgelben Spalten aus; für die "
            "Entscheidung gibt es eine Liste. Oder antworten Sie in comments.docx auf eine "
            "Anmerkung am Rand, oder schreiben Sie eine neue: „#87: übernommen, weil …“. Laden "
            "Sie die Datei dann im Raum Ihrer Gruppe unter „Rückgaben“ hoch. Zuerst sehen Sie, "
            "was sich ändert; dann übernehmen Sie es. Zweimal hochladen schadet nicht."
        ),
    )


def _privacy(head: Head) -> str:
    """What of people stands in it: what a group is told beyond the public, first."""
    if head.marks:
        told = " ".join(one_line(mark) for mark in head.marks)
    else:
        told = _(
            "Hier stehen die selbst gewählten öffentlichen Namen, keine Adressen. Was Menschen "
            "schreiben, kann trotzdem Persönliches enthalten. Ausgeblendete Anmerkungen stehen "
            "ohne Text und Namen darin."
        )
    bound = _(
        "Das Paket ist für die Arbeit der Gruppe bestimmt: Geben Sie es nicht weiter, und löschen "
        "Sie es, wenn die Arbeit getan ist."
    )
    return f"{told} {bound}"
