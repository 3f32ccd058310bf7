"""ODT: letters, styles, headings and their numbers, lists and their labels."""

from app.drafts.readers.flow import Run
from tests.drafts.odt_files import (
    letters,
    level,
    list_style,
    only,
    outline,
    paras,
    read,
    shaded,
    shown,
    style,
    styles,
)

STRONG = frozenset({"strong"})


def items(*texts: str, of: str = 'text:style-name="L"') -> str:
    inside = "".join(
        f"<text:list-item>{text if text.startswith('<') else f'<text:p>{text}</text:p>'}"
        "</text:list-item>"
        for text in texts
    )
    return f"<text:list {of}>{inside}</text:list>"


def heading(text: str, outline_level: int = 1, more: str = "") -> str:
    return f'<text:h text:outline-level="{outline_level}" {more}>{text}</text:h>'


# --- letters ---


def test_blanks_breaks_and_soft_hyphens_become_plain_text():
    flow = read("<text:p>Inte\u00adgra\n tion<text:s text:c='3'/>und<text:tab/>Hilfe"
                "<text:line-break/>heute</text:p>")  # fmt: skip
    assert only(flow).text == "Integra tion   und\tHilfe\nheute"


def test_a_million_blanks_are_cut_short():
    flow = read("<text:p>vorn<text:s text:c='1000000'/>hinten</text:p>")
    assert len(only(flow).text) < 250


def test_letters_inherit_from_default_paragraph_and_span():
    named = (
        '<style:default-style style:family="paragraph">'
        + letters(size="12pt")
        + "</style:default-style>"
        + style("Titel", "paragraph", letters(weight="bold", size="150%"))
    )
    automatic = style("P1", "paragraph", letters(slant="italic"), parent="Titel") + style(
        "T1", "text", letters(weight="normal")
    )
    span = '<text:span text:style-name="T1">leicht</text:span>'
    body = f'<text:p text:style-name="P1">Ganz {span}</text:p>'
    para = only(read(body, automatic, styles=styles(named)))
    assert para.size == 18.0
    assert para.runs == [
        Run("Ganz ", frozenset({"strong", "em"})),
        Run("leicht", frozenset({"em"})),
    ]


def test_a_style_that_is_its_own_grandparent_ends():
    named = style("A", "paragraph", letters(weight="bold"), parent="B")
    named += style("B", "paragraph", parent="A")
    para = only(read('<text:p text:style-name="B">Kreis</text:p>', styles=styles(named)))
    assert para.runs == [Run("Kreis", STRONG)]


def test_raised_and_lowered_letters_are_told_apart():
    automatic = style("Hoch", "text", letters(position="super 58%"))
    automatic += style("Tief", "text", letters(position="-33% 58%"))
    body = (
        '<text:p>m<text:span text:style-name="Hoch">2</text:span> CO'
        '<text:span text:style-name="Tief">2</text:span></text:p>'
    )
    assert [sorted(run.marks) for run in only(read(body, automatic)).runs] == [
        [], ["sup"], [], ["sub"],
    ]  # fmt: skip


def test_links_keep_their_target_and_fields_what_they_show():
    body = (
        '<text:p>Siehe <text:a xlink:href="https://example.org">hier</text:a>, '
        "Stand <text:date>November</text:date></text:p>"
    )
    runs = only(read(body)).runs
    assert Run("hier", href="https://example.org") in runs
    assert runs[-1] == Run(", Stand November")


# --- shading ---


def test_shading_comes_from_paragraph_span_and_section():
    automatic = (
        style("P", "paragraph", shaded("paragraph", "#FFE699"))
        + style("Kind", "paragraph", shaded("paragraph", "transparent"), parent="P")
        + style("T", "text", letters(fill="#ffff00"))
        + style("S", "section", shaded("section", "#c6e0b4"))
    )
    body = (
        '<text:p text:style-name="P">a</text:p><text:p text:style-name="Kind">b</text:p>'
        '<text:p><text:span text:style-name="T">c</text:span></text:p>'
        '<text:section text:style-name="S"><text:p>d</text:p>'
        '<text:p text:style-name="P">e</text:p></text:section>'
    )
    found = paras(read(body, automatic))
    assert [para.fill for para in found] == ["#ffe699", "", "", "#c6e0b4", "#ffe699"]
    assert found[2].runs == [Run("c", fill="#ffff00")]


def test_white_is_no_shading():
    automatic = style("P", "paragraph", shaded("paragraph", "#ffffff"))
    assert only(read('<text:p text:style-name="P">a</text:p>', automatic)).fill == ""


# --- headings ---


def test_headings_carry_the_number_that_the_outline_counts():
    named = outline(
        level(1, format="1", suffix="."), level(2, format="1", shown="2"), level(3, format="a")
    )
    body = (
        heading("Eins") + heading("Erstens", 2) + heading("Zweitens", 2) + heading("Tiefer", 3)
        + heading("Zwei") + heading("Wieder", 2) + heading("Ohne", 2, 'text:is-list-header="true"')
        + heading("Neu", 2, 'text:restart-numbering="true" text:start-value="7"')
    )  # fmt: skip
    flow = read(body, styles=styles(named))
    assert shown(flow) == [
        "1. Eins", "1.1 Erstens", "1.2 Zweitens", "a Tiefer", "2. Zwei", "2.1 Wieder", "Ohne",
        "2.7 Neu",
    ]  # fmt: skip
    assert [para.level for para in paras(flow)] == [1, 2, 2, 3, 1, 2, 2, 2]


