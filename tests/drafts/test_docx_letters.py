"""The letters of a Word file: looks, links, fields, tracked changes, signs."""

import pytest

from app.drafts.readers.flow import Run
from tests.drafts.word_files import all_runs, field, p, paras, r, read, runs, style, texts

DELETED = "Gelöschter Text aus der Änderungsverfolgung"


def test_bold_italic_raised_and_lowered_letters_keep_their_marks():
    flow = read(
        p(
            r("fett", "<w:b/>")
            + r("schräg", "<w:i/>")
            + r("2", '<w:vertAlign w:val="superscript"/>')
            + r("o", '<w:vertAlign w:val="subscript"/>')
            + r("nicht", '<w:b w:val="0"/>')
        )
    )

    assert runs(flow) == [
        ("fett", "strong"),
        ("schräg", "em"),
        ("2", "sup"),
        ("o", "sub"),
        ("nicht", ""),
    ]


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + style("Fett", '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>')
    + style("Kind", "<w:rPr><w:i/></w:rPr>", based="Fett")
    + style("Strong", "<w:rPr><w:b/></w:rPr>", kind="character")
)


def test_a_style_hands_its_looks_to_the_styles_based_on_it():
    flow = read(p("Text", style="Kind"), styles=STYLES)

    assert runs(flow) == [("Text", "em strong")]
    assert paras(flow)[0].size == 14


def test_the_size_of_a_paragraph_is_that_of_most_of_its_letters():
    flow = read(p(r("Lang genug") + r("!", '<w:sz w:val="60"/>')), styles=STYLES)

    assert paras(flow)[0].size == 11


def test_a_bold_letter_style_in_a_bold_paragraph_is_plain_as_word_shows_it():
    flow = read(p(r("A", '<w:rStyle w:val="Strong"/>') + r("B"), style="Fett"), styles=STYLES)

    assert runs(flow) == [("A", ""), ("B", "strong")]


def test_arabic_keeps_its_order_and_takes_its_looks_from_the_complex_ones():
    flow = read(p(r("أهلا وسهلا", "<w:b/><w:rtl/>") + r(" بكم", "<w:bCs/><w:rtl/>"), "<w:bidi/>"))

    assert runs(flow) == [("أهلا وسهلا", ""), (" بكم", "strong")]


def test_runs_that_look_alike_are_one_even_where_word_cut_the_word():
    flow = read(p(r("Teil") + '<w:proofErr w:type="spellStart"/>' + r("ha") + r("be")))

    assert runs(flow) == [("Teilhabe", "")]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb"),
        ("<w:t>a</w:t><w:br/><w:t>b</w:t>", "a\nb"),
        ('<w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t>', "a b"),
        ("<w:lastRenderedPageBreak/><w:t>b</w:t>", "b"),
        ("<w:t>Bürger\u00adbüro</w:t>", "Bürgerbüro"),
        ("<w:t>Bürger</w:t><w:softHyphen/><w:t>büro</w:t>", "Bürgerbüro"),
        ("<w:t>E</w:t><w:noBreakHyphen/><w:t>Mail</w:t>", "E\u2011Mail"),
        ("<w:t>„Teilhabe“ – ‚jetzt‘ …</w:t>", "„Teilhabe“ – ‚jetzt‘ …"),
        ("<w:t>\n  eingerückt\n</w:t>", "eingerückt"),
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
        ('<w:sym w:font="Symbol" w:char="F061"/>', "α"),
        ('<w:sym w:font="Wingdings" w:char="F001"/><w:t>x</w:t>', "□x"),
        ('<w:sym w:font="Unbekannt" w:char="F041"/>', "A"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>à</w:t>', "→"),
    ],
)
def test_signs_become_what_people_see(inner, text):
    assert texts(read(f"<w:p><w:r>{inner}</w:r></w:p>")) == [text]


def test_a_link_keeps_its_target_as_it_is_written():
    body = p(
        '<w:hyperlink r:id="r9">' + r("Netz") + "</w:hyperlink>"
        '<w:hyperlink w:anchor="ziel">'
        + r("Stelle")
        + "</w:hyperlink>"
        + field(r'HYPERLINK "https://b.example/x" \l "y"', r("Feld"))
        + '<w:fldSimple w:instr=" HYPERLINK &quot;mailto:a@b.example&quot; ">'
        + r("Post")
        + "</w:fldSimple>"
    )

    flow = read(body, ("r9", "hyperlink", "https://a.example/", True))

    assert [(run.text, run.href) for run in all_runs(flow)] == [
        ("Netz", "https://a.example/"),
        ("Stelle", "#ziel"),
        ("Feld", "https://b.example/x#y"),
        ("Post", "mailto:a@b.example"),
    ]


def test_a_field_shows_its_result_and_not_its_code():
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>IF </w:instrText></w:r>" + field("PAGE", r("1"))
    inner = sign.format("begin") + code + sign.format("separate") + r("ja") + sign.format("end")

    flow = read(p(r("Es steht ") + inner + r(".")))

    assert texts(flow) == ["Es steht ja."]
    assert flow.left_out == [("Code von Feldern", "1")]


