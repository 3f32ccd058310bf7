"""The forms of the desk, kept as they were sent."""

from __future__ import annotations


class UploadForm:
    """The file field: what was wrong with what came."""

    def __init__(self, error: str = "") -> None:
        self.errors = {"files": error} if error else {}

    def __getitem__(self, name: str) -> str:
        return ""
