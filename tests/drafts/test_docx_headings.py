"""What a Word file itself calls a heading, its number, its title; and what only looks like one."""

import pytest

from app.drafts.readers.flow import Para
from tests.drafts.word_files import field, p, paras, r, read, style, texts

LEVEL = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'


def levels(body: str, **parts: str) -> list[int]:
    return [para.level for para in paras(read(body, **parts))]


@pytest.mark.parametrize(
    ("styles", "used", "level"),
    [
        (style("heading 1", LEVEL.format(0)), "heading1", 1),
        (style("heading 3"), "heading3", 3),
        (style("Überschrift 2"), "Überschrift2", 2),
        ("", "Heading2", 2),
        ("", "berschrift4", 4),
        (style("heading 2", LEVEL.format(1)) + style("Ziel", based="heading2"), "Ziel", 2),
        (style("heading 2") + style("Ziel", LEVEL.format(3), based="heading2"), "Ziel", 4),
        (style("heading 1", LEVEL.format(0)) + style("Kein", LEVEL.format(9), "heading1"),
         "Kein", 0),
        (style("Kapitel", LEVEL.format(0)), "Kapitel", 1),
        (style("Unbekannt"), "Unbekannt", 0),
        (style("A", based="B") + style("B", based="A"), "A", 0),
    ],
)  # fmt: skip
def test_a_style_says_whether_it_is_a_heading(styles, used, level):
    assert levels(p("Teilhabe", style=used), styles=styles) == [level]


def test_a_paragraph_may_have_an_outline_level_of_its_own():
    body = p("Teilhabe", '<w:outlineLvl w:val="2"/>') + p("T", '<w:outlineLvl w:val="9"/>')

    assert levels(body) == [3, 0]


def test_the_default_style_holds_where_none_is_named():
    default = style("Standard", LEVEL.format(0)).replace("<w:style ", '<w:style w:default="1" ')

    assert levels("<w:p><w:r><w:t>Text</w:t></w:r></w:p>", styles=default) == [1]


def test_a_short_bold_numbered_line_is_shown_as_it_is_and_called_no_heading():
    body = p(r("2.3 Sprache", '<w:b/><w:sz w:val="28"/>')) + p("Text.")
    first, second = paras(read(body))

    assert (first.level, first.number, first.size) == (0, "", 14)
    assert first.runs[0].marks == {"strong"}
    assert second.size == 10


# Titles


def test_the_paragraph_in_the_style_for_titles_is_the_title():
    flow = read(p("Konzept", style="Title") + p("der Stadt", style="Title") + p("Text"))

    assert flow.title == "Konzept der Stadt"
    assert texts(flow) == ["Konzept\nder Stadt", "Text"]


PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{}</dc:title></cp:coreProperties>"
)


@pytest.mark.parametrize(
    ("written", "title"), [("Konzept  2030", "Konzept 2030"), ("Vorlage.dotx", "")]
)
def test_the_files_own_title_counts_only_if_the_text_begins_with_it(written, title):
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="b" Type="x/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>"
    )
    members = {"_rels/.rels": relation, "docProps/core.xml": PROPERTIES.format(written)}

    assert read(p("Konzept 2030") + p("Text"), members=members).title == title


# Numbers before headings

HEADINGS = "".join(
    style(
        f"heading {level}",
        f'<w:pPr><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr>',
    )
    for level in (1, 2, 3)
)
NUMBERS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/>'
    '<w:pStyle w:val="heading1"/><w:lvlText w:val="{}"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="heading2"/><w:lvlText w:val="%1.%2"/>{}</w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:pStyle w:val="heading3"/><w:lvlText w:val="%1.%2.%3)"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def numbers(body: str, *ways: str) -> list[str]:
    flow = read(body, styles=HEADINGS, numbering=NUMBERS.format(*(ways or ("decimal", "%1", ""))))
    return [para.number for para in paras(flow)]


def h(level: int, properties: str = "") -> str:
    return p("Titel", properties, style=f"heading{level}")


def test_headings_carry_the_numbers_that_word_counts():
    body = h(1) + h(2) + h(2) + p("Text") + h(3) + h(3) + h(1) + h(2)

    assert numbers(body) == ["1", "1.1", "1.2", "", "1.2.a)", "1.2.b)", "2", "2.1"]


def test_numbers_may_be_words_and_roman():
    assert numbers(h(1) + h(2), "upperRoman", "Kapitel %1:", "") == ["Kapitel I:", "I.1"]


def test_legal_numbering_writes_plain_numbers():
    assert numbers(h(1) + h(2), "upperRoman", "%1", "<w:isLgl/>") == ["I", "1.1"]


def test_a_heading_without_one_above_it_counts_as_if_there_were_one():
    assert numbers(h(2) + h(2) + h(1) + h(2)) == ["1.1", "1.2", "1", "1.1"]


def test_a_heading_may_be_taken_out_of_the_numbering():
    without = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'

    assert numbers(h(1) + h(1, without) + h(1)) == ["1", "", "2"]


def test_an_empty_heading_counts_and_a_deleted_one_does_not():
    deleted = '<w:rPr><w:del w:id="1"/></w:rPr>'
    empty = f'<w:p><w:pPr><w:pStyle w:val="heading1"/>{"{}"}</w:pPr></w:p>'

    assert numbers(h(1) + empty.format("") + h(1)) == ["1", "3"]
    assert numbers(h(1) + empty.format(deleted) + h(1)) == ["1", "2"]


# Tables of contents


def of_contents(body: str, **parts: str) -> list[str]:
    return [para.text for para in paras(read(body, **parts)) if para.is_contents]


def test_lines_in_the_styles_of_contents_are_marked():
    styles = style("toc 1") + style("Verzeichnis 2") + style("TOC Heading", based="heading1")
    body = p("Inhalt", style="TOCHeading") + p("Ziele\t3", style="toc1")
    body += p("Sprache\t4", style="Verzeichnis2") + p("Ziele")

    assert of_contents(body, styles=styles + style("heading 1")) == [
        "Inhalt",
        "Ziele\t3",
        "Sprache\t4",
    ]


def test_a_block_of_contents_is_marked_with_its_heading():
    body = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent>"
        + p("Inhalt", style="heading1")
        + p("Ziele")
        + "</w:sdtContent></w:sdt>"
        + p("Text")
    )
    first: Para = paras(read(body))[0]

    assert of_contents(body) == ["Inhalt", "Ziele"]
    assert first.level == 0


def test_a_field_of_contents_runs_over_paragraphs():
    whole = field("TOC \\o", r("Ziele") + "</w:p><w:p>" + r("Sprache") + "</w:p><w:p>")

    assert of_contents(p(whole) + p("Text")) == ["Ziele", "Sprache"]


def test_a_field_of_contents_that_never_ends_swallows_nothing():
    begin = field("TOC", r("Ziele")).replace('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "")

    assert of_contents(p(begin) + p("Text")) == []
    assert texts(read(p(begin) + p("Text"))) == ["Ziele", "Text"]
