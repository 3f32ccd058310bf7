"""The tables in which a group decides, XLSX and ODS, read by programs not ours."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from app.comments.decision_words import decision_named
from app.groups.contents import Joined
from app.groups.decided import LONGEST, Said
from app.groups.writers import ods, xlsx
from app.groups.writers.columns import ANSWERS, columns, columns_of
from app.models import Decision
from tests.groups.sample import FORMULAS, HOSTILE, NOTES, SECRETS, bundle, note, written

KEY = "randnotiz:bundle:integrationskonzept:deutscherwerb:3"
MARK = "Enthält personenbezogene Daten & ist nur für die Arbeitsgruppe."
HIDDEN = "Enthält den Wortlaut ausgeblendeter Anmerkungen."
SETTLED = Said(
    Decision.OUT_OF_SCOPE,
    reason="Darüber entscheidet das Land.\nWir fragen nach.",
    new_wording="=1+1",
    measure="M4",
    passed_on_to="Land",
    remark="Frau Albers ruft an.",
)
PROPOSED = Said(Decision.NOTED, reason="Danke für das Lob.")


def decided(**head):
    """#140 proposed, #31 adopted, #87 passed on after a proposal, #90 hidden, #203 open; #5 is
    split, #6 repeats another."""
    praise, adopted, passed, hidden, still_open = NOTES
    notes = [
        replace(praise, proposed=PROPOSED),
        replace(adopted, decided=Said(Decision.ADOPTED), decided_changes=1),
        replace(passed, decided=SETTLED, proposed=PROPOSED, decided_changes=2),
        replace(hidden, decided=SETTLED, proposed=PROPOSED, contact=SECRETS[0]),
        still_open,
        replace(note(5, "HF6 · 1.1"), joined=Joined(parts=2)),
        replace(note(6, "HF6 · 1.1"), joined=Joined(repeats=87), decided=SETTLED),
    ]
    return bundle(notes, bundle_key=KEY, **head)


FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"
SHAPE = columns_of(bundle())
KEYS = [column.key for column in SHAPE]
LETTER = {key: get_column_letter(at) for at, key in enumerate(KEYS, 1)}


@pytest.fixture(params=[xlsx, ods], ids=["xlsx", "ods"])
def write(request):
    return request.param.write


def read(write, contents, name="Anmerkungen"):
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(write, contents)))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def rows(write, contents) -> dict[int, dict]:
    lines = read(write, contents)
    return {
        int(row["number"]): row for line in lines[1:] if (row := dict(zip(KEYS, line, strict=True)))
    }


def answers(row: dict) -> tuple:
    return tuple(row[key] for key in ANSWERS)


def book_of(contents):
    return load_workbook(io.BytesIO(written(xlsx.write, contents)))


def part(contents, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(written(ods.write, contents))) as package:
        return etree.fromstring(package.read(name))


def test_what_is_decided_stands_in_it_else_what_members_propose(write):
    found = rows(write, decided())

    assert answers(found[87]) == (
        "Weitergegeben",
        "Darüber entscheidet das Land.\nWir fragen nach.",
        "=1+1",
        "M4",
        "Land",
        "Frau Albers ruft an.",
    )
    assert answers(found[31])[:2] == ("Übernommen", "")
    assert answers(found[140])[:2] == ("Zur Kenntnis genommen", "Danke für das Lob.")
    assert answers(found[203]) == ("",) * 6
    states = {number: row["state"].split("\n")[1:] for number, row in found.items()}
    assert states[140] == ["Vorschlag der Mitglieder"]
    assert states[87] == states[31] == ["entschieden"]
    assert (states[5], states[6]) == (
        ["Entschieden wird über die Teile."],
        ["Entschieden wird bei #87."],
    )
    assert [int(found[number]["stand"]) for number in (140, 31, 87, 203)] == [0, 1, 2, 0]


