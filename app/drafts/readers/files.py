"""Which files a draft is made of: what was named, and the readable files of a folder by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.drafts.readers.recognising import ENDINGS, READABLE
from app.drafts.readers.refusals import Unreadable
from app.i18n import _


@dataclass(slots=True)
class Found:
    """The files to read, in order, and the names of those in a folder that are passed over."""

    files: list[Path] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def find(paths: Sequence[Path]) -> Found:
    """The files of `paths` in the order given, a folder's in the order of their names.

    Refused with Unreadable: nothing named, something missing or neither file nor folder, a
    folder without a readable file or with the same text in two types, a link in a folder that
    leads out of it.
    """
    if not paths:
        raise Unreadable(_("Es wurde keine Datei genannt."))
    found = Found()
    for path in paths:
        try:
            if path.is_dir():
                _find_in_folder(path, found)
            elif path.is_file():
                found.files.append(path)
            elif path.exists():
                raise Unreadable(_("„%(name)s“ ist keine Datei.") % {"name": path.name})
            else:
                raise Unreadable(_("„%(name)s“ gibt es nicht.") % {"name": path})
        except (OSError, RuntimeError, ValueError):  # a loop of links, a name no disk can have
            raise Unreadable(
                _("„%(name)s“ lässt sich nicht öffnen.") % {"name": path.name[:100]}
            ) from None
    return found


def _find_in_folder(folder: Path, found: Found) -> None:
    home = folder.resolve(strict=True)
    files: list[Path] = []
    for path in sorted(folder.iterdir(), key=_as_people_sort):
        if path.name.startswith((".", "~$")) or path.is_dir():
            continue  # hidden, or what Word puts beside a file that is open
        if path.suffix.lower() not in ENDINGS:
            found.skipped.append(path.name)
        elif not path.resolve(strict=True).is_relative_to(home):
            raise Unreadable(
                _("„%(name)s“ ist ein Verweis, der aus dem Ordner „%(folder)s“ hinausführt.")
                % {"name": path.name, "folder": home.name}
            )
        else:
            files.append(path)
    if not files:
        raise Unreadable(
            _("Im Ordner „%(folder)s“ liegt keine Datei, die Randnotiz liest (%(types)s).")
            % {"folder": home.name, "types": READABLE}
        )
    _refuse_twins(files, home.name)
    found.files += files


def _refuse_twins(files: Sequence[Path], folder: str) -> None:
    """The same name with two endings is most likely one text, saved twice."""
    by_stem: dict[str, Path] = {}
    for path in files:
        twin = by_stem.setdefault(path.stem.casefold(), path)
        if twin.suffix.lower() != path.suffix.lower():
            raise Unreadable(
                _(
                    "Im Ordner „%(folder)s“ liegen „%(one)s“ und „%(other)s“. Nehmen Sie eine "
                    "davon heraus, sonst steht der Text zweimal da."
                )
                % {"folder": folder, "one": twin.name, "other": path.name}
            )


def _as_people_sort(path: Path) -> list[tuple[int, str]]:
    """2-wohnen.md before 10-arbeit.md."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
