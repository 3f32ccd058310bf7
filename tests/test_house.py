"""The shape of the house, held by tests: where things stand, how long they may be, who may what.

Lint (`make check`) holds the rest: docstrings, complexity, types, and which room imports which.
"""

import ast
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from sqlalchemy.orm import configure_mappers
from sqlmodel import SQLModel

from app import models
from scripts.strangers import findings

ROOT = Path(__file__).parent.parent
APP = sorted((ROOT / "app").rglob("*.py"))
CODE = [
    *APP,
    *(p for room in ("benchmarks", "scripts", "tests") for p in ROOT.glob(f"{room}/**/*.py")),
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").rglob("*.css"))
Functions = (ast.FunctionDef, ast.AsyncFunctionDef)
LOOKED_AT = (
    *(*Functions, ast.ClassDef, ast.Attribute, ast.Subscript, ast.Call, ast.Constant),
    *(ast.Import, ast.ImportFrom),
)


def named(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


@cache
def nodes_of(path: Path) -> dict[type[ast.AST], list[ast.AST]]:
    """By their kinds. Read when it is asked for: each test process imports this file, few run its
    tests; and walked once for all of these."""
    found: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, LOOKED_AT):
            found[type(node)].append(node)
    return found


def nodes(paths: list[Path], *kinds: type[ast.AST]) -> Iterator[tuple[Path, ast.AST]]:
    assert set(kinds) <= set(LOOKED_AT)
    return ((path, node) for path in paths for kind in kinds for node in nodes_of(path)[kind])


def lines_matching(paths: list[Path], pattern: str) -> list[str]:
    found = re.compile(pattern, re.IGNORECASE)
    return [
        f"{named(path, number)}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if found.search(line)
    ]


def none(found: Iterable[str]) -> None:
    """Fail with every offender, not with the first."""
    offenders = sorted(found)
    assert not offenders, "\n" + "\n".join(offenders)


# --- Size and names ---


def test_a_file_fits_on_a_few_screens():
    lengths = {named(path): len(path.read_text().splitlines()) for path in CODE}
    none(f"{name} has {length} lines" for name, length in lengths.items() if length > 300)


def test_a_function_fits_on_one_screen():
    long = [
        f"{named(path, node.lineno)} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path, node in nodes(CODE, *Functions)
        if node.end_lineno - node.lineno >= 40
    ]
    none(long)


VAGUE = {"util", "utils", "helper", "helpers", "common"}
VAGUE |= {"service", "services", "manager", "managers"}


def test_nothing_is_named_after_nothing():
    names = [(named(path), path.stem) for path in CODE]
    names += [(named(path), path.parent.name) for path in CODE]
    names += [
        (named(path, node.lineno), node.name)
        for path, node in nodes(CODE, *Functions, ast.ClassDef)
    ]
    words = re.compile(r"[A-Z]?[a-z]+")
    none(where for where, name in names if VAGUE & {w.lower() for w in words.findall(name)})


# --- Time, settings, the database ---


def users_of(*names: tuple[str, str]) -> set[str]:
    """The modules of app/ that use an attribute of a name, such as ("os", "environ")."""
    return {
        named(path)
        for path, node in nodes(APP, ast.Attribute)
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in names
    }


def test_time_enters_by_one_door():
    clocks = [("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")]
    assert users_of(*clocks) == {"app/clock.py"}


def test_the_environment_is_read_in_one_place():
    none(users_of(("os", "environ"), ("os", "getenv"), ("os", "environb")) - {"app/config.py"})


def test_nobody_decides_by_the_path_of_a_request():
    """A path may be written in ways that the router reads otherwise than a comparison; these say
    it in an answer, how long a file may be kept, or take a sign out that no database knows."""
    askers = {
        named(path)
        for path, node in nodes(APP, ast.Attribute)
        if node.attr == "path" and ast.unparse(node.value).endswith("url")
    }
    askers |= {
        named(path)
        for path, node in nodes(APP, ast.Subscript)
        if ast.unparse(node) in ("scope['path']", "request['path']", "request.scope['path']")
    }
    users = {"app/web.py", "app/api/problems.py", "app/security.py", "app/asked.py"}
    users.add("app/doorkeeper.py")
    assert askers == users


def test_nobody_commits_but_the_edge():
    deeds = {
        named(path)
        for path, node in nodes(APP, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "begin"}
    }
    none(deeds - {"app/db.py", "app/schema.py"})  # schema: a migration is its own transaction


def test_no_list_is_paged_by_offset():
    calls = [
        named(path, node.lineno)
        for path, node in nodes(APP, ast.Call)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "offset"
    ]
    written = [
        named(path, node.lineno)
        for path, node in nodes(APP, ast.Constant)
        if isinstance(node.value, str) and re.search(r"\bOFFSET\b", node.value)
    ]
    none(calls + written)


def mappers():
    configure_mappers()
    return models.Person.__mapper__.registry.mappers


def test_nothing_is_loaded_behind_the_pages_back():
    loose = [
        str(way) for mapper in mappers() for way in mapper.relationships if way.lazy != "raise"
    ]
    none(loose)


def test_no_row_takes_others_with_it():
    keys = [key for table in SQLModel.metadata.tables.values() for key in table.foreign_keys]
    assert len(keys) > 20
    none(str(key.parent) for key in keys if key.ondelete != "RESTRICT")


# --- Templates and styles ---


def storeys() -> dict[str, int]:
    """Each room's height, out of the import law."""
    law = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in law if c.get("exhaustive"))
    rooms = [re.findall(r"\w+", layer) for layer in reversed(layers)]
    return {room: height for height, layer in enumerate(rooms) for room in layer}


