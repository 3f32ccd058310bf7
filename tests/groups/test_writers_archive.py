"""The ZIP: its files in order, its manifest true, its bytes the same each time."""

import csv as csv_reader
import hashlib
import io
import json as json_reader
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.groups.writers import archive, docx, names
from tests.groups.sample import HEAD, HOSTILE, SECRETS, bundle, note
from tests.groups.word import Paper

NAMES = [
    "comments.xlsx",
    "comments.docx",
    "comments.pdf",
    "comments.ods",
    "comments.csv",
    "comments.json",
    "README.txt",
    "manifest.json",
]


def packed(contents, tmp_path: Path, **more) -> bytes:
    file = io.BytesIO()
    archive.pack(contents, file, tmp_path, **more)
    assert list(tmp_path.iterdir()) == []
    return file.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_files_stand_in_their_order(tmp_path):
    assert list(unpacked(packed(bundle(), tmp_path))) == NAMES


def test_every_format_tells_of_the_same_notes(tmp_path):
    files = unpacked(packed(bundle(), tmp_path))
    numbers = [140, 31, 87, 90, 203]

    book = CalamineWorkbook.from_filelike(io.BytesIO(files["comments.xlsx"]))
    assert [row[1] for row in book.get_sheet_by_index(0).to_python()[1:]] == numbers
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["comments.ods"]))
    assert [row[1] for row in sheet.get_sheet_by_index(0).to_python()[1:]] == numbers
    table = io.StringIO(files["comments.csv"].decode("utf-8-sig"), newline="")
    rows = list(csv_reader.reader(table, delimiter=";"))[1:]
    assert [int(row[1]) for row in rows] == numbers
    notes = json_reader.loads(files["comments.json"])["notes"]
    assert [entry["number"] for entry in notes] == numbers
    assert sorted(Paper(files["comments.docx"]).said()) == sorted(numbers)


def test_the_manifest_is_true(tmp_path):
    files = unpacked(packed(bundle(), tmp_path))
    manifest = json_reader.loads(files["manifest.json"])

    assert [entry["name"] for entry in manifest["files"]] == NAMES[:-1]
    for entry in manifest["files"]:
        content = files[entry["name"]]
        assert entry["bytes"] == len(content)
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["counts"] == {
        "notes": 5,
        "by_kind": {"note": 2, "question": 2, "suggestion": 1},
        "by_state": {"hidden": 1, "public": 4},
        "answered": 1,
        "answers": {"moderator": 1, "office": 1, "resident": 1},
    }
    assert (manifest["number"], manifest["version"]) == (3, 2)
    assert manifest["process"]["slug"] == "integrationskonzept"
    assert (manifest["drawn_at"], manifest["drawn_by"]) == ("2016-11-10T08:30:15Z", "Jana Albers")


def test_what_is_returned_is_what_the_manifest_says(tmp_path):
    file = io.BytesIO()
    sealed = archive.pack(bundle(), file, tmp_path)
    manifest = json_reader.loads(unpacked(file.getvalue())["manifest.json"])

    assert [file.sha256 for file in sealed.files] == [
        entry["sha256"] for entry in manifest["files"]
    ]
    assert sealed.counts.notes == manifest["counts"]["notes"] == 5


def test_the_same_contents_make_the_same_bytes_at_another_time(tmp_path, monkeypatch):
    first = packed(bundle(), tmp_path)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)

    assert packed(bundle(), tmp_path) == first


def test_another_note_makes_other_bytes(tmp_path):
    changed = bundle([*bundle().notes(), note(999, "HF6 · 1")])

    assert packed(changed, tmp_path) != packed(bundle(), tmp_path)


def test_entries_bear_the_time_of_drawing_and_no_rights_to_run(tmp_path):
    with zipfile.ZipFile(io.BytesIO(packed(bundle(), tmp_path))) as opened:
        for info in opened.infolist():
            assert info.date_time == (2016, 11, 10, 9, 30, 14)
            assert info.external_attr >> 16 == 0o644


def test_a_hidden_note_leaks_from_no_file(tmp_path):
    for name, content in unpacked(packed(bundle(), tmp_path)).items():
        inner = [content]
        if name.endswith((".xlsx", ".docx")):
            inner = list(unpacked(content).values())
        text = b"".join(inner).decode("utf-8", "replace")
        assert not any(secret in text for secret in SECRETS), name


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whatever_people_and_groups_are_called_the_bundle_is_whole(tmp_path, text):
    named = bundle(
        [note(1, text=text, author=text)],
        organisation=text, process=text, group=text, drawn_by=text, contact=text,
    )  # fmt: skip

    assert list(unpacked(packed(named, tmp_path))) == NAMES


def test_an_empty_bundle_can_be_taken_home(tmp_path):
    files = unpacked(packed(bundle([]), tmp_path))

    assert list(files) == NAMES
    assert "insgesamt                  0" in files["README.txt"].decode("utf-8-sig")


