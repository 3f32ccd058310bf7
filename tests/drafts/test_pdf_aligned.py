"""PDF: tables without ruling lines, and what only looks like one."""

import pytest

from app.drafts.readers.reading import read_here
from app.drafts.recount import recount
from tests.drafts.pdf_files import cells, grid, paras, read, set_by_typst, texts
from tests.drafts.test_pdf import LONG, OTHER

BARE = "#set table(stroke: none)\n"
ROWS = [
    ["Gremium", "Sitzung", "Top"],
    ["Magistrat", "30.09.2026", "4"],
    ["Sozialausschuss", "28.10.2026", "12"],
    ["Finanzausschuss", "", ""],
    ["Stadtrat", "29.10.2026", "7"],
]


def table(rows: list[list[str]], options: str = "") -> str:
    written = ", ".join(f"[{cell}]" for row in rows for cell in row)
    return f"{BARE}#table(columns: {len(rows[0])}, {options} {written})\n"


def test_words_below_each_other_are_a_table_and_the_guess_is_said():
    flow = read(f"{LONG}\n{table(ROWS)}\n{OTHER}")

    assert cells(grid(flow)) == ROWS
    assert "keine Linien" in grid(flow).doubt
    assert texts(flow) == [LONG, OTHER]


@pytest.mark.parametrize("side", ["right", "center"])
def test_columns_may_be_aligned_at_their_right_or_centre(side: str):
    flow = read(f"{LONG}\n{table(ROWS, f'align: (left, {side}, {side}), column-gutter: 8mm,')}")

    assert cells(grid(flow)) == ROWS


def test_cells_of_several_lines_stay_whole_and_bold_names_head_the_columns():
    rows = [
        ["*Maßnahme*", "*Amt*", "*Frist*"],
        ["Sprachkurse für alle, die neu in der Stadt sind", "Amt 33", "2027"],
        ["Wohnen", "Amt für Soziale Arbeit und Teilhabe", "2028"],
        ["Beratung vor Ort in allen Stadtteilen der Stadt", "Amt 51", "2029"],
    ]
    text = f"{LONG}\n#set par(justify: false)\n{table(rows)}".replace(
        "columns: 3", "columns: (4cm, 4cm, 2cm)"
    )
    found = grid(read(text))

    assert cells(found) == [[cell.strip("*") for cell in row] for row in rows]
    assert [cell.is_head for cell in found.rows[0]] == [True] * 3


def test_a_call_in_such_a_table_leads_to_its_note():
    rows = [*ROWS[:4], ["Stadtrat#footnote[Vorläufig.]", "29.10.2026", "7"]]
    flow = read(f"{LONG}\n{table(rows)}\n{OTHER}")

    runs = [run for row in grid(flow).rows for cell in row for p in cell.paras for run in p.runs]
    assert [run.note for run in runs if run.note] == ["1"]
    assert [note.paras[0].text for note in flow.notes] == ["Vorläufig."]


def test_no_word_is_lost_when_counted_again():
    data = [("a.pdf", set_by_typst(f"= Sprache\n{LONG}\n{table(ROWS)}\n{OTHER}"))]
    draft = read_here(data)

    assert recount(data, draft.texts(), draft.dropped).missing == ()


# --- what is none ---

ITEMS = "\n".join(f"#box(width: 9mm)[{n}.] Maßnahme {n} der Stadt\n" for n in range(1, 6))
CONTENTS = "\n\n".join(f"{what} #h(1fr) {page}" for what, page in
                       [("Sprache", 3), ("Wohnen", 5), ("Arbeit", 9), ("Schule", 12)])  # fmt: skip
# Long words in a narrow column: justifying tears wide gaps into its lines.
TORN = (
    "#set page(width: 95mm)\n#set text(hyphenate: false)\n"
    + "Integrationsmaßnahmen und Wohlfahrtsverbände sowie Migrantenorganisationen "
    "unterstützen Kinderbetreuungseinrichtungen bei Fortbildungsveranstaltungen. " * 4
)


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}\n\n{ITEMS}\n\n{OTHER}",
        f"{LONG}\n\n{CONTENTS}\n\n{OTHER}",
        TORN,
        f"#set page(columns: 2, width: 210mm)\n{LONG}\n\n{OTHER}\n\n#colbreak()\n{OTHER}\n\n{LONG}",
        f"#set par(justify: false)\n#columns(2)[{LONG}\n\n{OTHER}]",
        f"Ort: #h(12mm) Ulm\n\n{LONG}\n\nTag: #h(12mm) Montag\n\n{OTHER}",
        table(ROWS[1:3]) + LONG,
    ],
    ids=["items", "contents", "torn", "columns", "ragged columns", "single lines", "two rows"],
)
def test_what_only_looks_like_a_table_is_none(text: str):
    flow = read(text)

    assert all(type(item).__name__ == "Para" for item in flow.items)


def test_a_paragraph_below_such_a_table_is_no_row_of_it():
    flow = read(f"{table(ROWS)}\nKurz danach.\n\n{LONG}")

    assert cells(grid(flow)) == ROWS
    assert [para.text for para in paras(flow)] == ["Kurz danach.", LONG]
