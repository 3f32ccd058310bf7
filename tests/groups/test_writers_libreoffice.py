"""The tables in which a group decides, opened and saved by LibreOffice, and given back."""

import io
import shutil
import subprocess

import pytest
from openpyxl import load_workbook

from app.groups.returning import forms
from app.groups.returning.rows import Brought
from app.groups.returning.tables.child import sheet_of
from app.groups.returning.tables.reading import brought
from app.groups.writers import ods, xlsx
from app.models import Decision
from tests.groups.sample import written
from tests.groups.test_writers_deciding import KEY, LETTER, MARK, PROPOSED, SETTLED, decided


def given_back(name: str, data: bytes) -> Brought:
    return brought(forms.form_of(name, data).name, sheet_of(name, data))


def proved(found: Brought) -> None:
    """All that the group had decided is in it, and nothing else."""
    assert (found.bundle_key, found.notices) == (KEY, [])
    said = {row.number: (row.said, row.stand) for row in found.rows if row.said}
    assert set(said) == {140, 31, 87}
    assert said[31][0].decision is Decision.ADOPTED
    assert said[140] == (PROPOSED, 0)
    assert said[87] == (SETTLED, 2)
    assert not any(row.faults for row in found.rows)


@pytest.mark.parametrize("form", [xlsx, ods], ids=["xlsx", "ods"])
def test_what_a_bundle_brings_is_read_back_as_it_was(form):
    name = f"comments.{form.__name__.rsplit('.', 1)[-1]}"

    proved(given_back(name, written(form.write, decided())))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_both_and_saves_them_with_all_that_makes_them_usable(tmp_path):
    contents = decided(marks=(MARK,))
    (tmp_path / "from-ods.ods").write_bytes(written(ods.write, contents))
    (tmp_path / "from-xlsx.xlsx").write_bytes(written(xlsx.write, contents))
    files = [str(path) for path in sorted(tmp_path.glob("from-*"))]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run(
        ["soffice", profile, "--headless", *out, *files],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for name in ("from-ods", "from-xlsx"):
        data = (tmp_path / "out" / f"{name}.xlsx").read_bytes()
        proved(given_back("comments.xlsx", data))
        usable(load_workbook(io.BytesIO(data)))


def usable(book) -> None:
    """Protected but for the group's columns, with lists, limits, marks, filter and print set-up."""
    page = book["Anmerkungen"]
    assert page.protection.sheet
    assert page[f"{LETTER['text']}2"].protection.locked
    assert not page[f"{LETTER['reason']}2"].protection.locked
    assert page[f"{LETTER['reason']}5"].protection.locked  # of a hidden note
    kinds = [rule.type for rule in page.data_validations.dataValidation]
    assert (kinds.count("list"), kinds.count("textLength")) == (1, 5)
    assert len(list(page.conditional_formatting)) == 3
    assert page.auto_filter.ref == f"A1:{LETTER['stand']}8"
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"
    assert MARK.replace("&", "&&") in page.oddHeader.right.text
    assert book["randnotiz"].sheet_state == "hidden"  # what LibreOffice makes of "veryHidden"
    assert book["Zahlen"]["C5"].value.replace("$", "").startswith("=COUNTIF(Anmerkungen!J2:J8")