def test_nothing_is_asked_of_notes_that_take_no_decision_nor_told_of_hidden_ones(write):
    found = rows(write, decided())

    assert [answers(found[number]) for number in (90, 5, 6)] == [("",) * 6] * 3
    assert not any(secret in str(found[90]) for secret in (*SECRETS, "das Land"))


def test_contacts_have_a_column_only_where_the_group_may_have_them(write):
    told = replace(note(1), contact="m@nordstadt.example")
    contents = bundle([told], marks=(MARK,), with_contacts=True)

    assert "contact" not in KEYS
    assert "nordstadt" not in str(read(write, bundle([told])))
    heading, row = read(write, contents)
    assert dict(zip(heading, row, strict=True))["Kontakt"] == "m@nordstadt.example"
    assert [column.heading for column in columns(contacts=True)] == heading


def test_the_list_offers_every_decision_and_says_in_words_what_is_wrong():
    book = book_of(decided())
    page, hidden = book["Anmerkungen"], book["randnotiz"]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}

    offered = [row[3].value for row in hidden["A1:D6"]]
    assert [decision_named(word) for word in offered] == list(Decision)
    assert book.defined_names["RandnotizEntscheidungen"].attr_text == "randnotiz!$D$1:$D$6"
    choice = rules[f"{LETTER['decision']}2:{LETTER['decision']}8"]
    assert (choice.type, choice.formula1, choice.errorStyle) == (
        "list",
        "RandnotizEntscheidungen",
        None,  # that is "stop"
    )
    assert choice.error.startswith("Diese Entscheidung steht nicht in der Liste.")
    for key, most in LONGEST.items():
        rule = rules[f"{LETTER[key]}2:{LETTER[key]}8"]
        assert (rule.type, rule.operator, rule.formula1) == (
            "textLength",
            "lessThanOrEqual",
            str(most),
        )
        assert rule.error == f"In diese Zelle passen höchstens {most} Zeichen."


def test_only_what_a_group_fills_in_is_open_to_writing_and_people_can_still_work():
    page = book_of(decided())["Anmerkungen"]
    guard = page.protection

    is_open = {
        (KEYS[at], page.cell(line, KEYS.index("number") + 1).value)
        for line in range(1, 9)
        for at in range(len(KEYS))
        if not page.cell(line, at + 1).protection.locked
    }
    assert is_open == {(key, number) for key in ANSWERS for number in (140, 31, 87, 203)}
    assert guard.sheet
    assert not guard.password
    allowed = (guard.autoFilter, guard.sort, guard.formatCells, guard.insertColumns)
    assert not any(allowed)  # what is False there is not forbidden


def test_a_decision_without_what_it_needs_is_marked():
    page = book_of(decided())["Anmerkungen"]
    marked = {
        str(area.sqref).split("2:")[0]: area.rules[0].formula[0]
        for area in page.conditional_formatting
    }
    d, r, p = (f"${LETTER[key]}2" for key in ("decision", "reason", "passed_on_to"))

    assert marked == {
        r[1:2]: f'AND({d}<>"",{d}<>"Übernommen",TRIM({r})="")',
        p[1:2]: f'AND({d}="Weitergegeben",TRIM({p})="")',
        d[1:2]: f'AND({d}="",TRIM({r})<>"")',
    }


def test_a_sheet_nobody_sees_says_which_bundle_it_is_and_which_column_is_which(write):
    contents = decided()
    said = dict(row[:2] for row in read(write, contents, "randnotiz"))

    assert (said["bundle_key"], said["sheet"], str(said["form"])) == (KEY, "Anmerkungen", "1")
    assert {key: said[key] for key in KEYS} == {one.key: one.heading for one in SHAPE}
    assert book_of(contents)["randnotiz"].sheet_state == "veryHidden"


