"""`make bench`: every benchmark, one after the other. `ARGS=serving` or `ARGS=bundle` for one."""

import sys

from benchmarks import bundle_memory, serving

ALL = {"serving": serving.main, "bundle": bundle_memory.main}


def main() -> int:
    """Run what is asked for, else everything; 0 unless a goal of memory is missed."""
    wanted = [name for name in sys.argv[1:] if name in ALL] or list(ALL)
    sys.argv = sys.argv[:1]
    return max(int(ALL[name]() or 0) for name in wanted)


if __name__ == "__main__":
    sys.exit(main())
