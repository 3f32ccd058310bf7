"""What a spreadsheet makes of a bundle, XLSX and CSV, read back by programs not ours."""

import csv as reader
import io
import re
from datetime import UTC, datetime
from json import loads

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from app.groups.contents import Answer
from app.groups.writers import csv, json, xlsx
from app.groups.writers.columns import ELSEWHERE, columns
from tests.groups.sample import DRAWN, FORMULAS, HOSTILE, SECRETS, bundle, note, written

KEYS = [column.key for column in columns()]
LETTERS = {key: get_column_letter(number) for number, key in enumerate(KEYS, 1)}
OURS = re.compile(r"=COUNTIF\('Anmerkungen'!\$J\$2:\$J\$2,\$A\$\d+\)$|=1-SUM\(C5:C10\)$")


def table(contents) -> list[dict[str, str]]:
    text = written(csv.write, contents).decode("utf-8-sig")
    lines = reader.reader(io.StringIO(text, newline=""), delimiter=";")
    return [dict(zip(KEYS, line, strict=True)) for line in list(lines)[1:]]


def sheet(contents, name="Anmerkungen") -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(xlsx.write, contents)))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def cells(contents) -> list[dict]:
    return [dict(zip(KEYS, row, strict=True)) for row in sheet(contents)[1:]]


def workbook(contents):
    return load_workbook(io.BytesIO(written(xlsx.write, contents)))


@pytest.mark.parametrize("read", [table, cells])
def test_every_note_is_a_row_in_the_order_of_the_text(read):
    rows = read(bundle())

    assert [int(row["number"]) for row in rows] == [140, 31, 87, 90, 203]
    assert rows[1]["address"] == "HF2 · 1.2"
    assert rows[1]["quote"] == "so früh wie möglich"
    assert rows[1]["field"] == "HF2 Deutsch lernen"
    assert rows[1]["kind"] == "Frage"


@pytest.mark.parametrize("read", [table, cells])
def test_replies_and_official_answers_stand_apart(read):
    row = read(bundle())[2]

    assert row["replies"] == "Ein Nachbar, 19.10.2016 18:40:\nSehe ich auch so."
    assert row["official"] == (
        "Moderation, 20.10.2016 09:00:\nDanke, das prüfen wir.\n\n"
        "Stellungnahme: Amt für Zuwanderung, 24.10.2016 11:05:\n"
        "An drei Kursorten ist das ab Januar möglich."
    )
    assert row["state"] == "öffentlich, beantwortet"


@pytest.mark.parametrize(
    ("voice", "by", "said"),
    [
        ("moderator", "Moderation", "Moderation"),
        ("moderator", "Jana Albers", "Moderation, Jana Albers"),
        ("moderator", "Jana Albers (Moderation)", "Jana Albers (Moderation)"),
        ("moderator", "", "Moderation"),
        ("office", "Amt für Zuwanderung", "Stellungnahme: Amt für Zuwanderung"),
    ],
)
def test_who_answers_for_the_city_is_named_once(voice, by, said):
    answer = Answer(voice, by, DRAWN, "Ja.")

    assert table(bundle([note(1, answers=(answer,))]))[0]["official"] == (
        f"{said}, 10.11.2016 09:30:\nJa."
    )


@pytest.mark.parametrize("read", [table, cells])
def test_a_hidden_note_keeps_its_row_and_says_which_rule(read):
    contents = bundle()
    row = read(contents)[3]

    assert row["text"] == "[ausgeblendet nach Spielregel 3]"
    assert row["state"] == "ausgeblendet nach Spielregel 3"
    assert (row["author"], row["role"], row["proposed_wording"]) == ("", "", "")
    assert not any(secret in str(read(contents)) for secret in SECRETS)


@pytest.mark.parametrize("state", ["hidden", "withdrawn", "waiting", "unconfirmed", "expired"])
@pytest.mark.parametrize("read", [table, cells])
def test_no_words_of_a_note_that_is_not_public(read, state):
    row = read(bundle([note(1, text="Geheim", author="Geheim", state=state)]))[0]

    assert "Geheim" not in str(row)
    assert row["text"].startswith("[")


@pytest.mark.parametrize("read", [table, cells])
def test_an_empty_bundle_has_only_headings(read):
    assert read(bundle([])) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("read", [table, cells])
def test_no_text_breaks_the_table(read, text):
    rows = read(bundle([note(1, text=text, author=text, quote=text), note(2)]))

    assert [int(row["number"]) for row in rows] == [1, 2]
    assert rows[1]["text"] == "Das ist gut so."
    kept = "".join(sign for sign in text if sign.isalpha() and sign.isascii())
    assert "".join(s for s in rows[0]["text"] if s.isalpha() and s.isascii()) == kept


@pytest.mark.parametrize("read", [table, cells])
def test_characters_that_reorder_others_are_taken_out(read):
    row = read(bundle([note(1, text=HOSTILE["override"], author=HOSTILE["override"])]))[0]

    assert row["text"] == "ganz harmlos txt.exe und so"
    assert row["author"] == "ganz harmlos txt.exe und so"


# CSV


def test_a_german_excel_opens_the_csv_by_double_click():
    data = written(csv.write, bundle([note(7, text="Größe; schöner")]))

    assert data.startswith(b"\xef\xbb\xbfFundstelle;Nr.;")
    assert data.endswith(b"\r\n")
    assert ';"Größe; schöner";' in data.decode("utf-8-sig")
    assert ";18.10.2016 20:14;" in data.decode("utf-8-sig")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("column", ["text", "author", "role", "quote", "section", "address"])
