"""What figures keep to themselves: small numbers of people (statistical disclosure control, as in
the Federal Statistical Act, § 16: a value that points at one person is no statistic).

Somebody who is the only one of a kind could be found by it: the one who writes Persian, the one
guest. So in public, kinds with fewer than three are put together; and if those together are still
fewer, the smallest of the others joins them, because a gap in a sum gives away what is missing.
"""

from collections.abc import Mapping

LEAST = 3
OTHERS = ""


def gathered(found: Mapping[str, list[int]], least: int = LEAST) -> dict[str, list[int]]:
    """`found` (key → [how many, …]), largest first, with all that are too few under `OTHERS` at
    the end. Nothing where all of them together are too few."""
    rows = sorted(
        ((key, pair) for key, pair in found.items() if pair[0]),
        key=lambda row: (-row[1][0], row[0]),
    )
    if sum(pair[0] for _key, pair in rows) < least:
        return {}
    shown = [row for row in rows if row[1][0] >= least]
    few = rows[len(shown) :]
    while few and shown and sum(pair[0] for _key, pair in few) < least:
        few.append(shown.pop())
    result = dict(shown)
    if few:
        result[OTHERS] = [sum(column) for column in zip(*(p for _k, p in few), strict=True)]
    return result


def at_least(n: int, least: int = LEAST) -> int | None:
    """`n`, or None where it is too small to be said; nobody at all may be said."""
    return n if n == 0 or n >= least else None
