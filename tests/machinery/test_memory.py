"""What a burst of large things leaves behind in a process that goes on."""

import json
import subprocess
import sys

from app.config import ROOT

MB = 1024 * 1024
# Threads that take large things side by side and keep a little beside each of them, as requests
# with files do: a row for the journal, a page for the next reader.
BURST = """
import json, sys, threading
from app import memory
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
if sys.argv[1] == "little":
    assert memory.keep_little()
bytes(9_000_000)  # glibc takes for ordinary from now on whatever is as large as this
before, kept, ready = resident(), [], threading.Barrier(8)
def take():
    ready.wait()
    for size in range(3, 9):
        large = [bytearray(size * 1_000_000) for _each in range(3)]
        kept.append(bytes(700))
        del large
    ready.wait()
threads = [threading.Thread(target=take) for _each in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps(resident() - before))
"""


def left_by(which: str) -> int:
    call = [sys.executable, "-c", BURST, which]
    said = subprocess.run(call, capture_output=True, check=True, cwd=ROOT, timeout=60)
    return int(json.loads(said.stdout))


def test_a_burst_of_large_files_leaves_nothing_behind() -> None:
    assert left_by("as it comes") > 40 * MB, "else this test would notice nothing"
    assert left_by("little") < 15 * MB
