"""ODT: broken and hostile files get one sentence that says what and where."""

import io
import zipfile

import pytest

from app.drafts.readers import archive
from app.drafts.readers.odt import read_odt
from app.drafts.readers.refusals import Unreadable
from tests.drafts.odt_files import SPACES, content, read, zipped


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_odt("konzept.odt", data)
    assert "konzept.odt" in caught.value.reason
    return caught.value.reason


def test_what_is_no_archive_is_refused():
    assert "kein ZIP-Archiv" in refusal(b"PK\x03\x04 nothing")


def test_an_archive_cut_off_is_refused():
    data = zipped({"content.xml": content("<text:p>a</text:p>")})
    assert "kein ZIP-Archiv" in refusal(data[: len(data) // 2])


def test_a_damaged_member_is_refused_by_its_name():
    data = bytearray(zipped({"content.xml": content("<text:p>" + "abcdef" * 400 + "</text:p>")}))
    position = data.index(b"content.xml") + 40
    data[position : position + 8] = b"\xff" * 8
    assert "content.xml ist beschädigt" in refusal(bytes(data))


def test_a_file_without_content_is_refused():
    assert "content.xml fehlt" in refusal(zipped({"styles.xml": "<a/>"}))


def test_a_spreadsheet_is_refused():
    assert "keinen Text" in refusal(zipped({"content.xml": content("", kind="spreadsheet")}))


def test_broken_xml_is_refused_with_its_line():
    assert "content.xml ist kein gültiges XML (Zeile 2)" in refusal(
        zipped({"content.xml": "<a>\n<b></a>"})
    )


@pytest.mark.parametrize("member", ["content.xml", "styles.xml", "meta.xml"])
def test_a_dtd_is_refused_wherever_it_stands(member: str, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    hostile = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        f"<office:document-content {SPACES}>&e;</office:document-content>"
    )
    members = {"content.xml": content("<text:p>a</text:p>"), "styles.xml": f"<s {SPACES}/>"}
    assert f"{member} enthält eine DTD" in refusal(zipped(members | {member: hostile}))


def test_a_billion_laughs_are_refused_at_once():
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    hostile = f"<!DOCTYPE x [{entities}]><x y='&j;'>&j;</x>"
    assert "content.xml" in refusal(zipped({"content.xml": hostile}))


def test_nesting_beyond_all_sense_is_refused():
    deep = "<text:section>" * 220 + "<text:p>a</text:p>" + "</text:section>" * 220
    assert "tiefer als 200 Ebenen" in refusal(zipped({"content.xml": content(deep)}))


def test_nesting_up_to_the_limit_is_read():
    deep = "<text:section>" * 180 + "<text:p>a</text:p>" + "</text:section>" * 180
    assert [para.text for para in read(deep).paras()] == ["a"]


def test_a_member_that_unpacks_beyond_all_sense_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_MEMBER", 1_000_000)
    bomb = content("<text:p>" + "a" * 1_100_000 + "</text:p>")
    assert "ausgepackt größer als 1 MB" in refusal(zipped({"content.xml": bomb}))


def test_an_encrypted_file_is_refused():
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
    )
    data = zipped({"META-INF/manifest.xml": manifest, "content.xml": b"\x01\x02"})
    assert "verschlüsselt" in refusal(data)


def test_a_file_encrypted_as_a_whole_is_refused():
    assert "verschlüsselt" in refusal(zipped({"encrypted-package": b"\x01\x02"}))


def test_paths_that_lead_out_of_the_archive_lead_nowhere(tmp_path):
    (tmp_path / "x.png").write_bytes(b"secret")
    body = (
        f'<text:p>a<draw:frame><draw:image xlink:href="{tmp_path}/x.png"/></draw:frame>'
        '<draw:frame><draw:image xlink:href="../x.png"/></draw:frame></text:p>'
    )
    assert [item.data for item in read(body).items[1:]] == [b"", b""]


def test_an_unknown_compression_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", content("<text:p>a</text:p>"))
    data = bytearray(file.getvalue())
    central = data.rindex(b"PK\x01\x02")
    data[8:10] = data[central + 10 : central + 12] = (77).to_bytes(2, "little")
    assert "beschädigt" in refusal(bytes(data))
