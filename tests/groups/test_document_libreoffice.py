"""A group's document that LibreOffice has opened and saved: decisions and changes survive."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session

from app.groups.returning.docx.reading import read_here
from app.models import Bundle, Decision
from tests.cast import Cast
from tests.groups.coming_back import WHO, Paper, came, hand_in, take, went
from tests.groups.test_document_text import changes, found, in_the_new


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    """The same document, opened and saved by LibreOffice without a window."""
    (folder / "comments.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    out = ["--convert-to", "docx", "--outdir", str(folder / "out"), str(folder / "comments.docx")]
    subprocess.run(
        ["soffice", profile, "--headless", *out], check=True, capture_output=True, timeout=120
    )
    return (folder / "out" / "comments.docx").read_bytes()


def work_in(paper: Paper) -> None:
    """What a group does to the text and in the margin."""
    paper.replace("Mai", went("Mai") + came("Juni"))
    at = paper.body.index(">20<")
    start, end = paper.body.rindex("<w:r>", 0, at), paper.body.index("</w:r>", at) + 6
    paper.body = paper.body[:start] + went("20") + came("25") + paper.body[end:]
    paper.after("Treffs in jedem Stadtteil", (
        f'<w:p><w:pPr><w:pStyle w:val="Item"/><w:rPr><w:ins w:id="1" {WHO}/></w:rPr></w:pPr>'
        f"{came('Treffs für Kinder')}</w:p>"
    ))  # fmt: skip
    paper.drop("Kurse am Abend")
    paper.say("Übernommen, gern.", answers=paper.number(2))  # LibreOffice drops the thread
    paper.say("#1: teilweise übernommen, Begründung: Im Juni.\nMaßnahme: Plan", on=1)
    paper.say("wegen #4", at="Juni")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_saves_a_document_and_decisions_and_changes_are_read_as_before(
    session: Session, cast: Cast, draw: Callable[..., Bundle], tmp_path: Path
):
    for at in ("hf1-1-2", "hf1-2-1", "hf1-3-1", "hf1-1-3"):
        cast.says(session, at=at)
    paper = Paper.drawn(session, draw())
    work_in(paper)
    data = saved_by_libreoffice(paper.saved(), tmp_path)
    assert b"commentsExtended" not in data

    rows = {row.number: row.said for row in read_here("x.docx", data).rows}
    assert {number: said.decision for number, said in rows.items()} == {
        1: Decision.PARTLY_ADOPTED,
        2: Decision.ADOPTED,
    }
    assert (rows[1].reason, rows[1].measure) == ("Im Juni.", "Plan")
    doing = hand_in(session, cast, data)
    assert found(session, doing) == [
        ("HF1 · 1.2", "Kurse beginnen z. B. im Mai.", "Kurse beginnen z. B. im Juni."),
        ("", "", "Treffs für Kinder"),
        ("HF1 · 3", "Kurse am Abend", ""),
        ("HF1 · 4.1", "Anfang\t20", "Anfang\t25"),
    ]
    assert changes(session, doing)[0].notes == [1, 4]
    assert {change.author for change in changes(session, doing)} == {"Chen"}
    take(session, doing, cast.ines)
    assert [html for _label, html in in_the_new(session)] == [
        "Kurse beginnen z. B. im Juni.",
        "Treffs für Kinder",
        '<th scope="row">Anfang</th><td class="n">25</td>',
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_alone_changes_nothing(
    session: Session, cast: Cast, draw: Callable[..., Bundle], tmp_path: Path
):
    cast.says(session)
    data = saved_by_libreoffice(Paper.drawn(session, draw()).saved(), tmp_path)
    doing = hand_in(session, cast, data)
    assert (changes(session, doing), doing.rows_count, doing.faults) == ([], 0, [])
