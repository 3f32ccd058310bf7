"""The results as a workbook, read back by programs not ours."""

import io
from datetime import UTC, datetime, timedelta

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sqlmodel import Session

from app.groups import exporting
from app.groups.ledger import Change, Counts, Earlier, Entry, FieldResults, Head, Results
from app.groups.writers import results_xlsx
from app.groups.writers.results_words import columns
from app.models import CommentKind, CommentState, Decision
from tests.cast import Cast
from tests.groups.sample import FORMULAS, HOSTILE
from tests.publishing.ledgered import decide

AT = datetime(2016, 11, 20, 22, 30, tzinfo=UTC)
HEAD = Head(
    "Stadt Lindenau", "Integrationskonzept", "konzept", 2, 2, "Europe/Berlin", AT,
    "https://beteiligung.lindenau.example/p/konzept/results",
    "https://beteiligung.lindenau.example/p/konzept/changes",
)  # fmt: skip
KEYS = [column.key for column in columns()]


def entry(number: int, text: str = "Mehr Kurse am Abend.", **more) -> Entry:
    given = {
        "state": CommentState.PUBLIC,
        "kind": CommentKind.NOTE,
        "address": "HF2 · 1.2",
        "fragment": "hf2-1-2",
        "quote": "so früh wie möglich",
        "author": "Nora Wendt",
        "role": "Anwohnerin",
        "created_at": AT,
    }
    return Entry(number, text=text, **(given | more))


CHANGE = Change(2, 1, "HF2 · 1.2", "so früh wie möglich", "HF2 · 1.2", "im ersten Monat")
ENTRIES = (
    entry(
        1,
        decision=Decision.PARTLY_ADOPTED,
        reason="Die Frist steht jetzt da.",
        measure="M4",
        decided_at=AT + timedelta(hours=1),
        changes=(CHANGE,),
        earlier=(Earlier(Decision.NOT_ADOPTED, "Erst dagegen.", AT, AT),),
    ),
    entry(2, left_open="Das Land hat noch nicht geantwortet."),
    entry(3, "GEHEIM", state=CommentState.HIDDEN, author="GEHEIM", role="GEHEIM", hidden_rule=3,
          proposed_wording="GEHEIM"),
    entry(4, parts=(5, 6)),
    entry(7, repeats=1, decision=Decision.PARTLY_ADOPTED, reason="Wie #1."),
)  # fmt: skip


COUNTS = Counts(partly_adopted=1, open=1, hidden=1)


def results(entries=ENTRIES, counts=COUNTS) -> Results:
    field = FieldResults(
        2, "HF2", "deutsch", "Deutsch lernen", 2, "AG 2", counts, lambda: iter(entries)
    )
    return Results(HEAD, counts, (field,))


def sheet(given: Results, name: str = "Ergebnisse") -> list[list]:
    file = io.BytesIO()
    results_xlsx.write(given, file)
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def rows(given: Results) -> dict[int, dict]:
    lines = (dict(zip(KEYS, line, strict=True)) for line in sheet(given)[1:])
    return {int(line["number"]): line for line in lines}


def test_every_note_stands_with_its_decision_its_reason_and_the_words_that_changed():
    found = rows(results())

    assert list(found) == [1, 2, 3, 4, 7]
    first = found[1]
    assert (first["decision"], first["reason"]) == (
        "Teilweise übernommen",
        "Die Frist steht jetzt da.",
    )
    assert (first["old_words"], first["new_words"]) == ("so früh wie möglich", "im ersten Monat")
    assert (first["measure"], first["group"], first["field"]) == (
        "M4",
        "AG 2",
        "HF2 Deutsch lernen",
    )
    assert first["decided_at"] == datetime(2016, 11, 21, 0, 30)  # in the zone of the process
    assert first["earlier"] == "bis 20.11.2016: Nicht übernommen\nErst dagegen."
    assert (found[2]["decision"], found[2]["reason"]) == (
        "offen",
        "Das Land hat noch nicht geantwortet.",
    )
    assert (found[4]["decision"], found[4]["joined"]) == ("", "Geteilt in #5, #6")
    assert found[7]["joined"] == "Wiederholt #1"


def test_a_hidden_note_keeps_its_row_and_none_of_its_words():
    assert rows(results())[3]["text"] == "[ausgeblendet nach Spielregel 3]"
    assert "GEHEIM" not in str(sheet(results()))


def test_the_figures_have_a_row_for_each_field_and_a_chart_that_says_what_it_shows():
    lines = sheet(results(), "Zahlen")
    headings = next(line for line in lines if line[0] == "Handlungsfeld")
    last = next(line for line in lines if line[0] == "Alle Handlungsfelder")
    said = dict(zip(headings[1:], last[1:], strict=True))

    assert said["Teilweise übernommen"] == 1
    assert (said["offen"], said["zusammen"], said["ausgeblendet"]) == (1, 2, 1)
    file = io.BytesIO()
    results_xlsx.write(results(), file)
    book = load_workbook(file)
    assert len(book["Zahlen"]._charts) == 1
    assert book["Ergebnisse"].auto_filter.ref == "A1:U6"
    assert book["Ergebnisse"].print_title_rows == "$1:$1"
    about = {line[0]: line[1] for line in sheet(results(), "Über diese Tabelle")}
    assert about["Ergebnisse"] == HEAD.url


def test_no_text_runs_in_the_results_or_breaks_them():
    texts = [*FORMULAS, *HOSTILE.values()]
    hostile = [
        entry(
            n, text, author=text, quote=text, decision=Decision.NOTED, reason=text, measure=text,
            earlier=(Earlier(Decision.NOTED, text, AT, AT),),
        )
        for n, text in enumerate(texts, 1)
    ]  # fmt: skip
    file = io.BytesIO()
    results_xlsx.write(results(hostile), file)
    cells = [cell for page in load_workbook(file) for row in page for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    found = rows(results(hostile))
    assert len(found) == len(texts)
    for n, text in enumerate(texts, 1):
        for key in ("text", "reason", "measure"):
            assert letters(found[n][key]) == letters(text)


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalpha() and sign.isascii())


def test_what_no_cell_holds_is_cut_and_says_where_the_whole_is():
    found = rows(results([entry(1, "ä" * 40_000)]))

    assert found[1]["text"].endswith("ä … (gekürzt, ganz auf der Seite der Ergebnisse)")


def test_it_is_written_out_of_the_database_without_what_is_the_groups_own(
    session: Session, cast: Cast
):
    note = cast.says(session, "Mehr Kurse im Mai.")
    decide(session, note, Decision.NOT_ADOPTED, "Dafür fehlt das Geld.", remark="Nur für uns.")
    session.commit()
    file, heard = io.BytesIO(), []

    exporting.FORMS["results.xlsx"](
        session, cast.process, file, lambda done, of: heard.append((done, of))
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))
    lines = book.get_sheet_by_name("Ergebnisse").to_python()
    row = dict(zip(KEYS, lines[1], strict=True))
    assert (row["number"], row["decision"]) == (note.number, "Nicht übernommen")
    assert row["reason"] == "Dafür fehlt das Geld."
    assert "Nur für uns" not in str(lines)
    assert heard[-1] == (1, 1)