def test_a_box_to_tick_is_seen():
    box = '<w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData>'
    sign = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    end = sign.format("end", "")
    inner = sign.format("begin", box.format(1)) + end + sign.format("begin", box.format(0)) + end

    assert texts(read(p(inner + r(" ja")))) == ["☒☐ ja"]


# Tracked changes


def test_insertions_are_text_and_deletions_are_left_out():
    flow = read(
        p(
            r("Die Stadt ")
            + "<w:del><w:r><w:delText>prüft</w:delText></w:r></w:del>"
            + "<w:ins>" + r("fördert") + "</w:ins>"
            + "<w:moveFrom>" + r(" weg") + "</w:moveFrom>"
            + "<w:moveTo>" + r(" her") + "</w:moveTo>"
        )
    )  # fmt: skip

    assert texts(flow) == ["Die Stadt fördert her"]
    assert flow.left_out == [(DELETED, "prüft weg")]


def test_a_deleted_word_in_several_runs_stays_one_word():
    pieces = "".join(f"<w:r><w:delText>{part}</w:delText></w:r>" for part in ("Teil", "habe"))

    assert read(p(f"<w:del>{pieces}</w:del>")).left_out == [(DELETED, "Teilhabe")]


def test_what_was_inserted_and_deleted_again_is_left_out():
    inner = "<w:ins><w:del><w:r><w:delText>nie</w:delText></w:r></w:del></w:ins>"

    assert texts(read(p(inner + r("ja")))) == ["ja"]


def test_a_paragraph_whose_end_is_deleted_runs_on_in_the_next():
    flow = read(p("Erster Teil, ", "<w:rPr><w:del/></w:rPr>") + p("zweiter Teil.", style="X"))

    assert texts(flow) == ["Erster Teil, zweiter Teil."]


def test_a_large_first_letter_belongs_to_its_word():
    assert texts(read(p("D", '<w:framePr w:dropCap="drop" w:lines="3"/>') + p("ie Stadt"))) == [
        "Die Stadt"
    ]


def test_old_formats_of_tracked_changes_change_nothing():
    change = "<w:rPrChange><w:rPr><w:b/></w:rPr></w:rPrChange>"

    assert runs(read(p(r("neu", change)))) == [("neu", "")]


def test_struck_text_stays_with_a_doubt():
    para = paras(read(p(r("Die Stadt ") + r("prüft", "<w:strike/>"))))[0]

    assert para.text == "Die Stadt prüft"
    assert "durchgestrichen" in para.doubt


def test_hidden_text_is_left_out():
    flow = read(p(r("da") + r(" verborgen", "<w:vanish/>")))

    assert texts(flow) == ["da"]
    assert flow.left_out == [("Ausgeblendeter Text", "verborgen")]


# What wraps letters


def test_controls_and_smart_tags_are_seen_through():
    inner = (
        "<w:sdt><w:sdtPr/><w:sdtContent>" + r("eins ") + "</w:sdtContent></w:sdt>"
        '<w:smartTag w:element="place">' + r("zwei ") + "</w:smartTag>"
        "<w:customXml>" + r("drei ") + "</w:customXml><w:bdo>" + r("vier") + "</w:bdo>"
    )

    assert texts(read(p(inner))) == ["eins zwei drei vier"]


def test_a_control_that_nobody_filled_in_is_left_out():
    inner = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
    flow = read(p(inner + r("Hier klicken") + "</w:sdtContent></w:sdt>" + r("Text")))

    assert texts(flow) == ["Text"]
    assert flow.left_out[0][1] == "Hier klicken"


def test_a_formula_keeps_its_text():
    formula = (
        "<m:oMath><m:sSup><m:e><m:r><m:t>a</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
        "</m:sSup><m:f><m:num><m:r><m:t>b</m:t></m:r></m:num><m:den><m:r><m:t>c</m:t></m:r>"
        "</m:den></m:f></m:oMath>"
    )

    assert all_runs(read(p(formula))) == [Run("a"), Run("2", frozenset({"sup"})), Run("b/c")]


def test_of_two_ways_to_say_the_same_one_is_read():
    inner = (
        '<mc:AlternateContent><mc:Choice Requires="w14">' + r("neu") + "</mc:Choice>"
        "<mc:Fallback>" + r("alt") + "</mc:Fallback></mc:AlternateContent>"
        '<mc:AlternateContent><mc:Choice Requires="cx">' + r(" neu") + "</mc:Choice>"
        "<mc:Fallback>" + r(" alt") + "</mc:Fallback></mc:AlternateContent>"
    )

    assert texts(read(p(inner))) == ["neu alt"]


def test_ruby_stands_in_brackets_behind_its_word():
    inner = "<w:ruby><w:rt><w:r><w:t>かん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>"

    assert texts(read(p(f"<w:r>{inner}</w:rubyBase></w:ruby></w:r>"))) == ["漢 (かん)"]
