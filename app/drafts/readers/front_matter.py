"""The head of a Markdown file: title and action fields, in YAML between two lines of "---"."""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml

from app.drafts.outline import ReadField
from app.drafts.readers.growing import Head
from app.drafts.readers.left_out import LeftOutList
from app.drafts.readers.refusals import Unreadable
from app.i18n import _

LONGEST = 20_000  # characters; a head with sixty fields has half of that
MOST_BRACKETS = 200  # PyYAML's time grows with the square of their depth
_HEAD = re.compile(
    r"\A---[ \t]*\n(?=[^\n]*[^\s-])(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S
)
_FIELD_KEYS = ("heading", "group", "colour", "summary")
_SCALARS = (str, int, float, datetime.date)


def read_head(name: str, text: str, left_out: LeftOutList) -> tuple[Head, str]:
    """The head of the file and the text below it; an empty head where there is none.

    Refused with Unreadable: YAML that cannot be read (the sentence names line and problem), a
    head that is too long, fields without a heading or with a colour other than 1 to 6.
    """
    found = _HEAD.match(text)
    if found is None:
        return Head(), text
    source = found["yaml"]
    if len(source) > LONGEST:
        raise Unreadable(
            _("Der Kopf von „%(name)s“ ist länger als %(limit)d Zeichen. Kürzen Sie ihn.")
            % {"name": name, "limit": LONGEST}
        )
    if source.count("[") + source.count("{") > MOST_BRACKETS:
        raise Unreadable(_("Im Kopf von „%(name)s“ stehen zu viele Klammern.") % {"name": name})
    values = _load(name, source)
    if not isinstance(values, dict):
        return Head(), text  # prose between two rules
    left_out.add(_("Kopf der Datei mit Titel und Feldern"), source)
    title = _plain(values.get("title"))
    return Head(title, _fields(name, values.get("fields"))), text[found.end() :]


def _load(name: str, source: str) -> Any:
    try:
        for event in yaml.parse(source, yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):  # merged into each other they explode
                line = event.start_mark.line if event.start_mark else 0
                raise _broken(name, line, source, _("steht ein Verweis mit einem Stern"))
        return yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        problem = _in_german(f"{error.context} {error.problem}")
        raise _broken(name, _line_of(error), source, problem) from error
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        raise _broken(name, 0, source, _("ist ein Wert nicht lesbar")) from error


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The line to mend: where something began, if it was never closed."""
    at_begin = "quoted" in (error.context or "") and error.context_mark
    mark = at_begin or error.problem_mark or error.context_mark
    return mark.line if mark else 0


def _broken(name: str, line: int, source: str, problem: str) -> Unreadable:
    lines = source.splitlines()
    quoted = lines[line].strip()[:60] if line < len(lines) else ""
    return Unreadable(
        _("Im Kopf von „%(name)s“, Zeile %(line)d („%(quoted)s“), %(problem)s.")
        % {"name": name, "line": line + 2, "quoted": quoted, "problem": problem}
    )


def _in_german(error: str) -> str:
    """What is wrong, for the mistakes that people make; PyYAML knows English only."""
    problems = {
        "mapping values are not allowed": _(
            "steht ein Doppelpunkt zu viel; setzen Sie den Wert in Anführungszeichen"
        ),
        "found character '\\t'": _("steht ein Tabulator; rücken Sie mit Leerzeichen ein"),
        "could not find expected ':'": _("fehlt ein Doppelpunkt"),
        "quoted scalar": _("fehlt ein Anführungszeichen"),
        "flow sequence": _("fehlt eine eckige Klammer"),
        "flow mapping": _("fehlt eine geschweifte Klammer"),
        "block": _("stimmt die Einrückung nicht"),
    }
    for sign, problem in problems.items():
        if sign in error:
            return problem
    return _("stimmt die Schreibweise nicht")


def _fields(name: str, values: Any) -> tuple[ReadField, ...]:
    if values is None:
        return ()
    if not isinstance(values, list):
        raise Unreadable(
            _("Im Kopf von „%(name)s“ muss unter „fields“ eine Liste stehen.") % {"name": name}
        )
    return tuple(_field(name, number, value) for number, value in enumerate(values, 1))


def _field(name: str, number: int, value: Any) -> ReadField:
    where = {"name": name, "number": number}
    if not isinstance(value, dict) or not _plain(value.get("heading")):
        raise Unreadable(
            _("Im Kopf von „%(name)s“ fehlt dem Feld %(number)d die Überschrift („heading“).")
            % where
        )
    unknown = [str(key) for key in value if key not in _FIELD_KEYS]
    if unknown:
        raise Unreadable(
            _(
                "Im Kopf von „%(name)s“ hat das Feld %(number)d die Angabe „%(key)s“. Randnotiz "
                "kennt dort nur heading, group, colour und summary."
            )
            % {**where, "key": unknown[0][:60]}
        )
    colour = _plain(value.get("colour"))
    if colour not in ("", "1", "2", "3", "4", "5", "6"):
        raise Unreadable(
            _(
                "Im Kopf von „%(name)s“ hat das Feld %(number)d die Farbe „%(colour)s“. Es gibt "
                "die Farben 1 bis 6."
            )
            % {**where, "colour": colour[:60]}
        )
    return ReadField(
        heading=_plain(value["heading"]),
        group=_plain(value.get("group")),
        colour=int(colour) if colour else None,
        summary=_plain(value.get("summary")),
    )


def _plain(value: Any) -> str:
    """A single value as text; "" for nothing, and for lists and the like."""
    if isinstance(value, bool) or not isinstance(value, _SCALARS):
        return ""
    return " ".join(str(value).split())
