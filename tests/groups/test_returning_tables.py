"""Tables as groups really give them back: sorted, filtered, saved by other programs, with columns
moved and renamed, merged cells, formulas, dates and short words."""

import io
import shutil
import subprocess
from datetime import datetime

import pytest
from openpyxl import Workbook, load_workbook

from app.drafts.readers.refusals import Unreadable
from app.groups.decided import Said
from app.groups.returning import forms
from app.groups.returning.rows import Brought
from app.groups.returning.tables.child import sheet_of
from app.groups.returning.tables.reading import brought, number_of
from app.groups.writers import columns as written
from app.groups.writers.asking import key_pairs
from app.models import Decision
from tests.groups.handing import saved

KEY = "randnotiz:bundle:ankommen:ag-1:3"
HEADINGS = {column.key: column.heading for column in written.columns()}
ADOPTED, NOT = Said(Decision.ADOPTED), Said(Decision.NOT_ADOPTED, reason="Zu teuer.")


def table(lines, *, shape=None, keys=True, above=0) -> Workbook:
    """A workbook as a bundle's, with these lines: a dict by key for each."""
    shape = shape or [column.key for column in written.columns()]
    book = Workbook()
    sheet = book.active
    sheet.title = "Anmerkungen"
    for _n in range(above):
        sheet.append(["Sitzung vom 12. November"])
    sheet.append([HEADINGS.get(key, key) for key in shape])
    for line in lines:
        sheet.append([line.get(key) for key in shape])
    if keys:
        hidden = book.create_sheet("randnotiz")
        for pair in key_pairs(written.columns(), bundle_key=KEY, sheet="Anmerkungen"):
            hidden.append(pair)
        hidden.sheet_state = "veryHidden"
    return book


def read(book: Workbook | bytes, name: str = "comments.xlsx") -> Brought:
    """What is read of it, in this process."""
    data = book if isinstance(book, bytes) else saved(book)
    return brought(forms.form_of(name, data).name, sheet_of(name, data))


def line(number, decision="", reason="", **more):
    return {"number": number, "decision": decision, "reason": reason, "stand": 0, **more}


def said(found: Brought) -> dict:
    return {row.number: row.said for row in found.rows}


def faults(found: Brought) -> dict:
    return {row.number: [fault["key"] for fault in row.faults] for row in found.rows if row.faults}


def test_no_row_is_lost_however_many_there_are_and_however_they_are_sorted():
    book = table([line(n, "Übernommen") for n in range(300, 0, -1)])
    book.active.auto_filter.ref = "A1:Y301"
    for hidden in (5, 60, 61, 62, 200):
        book.active.row_dimensions[hidden].hidden = True
    found = read(book)
    assert [row.number for row in found.rows] == list(range(300, 0, -1))
    assert {row.said for row in found.rows} == {ADOPTED}
    assert found.bundle_key == KEY
    assert found.notices == []


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *((87, 87), (87.0, 87), ("87", 87), ("#87", 87), ("# 87 ", 87), ("87.0", 87), ("87,0", 87)),
        *(("\u200b87\xa0", 87), ("1.234", 1234), ("1,5", None), ("87a", None), ("", None)),
        *(("99999999999", None), ("-3", None), ("٨٧", None)),
    ],
)
def test_numbers_are_read_as_programs_leave_them(cell, number):
    assert number_of(str(cell)) == number


@pytest.mark.parametrize(
    ("word", "decision"),
    [
        *(("übernommen", Decision.ADOPTED), ("ÜBERNOMMEN.", Decision.ADOPTED)),
        *((" teilweise\xa0übernommen", Decision.PARTLY_ADOPTED), ("tw. übernommen", "partly")),
        *(("Adopted", Decision.ADOPTED), ("not_adopted", Decision.NOT_ADOPTED)),
        *(("z. K.", Decision.NOTED), ("\u200bUebernommen", Decision.ADOPTED), ("vielleicht", None)),
    ],
)
def test_decisions_are_read_in_any_case_language_and_short_form(word, decision):
    found = read(table([line(1, word, "Grund.", passed_on_to="Land")]))
    if decision == "partly":
        decision = Decision.PARTLY_ADOPTED
    assert found.rows[0].said.decision == decision
    assert faults(found) == ({} if decision else {1: ["strange_decision"]})


def test_words_lose_their_blanks_and_nothing_else():
    words = "\ufeff Zu teuer.\xa0\r\nErst 2018  \n\n\n\nwieder. "
    found = read(table([line(1, "Nicht übernommen", words, measure=" Brief\nan das Land ")]))
    (row,) = found.rows
    assert row.said.reason == "Zu teuer.\nErst 2018\n\nwieder."
    assert row.said.measure == "Brief an das Land"


