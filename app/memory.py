"""What the C library keeps of memory that was given back."""

import ctypes
import sys

MOST_POOLS = 2  # glibc takes eight for each core, and each keeps what a burst left in it
LARGE = 1024 * 1024  # bytes; whatever is larger goes back to the system as soon as it is freed
# The numbers of glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8


def keep_little() -> bool:
    """Let this process give back what it has done with: files that are handed in lie in memory for
    a moment, in whichever thread took them, and without this many of those moments would add up.
    Early in a process, before there are threads. Returns whether the C library was told; one other
    than glibc is left as it is.

    What each number means: mallopt(3). Setting a threshold also ends its growing by itself, with
    which one file of 10 MB would let all up to that size stay.
    """
    if sys.platform != "linux":
        return False
    tell = getattr(ctypes.CDLL(None), "mallopt", None)
    if tell is None:
        return False
    wanted = ((_ARENA_MAX, MOST_POOLS), (_MMAP_THRESHOLD, LARGE), (_TRIM_THRESHOLD, LARGE))
    return all(tell(which, value) == 1 for which, value in wanted)
