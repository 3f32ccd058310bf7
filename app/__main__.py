"""The command line: `randnotiz …`. Exit status 0 done, 1 refused by the data, 2 used wrongly."""

import gc
import sys

# Python looks for garbage after every 700 new objects, and while a program starts nearly all of
# half a million stay: looking through them again and again was a quarter of the start.
gc.set_threshold(50_000, 10, 10)

from app.cli import program  # noqa: E402
from app.errors import Refused  # noqa: E402


def main() -> None:
    """Run one command; a refusal is a sentence, not a traceback."""
    try:
        program()
    except Refused as refusal:
        print(refusal.reason, file=sys.stderr)
        for field, sentence in refusal.fields.items():
            print(f"  {field}: {sentence}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