def test_columns_may_be_moved_renamed_and_added_and_the_headings_stand_lower():
    shape = ["remark", "Protokoll", "decision", "number", "Begründung der AG 1", "stand", "Votum"]
    lines = [line(7, "Übernommen", remark="intern", Protokoll="ja")]
    lines[0]["Begründung der AG 1"] = "Weil es stimmt."
    found = read(table(lines, shape=shape, above=9))
    (row,) = found.rows
    assert (row.place, row.number, row.stand) == ("row 11", 7, 0)
    assert row.said == Said(Decision.ADOPTED, reason="Weil es stimmt.", remark="intern")
    assert row.missing == {"new_wording", "measure", "passed_on_to"}
    keys = [fault["key"] for fault in found.notices]
    assert keys == ["no_column"] * 3 + ["renamed", "strange"]
    assert found.notices[-2]["cell"] == "E"
    assert found.notices[-1]["said"] == "Protokoll, Votum"


def test_a_column_with_another_name_is_known_by_its_neighbours():
    book = table([line(3, "Übernommen", "Aus der Sitzung.")])
    cells = {cell.value: cell for cell in book.active[1]}
    cells["Begründung"].value = "Was wir dazu sagen"
    found = read(book)
    assert found.rows[0].said.reason == "Aus der Sitzung."
    assert found.notices[0]["key"] == "renamed"


def test_a_sheet_may_be_renamed_and_stand_behind_others():
    book = table([line(3, "Übernommen")])
    book.active.title = "Sitzung 12.11."
    book.create_sheet("Notizen", 0).append(["Nr.", "Wer"])
    assert said(read(book)) == {3: ADOPTED}


def test_merged_formula_and_error_cells_are_faults_in_words():
    book = table([line(n, "Übernommen" if n == 1 else None) for n in range(1, 6)])
    sheet = book.active
    at = {cell.value: cell.column_letter for cell in sheet[1]}
    sheet.merge_cells(f"{at['Entscheidung']}2:{at['Entscheidung']}4")
    sheet[f"{at['Begründung']}5"] = "=A1"  # saved by no program: nothing is worked out
    sheet[f"{at['Entscheidung']}6"] = "#NAME?"
    sheet[f"{at['Entscheidung']}6"].data_type = "e"
    found = read(book)
    assert faults(found) == {2: ["merged"], 3: ["merged"], 4: ["formula"], 5: ["error"]}
    assert found.rows[1].faults[0]["row"] == 2
    assert found.rows[0].said == ADOPTED


def test_empty_lines_headings_again_and_lines_without_a_number():
    lines = [line(1, "Übernommen"), {}, {"text": "nur eine Bemerkung"}, line(None, "Übernommen")]
    lines += [dict(HEADINGS), line("acht", "Übernommen"), line(2)]
    found = read(table(lines))
    keys = [(row.place, row.number, [fault["key"] for fault in row.faults]) for row in found.rows]
    assert keys == [
        ("row 2", 1, []),
        ("row 5", None, ["no_number"]),
        ("row 7", None, ["strange_number"]),
        ("row 8", 2, []),
    ]


def test_dates_and_numbers_in_columns_of_words_become_words():
    book = table([line(1, "Nicht übernommen", datetime(2016, 11, 3), measure=2018)])
    (row,) = read(book).rows
    assert (row.said.reason, row.said.measure) == ("3.11.2016", "2018")


def test_a_csv_of_the_same_table_is_read_without_its_apostrophes():
    text = 'Nr.;Entscheidung;Begründung;Abgleich\n#7;nicht übernommen;"\'-5 °C sind\nzu kalt.";0\n'
    found = read(text.encode("utf-8-sig"), "comments.csv")
    assert said(found) == {7: Said(Decision.NOT_ADOPTED, reason="-5 °C sind\nzu kalt.")}
    assert (found.form, found.bundle_key) == ("csv", "")
    assert said(read(text.encode("cp1252"), "x.csv")) == said(found)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not there")
def test_libreoffice_saves_it_anew_and_nothing_changes(tmp_path):
    lines = [line(n, "Nicht übernommen", f"Zeile\n{n} & <b>", measure="Brief") for n in (3, 1, 2)]
    book = table(lines)
    book.active.protection.sheet = True
    before = read(book)
    path = tmp_path / "comments.xlsx"
    path.write_bytes(saved(book))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    into = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    call = ["soffice", home, "--headless", *into]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    after = read((tmp_path / "out" / "comments.xlsx").read_bytes())
    assert after.bundle_key == KEY
    assert after.rows == before.rows
    assert after.notices == []


def test_a_process_of_its_own_reads_the_same():
    data = saved(table([line(1, "Übernommen"), line(2)]))
    assert forms.read("comments.xlsx", data) == read(data)


def test_what_is_no_table_of_a_bundle_is_refused_in_one_sentence():
    other = Workbook()
    other.active.append(["Nr.", "Betrag"])
    with pytest.raises(Unreadable, match="keine Tabelle aus einem Rückmeldepaket"):
        read(other)
    macros = io.BytesIO(saved(table([line(1)])))
    with pytest.raises(Unreadable):
        read(macros.getvalue()[:-200])
    with pytest.raises(Unreadable, match="keine Datei aus einem Rückmeldepaket"):
        forms.form_of("x.zip", _zip({"a.txt": b"x"}))
    assert load_workbook(macros).sheetnames[0] == "Anmerkungen"


def _zip(members: dict[str, bytes]) -> bytes:
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return file.getvalue()
