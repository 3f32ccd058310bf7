"""The reference made by hand: 291 passages of Ulm's draft with the places where they stand in
what was adopted (`reference.yaml`, which says how they were chosen and judged)."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.drafts.lineage.outcome import Passage, Span
from benchmarks.lineage.judging import Expected
from benchmarks.lineage.texts import NEW, OLD, Text, fingerprint, folder, ulm

FILE = Path(__file__).parent / "reference.yaml"
OF_EACH_FILE = 45  # passages of the even set


class Changed(Exception):
    """The texts, or how the project reads them, are not those that the reference was made on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One passage: where it stood (in the whole old version), and the truth about it."""

    name: str
    is_even: bool
    span: Span
    expected: Expected


@cache
def written() -> dict[str, Any]:
    """The file as it is."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def judged() -> list[Judged]:
    """All passages. Refused with `Changed` when the reference does not fit the texts any more."""
    check()
    return [
        Judged(
            entry["id"],
            "x" not in entry["id"],
            _span(ulm(OLD), entry["old"]),
            _expected(entry),
        )
        for entry in written()["passages"]
    ]


def check() -> None:
    """That both texts, and their words as we read them, are those that were judged; refused with
    `Changed`, which names the file."""
    for name, known in written()["files"].items():
        digest = hashlib.sha256((folder() / name).read_bytes()).hexdigest()
        if digest != known["sha256"]:
            raise Changed(f"{name} is not the file that the reference was made on")
        version, stem = name.removesuffix(".md").split("/")
        if fingerprint(of_file(ulm(version), stem)) != known["as_read"]:
            raise Changed(f"{name} is read in other words or blocks than the reference counts")


def of_file(text: Text, stem: str) -> tuple[Passage, ...]:
    """The blocks of one file."""
    first = text.begins[stem]
    after = [begin for begin in text.begins.values() if begin > first]
    return text.blocks[first : min(after, default=len(text.blocks))]


def _span(text: Text, place: list[Any]) -> Span:
    stem, block, first, last = place
    return Span(text.begins[stem] + block, first, last)


def _expected(entry: dict[str, Any]) -> Expected:
    new = ulm(NEW)
    also = entry.get("also", [])
    places = [entry["new"]] if "new" in entry else []
    places += [place for place in also if place != "gone"]
    # Gone with another place beside it, and a place with "gone" beside it, may be either.
    or_gone = "gone" in also or ("new" not in entry and bool(also))
    return Expected(tuple(_span(new, place) for place in places), or_gone)


def chosen() -> Iterator[tuple[bool, str, int, int, int]]:
    """Which passages the rule asks for, as (is_even, file, block, first, last): what
    `reference.yaml` must have, no more and no less."""
    seen = set()
    for is_even in (True, False):
        for stem in ulm(OLD).begins:
            for place in _even(stem) if is_even else _changed(stem):
                if (stem, *place) not in seen:
                    seen.add((stem, *place))
                    yield is_even, stem, *place


def _sentences(stem: str) -> Iterator[tuple[int, int, list[str]]]:
    """Those of four words or more: the block, the first word, the words."""
    for block, passage in enumerate(of_file(ulm(OLD), stem)):
        start = 0
        for sentence in passage.sentences:
            words = sentence.split()
            if len(words) >= 4:
                yield block, start, words
            start += len(words)


def _even(stem: str) -> Iterator[tuple[int, int, int]]:
    sentences = list(_sentences(stem))
    for k in range(OF_EACH_FILE):
        block, start, words = sentences[(2 * k + 1) * len(sentences) // (2 * OF_EACH_FILE)]
        length = min(4 + 5 * k % 12, len(words))
        first = start + 7 * k % (len(words) - length + 1)
        yield block, first, first + length - 1


def _changed(stem: str) -> Iterator[tuple[int, int, int]]:
    k = 0
    for block, start, words in _sentences(stem):
        stands = _still_standing(words)
        if stands == len(words):
            continue
        length = min(4 + 5 * k % 12, len(words))
        first = start + min(max(0, stands - length // 2), len(words) - length)
        yield block, first, first + length - 1
        k += 1


def _still_standing(words: list[str]) -> int:
    """How many words of its beginning stand in a row somewhere in the new version."""
    bare = [_bare(word) for word in words]
    rows = (_row(bare[:count]) for count in range(1, len(words) + 1))
    broken = (n for n, row in enumerate(rows) if not any(row in block for block in _new_rows()))
    return next(broken, len(words))


@cache
def _new_rows() -> tuple[str, ...]:
    return tuple(
        _row([_bare(word) for sentence in block.sentences for word in sentence.split()])
        for block in ulm(NEW).blocks
    )


def _row(bare: list[str]) -> str:
    return f" {' '.join(word for word in bare if word)} "


def _bare(word: str) -> str:
    """Letters and figures only, small letters."""
    return re.sub(r"\W", "", word.lower())
