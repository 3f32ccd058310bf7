"""PDF: paragraphs that go over the end of a page, joined or named."""

from pathlib import Path

from PIL import Image as Raster

from tests.drafts.pdf_files import images, paras, read, texts
from tests.drafts.test_pdf import LONG, OTHER

BREAK = "\n#pagebreak()\n"
SPREAD = "#linebreak(justify: true)"  # a last line that is spread as within a paragraph
RAGGED = "#set par(justify: false)\n#set text(hyphenate: false)\n"


def ragged(*lines: str) -> str:
    """Lines that end where they end, the fullest one first."""
    return RAGGED + " \\\n".join(lines)


FULLEST = "Alle Menschen in der Stadt sollen die Sprache früh lernen können"
FULL = "und niemand wartet mehr. Das gilt auch für Kurse am Wochenende."


def test_a_sentence_that_ends_with_a_filled_line_ends_no_paragraph_and_the_guess_is_said():
    flow = read(f"{LONG} {SPREAD}{BREAK}Danach geht es weiter. {OTHER}\n\nEin neuer Absatz.")

    assert texts(flow) == [f"{LONG} Danach geht es weiter. {OTHER}", "Ein neuer Absatz."]
    assert "zusammengefügt" in paras(flow)[0].doubt


def test_a_short_last_line_ends_the_paragraph_without_a_doubt():
    flow = read(f"{LONG}{BREAK}{OTHER}")

    assert texts(flow) == [LONG, OTHER]
    assert [para.doubt for para in paras(flow)] == ["", ""]


def test_a_full_line_of_ragged_text_stays_parted_and_says_so():
    flow = read(ragged(FULLEST, "lange", FULL) + BREAK + "Fortbildungen gibt es auch.")

    assert len(texts(flow)) == 2
    assert "Vielleicht geht hier" in paras(flow)[1].doubt


def test_a_sentence_that_goes_on_with_a_noun_is_joined_and_said():
    flow = read(f"{LONG[:-1]} und ihre {SPREAD}{BREAK}Familien brauchen Hilfe. {OTHER}")

    assert texts(flow) == [f"{LONG[:-1]} und ihre Familien brauchen Hilfe. {OTHER}"]
    assert "zusammengefügt" in paras(flow)[0].doubt


def test_a_sentence_that_goes_on_with_a_small_letter_is_joined_without_a_doubt():
    flow = read(f"{LONG[:-1]} und {SPREAD}{BREAK}ihre Familien brauchen Hilfe. {OTHER}")

    assert [para.doubt for para in paras(flow)] == [""]


def test_a_short_form_at_the_end_of_the_page_ends_no_paragraph():
    flow = read(f"{LONG} Das sind Kurse, Treffs usw. {SPREAD}{BREAK}für alle. {OTHER}")

    assert len(texts(flow)) == 1
    assert "usw. für alle" in texts(flow)[0]
    assert "zusammengefügt" in paras(flow)[0].doubt


def test_a_first_line_that_is_set_in_begins_a_paragraph():
    flow = read(f"{LONG} Das Ende ist {SPREAD}{BREAK}#h(6mm)Familien brauchen Hilfe. {OTHER}")

    assert len(texts(flow)) == 2


def test_an_item_is_not_continued_by_a_paragraph_at_the_edge():
    flow = read(f"- {LONG[:-1]} und das alles {SPREAD}{BREAK}Familien brauchen Hilfe. {OTHER}")

    assert [(para.marker, para.text[:8]) for para in paras(flow)] == [
        ("–", "Die Stad"), ("", "Familien"),
    ]  # fmt: skip


def test_a_heading_on_the_next_page_is_no_rest_of_a_sentence():
    flow = read(f"{LONG[:-1]} und ihre {SPREAD}{BREAK}*Familien brauchen Hilfe*\n\n{OTHER}")

    assert len(texts(flow)) == 3


def test_a_picture_at_the_top_of_the_page_does_not_part_the_sentence(tmp_path: Path):
    Raster.new("RGB", (80, 60), "#336699").save(tmp_path / "a.jpg")
    picture = '#figure(image("a.jpg", width: 5cm), caption: [Karte])'
    flow = read(
        f"{LONG[:-1]} und {SPREAD}{BREAK}{picture}\nihre Familien brauchen Hilfe.", root=tmp_path
    )

    assert texts(flow) == [f"{LONG[:-1]} und ihre Familien brauchen Hilfe."]
    assert "zusammengefügt" in paras(flow)[0].doubt
    assert images(flow)[0].caption is not None
