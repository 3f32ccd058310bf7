"""The first start: the key is made whole or not at all, and files are this account's alone."""

import os
import subprocess
import sys
from threading import Thread

import pytest

from app import selfcheck
from app.cities import base_url_of
from app.cli import running
from app.cli.running import _address
from app.config import ROOT, Settings, surroundings
from app.errors import Refused


def full(*_anything):
    raise OSError(28, "No space left on device")


def test_on_a_full_disk_no_empty_key_is_left_and_the_next_start_makes_one(tmp_path, monkeypatch):
    settings = Settings(data_dir=tmp_path / "data")
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            settings.secret()

    assert list(settings.data_dir.iterdir()) == []
    assert len(settings.secret()) == 64
    assert os.listdir(settings.data_dir) == ["secret.key"]
    assert (settings.data_dir / "secret.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("found", ["", "\n", "kurz", "a" * 31])
def test_it_does_not_start_with_less_than_a_key_and_says_what_to_do(tmp_path, app, found):
    (tmp_path / "secret.key").write_text(found)
    settings = Settings(data_dir=tmp_path, secret_key="")

    with pytest.raises(Refused, match="holds less than a key: put it back from a backup"):
        settings.secret()
    told = {one.name: one.problem for one in selfcheck.look_quickly(app.state.engine, settings)}
    assert "holds less than a key" in told["secret"]
    assert (tmp_path / "secret.key").read_text() == found


def test_twenty_processes_at_once_make_one_key(tmp_path):
    settings = Settings(data_dir=tmp_path / "data")
    found: list[str] = []
    starts = [Thread(target=lambda: found.append(settings.secret())) for _n in range(20)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert len(found) == 20
    assert len(set(found)) == 1


def test_an_address_of_ipv6_is_one_that_can_be_opened():
    settings = Settings(base_url=_address("::", 8000))

    assert settings.base_url == "http://[::]:8000"
    assert "[::]" in settings.hosts
    assert base_url_of(settings.base_url, "stadt.example") == "http://stadt.example:8000"
    assert _address("127.0.0.1", 80) == "http://127.0.0.1:80"


def test_the_links_in_the_first_mails_of_the_demo_lead_where_it_is_served(monkeypatch, tmp_path):
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(tmp_path))
    told = []
    monkeypatch.setattr(running, "prepare", lambda settings: told.append(settings.base_url))
    monkeypatch.setattr(running, "_serve", lambda settings, *_at: told.append(settings.base_url))
    running.start(port=8123, host="127.0.0.1")
    assert told == ["http://127.0.0.1:8123"] * 2


def test_what_the_program_writes_is_for_its_own_account_alone(tmp_path):
    beside = tmp_path / "beside.db"
    told = surroundings(
        RANDNOTIZ_DATA_DIR=str(tmp_path / "data"), RANDNOTIZ_DATABASE_URL=f"sqlite:///{beside}"
    )
    subprocess.run(
        [sys.executable, "-m", "app", "migrate"], cwd=ROOT, env=told, umask=0o022, check=True
    )

    assert beside.stat().st_mode & 0o777 == 0o600
