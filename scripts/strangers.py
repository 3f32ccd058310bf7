"""Nothing in the files that only this machine knows, and no package registry's address: what is
tracked must work, and be fit to show, anywhere. `python -m scripts.strangers` lists what is not.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# In pieces, so that this list does not find itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("conda", "anaconda", "org"),
        ("proxy", "golang", "org"),
        ("crates", "io"),
    )
]
# Each with a word that is quickly looked for and in all that it finds.
SHAPES = [
    *((name, re.escape(name)) for name in REGISTRIES),
    ("http", r"https?://[^\s\"']+\.(?:whl|tar\.gz|tgz|deb)\b"),
    ("index-" + "url", r"(?:extra-)?index-" r"url\b"),
    ("registry", r"\bregistry\s*=\s*\"?http"),
]
# Paths that mean the same on every machine of their kind.
EVERYWHERE = (
    *("/bin/", "/dev/", "/etc/", "/proc/", "/sys/", "/tmp/", "/usr/", "/var/"),  # noqa: S108
    *("/Applications/", "/Library/", "/opt/homebrew/"),
)
PATH = re.compile(r"/(?<![\w.:/<>*}~-]/)[\w.-]+(?:/[\w.-]+)+")


def findings(root: Path = ROOT) -> list[str]:
    """`file:line: what` for every line of a tracked text file that names a registry, a download,
    or a path that exists on this machine and need not on another."""
    shapes = [(word, re.compile(shape, re.IGNORECASE)) for word, shape in SHAPES]
    found = []
    for name in _tracked(root):
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        lower = text.lower()
        named = [m for word, shape in shapes if word in lower for m in shape.finditer(text)]
        named += [path for path in PATH.finditer(text) if _is_of_this_machine(path.group())]
        for match in named:
            number = text.count("\n", 0, match.start()) + 1
            found.append(f"{name}:{number}: {match.group()}")
    return found


def _is_of_this_machine(path: str) -> bool:
    return not path.startswith(EVERYWHERE) and os.path.lexists(path)


def _tracked(root: Path) -> list[str]:
    # The checkout may belong to someone else (a container's root), which git finds dubious.
    command = ["git", "-c", f"safe.directory={root}", "ls-files", "-z"]
    listing = subprocess.run(command, cwd=root, check=True, capture_output=True)
    return [name for name in listing.stdout.decode().split("\0") if name]


if __name__ == "__main__":
    lines = findings()
    if lines:
        sys.exit("Not fit for strangers:\n" + "\n".join(lines))