def test_no_cell_of_the_csv_runs_as_a_formula(column, text):
    given = {"field": "HF2", "address": "HF2 · 1"} | {column: text}
    cell = table(bundle([note(1, **given)]))[0][column]

    assert cell == "'" + (text if column in ("text", "quote") else " ".join(text.split()))


@pytest.mark.parametrize("text", ["5 - 3", "a=b", "1+1 ist zwei", "'zitiert'", "E-Mail an @amt"])
def test_what_is_no_formula_stays_as_it_was_written(text):
    assert table(bundle([note(1, text=text)]))[0]["text"] == text


def test_a_file_given_to_the_csv_writer_stays_open():
    file = io.BytesIO()

    csv.write(bundle(), file)

    assert not file.closed


# XLSX


@pytest.mark.parametrize("text", [*FORMULAS, *HOSTILE.values()])
def test_no_cell_of_the_workbook_is_a_formula(text):
    given = {"author": text, "role": text, "quote": text, "section": text, "text": text}
    book = workbook(bundle([note(1, proposed_wording=text, **given)], process=text, group=text))

    cells = [cell for page in book for row in page for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr", "f"}
    assert all(OURS.match(cell.value) for cell in cells if cell.data_type == "f")
    assert book["Anmerkungen"][f"{LETTERS['text']}2"].value.strip()


@pytest.mark.parametrize("text", ["=1+1", "_x003D_1+1", "  =1+1", "@SUM(1)", "007", "3/4", "-"])
def test_the_workbook_keeps_words_as_they_were_written(text):
    assert cells(bundle([note(1, text=text)]))[0]["text"] == text


def test_times_are_real_dates_in_local_time_and_numbers_are_numbers():
    row = cells(bundle())[2]

    assert row["created_at"] == datetime(2016, 10, 18, 20, 14)
    assert (row["support"], row["number"]) == (57, 87)
    cell = workbook(bundle())["Anmerkungen"][f"{LETTERS['created_at']}4"]
    assert cell.number_format == "dd.mm.yyyy hh:mm"


def test_what_was_counted_where_a_note_comes_from_stands_in_columns_of_its_own():
    came = bundle([note(1, source_agrees=7, source_disagrees=3), note(2)])

    for read in (table, cells):
        first, second = read(came)
        assert [int(first[key]) for key in ("support", *ELSEWHERE)] == [12, 7, 3]
        assert [second[key] for key in ELSEWHERE] == ["", ""], "nobody counted"
    notes = loads(written(json.write, came))["notes"]
    assert [one["source_support"] for one in notes] == [{"agrees": 7, "disagrees": 3}, None]


def test_what_no_cell_can_hold_is_cut_visibly_and_between_characters():
    text = cells(bundle([note(1, text="👍" * 20_000)]))[0]["text"]

    assert text.endswith("👍 … (gekürzt, ganz in comments.json)")
    assert len(text.encode("utf-16-le")) // 2 in (32_766, 32_767)


def test_a_text_of_5000_characters_without_a_blank_is_whole():
    assert cells(bundle([note(1, text="x" * 5_000)]))[0]["text"] == "x" * 5_000


def test_the_workbook_is_ready_to_filter_and_to_print():
    page = workbook(bundle())["Anmerkungen"]

    assert page.freeze_panes == "C2"
    assert page.auto_filter.ref == f"A1:{LETTERS['stand']}6"
    assert page.print_area == f"'Anmerkungen'!$A$1:${LETTERS['remark']}$6"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert "Integrationskonzept Lindenau" in page.oddHeader.left.text
    assert page.oddFooter.right.text.startswith("Seite &P von &N")
    assert page["E2"].alignment.wrap_text
    assert page.row_dimensions[4].height > page.row_dimensions[2].height


def test_the_properties_of_the_workbook_speak_of_the_drawing():
    properties = workbook(bundle()).properties

    assert properties.created.replace(tzinfo=UTC) == DRAWN
    assert properties.title == "Integrationskonzept Lindenau: AG 2 Deutscherwerb, Paket 3"


def test_an_ampersand_in_a_title_is_no_command_in_the_print_header():
    page = workbook(bundle(process="Bus & Bahn &D"))["Anmerkungen"]

    assert "Bus && Bahn &&D" in page.oddHeader.left.text


def test_the_second_sheet_says_whose_bundle_it_is_and_what_is_in_it():
    said = {row[0]: row[1] for row in sheet(bundle(), "Über dieses Paket")}

    assert said["Arbeitsgruppe"] == "AG 2 Deutscherwerb"
    assert said["Anmerkungen möglich"] == "4. Oktober 2016 bis 8. November 2016, 24 Uhr"
    assert (said["insgesamt"], said["davon Fragen"], said["davon ausgeblendet"]) == (5, 2, 1)
    assert said["davon beantwortet"] == 1
    assert {column.heading for column in columns()} <= set(said)


def test_more_notes_than_a_sheet_holds_are_refused_not_dropped(monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)

    with pytest.raises(ValueError, match="4 notes at most"):
        written(xlsx.write, bundle())


@pytest.mark.parametrize("write", [csv.write, xlsx.write])
def test_progress_is_heard_and_ends_with_all_notes(write):
    heard: list[int] = []

    written(write, bundle([note(n) for n in range(1, 451)]), progress=heard.append)

    assert heard == [200, 400, 450]
