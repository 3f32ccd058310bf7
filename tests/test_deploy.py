"""The files for a real deployment, held to the program."""

import configparser
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.patience import Patient
from app.config import Settings
from app.desk.drafts import MOST_BYTES
from tests.commands import program
from tests.routes import every_route

ROOT = Path(__file__).parent.parent
UNIT, NGINX = (ROOT / "deploy" / name for name in ("randnotiz.service", "nginx.conf"))
FILES = [*sorted((ROOT / "deploy").iterdir()), ROOT / "Containerfile"]
PREFIX = "RANDNOTIZ_"


def unit(name: str) -> configparser.ConfigParser:
    told = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    told.optionxform = str  # type: ignore[assignment]
    told.read(ROOT / "deploy" / name)
    return told


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_is_one(file):
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)", file.read_text()))
    assert named <= {name.upper() for name in Settings.model_fields}


def test_the_example_of_settings_is_understood(monkeypatch, tmp_path):
    for line in (ROOT / "deploy/randnotiz.env").read_text().splitlines():
        name, equals, value = line.lstrip("#").partition("=")
        if equals and name.startswith(PREFIX) and not line.startswith("#"):
            monkeypatch.setenv(name, value)
    settings = Settings(data_dir=tmp_path)

    assert settings.is_secure
    assert settings.proxy_hops == 1
    assert "beteiligung.example.org" in settings.hosts


def test_what_the_unit_starts_the_program_knows():
    service = unit("randnotiz.service")["Service"]
    for command in (service["ExecStartPre"], service["ExecStart"]):
        words = command.split()[1:]
        said = CliRunner().invoke(program, [words[0], "--help"])
        assert said.exit_code == 0
        assert all(word in said.stdout for word in words if word.startswith("--"))
    assert unit("randnotiz.socket")["Socket"]["ListenStream"] in NGINX.read_text()


def test_the_unit_keeps_the_server_in():
    service = unit("randnotiz.service")["Service"]
    assert service["User"] == "randnotiz"
    assert service["ProtectSystem"] == "strict"
    assert (service["NoNewPrivileges"], service["CapabilityBoundingSet"]) == ("true", "")
    assert (service["StateDirectoryMode"], service["UMask"]) == ("0700", "0077")


def test_nginx_lets_through_what_the_program_takes():
    megabytes = int(re.search(r"client_max_body_size (\d+)m;", NGINX.read_text())[1])
    assert MOST_BYTES < megabytes * 1024 * 1024 < MOST_BYTES * 1.2
    assert f"client_header_timeout {Patient.HEAD_SECONDS:.0f}s;" in NGINX.read_text()
    assert re.search(rf"client_body_timeout +{Patient.BODY_SECONDS:.0f}s;", NGINX.read_text())


def test_no_link_that_opens_something_stands_in_nginxs_log(app):
    told = re.search(r"map \$uri \$randnotiz_path \{(.*?)\n\}", NGINX.read_text(), re.DOTALL)[1]
    masks = [re.compile(mask.replace("?<", "?P<")) for mask in re.findall(r"~(\^\S+/) \$", told)]
    paths = {path for _method, path in every_route(app) if "{token}" in path}
    assert {"/reset/{token}", "/p/{slug}/receipts/{number}/{token}"} <= paths

    def logged(path):
        asked = path.replace("{token}", "secret").replace("{number}", "7").replace("{slug}", "a-1")
        found = next(filter(None, (mask.match(asked) for mask in masks)), None)
        return f"{found['begin']}/-" if found else asked

    assert {path for path in paths if "secret" in logged(path)} == set()


def test_the_image_has_what_the_program_reads_and_no_rights():
    text = (ROOT / "Containerfile").read_text()
    copied = set(re.findall(r"^COPY (\w[\w.]*) /randnotiz/", text, re.M))
    assert copied == {"alembic.ini", "app", "locale", "migrations", "static", "templates"}
    assert re.search(r"^USER 10001:10001$", text, re.M)
    assert "--require-hashes" in text
    listed = (ROOT / ".containerignore").read_text().splitlines()
    assert {f"!{name}" for name in copied | {"requirements.txt"}} == set(listed[1:-1])
