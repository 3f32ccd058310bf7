"""The child's half: typst keeps what it has set, and a long text takes it some hundred megabytes,
so each file is set in a process that ends with it (docs/decisions/0033).

Started by its path, so that nothing of the program is loaded. Arguments: template, data as JSON,
target, time as a number. Where that did not work: a status other than 0, and a sentence on the
error output.
"""

import json
import re
import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any

import typst

MOST_MEMORY = 1024**3  # bytes of data
MOST_SECONDS = 100  # of processor time
LATIN_ENDS = "\u024f"  # Libertinus Serif, which comes with typst, has the letters until here
FONTS = ("Libertinus Serif", "Noto Serif", "Noto Naskh Arabic")
_TRIAL = f"""#set document(title: "-")
#set text(lang: "de", font: {json.dumps(FONTS).replace("[", "(").replace("]", ")")})
#title("-")
#for sign in json(bytes(sys.inputs.data)) [ #sign ]"""
_UNKNOWN = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def main() -> None:
    """Read, set, write."""
    template, source, target = (Path(argument) for argument in sys.argv[1:4])
    data = source.read_text(encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    fonts = typst.Fonts()
    data = data.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in unknown(data, fonts)})
    made = compiled(template, data, int(sys.argv[4]), fonts)
    target.write_bytes(made)


def compiled(template: Path | bytes, data: str, timestamp: int, fonts: Any) -> bytes:
    """The file. Nothing but what lies beside the template can be read."""
    root = template.parent if isinstance(template, Path) else Path(__file__).parent
    made: Any = typst.compile(
        template,
        root=root,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=timestamp,
    )
    return bytes(made)


def unknown(data: str, fonts: Any) -> set[str]:
    """The signs for which this machine has no font: PDF/UA refuses a file with one of them.

    typst names one at a time, so with it go the others of its script.
    """
    left = {sign for sign in data if sign > LATIN_ENDS}
    lacking: set[str] = set()
    while left:
        sign = _first_unknown(left, fonts)
        if sign is None:
            return lacking
        alike = {other for other in left if _script(other) == _script(sign)} | {sign}
        lacking |= alike
        left -= alike
    return lacking


def _first_unknown(signs: set[str], fonts: Any) -> str | None:
    try:
        compiled(_TRIAL.encode(), json.dumps(sorted(signs)), 0, fonts)
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