REFERENCE = re.compile(r"""(?:include|from|import|extends)\s+["']([\w/.]+)["']""")


def test_templates_include_only_what_stands_below_them():
    height = storeys() | {"templates": 0, "parts": 0}
    upward = [
        f"{named(path)} reaches up to {other}"
        for path in TEMPLATES
        for other in REFERENCE.findall(path.read_text())
        if height[(ROOT / "templates" / other).parent.name] > height[path.parent.name]
    ]
    none(upward)


def test_every_fragment_is_part_of_a_page():
    used = set(REFERENCE.findall("".join(path.read_text() for path in TEMPLATES)))
    used |= {node.value for _path, node in nodes(APP, ast.Constant) if isinstance(node.value, str)}
    names = {path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES}
    none({name for name in names if Path(name).name.startswith("_")} - used)


def test_a_template_holds_no_style_and_no_script():
    inline = r"\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:"
    none(lines_matching(TEMPLATES, inline))


def test_a_colour_is_written_once():
    styles = [path for path in STYLES if path.name != "tokens.css"]
    none(lines_matching(styles, r"#[0-9a-f]{3,8}\b(?![^{}]*\{)|\b(?:rgb|hsl)a?\("))


PHYSICAL = (
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-)?(?:left|right)(?:-\w+)?\s*:"
    r"|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def test_styles_say_start_and_end_so_that_arabic_is_mirrored():
    none(lines_matching(STYLES, PHYSICAL))


# --- Fit for strangers ---


def test_the_files_know_nothing_of_this_machine():
    none(findings())


@pytest.mark.parametrize(
    "line", ["see {home}/.profile-of-nobody", "https://files.{host}/x", "--extra-index" + "-url x"]
)
def test_a_line_that_only_serves_here_is_found(tmp_path, monkeypatch, line):
    home = tmp_path / "home"
    (home / ".profile-of-nobody").mkdir(parents=True)
    monkeypatch.setattr("scripts.strangers.EVERYWHERE", ("/usr/",))
    text = line.format(home=home, host="pypi" + ".org")
    (tmp_path / "notes.md").write_text(f"Fine: /usr/bin/env, /p/verfahren/draft\n{text}\n")
    for command in (["git", "init", "-q"], ["git", "add", "notes.md"]):
        subprocess.run(command, cwd=tmp_path, check=True)
    [found] = findings(tmp_path)
    assert found.startswith("notes.md:2: ")


def pins(name: str) -> set[tuple[str, str]]:
    """Each (package, version) of a lock; a package may have one version per Python."""
    line = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
    return set(line.findall((ROOT / name).read_text()))


def packages(name: str) -> set[str]:
    return {package for package, _version in pins(name)}


def test_the_development_lock_holds_the_programs_own_versions():
    program, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert len(program) > 20
    assert program <= development


def test_the_program_imports_nothing_that_only_developers_have():
    homes = packages_distributions()
    modules = {
        name.split(".")[0]
        for _path, node in nodes(APP, ast.Import, ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    foreign = modules - sys.stdlib_module_names - {"app"}
    locked = packages("requirements.txt")
    as_locked = {m: {re.sub(r"[-_.]+", "-", home).lower() for home in homes[m]} for m in foreign}
    none(m for m in foreign if not locked & as_locked[m])  # written as PEP 503 says


def test_every_declared_dependency_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def names(wanted: list[str]) -> set[str]:
        return {re.match(r"[A-Za-z0-9._-]+", one).group().lower() for one in wanted}

    assert names(project["dependencies"]) <= packages("requirements.txt")
    assert names(project["optional-dependencies"]["dev"]) <= packages("requirements-dev.txt")
