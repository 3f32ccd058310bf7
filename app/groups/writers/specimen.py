"""A small bundle that shows what documents will look like: nothing in it is anybody's."""

from datetime import datetime, timedelta

from app.groups.contents import Contents, Field, Head, Note, Passage
from app.i18n import _


def specimen(organisation: str, template: bytes | None, now: datetime) -> Contents:
    """A field with headings, paragraphs, a list, a table and one note, in this template's dress."""
    head = Head(
        organisation=organisation,
        process=_("Muster eines Entwurfs"),
        process_slug="muster",
        group=_("AG 1 Muster"),
        group_slug="muster",
        number=1,
        version=1,
        opens_at=now - timedelta(days=28),
        closes_at=now,
        zone="Europe/Berlin",
        drawn_at=now,
        drawn_by=organisation,
        url="",
        marks=(_("Muster: So steht auf jeder Seite, was zu beachten ist."),),
        template=template,
    )
    return Contents(head, (_field(),), lambda: iter((_note(now),)))


def _field() -> Field:
    items = (_("An jedem Ort gibt es eine Ansprechperson."), _("Die Wege dorthin sind kurz."))
    return Field(
        "HF1",
        _("Ein Handlungsfeld"),
        1,
        (
            _passage("heading", "", _("Was wir vorhaben"), level=2),
            _passage(
                "paragraph",
                "HF1 · 1",
                _("So sieht ein Absatz aus: links am Rand die Fundstelle, daneben der Text."),
                _("An seinen Worten hängen die Anmerkungen als Kommentare."),
            ),
            *(
                _passage("item", f"HF1 · {n}", words, marker="–")
                for n, words in enumerate(items, 2)
            ),
            _passage("heading", "", _("Was es dafür braucht"), level=3),
            Passage(
                "table",
                "HF1 · 4",
                (("HF1 · 4.1", _("Räume drei")),),
                head=(_("Was"), _("Wie viele")),
                cells=((_("Räume"), _("drei")),),
                caption=_("Eine Tabelle"),
            ),
        ),
    )


def _passage(kind: str, address: str, *said: str, level: int = 0, marker: str = "") -> Passage:
    sentences = tuple(
        (f"{address}.{n}" if address else "", words) for n, words in enumerate(said, 1)
    )
    return Passage(kind, address, sentences, level=level, marker=marker)


def _note(now: datetime) -> Note:
    return Note(
        number=1,
        field="HF1",
        address="HF1 · 1.2",
        section=_("Was wir vorhaben"),
        quote="",
        kind="note",
        text=_("So sieht eine Anmerkung am Rand aus."),
        proposed_wording="",
        author=_("Muster"),
        role="",
        created_at=now,
        supports=0,
        state="public",
    )
