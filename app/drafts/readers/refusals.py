"""When a file cannot be read."""

from app.errors import Refused


class Unreadable(Refused):
    """The file is not what Randnotiz can read; `reason` names the file and what to do."""

    status = 422
    kind = "unreadable"