def test_many_notes_make_several_documents_all_of_them_in_the_manifest(tmp_path, monkeypatch):
    monkeypatch.setattr(docx.write_parts, "__kwdefaults__", {"counts": None, "limit": 4})
    files = unpacked(packed(bundle(), tmp_path))
    names = [entry["name"] for entry in json_reader.loads(files["manifest.json"])["files"]]

    assert names[:3] == ["comments.xlsx", "comments-1.docx", "comments-2.docx"]
    readme = files["README.txt"].decode("utf-8-sig")
    assert "comments-1.docx …" in readme
    assert "In 2 Teilen" in readme


def test_progress_rises_to_all_notes_in_all_formats(tmp_path):
    heard: list[tuple[int, int]] = []
    notes = [note(n) for n in range(1, 301)]
    packed(bundle(notes), tmp_path, progress=lambda done, total: heard.append((done, total)))

    assert heard[0] == (0, 1_800)
    assert heard[-1] == (1_800, 1_800)
    assert heard == sorted(heard)
    assert (500, 1_800) in heard


def test_notes_that_change_while_they_are_read_make_no_bundle(tmp_path):
    rounds = iter([2, 2, 1])
    contents = replace(bundle(), notes=lambda: iter([note(n) for n in range(next(rounds))]))

    with pytest.raises(archive.NotesChanged):
        archive.pack(contents, io.BytesIO(), tmp_path)


def test_notes_stay_in_memory_one_at_a_time(tmp_path):
    alive: list[int] = []
    most = 0

    class Counted(str):
        def __new__(cls, value):
            alive.append(1)
            return super().__new__(cls, value)

        def __del__(self):
            alive.pop()

    def notes():
        nonlocal most
        for n in range(400):
            yield note(n, text=Counted(f"Anmerkung {n}"))
            most = max(most, len(alive))

    packed(replace(bundle(), notes=notes), tmp_path)

    assert 0 < most < 10


# README.txt


def test_the_readme_is_right_in_an_editor_of_windows(tmp_path):
    data = unpacked(packed(bundle(), tmp_path))["README.txt"]
    text = data.decode("utf-8-sig")

    assert data.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    assert text.startswith("Rückmeldepaket: AG 2 Deutscherwerb, Paket 3\r\n")
    for words in ("comments.xlsx", "Ausgeblendete Anmerkungen", "insgesamt", "Alle extrahieren",
                  "hellgelben Spalten", "keine Adressen",
                  "Beteiligungsbüro, beteiligung@lindenau.example"):  # fmt: skip
        assert words in " ".join(text.split())


def test_the_readme_says_first_what_a_group_is_told_beyond_the_public(tmp_path):
    mark = "Enthält personenbezogene Daten: wie Schreibende zu erreichen sind."
    contents = bundle(marks=(mark,), with_contacts=True)
    text = " ".join(unpacked(packed(contents, tmp_path))["README.txt"].decode().split())

    assert f"{mark} Das Paket ist für die Arbeit der Gruppe bestimmt" in text
    assert "keine Adressen" not in text


def test_without_a_contact_the_readme_names_the_organisation(tmp_path):
    text = unpacked(packed(bundle(contact=""), tmp_path))["README.txt"].decode("utf-8-sig")

    assert "Fragen an            Stadt Lindenau" in text


# The name of the ZIP


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("AG 2 Deutscherwerb", "AG2_Deutscherwerb_Paket-3_2016-11-10.zip"),
        ("AG 2: Deutsch lernen", "AG2_Deutsch-lernen_Paket-3_2016-11-10.zip"),
        ("AG 12", "AG12_Paket-3_2016-11-10.zip"),
        ("Gesundheit & Pflege für Ältere", "Gesundheit-Pflege-fuer-Aeltere_Paket-3_2016-11-10.zip"),
        ("Straße Ça va", "Strasse-Ca-va_Paket-3_2016-11-10.zip"),
        ("../../etc/passwd", "etc-passwd_Paket-3_2016-11-10.zip"),
        ('x"\r\nSet-Cookie: a=b', "x-Set-Cookie-a-b_Paket-3_2016-11-10.zip"),
        ("صحة", "deutscherwerb_Paket-3_2016-11-10.zip"),
        ("a\u0308o\u0308 \u202egpj", "aeoe-gpj_Paket-3_2016-11-10.zip"),
    ],
)
def test_the_name_is_readable_and_safe(group, name):
    assert names.bundle_name(replace(HEAD, group=group)) == name


def test_a_long_name_is_cut_and_the_day_is_the_one_in_the_city():
    late = replace(HEAD, group="A" * 500, drawn_at=datetime(2016, 11, 9, 23, 30, tzinfo=UTC))
    name = names.bundle_name(late)

    assert name == "A" * 60 + "_Paket-3_2016-11-10.zip"
    earlier = replace(late, drawn_at=late.drawn_at - timedelta(hours=1))
    assert names.bundle_name(earlier).endswith("2016-11-09.zip")