def test_a_heading_without_a_numbered_outline_has_none():
    assert shown(read(heading("Frei"))) == ["Frei"]


def test_a_heading_whose_style_switches_numbering_off_has_none():
    named = outline(level(1, format="1")) + style("Still", "paragraph", list="")
    body = heading("Still", more='text:style-name="Still"') + heading("Laut")
    assert shown(read(body, styles=styles(named))) == ["Still", "1 Laut"]


def test_a_heading_in_a_list_is_numbered_by_the_list():
    automatic = list_style("L", level(1, format="1"), level(2, format="1", shown="2"))
    inner = items(heading("Sprache", 2), of="")
    body = items(heading("Bildung") + inner)
    flow = read(body, automatic)
    assert [(para.level, para.number, para.depth) for para in paras(flow)] == [
        (1, "1", -1), (2, "1.1", -1),
    ]  # fmt: skip


# --- lists ---


def test_nested_lists_carry_the_labels_people_see():
    automatic = list_style(
        "L",
        level(1, format="1", suffix="."),
        level(2, format="a", prefix="(", suffix=")"),
        level(3, "bullet", bullet="•"),
    )
    deepest = items("Punkt", of="")
    inner = items("<text:p>klein</text:p>" + deepest, "kleiner", of="")
    body = items("<text:p>groß</text:p>" + inner, "größer")
    assert shown(read(body, automatic)) == [
        "1. groß", "  (a) klein", "    – Punkt", "  (b) kleiner", "2. größer",
    ]  # fmt: skip


def test_a_list_starts_where_it_says_and_goes_on_where_another_stopped():
    automatic = list_style("L", level(1, format="i", suffix=".", start="3"))
    body = (
        items("drei", of='text:style-name="L" xml:id="eins"')
        + "<text:p>dazwischen</text:p>"
        + items("vier", of='text:style-name="L" text:continue-numbering="true"')
        + items("neu")
        + items("fünf", of='text:style-name="L" text:continue-list="eins"')
    )
    assert [para.marker for para in paras(read(body, automatic))] == [
        "iii.", "", "iv.", "iii.", "v.",
    ]  # fmt: skip


def test_an_item_may_say_its_own_number_even_zero():
    automatic = list_style("L", level(1, format="1", suffix="."))
    body = (
        '<text:list text:style-name="L"><text:list-item text:start-value="0"><text:p>null</text:p>'
        "</text:list-item><text:list-item><text:p>eins</text:p></text:list-item></text:list>"
    )
    assert shown(read(body, automatic)) == ["0. null", "1. eins"]


def test_a_second_paragraph_goes_on_within_its_item():
    automatic = list_style("L", level(1, format="1", suffix="."))
    body = items("<text:p>Punkt</text:p><text:p>weiter</text:p>", "nächster")
    found = paras(read(body, automatic))
    assert [(para.depth, para.marker) for para in found] == [(0, "1."), (0, ""), (0, "2.")]


def test_word_patterns_of_numbers_are_filled_in():
    automatic = list_style(
        "L",
        level(1, format="A", pattern="%1%"),
        level(2, format="1", suffix=".", pattern="Ziel %1%.%2%:"),
    )
    body = items("<text:p>a</text:p>" + items("b", "c", of=""))
    assert shown(read(body, automatic)) == ["A a", "  Ziel A.1: b", "  Ziel A.2: c"]


def test_letters_go_on_after_z():
    automatic = list_style("L", level(1, format="a", suffix=")"))
    found = paras(read(items(*(str(number) for number in range(28))), automatic))
    assert [found[index].marker for index in (0, 25, 26, 27)] == ["a)", "z)", "aa)", "ab)"]


def test_a_list_that_shows_no_labels_is_only_indented():
    automatic = list_style("L", level(1, format=""))
    assert only(read(items("eingerückt"), automatic)).depth == -1


def test_a_list_may_take_its_style_from_its_paragraphs():
    automatic = list_style("L", level(1, format="1", suffix=")")) + style(
        "P", "paragraph", list="L"
    )
    body = items('<text:p text:style-name="P">eins</text:p>', of="")
    assert shown(read(body, automatic)) == ["1) eins"]


def test_a_level_that_was_skipped_counts_as_if_one_had_been_there():
    # So does Writer: after 3 and 3.1.1 comes 3.2. An empty heading takes a number too.
    named = outline(
        level(1, format="1"), level(2, format="1", shown="2"), level(3, format="1", shown="3")
    )
    body = heading("A") + heading("", 1) + heading("C") + heading("C11", 3) + heading("C2", 2)
    assert shown(read(body, styles=styles(named))) == ["1 A", "3 C", "3.1.1 C11", "3.2 C2"]
