"""Whoever has the public key can prove that a bundle comes from here and is as it was packed."""

import json
import threading
import zipfile
from pathlib import Path

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app import db
from app.errors import Refused
from app.groups import signing
from app.groups.verifying import keys_in, verify
from app.models import SigningKey
from tests.commands import program
from tests.groups.packing import build, stored


@pytest.fixture
def file(engine, settings, session, cast, draw, tmp_path: Path) -> Path:
    """A bundle as somebody has it on their disk."""
    cast.says(session, "Mehr Kurse am Abend.")
    session.commit()
    path = tmp_path / "bundle.zip"
    path.write_bytes(stored(engine, build(engine, settings, draw())))
    return path


@pytest.fixture
def published(browser) -> dict:
    """What the address tells that anybody may ask."""
    return browser.client.get("/.well-known/randnotiz-keys.json").json()


def changed(path: Path, **parts: bytes | None) -> Path:
    """The same bundle, but for these files: other bytes, or none."""
    parts = {name.replace("_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(path) as before:
        kept = {name: before.read(name) for name in before.namelist()}
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w") as after:
        for name, content in (kept | parts).items():
            if content is not None:
                after.writestr(name, content)
    return other


def test_a_bundle_is_proved_by_the_published_key_and_a_changed_one_is_not(file, browser) -> None:
    told = browser.client.get("/.well-known/randnotiz-keys.json").json()
    (key,) = told["keys"]
    assert set(key) == {"name", "algorithm", "public", "pem", "made_at", "ended_at"}
    for given in (json.dumps(told), key["pem"], key["public"]):
        assert verify(file, keys_in(given)).is_good, given
    known = keys_in(json.dumps(told))
    found = verify(file, known)
    assert (found.key, found.files) == ("randnotiz-1", 7)

    with zipfile.ZipFile(file) as packed:
        manifest = packed.read("manifest.json")
    lies = {
        "comments.csv is not as it was packed.": {"comments_csv": b"Nr.;Anmerkung"},
        "comments.json is missing.": {"comments_json": None},
        "more.txt was put in: the manifest does not know it.": {"more_txt": b"Neu"},
        "manifest.sig is missing.": {"manifest_sig": None},
        "The signature in manifest.sig does not fit manifest.json: one of them was changed.": {
            "manifest_json": manifest.replace(b'"number": 1', b'"number": 2')
        },
        "manifest.json does not say what a manifest says.": {"manifest_json": b"[]"},
    }
    for sentence, parts in lies.items():
        assert sentence in verify(changed(file, **parts), known).problems
    bomb = changed(file, comments_csv=b"0" * 5_000_000)
    assert verify(bomb, known).problems == ("comments.csv is not as it was packed.",)
    broken = file.with_name("broken.zip")
    broken.write_bytes(file.read_bytes()[:-300])
    assert verify(broken, known).problems
    broken.write_bytes(b"PK")
    assert "can be read" in verify(broken, known).problems[0]


def test_a_file_signed_by_somebody_else_is_not_the_citys(file, engine, session, settings) -> None:
    """Whoever changes a file can sign it anew, but not with the city's key."""
    ours = {key.public: key.name for key in signing.public_keys(session)}
    session.commit()
    with db.writing(engine) as other:
        signing.new_key(other, settings.secret())
    signer = signing.signer_of(engine, settings.secret())
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["signed_with"]["public"] = signer.public
    said = json.dumps(manifest).encode()
    forged = changed(file, manifest_json=said, manifest_sig=signer.sign(said))

    assert verify(forged, {}).problems == ()
    assert not verify(forged, {}).is_good, "whose key that is, nobody has said"
    assert verify(forged, ours).problems == (
        "It is signed with a key that is not among those given.",
    )
    with pytest.raises(Refused, match="no public key"):
        keys_in("bGFuZyBnZW51Zw==")


def test_a_new_key_signs_and_what_the_old_one_signed_can_still_be_proved(
    file, engine, settings, session
) -> None:
    old = session.exec(select(SigningKey)).one()
    session.commit()
    with db.writing(engine) as writing:
        new = signing.new_key(writing, settings.secret())
    session.expire_all()
    assert (old.ended_at is not None, old.secret) == (True, "")
    keys = {key.public: key.name for key in signing.public_keys(session)}
    assert sorted(keys.values()) == ["randnotiz-1", "randnotiz-2"]
    assert verify(file, keys).key == "randnotiz-1"
    session.commit()
    assert signing.signer_of(engine, settings.secret()).name == new.name
    assert signing.signer_of(engine, "another " * 8).name == "randnotiz-3", (
        "a key that can no longer be read is replaced"
    )


def test_the_secret_half_lies_encrypted(file, engine, settings, session) -> None:
    """Neither the database nor what is published lets anybody sign."""
    key = session.exec(select(SigningKey)).one()
    assert key.secret.startswith("gAAAA")
    assert signing._opened(key, "x" * 48) is None
    assert "secret" not in signing.as_data(key)


def test_the_command_says_in_words_and_by_its_status_what_it_found(
    file, settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RANDNOTIZ_SECRET_KEY", settings.secret())

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(program, ["verify", *words])
        return done.exit_code, done.output

    code, said = run(str(file))
    assert (code, "All 7 files are as they were packed" in said) == (0, True)
    code, said = run(str(changed(file, comments_csv=b"x")), "--json")
    assert (code, json.loads(said)["problems"]) == (1, ["comments.csv is not as it was packed."])
    assert run()[0] == 2
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(tmp_path / "elsewhere"))
    code, said = run(str(file))
    assert (code, "nobody has said" in said) == (1, True)
    assert not (tmp_path / "elsewhere").exists()


def test_ten_who_need_the_first_key_at_one_instant_get_the_same(postgres_engine) -> None:
    names, gate = [], threading.Barrier(10)

    def one() -> None:
        gate.wait()
        names.append(signing.signer_of(postgres_engine, "k" * 48).public)

    threads = [threading.Thread(target=one) for _n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(names), len(set(names))) == (10, 1)
    with db.reading(postgres_engine) as session:
        assert len(signing.public_keys(session)) == 1
