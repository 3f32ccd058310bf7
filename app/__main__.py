"""The command line: `randnotiz …`. Exit status 0 done, 1 refused by the data, 2 used wrongly."""

import gc
import sys

# What a program loads stays, so nothing is looked through for garbage meanwhile: that was a
# quarter of the start.
gc.disable()

from app.cli import assemble  # noqa: E402
from app.errors import Refused  # noqa: E402

GARBAGE_AFTER = 50_000  # new objects; a request makes some thousand, and keeps hardly any


def main() -> None:
    """Run one command; a refusal is a sentence, not a traceback."""
    gc.set_threshold(GARBAGE_AFTER, 10, 10)
    gc.enable()
    try:
        assemble(next(iter(sys.argv[1:]), ""))()
    except Refused as refusal:
        print(refusal.reason, file=sys.stderr)
        for field, sentence in refusal.fields.items():
            print(f"  {field}: {sentence}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
