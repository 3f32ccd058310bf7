"""What stands beside the text of a Word file: notes, comments, heads and feet of the pages."""

from tests.drafts.word_files import DECLARED, field, p, paras, r, read, texts


def call(kind: str, number: int, more: str = "") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}" {more}/></w:r>'


def note(kind: str, number: int, inner: str, more: str = "") -> str:
    return f'<w:{kind} w:id="{number}" {more}>{inner}</w:{kind}>'


FOOT = "".join(
    [
        note("footnote", -1, p("-"), 'w:type="separator"'),
        note("footnote", 2, p("<w:r><w:footnoteRef/></w:r>" + r(" Quelle zwei"))),
        note("footnote", 3, p(r("Quelle ") + r("drei", "<w:b/>")) + p("noch ein Absatz")),
    ]
)


def notes(body: str, **parts: str) -> list[tuple[str, str]]:
    return [
        (one.label, " / ".join(para.text for para in one.paras))
        for one in read(body, **parts).notes
    ]


def test_footnotes_are_numbered_as_they_are_called():
    body = p(r("Eins") + call("footnote", 3) + r(" zwei") + call("footnote", 2))

    assert notes(body, footnotes=FOOT) == [
        ("1", "Quelle drei / noch ein Absatz"),
        ("2", "Quelle zwei"),
    ]
    called = paras(read(body, footnotes=FOOT))[0].runs
    assert [(run.text, run.note) for run in called] == [
        ("Eins", ""),
        ("", "1"),
        (" zwei", ""),
        ("", "2"),
    ]


def test_endnotes_have_labels_of_their_own():
    body = p(r("A") + call("endnote", 2) + call("footnote", 2))

    assert notes(body, footnotes=FOOT, endnotes=note("endnote", 2, p("Ende"))) == [
        ("1", "Quelle zwei"),
        ("i", "Ende"),
    ]


def test_notes_of_two_kinds_with_the_same_number_are_told_apart():
    settings = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
    body = p(r("A") + call("footnote", 2) + call("endnote", 2))
    found = notes(body, footnotes=FOOT, endnotes=note("endnote", 2, p("Ende")), settings=settings)

    assert found == [("1", "Quelle zwei"), ("E1", "Ende")]


def test_settings_say_how_notes_are_counted():
    settings = '<w:footnotePr><w:numFmt w:val="upperLetter"/><w:numStart w:val="3"/></w:footnotePr>'

    assert notes(p(r("A") + call("footnote", 2)), footnotes=FOOT, settings=settings) == [
        ("C", "Quelle zwei")
    ]


def test_a_note_may_have_a_mark_of_its_own_which_is_no_text():
    mark = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = p(r("A") + mark + r(" B") + call("footnote", 3))

    assert texts(read(body, footnotes=FOOT)) == ["A B"]
    assert [label for label, _text in notes(body, footnotes=FOOT)] == ["*", "1"]


def test_a_note_called_in_deleted_text_is_left_out():
    body = p(r("A") + "<w:del>" + call("footnote", 2) + "</w:del>" + call("footnote", 3))
    flow = read(body, footnotes=FOOT)

    assert [one.label for one in flow.notes] == ["1"]
    assert flow.left_out == [("Fußnoten, auf die nichts verweist", "Quelle zwei")]


def test_a_call_without_a_note_calls_nothing():
    flow = read(p(r("A") + call("footnote", 99)), footnotes="")

    assert [run.note for run in paras(flow)[0].runs] == [""]


def test_links_in_notes_lead_where_the_notes_say():
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="h" Type="x/hyperlink" Target="https://a.example" '
        'TargetMode="External"/></Relationships>'
    )
    link = p('<w:hyperlink r:id="h">' + r("Link") + "</w:hyperlink>")
    flow = read(
        p(r("A") + call("footnote", 2)),
        footnotes=note("footnote", 2, link),
        members={"word/_rels/footnotes.xml.rels": rels},
    )

    assert flow.notes[0].paras[0].runs[0].href == "https://a.example"


def test_comments_of_the_file_are_left_out():
    comment = '<w:comment w:id="0" w:author="Jemand">' + p("Stimmt das?") + "</w:comment>"
    body = p('<w:commentRangeStart w:id="0"/>' + r("Text") + '<w:commentRangeEnd w:id="0"/>')
    flow = read(body, comments=comment)

    assert texts(flow) == ["Text"]
    assert flow.left_out == [("Kommentare in der Datei", "Stimmt das?")]


# Heads and feet of the pages

SECTION = '<w:sectPr><w:headerReference w:type="default" r:id="{}"/></w:sectPr>'


def header(inner: str) -> str:
    return f"<w:hdr {DECLARED}>{inner}</w:hdr>"


def test_heads_and_feet_come_once_each_and_are_marked():
    last = SECTION.format("h2").replace("</w:sectPr>", '<w:footerReference r:id="h3"/></w:sectPr>')
    flow = read(
        p("Eins", SECTION.format("h1")) + p("Zwei") + last,
        ("h1", "header", "header1.xml", False),
        ("h2", "header", "header2.xml", False),
        ("h3", "footer", "footer1.xml", False),
        members={
            "word/header1.xml": header(p("Stadt Musterhausen")),
            "word/header2.xml": header(p("Stadt Musterhausen")),
            "word/footer1.xml": header(
                "<w:tbl><w:tr><w:tc>"
                + p(r("Seite ") + field("PAGE", r("3")))
                + "</w:tc></w:tr></w:tbl>"
            ),
        },
    )

    assert [(para.text, para.is_running) for para in flow.paras()] == [
        ("Eins", False),
        ("Zwei", False),
        ("Stadt Musterhausen", True),
        ("Seite 3", True),
    ]


def test_a_heading_in_the_head_of_the_pages_heads_nothing():
    flow = read(
        p("Text") + SECTION.format("h1"),
        ("h1", "header", "header1.xml", False),
        members={"word/header1.xml": header(p("Konzept", style="Heading1"))},
    )

    assert [(para.level, para.is_running) for para in flow.paras()] == [(0, False), (0, True)]


def test_quotations_are_known_by_their_style():
    assert [para.is_quote for para in paras(read(p("A", style="Zitat") + p("B")))] == [True, False]
