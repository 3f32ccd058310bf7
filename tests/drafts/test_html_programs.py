"""Web pages, as LibreOffice, Word, pandoc and a city's website write them."""

import pytest

from app.drafts.outline import BlockKind
from tests.drafts.flowing import outline, sections
from tests.drafts.pages import draft_of, paras, seen, texts

# The frame of a website


def test_of_a_website_only_the_text_is_read():
    flow = seen(
        "<header>Stadt Musterstadt</header><nav>Start Rathaus</nav>"
        "<div><main><header><h1>Wohnen</h1></header><p>Text.</p></main></div>"
        "<aside>Das könnte Sie auch freuen</aside><footer>Impressum</footer>"
    )

    assert [para.text for para in flow.paras()] == ["Wohnen", "Text."]
    assert [text for why, text in flow.left_out if why == "Rahmen der Webseite"] == [
        "Stadt Musterstadt",
        "Start Rathaus",
        "Das könnte Sie auch freuen",
        "Impressum",
    ]


def test_two_articles_are_both_read():
    assert [p.text for p in paras("<article>eins</article><article>zwei</article>")] == [
        "eins",
        "zwei",
    ]


# As programs write it

PANDOC = """<header id="title-block-header"><h1 class="title">Konzept</h1></header>
<nav id="TOC" role="doc-toc"><ul><li><a href="#w">Wohnen</a></li></ul></nav>
<h1 id="w">Wohnen</h1><p>Text<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref">
<sup>1</sup></a> hier.</p><section id="footnotes" class="footnotes" role="doc-endnotes"><hr><ol>
<li id="fn1"><p>Die Note.<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol></section>"""
LIBREOFFICE = """<div title="header"><p>Entwurf</p></div>
<div id="Inhaltsverzeichnis1"><div id="Inhaltsverzeichnis1_Head"><p>Inhalt</p></div>
<p><a href="#__RefHeading___1">Wohnen\t1</a></p></div>
<h1>Wohnen</h1><p>Text<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">
<sup>1</sup></a> hier.</p><div id="sdfootnote1"><p class="sdfootnote-western">
<a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Die Note.</p></div>"""
WORD = """<div class=WordSection1><p class=MsoToc1>Wohnen\t1</p><h1>Wohnen</h1>
<p class=MsoNormal>Text<a href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference>[1]</span></a> hier.<o:p></o:p></p></div><div><br clear=all><hr>
<div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a> Die Note.</p></div></div>"""


@pytest.mark.parametrize("page", [PANDOC, LIBREOFFICE, WORD], ids=["pandoc", "libreoffice", "word"])
def test_footnotes_and_contents_of_every_program(page):
    draft = draft_of(page, "<title>Konzept</title>")
    (section,) = sections(draft)

    assert (section.title, texts(draft)) == ("Wohnen", ["Text hier.", "Die Note."])
    text, note = section.blocks
    assert '<sup class="noteref"><a href="#fn-1">1</a></sup>' in text.sentences[0].html
    assert (note.kind, note.marker, note.anchor) == (BlockKind.FOOTNOTE, "1", "fn-1")
    assert "Inhaltsverzeichnis" in {one.why for one in draft.left_out}


def test_links_to_headings_and_back_are_no_footnotes():
    draft = draft_of(
        "<p><a id=t href=#h>1</a> Wohnen</p><h1 id=h>Wohnen <a href=#t>nach oben</a></h1><p>Text."
    )

    assert outline(draft) == [(1, "Wohnen nach oben")]


def item_of_word(sign: str, font: str, text: str, left: str, more: str = "") -> str:
    return (
        f"<p class=MsoListParagraph style='margin-left:{left};text-indent:-18.0pt{more}'>"
        f"<span style='font-family:{font}'>{sign}<span style='font:7.0pt \"Times New Roman\"'>"
        f"&nbsp;&nbsp;&nbsp; </span></span>{text}</p>"
    )


def test_items_of_word_have_their_signs_and_depths():
    found = paras(
        item_of_word("·", "Symbol", "eins", "36.0pt")
        + item_of_word("o", '"Courier New"', "tief", "72.0pt")
        + item_of_word("2)", "Calibri", "zwei", "1.0cm", ";mso-list:l0 level1 lfo1")
    )

    assert [(para.depth, para.marker, para.text.strip()) for para in found] == [
        (0, "•", "eins"),
        (1, "•", "tief"),
        (0, "2)", "zwei"),
    ]


def test_libreoffice_numbers_headings_by_lists():
    draft = draft_of(
        "<ol><li><h1>Wohnen</h1></li></ol><p>Text.</p><ol><ol><li><h2>Bauen</h2></li></ol></ol>"
        "<p>Text.</p><ol start=2><li><h1>Ruf</h1></li></ol><p>Text.</p>"
    )

    assert [title for _level, title in outline(draft)][::2] == ["1 Wohnen", "2 Ruf"]
