"""docs/security.md says the truth about its tests, and the list of switches about the code."""

import re

from scripts.defences import ROOT, switches

PAGE = (ROOT / "docs/security.md").read_text()
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)


def is_there(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and re.search(rf"^def {name}\(", path.read_text(), re.M) is not None


def test_every_test_that_the_page_names_is_there():
    assert len(NAMED) > 80
    missing = [f"{file}::{name}" for file, name in NAMED if not is_there(file, name)]
    assert missing == []


def test_a_line_without_a_test_says_that_it_is_open():
    table = PAGE.partition("| what went wrong |")[2]
    lines = [line for line in table.splitlines()[2:] if line and not line.startswith("| **")]
    assert len(lines) > 60
    assert [line for line in lines if "::test_" not in line and "open" not in line] == []


def test_every_file_that_the_page_names_is_there():
    files = re.findall(r"`(app/[\w/]+\.py)`", PAGE)
    assert len(files) > 20
    assert [file for file in files if not (ROOT / file).is_file()] == []


def test_every_switch_finds_its_defence_and_a_test_of_the_page_or_beside_it():
    assert len(switches()) >= 15
    for switch in switches():
        assert switch.there in (ROOT / switch.file).read_text(), switch.defence
        file, _colons, name = switch.test.partition("[")[0].partition("::")
        assert is_there(file, name), switch.test
        assert file in PAGE, switch.test
