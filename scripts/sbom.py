"""What the program is made of, as CycloneDX (a software bill of materials): the locked Python
libraries with their hashes, and htmx. `python -m scripts.sbom [FILE]` writes it, the same bytes on
every machine and every day.
"""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from app.security import HTMX_HASH, HTMX_VERSION

ROOT = Path(__file__).parent.parent
FILE = "build/sbom.cdx.json"


def bill() -> str:
    """The bill as JSON."""
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    options = ["--pyproject", "pyproject.toml", "--sv", "1.6", "--output-reproducible"]
    made = subprocess.run(
        [*command, *options, "--no-validate", "requirements.txt"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    told: dict[str, Any] = json.loads(made.stdout)
    for component in told["components"]:
        component.pop("description", None)  # the line of the lock once more
    told["components"].append(_htmx())
    return json.dumps(told, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def validated(text: str) -> str:
    """The same. `ValueError` for what is no CycloneDX."""
    if found := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise ValueError(str(found))
    return text


def _htmx() -> dict[str, Any]:
    algorithm, _dash, digest = HTMX_HASH.partition("-")
    hashed = {"alg": algorithm.upper().replace("SHA", "SHA-"), "content": _hex(digest)}
    return {
        "bom-ref": "htmx",
        "hashes": [hashed],
        "name": "htmx.org",
        "purl": f"pkg:npm/htmx.org@{HTMX_VERSION}",
        "type": "library",
        "version": HTMX_VERSION,
    }


def _hex(digest: str) -> str:
    return base64.b64decode(digest).hex()


if __name__ == "__main__":
    target = ROOT / (sys.argv[1] if len(sys.argv) > 1 else FILE)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(validated(bill()))
    print(f"{target.relative_to(ROOT) if target.is_relative_to(ROOT) else target}")
