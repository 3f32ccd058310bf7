"""Whole Word files: python-docx's own, and a jumble of everything from which no word is lost."""

from io import BytesIO
from itertools import count

import docx
import pytest
from docx.enum.text import WD_BREAK
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.outline import Recount
from app.drafts.readers.docx import read_docx
from app.drafts.readers.flow import Grid, Image, Note, Para
from app.drafts.readers.reading import read_here
from app.drafts.recount import recount
from tests.drafts.word_files import (
    DECLARED,
    cells,
    field,
    listed,
    p,
    r,
    read,
    word_file,
    words_in,
    words_out,
)


def saved(document: docx.document.Document) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_file_of_python_docx_comes_out_as_it_was_put_in():
    document = docx.Document()
    document.core_properties.title = "Integrationskonzept"
    document.add_heading("Integrationskonzept", 0)
    document.add_heading("Sprache", 1)
    paragraph = document.add_paragraph("Alle lernen ")
    paragraph.add_run("Deutsch").bold = True
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    for text, name in (
        ("Kurse", "List Number"),
        ("für alle", "List Bullet 2"),
        ("Orte", "List Number"),
    ):
        document.add_paragraph(text, style=name)
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Maßnahme"
    table.cell(1, 0).merge(table.cell(1, 0)).text = "Kurs"
    document.add_paragraph("„Zitat“", style="Quote")
    document.sections[0].header.paragraphs[0].text = "Entwurf"

    flow = read_docx("konzept.docx", saved(document))

    assert flow.title == "Integrationskonzept"
    assert listed(flow) == [
        " Integrationskonzept",
        " Sprache",
        " Alle lernen Deutsch",
        "1. Kurse",
        "  – für alle",
        "2. Orte",
        " „Zitat“",
        " Entwurf",
    ]
    kinds = list(flow.paras())
    assert [para.level for para in kinds] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert [para.is_quote for para in kinds][-2:] == [True, False]
    assert kinds[-1].is_running
    (grid,) = [item for item in flow.items if isinstance(item, Grid)]
    assert cells(grid) == [["Maßnahme→2", ""], ["Kurs", "", ""]]


def test_the_same_file_read_twice_is_the_same():
    document = docx.Document()
    document.add_paragraph("Kurse", style="List Number")
    data = saved(document)

    assert read_docx("a.docx", data) == read_docx("a.docx", data)


# A jumble: "W" stands for a word of its own.

BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:wsp><wps:txbx>'
    "<w:txbxContent>{}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
WORD = r("W ")
INLINE = [
    WORD,
    WORD,
    r("W ", "<w:b/>") + r("W ", "<w:i/>"),
    r("W ", "<w:vanish/>"),
    f"<w:ins>{WORD}</w:ins>",
    '<w:del><w:r><w:delText xml:space="preserve">W </w:delText></w:r></w:del>',
    f"<w:moveFrom>{WORD}</w:moveFrom><w:moveTo>{WORD}</w:moveTo>",
    f'<w:hyperlink w:anchor="a">{WORD}</w:hyperlink>',
    field('HYPERLINK "a"', WORD),
    field("TOC", WORD),
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    "<w:r><w:br/><w:t>W</w:t><w:tab/></w:r>",
    f"<w:smartTag>{WORD}</w:smartTag>",
    CONTROL.format("", WORD),
    CONTROL.format("<w:showingPlcHdr/>", WORD),
    BOX.format(p(WORD) + p(WORD, '<w:numPr><w:numId w:val="1"/></w:numPr>')),
    '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "<m:oMath><m:r><m:t>W </m:t></m:r></m:oMath>",
    f"<w:unheardOf>{WORD}</w:unheardOf>",
]
PROPERTIES = [
    "",
    "",
    '<w:pStyle w:val="Heading1"/>',
    '<w:pStyle w:val="Title"/>',
    '<w:pStyle w:val="Caption"/>',
    '<w:pStyle w:val="TOC1"/>',
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
    "<w:rPr><w:del/></w:rPr>",
    "<w:rPr><w:vanish/></w:rPr>",
    "<w:bidi/>",
]
PARAGRAPH = st.builds(
    lambda inner, properties: f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>",
    st.lists(st.sampled_from(INLINE), max_size=5),
    st.sampled_from(PROPERTIES),
)
CELL_PROPERTIES = ["", "", '<w:gridSpan w:val="2"/>', "<w:vMerge/>", '<w:vMerge w:val="restart"/>']


def tables(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(
        lambda properties, inner: f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>",
        st.sampled_from([*CELL_PROPERTIES, "<w:hMerge/>", "<w:cellDel/>"]),
        content,
    )
    row = st.builds(
        lambda properties, inner: f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(inner)}</w:tr>",
        st.sampled_from(["", "", "<w:tblHeader/>", "<w:del/>", '<w:gridBefore w:val="1"/>']),
        st.lists(cell, min_size=1, max_size=3),
    )
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")


def controls(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    return st.builds(CONTROL.format, st.sampled_from(["", gallery, "<w:showingPlcHdr/>"]), content)


CONTENT = st.recursive(
    PARAGRAPH,
    lambda inner: st.one_of(tables(inner), controls(inner), st.builds("{}{}".format, inner, inner)),
    max_leaves=12,
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NOTE = '<w:footnote w:id="2">' + p("fuss") + "</w:footnote>"
HEADER = f"<w:hdr {DECLARED}>{p('kopf')}</w:hdr>"


@given(CONTENT)
@settings(deadline=None, max_examples=150)
def test_no_word_is_lost_and_none_comes_twice(body):
    numbers = count()
    body = "".join(
        part if at == 0 else f"w{next(numbers)}w{part}" for at, part in enumerate(_split(body))
    )
    data = word_file(
        body + '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>',
        ("h", "header", "header1.xml", False),
        members={"word/header1.xml": HEADER},
        numbering=NUMBERING,
        footnotes=NOTE,
        comments='<w:comment w:id="0">' + p("rand") + "</w:comment>",
    )

    assert words_out(read_docx("a.docx", data)) == words_in(data)


def _split(body: str) -> list[str]:
    """At every "W" that stands for a word."""
    return body.replace(">W ", ">\0 ").replace(">W<", ">\0<").split("\0")


@pytest.mark.parametrize("kind", [Para, Grid, Image, Note])
def test_the_jumble_holds_every_kind_of_thing(kind):
    picture = "<w:p><w:r><w:pict><v:imagedata/></w:pict></w:r></w:p>"
    body = p(WORD + INLINE[-3]) + f"<w:tbl><w:tr><w:tc>{p(WORD)}</w:tc></w:tr></w:tbl>" + picture
    flow = read(body, footnotes=NOTE)

    assert any(isinstance(thing, kind) for thing in [*flow.items, *flow.notes])


def test_counting_again_finds_every_word_of_a_file_with_tracked_changes_and_a_title():
    body = (
        p("Konzept der Stadt", style="Title")
        + p("Ziele", style="Heading1")
        + p(
            r("Sie ")
            + '<w:del><w:r><w:delText xml:space="preserve">prüft</w:delText></w:r></w:del>'
            + f"<w:ins>{r('fördert')}</w:ins>"
            + r(" E")
            + "<w:r><w:noBreakHyphen/></w:r>"
            + r("Mails.")
        )
    )
    contents = [("konzept.docx", word_file(body))]
    draft = read_here(contents)

    assert recount(contents, draft.texts(), draft.dropped) == Recount(9)
    assert recount(contents, [], draft.dropped).missing[0][1] == 1