def test_the_marks_of_the_bundle_stand_on_every_page_of_every_sheet():
    contents = decided(marks=(MARK, HIDDEN), process="Ein sehr langer Titel & noch mehr, " * 9)
    book = book_of(contents)

    for page in book.worksheets[:3]:
        assert page.oddHeader.right.text.split("\n") == [MARK.replace("&", "&&"), HIDDEN]
        assert page.oddFooter.right.text == "Seite &P von &N"
        assert "Ein sehr langer Titel && noch" in page.oddFooter.left.text
        assert len(page.oddFooter.left.text) < 200
    styles = etree.tostring(part(contents, "styles.xml"), encoding="unicode")
    assert styles.count(MARK.replace("&", "&amp;")) == 2  # wide and upright pages


def test_the_figures_count_along_and_the_chart_has_its_table(write):
    contents = decided()
    lines = [line for line in read(write, contents, "Zahlen") if line[0] != ""]
    said = {line[0]: [int(n) for n in line[1:] if n != ""] for line in lines if line[1] not in ("",)
            and not isinstance(line[1], str)}  # fmt: skip

    assert (said["Übernommen"], said["Weitergegeben"], said["offen"]) == ([1, 1], [1, 1], [2, 2])
    assert said["HF2 Deutsch lernen"] == [4, 3, 2, 1]
    assert said["HF6 Arbeit und Ausbildung"] == [3, 1, 0, 1]
    assert (said["Frage"], said["ausgeblendet"]) == ([2], [1])
    assert said["mit einem Vorschlag der Mitglieder"] == [1]


def test_the_chart_is_one_of_the_program_and_says_what_it_shows():
    with zipfile.ZipFile(io.BytesIO(written(xlsx.write, decided()))) as package:
        chart = package.read("xl/charts/chart1.xml").decode()
        drawing = package.read("xl/drawings/drawing1.xml").decode()

    assert "Zahlen!$A$5:$A$11" in chart
    assert "Zahlen!$C$5:$C$11" in chart
    assert 'descr="Balken zu der Tabelle darüber' in drawing


def test_no_text_breaks_the_spreadsheet_or_runs_in_it():
    texts = [*FORMULAS, *HOSTILE.values()]
    notes = [
        replace(
            note(n, text=text, author=text, quote=text),
            decided=Said(Decision.NOTED, text, text, text, text, text),
            decided_changes=1,
        )
        for n, text in enumerate(texts, 1)
    ]
    every = " ".join(texts)
    contents = bundle(notes, process=every, group=every, marks=(every,), bundle_key=KEY)
    found = rows(ods.write, contents)

    for n, text in enumerate(texts, 1):
        for key in ("text", "author", "reason", "remark"):
            assert letters(found[n][key]) == letters(text)
    cells = part(contents, "content.xml").iter("{*}table-cell")
    formulas = {cell.get(FORMULA) for cell in cells} - {None}
    ours = r"of:=(COUNTIF\(\[\$'Anmerkungen'|\d+-SUM\(\[\.C)"
    assert all(re.match(ours, one) for one in formulas)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha() and sign.isascii())


def test_blanks_and_tabs_in_a_text_are_kept_in_the_spreadsheet():
    text = "  zwei vorn,  zwei mitten\n\n<b>&amp; "

    assert rows(ods.write, bundle([note(1, text=text)]))[1]["text"] == text
    tab = etree.tostring(part(bundle([note(1, text="a\tb")]), "content.xml")).decode()
    assert "a<text:tab/>b" in tab


def test_a_spreadsheet_is_the_same_bytes_each_time_and_its_type_stands_first():
    once, again = (written(ods.write, decided()) for _time in range(2))

    assert once == again
    assert once[30:38] == b"mimetype"
    assert once[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"


def test_more_notes_than_a_sheet_holds_are_refused_in_the_spreadsheet_too(monkeypatch):
    monkeypatch.setattr(ods, "MOST_ROWS", 4)

    with pytest.raises(ValueError, match="4 notes at most"):
        written(ods.write, bundle())
