"""Notes, pictures that are not shown, and what is left out, out of what readers hand over."""

import pytest

from app.drafts.outline import ReadBlock
from app.drafts.readers.assembling import assemble
from app.drafts.readers.flow import Flow, Image, Para, Run
from tests.drafts.flowing import blocks, bold, flow, grid, heading, note, outline, para, read

TEXT = para("Die Stadt baut Wohnungen. Sie fängt im Mai an.")


def only(*wanted) -> ReadBlock:
    (block,) = blocks(read(*wanted))
    return block


# Notes


def test_notes_are_numbered_as_they_are_called_and_stand_below_their_section():
    draft = read(
        heading("Wohnen"),
        para("Erst^b das, dann^a dies."),
        heading("Bauen", 2),
        para("Noch^b mal."),
        notes=[note("a", "Anna.", "Mehr."), note("b", "Berta."), note("c", "Nie genannt.")],
    )

    found = [(one.kind.value, one.marker, one.anchor, one.text) for one in blocks(draft)]
    assert found == [
        ("paragraph", "", "", "Erst das, dann dies."),
        ("footnote", "1", "fn-1", "Berta."),
        ("footnote", "2", "fn-2", "Anna."),
        ("footnote", "", "", "Mehr."),
        ("paragraph", "", "", "Noch mal."),
        ("footnote", "3", "fn-3", "Nie genannt."),
    ]
    assert blocks(draft)[0].sentences[0].html == (
        'Erst<sup class="noteref"><a href="#fn-1">1</a></sup> das, '
        'dann<sup class="noteref"><a href="#fn-2">2</a></sup> dies.'
    )


def test_notes_of_several_files_do_not_meet():
    one = flow(heading("A"), para("Text^x."), notes=[note("x", "Note.")])
    draft = assemble(
        [("1.docx", one), ("2.docx", flow(heading("B"), para("Text^x."), notes=[note("x", "N.")]))]
    )

    assert [block.anchor for block in blocks(draft) if block.anchor] == ["fn-1-1", "fn-2-1"]


def test_a_call_without_a_note_is_listed():
    draft = read(para("Text^z."))

    assert blocks(draft)[0].sentences[0].html == "Text."
    assert draft.left_out[0].why == "Verweise auf Fußnoten, die es nicht gibt"


def test_a_note_called_in_a_heading_stands_below_it():
    draft = read(heading("Wohnen^a"), TEXT, notes=[note("a", "Anna.")])

    assert outline(draft) == [(1, "Wohnen")]
    assert blocks(draft)[-1].text == "Anna."


# Pictures that are not shown


def test_a_drawing_is_not_shown_and_says_so():
    block = only(Image(b"<svg/>", alt="Karte", name="karte.svg"))

    assert block.head_html == '<span class="figure__missing">Bild: karte.svg</span>'
    assert block.text == "Karte"
    assert block.doubt == "Zeichnungen vom Typ SVG werden nicht gezeigt; als PNG geht es."


def test_a_linked_picture_is_never_fetched():
    block = only(Image(alt="", name="logo.png", caption=para("Das Logo.")))

    assert (block.picture, block.text) == ("", "Das Logo.")
    assert "liegt nicht in der Datei" in block.doubt


# Left out


def left_out(*items) -> dict[str, str]:
    draft = read(*items)
    return {one.why: one.excerpt for one in draft.left_out}


def test_marked_contents_and_running_heads_are_left_out_and_listed():
    assert left_out(
        para("Stadt Musterstadt, Seite 1", is_running=True),
        para("Wohnen 3", is_contents=True),
        heading("Wohnen"),
        TEXT,
    ) == {"Kopf- und Fußzeilen": "Stadt Musterstadt, Seite 1", "Inhaltsverzeichnis": "Wohnen 3"}


@pytest.mark.parametrize(
    "lines",
    [
        [
            heading("Inhalt"),
            para("1 Wohnen ..... 3"),
            para("2 Sprache und Bildung der"),
            para("Familien\t12"),
        ],
        [bold("Inhaltsverzeichnis"), para("Wohnen 3"), para("Sprache 12")],
        [para("Wohnen ........ 3"), para("Sprache . . . . 7"), para("Arbeit …… 9")],
        [heading("Inhalt"), grid(["Wohnen", "3"], ["Sprache", "7"])],
        [heading("Inhalt"), Para([Run("Wohnen", href="#a")]), Para([Run("Ruf", href="#b")])],
    ],
    ids=["leaders", "numbers", "no heading", "table", "links"],
)
def test_contents_are_recognised(lines):
    draft = read(*lines, heading("Wohnen"), TEXT, heading("Ruf"), TEXT)

    assert outline(draft) == [(1, "Wohnen"), (1, "Ruf")]
    assert len(blocks(draft)) == 2
    assert {one.why for one in draft.left_out} == {"Inhaltsverzeichnis"}


def test_a_section_that_is_called_contents_and_has_text_stays():
    assert outline(read(heading("Inhalt"), TEXT, heading("Wohnen"), TEXT)) == [
        (1, "Inhalt"),
        (1, "Wohnen"),
    ]


def test_pages_do_not_go_back_and_a_line_before_marked_ones_is_text():
    draft = read(
        para("Entwurf, Stand Mai 2026"),
        para("Inhalt", is_contents=True),
        para("Wohnen 3", is_contents=True),
        bold("Inhalt"),
        para("Wohnen ... 3"),
        para("Sprache ... 9"),
        bold("Teil 1"),
        TEXT,
    )

    assert outline(draft) == [(1, "Teil 1")]
    assert draft.blocks[0].text == "Entwurf, Stand Mai 2026"


def test_what_a_reader_left_out_is_listed():
    draft = assemble(
        [("a.docx", Flow(items=[TEXT], left_out=[("Gelöschter Text", "alt und weg")]))]
    )

    assert [(one.why, one.words) for one in draft.left_out] == [("Gelöschter Text", 3)]
