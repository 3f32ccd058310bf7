"""Whether a text holds some words, large or small, as each database answers soonest: SQLite's LIKE
takes a to z for A to Z by itself, so nothing need be folded before."""

from typing import Any

from sqlalchemy import Boolean, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, FunctionElement

_ESCAPE = "/"


class _Holds(FunctionElement[bool]):
    """Of a column and a pattern."""

    type = Boolean()
    inherit_cache = True


@compiles(_Holds)
def _folded(element: Any, compiler: Any, **how: Any) -> str:
    column, pattern = (compiler.process(one, **how) for one in element.clauses)
    return f"lower({column}) LIKE lower({pattern}) ESCAPE '{_ESCAPE}'"


@compiles(_Holds, "sqlite")
def _as_it_is(element: Any, compiler: Any, **how: Any) -> str:
    column, pattern = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} LIKE {pattern} ESCAPE '{_ESCAPE}'"


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """The condition that these words stand in the column, sign for sign."""
    for sign in (_ESCAPE, "%", "_"):
        words = words.replace(sign, _ESCAPE + sign)
    return _Holds(column, literal(f"%{words}%"))
