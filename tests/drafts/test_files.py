"""Which files are read, and what is said about those that are not."""

from pathlib import Path

import pytest

from app.drafts.readers import LARGEST, Unreadable, read_contents, read_files
from tests.drafts.packing import docx

TEXT = "# Wohnen\n\nJede Familie findet eine Wohnung.\n"


def refusal(*paths: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read_files(paths)
    assert refused.value.status == 422
    assert refused.value.reason.endswith(".")
    return refused.value.reason


def titles(*paths: Path) -> list[str]:
    return [section.title for section in read_files(paths).sections]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "entwurf"
    folder.mkdir()
    for name in ("10-arbeit.md", "2-sprache.md", "1-wohnen.markdown"):
        (folder / name).write_text(f"# {name}\n\nText dazu.\n", encoding="utf-8")
    return folder


def test_a_file_is_read(tmp_path):
    file = tmp_path / "wohnen.md"
    file.write_text(TEXT, encoding="utf-8")

    assert read_files([file]).title == "Wohnen"
    assert titles(file) == ["Wohnen"]


@pytest.mark.parametrize("name", ["wohnen.md", "wohnen.MARKDOWN", "wohnen.txt", "wohnen"])
def test_markdown_may_have_any_name_that_promises_nothing_else(tmp_path, name):
    (tmp_path / name).write_text(TEXT, encoding="utf-8")

    assert titles(tmp_path / name) == ["Wohnen"]


def test_a_folder_is_read_by_the_names_of_its_files(folder):
    assert titles(folder) == ["1-wohnen.markdown", "2-sprache.md", "10-arbeit.md"]


def test_several_files_keep_the_order_given(folder):
    files = [folder / "10-arbeit.md", folder / "1-wohnen.markdown"]

    assert titles(*files) == ["10-arbeit.md", "1-wohnen.markdown"]


def test_what_else_lies_in_a_folder_is_listed(folder):
    (folder / "plan.png").write_bytes(b"\x89PNG")
    (folder / "liste.xlsx").write_bytes(b"PK\x03\x04")
    (folder / ".versteckt.md").write_text("# Nein", encoding="utf-8")
    (folder / "unterordner.md").mkdir()

    draft = read_files([folder])

    assert [section.title for section in draft.sections] == titles(folder)
    assert [left.excerpt for left in draft.left_out] == ["liste.xlsx; plan.png"]
    assert draft.left_out[0].words == 0


def test_a_mark_of_byte_order_is_no_text(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    assert titles(tmp_path / "a.md") == ["Wohnen"]


HTML = b"<!DOCTYPE html><title>x</title><h1>Wohnen</h1><p>Text."


def test_markdown_and_web_pages_make_one_draft(tmp_path):
    (tmp_path / "1-sprache.md").write_text("# Sprache\n\nKurse.[^1]\n\n[^1]: Ab Mai.\n")
    (tmp_path / "2-wohnen.html").write_bytes(HTML)

    draft = read_files([tmp_path])

    assert [section.title for section in draft.sections] == ["Sprache", "Wohnen"]
    assert [(field.heading, field.group) for field in draft.fields] == [
        ("Sprache", "ag-1"),
        ("Wohnen", "ag-2"),
    ]
    assert draft.sections[0].blocks[1].anchor == "fn-1-1"


def test_the_same_text_in_two_types_is_refused(folder):
    (folder / "2-sprache.docx").write_bytes(docx())

    assert refusal(folder) == (
        "Im Ordner „entwurf“ liegen „2-sprache.docx“ und „2-sprache.md“. Nehmen Sie eine davon "
        "heraus, sonst steht der Text zweimal da."
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "„a.md“ ist leer."),
        (b" \n\xef\xbb\xbf\n", "In „a.md“ steht kein Text."),
        (b"\xef\xbb\xbf", "„a.md“ ist leer."),
        (b"<!-- nur ein Kommentar -->", "In „a.md“ steht kein Text."),
        (b"\x00\x01\x02\xff\xfe\x00", "„a.md“ enthält keinen lesbaren Text."),
        (b"\x00\x01\x02" * 99, "„a.md“ enthält keinen lesbaren Text."),
        (
            "# Fähre\n\nGrüße".encode("latin-1"),
            "„a.md“ ist nicht in UTF-8 gespeichert (Zeile 1). Speichern Sie die Datei mit der "
            "Kodierung UTF-8.",
        ),
        (
            "Eins\nZwei\nFähre".encode("cp1252"),
            "„a.md“ ist nicht in UTF-8 gespeichert (Zeile 3). Speichern Sie die Datei mit der "
            "Kodierung UTF-8.",
        ),
        (
            "# Wohnen".encode("utf-16"),
            "„a.md“ ist nicht in UTF-8 gespeichert (Zeile 1). Speichern Sie die Datei mit der "
            "Kodierung UTF-8.",
        ),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, data, reason):
    (tmp_path / "a.md").write_bytes(data)

    assert refusal(tmp_path / "a.md") == reason


def test_a_missing_file_is_named(tmp_path):
    assert refusal(tmp_path / "fehlt.md") == f"„{tmp_path / 'fehlt.md'}“ gibt es nicht."


def test_naming_nothing_is_refused():
    assert refusal() == "Es wurde keine Datei genannt."


def test_a_folder_without_a_draft_is_refused(tmp_path):
    (tmp_path / "leer").mkdir()
    (tmp_path / "leer" / "plan.png").write_bytes(b"\x89PNG")

    assert refusal(tmp_path / "leer") == (
        "Im Ordner „leer“ liegt keine Datei, die Randnotiz liest (.docx, .odt, .md, .html, .pdf)."
    )


def test_one_bad_file_in_a_folder_is_named(folder):
    (folder / "3-leer.md").write_bytes(b"")

    assert refusal(folder) == "„3-leer.md“ ist leer."


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    (tmp_path / "geheim.md").write_text("# Geheim", encoding="utf-8")
    (folder / "4-fremd.md").symlink_to(tmp_path / "geheim.md")

    assert refusal(folder) == (
        "„4-fremd.md“ ist ein Verweis, der aus dem Ordner „entwurf“ hinausführt."
    )


def test_a_link_within_the_folder_is_read(folder):
    (folder / "4-auch.md").symlink_to(folder / "2-sprache.md")

    assert titles(folder)[-2:] == ["2-sprache.md", "10-arbeit.md"]
    assert titles(folder).count("2-sprache.md") == 2


def test_links_in_a_circle_are_refused(folder):
    (folder / "5-a.md").symlink_to(folder / "5-b.md")
    (folder / "5-b.md").symlink_to(folder / "5-a.md")

    assert refusal(folder) == "„entwurf“ lässt sich nicht öffnen."


def test_a_name_that_no_disk_can_have_is_refused(tmp_path):
    assert "lässt sich nicht öffnen" in refusal(tmp_path / ("x" * 300 + ".md"))


def test_what_is_neither_file_nor_folder_is_refused():
    assert refusal(Path("/dev/null")) == "„null“ ist keine Datei."


def test_more_than_twenty_megabytes_are_not_read(tmp_path):
    with (tmp_path / "riese.md").open("wb") as file:
        file.truncate(LARGEST + 1)

    assert refusal(tmp_path / "riese.md") == (
        "Mit „riese.md“ ist der Entwurf größer als 20 MB. Teilen Sie ihn auf."
    )


def test_many_files_may_not_be_larger_together_than_one(folder):
    for name in ("6-a.md", "7-b.md"):
        with (folder / name).open("wb") as file:
            file.truncate(LARGEST * 2 // 3)

    assert "7-b.md" in refusal(folder)


def test_files_out_of_a_form_are_read_and_refused_alike():
    draft = read_contents([("wohnen.md", TEXT.encode())])

    assert draft.title == "Wohnen"
    with pytest.raises(Unreadable, match="größer als 20 MB"):
        read_contents([("a.md", b"x" * (LARGEST + 1))])
    with pytest.raises(Unreadable, match="vom Typ RTF"):
        read_contents([("a.md", b"{\\rtf1 x}")])
