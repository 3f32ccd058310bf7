"""Lists of a Word file: markers as people see them, lists in lists, what goes on within an item."""

import pytest

from app.drafts.readers.docx.numerals import numeral
from tests.drafts.word_files import listed, p, paras, read, style

FORMATS = ("decimal", "lowerLetter", "lowerRoman")
PATTERNS = ("%1.", "%2)", "(%3)")


def level(at: int, written: str, pattern: str, more: str = "", indent: int = -1) -> str:
    left = 360 * (at + 1) if indent < 0 else indent
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{written}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/><w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr>'
        "</w:lvl>"
    )


def definition(key: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def num(list_id: int, key: int, more: str = "") -> str:
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{key}"/>{more}</w:num>'


ORDERED = definition(0, *(level(at, FORMATS[at], PATTERNS[at]) for at in range(3)))
BULLETS = definition(1, *(level(at, "bullet", "\uf0b7") for at in range(3)))
DEEPER = definition(2, level(0, "bullet", "o", indent=720))
NUMBERING = ORDERED + BULLETS + DEEPER + num(1, 0) + num(2, 1) + num(3, 2)


def item(text: str, list_id: int = 1, at: int = 0, more: str = "") -> str:
    number = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, number + more)


def read_list(body: str, numbering: str = NUMBERING, **parts: str) -> list[str]:
    return listed(read(body, numbering=numbering, **parts))


def test_items_carry_their_markers_and_depths():
    body = item("A") + item("B", at=1) + item("C", at=1) + item("D", at=2) + item("E")

    assert read_list(body) == ["1. A", "  a) B", "  b) C", "    (i) D", "2. E"]


def test_bullets_of_all_shapes_are_dashes():
    assert read_list(item("A", 2) + item("B", 2, 1)) == ["– A", "  – B"]


def test_a_list_of_its_own_stands_within_an_item_if_its_text_begins_further_in():
    body = item("A") + item("B", 3) + item("C", 3) + item("D")

    assert read_list(body) == ["1. A", "  – B", "  – C", "2. D"]


def test_two_lists_at_the_same_edge_stand_side_by_side():
    assert read_list(item("A") + item("B", 2)) == ["1. A", "– B"]


def test_a_list_that_begins_deep_begins_at_no_depth():
    assert read_list(item("A", at=1) + item("B", at=1)) == ["a) A", "b) B"]


def test_the_same_level_moved_in_by_hand_is_deeper():
    body = item("A", 2) + item("B", 2, more='<w:ind w:left="900"/>') + item("C", 2)

    assert read_list(body) == ["– A", "  – B", "– C"]


def test_items_ever_further_in_are_not_ever_deeper():
    body = "".join(item("x", more=f'<w:ind w:left="{360 * at}"/>') for at in range(1, 50))

    assert max(para.depth for para in paras(read(body, numbering=NUMBERING))) == 11


def test_numbers_go_on_after_other_text_and_begin_anew_below():
    body = item("A") + item("B", at=1) + p("Text") + item("C") + item("D", at=1)

    assert read_list(body) == ["1. A", "  a) B", " Text", "2. C", "  a) D"]


def test_lists_of_one_definition_count_together_unless_one_begins_anew():
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = ORDERED + num(1, 0) + num(2, 0) + num(3, 0, anew)
    body = item("A") + item("B", 2) + item("C", 3) + item("D", 3) + item("E")

    assert read_list(body, numbering) == ["1. A", "2. B", "5. C", "6. D", "7. E"]


def test_a_list_may_change_the_look_of_its_levels():
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1 –")}</w:lvlOverride>'

    assert read_list(item("A"), ORDERED + num(1, 0, other)) == ["A – A"]


def test_a_level_may_count_on_across_those_above_it():
    through = level(1, "decimal", "%2)", '<w:lvlRestart w:val="0"/>')
    numbering = definition(0, level(0, "decimal", "%1."), through) + num(1, 0)
    body = item("A") + item("B", at=1) + item("C") + item("D", at=1)

    assert read_list(body, numbering) == ["1. A", "  1) B", "2. C", "  2) D"]


def test_a_style_may_bring_its_list_along():
    styles = style("Aufzählung", '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr>')

    assert read_list(p("A", style="Aufzählung"), styles=styles) == ["– A"]


def test_a_definition_may_stand_for_that_of_a_style_of_lists():
    linked = definition(5, more='<w:numStyleLink w:val="Liste"/>') + num(9, 5)
    styles = style(
        "Liste", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', kind="numbering"
    )

    assert read_list(item("A", 9), NUMBERING + linked, styles=styles) == ["1. A"]


def test_definitions_that_stand_for_each_other_end_somewhere():
    linked = definition(5, more='<w:numStyleLink w:val="Liste"/>') + num(9, 5)
    styles = style(
        "Liste", '<w:pPr><w:numPr><w:numId w:val="9"/></w:numPr></w:pPr>', kind="numbering"
    )

    assert read_list(item("A", 9), linked, styles=styles) == [" A"]


def test_a_paragraph_as_far_in_as_the_item_goes_on_in_it():
    body = item("A") + p("weiter", '<w:ind w:left="360"/>') + p("zu Ende") + item("B")

    assert read_list(body) == ["1. A", "+ weiter", " zu Ende", "2. B"]


def test_a_text_that_is_moved_in_everywhere_goes_on_in_no_item():
    body = p("Text", '<w:ind w:left="400"/>') + item("A") + p("Text", '<w:ind w:left="400"/>')

    assert read_list(body) == [" Text", "1. A", " Text"]


@pytest.mark.parametrize("list_id", [0, 77, "x"])
def test_a_list_that_is_none_marks_nothing(list_id):
    assert read_list(item("A", list_id)) == [" A"]


def test_a_level_without_sign_marks_nothing():
    numbering = definition(0, level(0, "none", "")) + num(1, 0)

    assert read_list(item("A"), numbering) == [" A"]


@pytest.mark.parametrize(
    ("number", "written", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (28, "lowerLetter", "bb"),
        (2, "upperLetter", "B"),
        (44, "upperRoman", "XLIV"),
        (3, "ordinal", "3."),
        (3, "chicago", "‡"),
        (2, "arabicAbjad", "ب"),
        (3, "unheardOf", "3"),
        (0, "lowerLetter", "0"),
        (9_999, "lowerRoman", "9999"),
        (3, "none", ""),
    ],
)
def test_numbers_are_written_as_word_writes_them(number, written, text):
    assert numeral(number, written) == text
