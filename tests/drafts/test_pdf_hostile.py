"""PDF: broken, locked, scanned and hostile files get one sentence, or are read within bounds."""

import time

import pytest

from app.drafts.readers.pdf import file, pictures, read_pdf
from app.drafts.readers.refusals import Unreadable
from tests.drafts.pdf_files import images, locked, read, set_by_typst, texts, written
from tests.drafts.test_pdf import LONG

LINE = "BT /F 12 Tf 72 700 Td (Ein Satz steht hier.) Tj ET"


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pdf("konzept.pdf", data)
    assert "konzept.pdf" in caught.value.reason
    return caught.value.reason


def test_a_handmade_page_is_read():
    assert texts(read_pdf("a.pdf", written(LINE))) == ["Ein Satz steht hier."]


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"%PDF-1.7", b"\0" * 100])
def test_what_is_no_pdf_is_refused(data: bytes):
    assert "beschädigt" in refusal(data)


def test_a_file_locked_with_a_password_is_refused():
    assert "verschlüsselt" in refusal(locked("Geheim", b"kennwort"))


def test_a_file_locked_with_the_empty_password_is_read():
    assert texts(read_pdf("a.pdf", locked("Offen", b""))) == ["Offen"]


def test_a_page_without_letters_is_taken_for_a_scan():
    reason = refusal(written("0.5 g 100 100 300 300 re f"))
    assert "steht kein Text. Ist es ein Scan?" in reason


def test_what_a_text_recognition_left_is_read_and_named():
    (para,) = read_pdf("a.pdf", written(LINE.replace("Td", "Td 3 Tr"))).paras()
    assert para.text == "Ein Satz steht hier."
    assert "Texterkennung" in para.doubt


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_stored_turned_is_read_upright(turn: int):
    upright = {
        90: "0 1 -1 0 595 0 cm",
        180: "-1 0 0 -1 595 842 cm",
        270: "0 -1 1 0 0 842 cm",
    }[turn]
    two = f"{upright} {LINE} BT /F 12 Tf 72 600 Td (Darunter der zweite.) Tj ET"
    flow = read_pdf("a.pdf", written(two, f"/Rotate {turn}"))
    assert texts(flow) == ["Ein Satz steht hier.", "Darunter der zweite."]


def test_a_page_with_an_odd_corner_is_read():
    moved = written(LINE.replace("72 700", "1072 1700")).replace(
        b"[0 0 595 842]", b"[1000 1000 1595 1842]"
    )
    assert texts(read_pdf("a.pdf", moved)) == ["Ein Satz steht hier."]


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(file, "MOST_PAGES", 2)
    data = set_by_typst("a\n#pagebreak()\nb\n#pagebreak()\nc")
    assert "hat 3 Seiten" in refusal(data)


def test_a_reading_that_takes_too_long_is_refused_with_its_page(monkeypatch):
    monkeypatch.setattr(file, "LONGEST", -1.0)
    assert "Seite 0 von 1" in refusal(written(LINE))


def test_forms_within_forms_are_followed_only_so_far():
    inner = "<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << "
    stream = ">> >> /Length %d >> stream\n%s\nendstream"
    forms = []
    for number in range(6, 11):
        calls = " ".join(["/X Do"] * 6)
        forms.append(f"{inner}/X {number + 1} 0 R {stream % (len(calls), calls)}")
    last = "1 0 0 rg 0 0 5 5 re f"
    forms.append(f"{inner}{stream % (len(last), last)}")
    began = time.process_time()
    flow = read_pdf("a.pdf", written(f"/X Do {LINE}", more="\n\n".join(forms)))
    assert texts(flow) == ["Ein Satz steht hier."]
    assert time.process_time() - began < 10


def test_a_page_full_of_coloured_areas_and_lines_is_read():
    areas = " ".join(f"0 0.{n % 9} 1 rg {n % 500} {n % 800} 40 9 re f" for n in range(6000))
    lines = " ".join(f"{n % 500} {n % 800} m {n % 500 + 60} {n % 800} l S" for n in range(6000))
    began = time.process_time()
    flow = read_pdf("a.pdf", written(f"{areas} {lines} {LINE}"))
    assert texts(flow) == ["Ein Satz steht hier."]
    assert time.process_time() - began < 20


def test_a_page_with_one_line_of_twenty_thousand_words_is_read():
    many = "BT /F 12 Tf 72 700 Td " + "(a ) Tj " * 20_000 + "ET"
    began = time.process_time()
    assert read_pdf("a.pdf", written(many)).items
    assert time.process_time() - began < 30


def test_more_pictures_than_are_wanted_come_without_their_bytes(monkeypatch, tmp_path):
    from PIL import Image as Raster

    monkeypatch.setattr(pictures, "MOST_PICTURES", 1)
    Raster.new("RGB", (80, 60), "#336699").save(tmp_path / "a.jpg")
    one = '#image("a.jpg", width: 3cm)\n'
    found = images(read(one + LONG + "\n" + one, root=tmp_path))
    assert [bool(image.data) for image in found] == [True, False]


def test_letters_that_run_from_right_to_left_come_in_the_order_of_reading():
    # Two words of Arabic letters as a program writes them: each letter left of the one before it.
    letters = ("0645", "0631", "062D", "0628", "0627", "20", "0628", "0643", "0645")
    placed = " ".join(
        f"1 0 0 1 {300 - 8 * place} 700 Tm <{ord('ABCDEFGHK'[place]):02X}> Tj"
        for place, letter in enumerate(letters)
        if letter != "20"
    )
    pairs = " ".join(
        f"<{ord('ABCDEFGHK'[place]):02X}> <{one:0>4}>" for place, one in enumerate(letters)
    )
    table = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {len(letters)} beginbfchar {pairs} endbfchar endcmap end"
    )
    data = written(
        f"BT /F 12 Tf {placed} ET",
        more=f"null\n\n<< /Length {len(table)} >> stream\n{table}\nendstream",
    ).replace(b"/Encoding /WinAnsiEncoding", b"/ToUnicode 7 0 R           ")
    (text,) = texts(read_pdf("a.pdf", data))
    assert text == "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643\u0645"
