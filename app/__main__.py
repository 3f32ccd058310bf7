"""The command line: `randnotiz …`. Exit status 0 done, 1 refused by the data, 2 used wrongly."""

import sys

from app.cli import program
from app.errors import Refused


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
