"""`make bench`: every benchmark, one after the other. `ARGS=serving`, `ARGS=bundle`, `ARGS=sheets`,
`ARGS=returning`, `ARGS=campaign`, `ARGS=starting` or `ARGS=lineage` for one, `ARGS=crowd` for 200
people, `ARGS=bundle10k` for a whole bundle, `ARGS=exports` for all notes of a process; what begins
with a dash is passed on."""

import sys

from benchmarks import (
    bundle_memory,
    campaign,
    crowd,
    home,
    papers,
    returning,
    serving,
    sheets,
    starting,
)
from benchmarks.lineage import tables as lineage

ALL = {
    "serving": serving.main,
    "bundle": bundle_memory.main,
    "sheets": sheets.main,
    "returning": returning.main,
    "papers": papers.main,
    "campaign": campaign.main,
    "starting": starting.main,
    "lineage": lineage.main,
}
# minutes: only when asked for
ALONE = {"crowd": crowd.main, "bundle10k": home.bundle, "exports": home.exports}


def main() -> int:
    """Run what is asked for, else everything; 1 if one that has a goal misses it."""
    known = ALL | ALONE
    wanted = [name for name in sys.argv[1:] if name in known] or list(ALL)
    sys.argv = sys.argv[:1] + [word for word in sys.argv[1:] if word.startswith("-")]
    return max(int(known[name]() or 0) for name in wanted)


if __name__ == "__main__":
    sys.exit(main())
