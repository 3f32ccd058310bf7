"""What was asked for, as far as a database can be asked for it."""

from starlette.types import Scope

NOTHING = "\ufffd"  # what stands for a sign that could not be read (Unicode, 5.22)


def readable(scope: Scope) -> Scope:
    """The request without NUL in its address: PostgreSQL knows no text with one, and would fail
    where SQLite finds nothing. What is asked for with one is then simply not there."""
    path, query = str(scope["path"]), bytes(scope["query_string"])
    if "\0" not in path and b"%00" not in query and b"\0" not in query:
        return scope
    sign = b"".join(b"%%%02X" % byte for byte in NOTHING.encode())
    query = query.replace(b"%00", sign).replace(b"\0", sign)
    return {**scope, "path": path.replace("\0", NOTHING), "query_string": query}
