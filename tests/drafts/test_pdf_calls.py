"""PDF: calls of footnotes that are not raised."""

import pytest

from app.drafts.readers.reading import read_here
from app.drafts.recount import recount
from tests.drafts.pdf_files import paras, read, set_by_typst, texts
from tests.drafts.test_pdf import LONG, OTHER


def page(text: str, *notes: str) -> str:
    """Text with small print at the foot of its page."""
    foot = "\n\n".join(f"#text(8pt)[{note}]" for note in notes)
    return f"{text}\n#v(1fr)\n{foot}"


def called(text: str, *notes: str) -> list[str]:
    flow = read(page(text, *notes))
    return [run.note for para in paras(flow) for run in para.runs if run.note]


@pytest.mark.parametrize(
    ("place", "plain"),
    [
        ("Kursen1 und", "Kursen und"),
        ("Kursen.1 Und", "Kursen. Und"),
        ("„Kursen“1, und", "„Kursen“, und"),
        ("Kursen¹ und", "Kursen und"),
        ("2016.1 Und", "2016. Und"),
    ],
)
def test_a_figure_close_behind_a_word_calls_the_note_with_this_figure(place: str, plain: str):
    flow = read(page(f"Vor den {place} danach. {LONG}", "1 Amt 33, Bericht."))

    assert [(note.label, note.paras[0].text) for note in flow.notes] == [("1", "Amt 33, Bericht.")]
    assert texts(flow) == [f"Vor den {plain} danach. {LONG}"]
    assert "Nicht hochgestellt" in paras(flow)[0].doubt


def test_a_smaller_figure_on_the_line_calls_a_note():
    assert called(f"Sprache#text(7pt)[1] und {LONG}", "1 Amt 33, Bericht.") == ["1"]


def test_figures_that_a_font_raises_by_itself_call_their_notes():
    flow = read(
        f"#set super(typographic: true)\nSprache#footnote[Amt 33.] und {LONG}#footnote[Amt 51.]"
    )

    assert [note.paras[0].text for note in flow.notes] == ["Amt 33.", "Amt 51."]
    assert texts(flow) == ["Sprache und " + LONG]


def test_several_calls_come_in_the_order_of_their_notes():
    notes = ("1 Erste.", "2 Zweite.", "3 Dritte.")

    assert called(f"Eins1 und zwei2 und drei.3 {LONG}", *notes) == ["1", "2", "3"]
    assert called(f"Drei3 und zwei2 und eins.1 {LONG}", *notes) == []


@pytest.mark.parametrize(
    "text",
    [
        "Der Wert CO2 sinkt, PM10 auch.",
        "Siehe Abs.2 und Nr.10 der Satzung.",
        "Halle2 und Turm2 bleiben offen.",
        "Am 12.2 und 12.10 ist geschlossen.",
        "Das kostet 2 und 10 Euro.",
    ],
)
def test_other_figures_call_none(text: str):
    flow = read(page(f"{text} {LONG}", "2 Zweite Angabe.", "10 Zehnte Angabe."))

    assert flow.notes == []
    assert texts(flow)[0] == f"{text} {LONG}"
    assert not any("Fußnote" in para.doubt for para in paras(flow))


def test_a_figure_without_a_note_at_the_foot_of_its_page_calls_none():
    flow = read(f"Die Sprache1 zählt. {LONG}\n\n{OTHER}")

    assert texts(flow) == [f"Die Sprache1 zählt. {LONG}", OTHER]


def test_no_word_is_lost_when_counted_again():
    text = page(f"= Sprache\nVor den Kursen1 und „danach“2, sagt man. {LONG}", "1 Eins.", "2 Zwei.")
    data = [("a.pdf", set_by_typst(text))]
    draft = read_here(data)

    assert recount(data, draft.texts(), draft.dropped).missing == ()
