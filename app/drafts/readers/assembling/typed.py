"""Lists that somebody typed: "– …", "• …", "a) …", and "1. …" where a 2 or 0 stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.drafts.readers.assembling.headings import Heading
from app.drafts.readers.flow import Item, Para, Run

_SIGN = re.compile(
    r"\s*(?:(?P<bullet>[•●▪◦‣∙■□➢➤►✓✔·\uf000-\uf0ff]|[–—-](?=\s))\s*"
    r"|(?P<letter>\(?[a-zäöü]\))\s+|(?P<roman>\(?[ivx]{2,5}\))\s+"
    r"|(?P<bracket>\(?\d{1,2}\))\s+|(?P<stop>\d{1,2}\.)(?:\s+|(?=[^\W\d_])))(?=\S)"
)


@dataclass(frozen=True, slots=True)
class _Sign:
    """A marker as it was typed, and its kind: a bullet is of the kind of its character."""

    kind: str
    marker: str
    length: int

    @property
    def number(self) -> int:
        return int(self.marker[:-1]) if self.kind == "stop" else 0


def with_typed_lists(items: Sequence[Item | Heading]) -> Iterator[Item | Heading]:
    """The items, with items of typed lists in the place of paragraphs that are some."""
    group: list[tuple[Para, _Sign]] = []
    for item in _by_lines(items):
        sign = _sign_of(item) if isinstance(item, Para) else None
        if sign is not None and isinstance(item, Para):
            group.append((item, sign))
            continue
        yield from _listed(group)
        group = []
        yield item
    yield from _listed(group)


def _sign_of(para: Para) -> _Sign | None:
    if para.depth >= 0:
        return None
    found = _SIGN.match(para.text)
    if found is None:
        return None
    kind = str(found.lastgroup)
    marker = found[kind]
    return _Sign(marker if kind == "bullet" else kind, marker, found.end())


def _listed(group: Sequence[tuple[Para, _Sign]]) -> Iterator[Para]:
    """A run of paragraphs with signs, as items that nest by the kind of their signs."""
    numbers = {sign.number for _para, sign in group}
    kinds: list[str] = []
    for para, sign in group:
        if _is_alone(sign, numbers):
            kinds.clear()
            yield para
            continue
        if sign.kind in kinds:
            del kinds[kinds.index(sign.kind) + 1 :]
        else:
            kinds.append(sign.kind)
        runs = list(_without(para.runs, sign.length))
        yield replace(para, runs=runs, depth=len(kinds) - 1, marker=sign.marker)


def _without(runs: Sequence[Run], count: int) -> Iterator[Run]:
    """The runs without their first characters."""
    for run in runs:
        text = run.text[count:]
        count = max(0, count - len(run.text))
        if text or run.note:
            yield replace(run, text=text)


def _by_lines(items: Sequence[Item | Heading]) -> Iterator[Item | Heading]:
    """A paragraph whose lines are items becomes several."""
    for item in items:
        if isinstance(item, Para) and "\n" in item.text:
            yield from _parted(item)
        else:
            yield item


def _parted(para: Para) -> Iterator[Para]:
    lines = list(_lines(para.runs))
    signs = [_sign_of(replace(para, runs=line, depth=-1)) for line in lines]
    numbers = {sign.number for sign in signs if sign}
    part: list[Run] = []
    is_first, brackets = True, 0
    for line, sign in zip(lines, signs, strict=True):
        if part and sign and brackets <= 0 and not _is_alone(sign, numbers):
            yield _part(para, part, is_first=is_first)
            part, is_first, brackets = [], False, 0
        part += [Run("\n"), *line] if part else line
        # In "(Stufe\na) oder b)" no item begins.
        brackets += sum(run.text.count("(") - run.text.count(")") for run in line)
    yield _part(para, part, is_first=is_first)


def _is_alone(sign: _Sign, numbers: set[int]) -> bool:
    """A number with no other beside it: "3. Oktober" begins a sentence."""
    return sign.kind == "stop" and not {sign.number - 1, sign.number + 1} & (numbers - {0})


def _part(para: Para, runs: list[Run], *, is_first: bool) -> Para:
    if is_first:
        return replace(para, runs=runs)
    # Lines of an item go on within it; what they begin with makes them items of their own.
    sign = _sign_of(replace(para, runs=runs, depth=-1))
    if para.depth < 0 or sign is None:
        return replace(para, runs=runs, marker="")
    inner = list(_without(runs, sign.length))
    return replace(para, runs=inner, depth=para.depth + 1, marker=sign.marker)


def _lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *others = run.text.split("\n")
        if first or run.note:
            line.append(replace(run, text=first))
        for text in others:
            yield line
            line = [replace(run, text=text, note="")] if text else []
    yield line
