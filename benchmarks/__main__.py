"""`make bench`: every benchmark, one after the other. `ARGS=serving`, `ARGS=bundle` or
`ARGS=lineage` for one; what begins with a dash is passed on."""

import sys

from benchmarks import bundle_memory, serving
from benchmarks.lineage import tables as lineage

ALL = {"serving": serving.main, "bundle": bundle_memory.main, "lineage": lineage.main}


def main() -> int:
    """Run what is asked for, else everything; 0 unless a goal of memory is missed."""
    wanted = [name for name in sys.argv[1:] if name in ALL] or list(ALL)
    sys.argv = sys.argv[:1] + [word for word in sys.argv[1:] if word.startswith("-")]
    return max(int(ALL[name]() or 0) for name in wanted)


if __name__ == "__main__":
    sys.exit(main())
