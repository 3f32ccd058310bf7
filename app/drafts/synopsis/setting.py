"""Sets the synopsis as a PDF, in a process of its own: typst keeps what it has set, and a long
text takes it some hundred megabytes (docs/decisions/0009).

Started by its path, so that nothing of the program is loaded: data as JSON on its input, the file
on its output; a status other than 0 and a sentence on the error output where that did not work.
"""

import json
import re
import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

MOST_MEMORY = 2 * 1024**3  # bytes of data
MOST_SECONDS = 60  # of processor time
LATIN_ENDS = "\u024f"  # every font of ours has the letters until here
TEMPLATE = Path(__file__).with_name("synopsis.typ")
_UNKNOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def main() -> None:
    """Read, set, answer."""
    data = sys.stdin.buffer.read().decode()
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    data = data.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in unknown(data)})
    sys.stdout.buffer.write(compiled(data, int(sys.argv[1])))


def compiled(data: str, timestamp: int) -> bytes:
    """The file. Nothing but the template itself can be read from where it lies."""
    made: Any = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )
    return bytes(made)


def unknown(data: str) -> set[str]:
    """The signs for which this machine has no font: PDF/UA refuses a file with one of them.

    typst names one at a time, so with it go the others of its script.
    """
    left = {sign for sign in data if sign > LATIN_ENDS}
    lacking: set[str] = set()
    while left:
        sign = _first_unknown(left)
        if sign is None:
            return lacking
        alike = {other for other in left if _script(other) == _script(sign)} | {sign}
        lacking |= alike
        left -= alike
    return lacking


def _first_unknown(signs: set[str]) -> str | None:
    empty = {"title": "-", "subtitle": "-", "organisation": "-", "explanation": ""}
    empty |= {"old": "", "new": "", "what": ""}
    runs = [["", f" {sign}"] for sign in sorted(signs)]
    heading = {"kind": "heading", "level": 2, "runs": runs}
    part = {"title": "-", "pieces": [heading]}
    try:
        compiled(json.dumps(empty | {"parts": [part]}), 0)
    except typst.TypstError as problem:
        found = _UNKNOWN.search(str(problem))
        if found is None:
            raise
        return re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), found[1])[-1]
    return None


def _script(sign: str) -> str:
    """The first word of the sign's name: ARABIC, CJK, HIRAGANA; a nameless one is alone."""
    return unicodedata.name(sign, sign).split()[0] if sign.strip() else sign


if __name__ == "__main__":
    main()
