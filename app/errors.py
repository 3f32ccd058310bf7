"""What can be wrong with a request once it is understood. `web.py` and `api/` say it to people
and to programs."""


class Refused(Exception):
    """The request cannot be carried out; `reason` is a sentence for the person who asked.

    `fields` maps a form field to its own sentence, where there is one to mend. `ways` are pages
    that lead on, each with its words.
    """

    status = 400
    kind = "refused"

    def __init__(self, reason: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields or {}
        self.ways: list[tuple[str, str]] = []


class NotSignedIn(Refused):
    """Somebody must sign in first."""

    status = 401
    kind = "not-signed-in"


class NotFresh(Refused):
    """Somebody is signed in, but must prove anew who they are."""

    status = 401
    kind = "not-fresh"
    page = "/prove"  # where that is done


class SecondStepMissing(NotFresh):
    """Somebody has taken the first step of signing in, and not yet the second."""

    kind = "second-step"
    page = "/second-step"


class NotAllowed(Refused):
    """This person may not do that, and `reason` says why."""

    status = 403
    kind = "not-allowed"


class Stale(NotAllowed):
    """A form of ours, but made before its sender signed in or out: it may be sent once more.
    `again` is all that stood in it, by name."""

    kind = "stale"

    def __init__(self, reason: str, again: list[tuple[str, str]]) -> None:
        super().__init__(reason)
        self.again = again


class NotFound(Refused):
    """There is no such thing (or it is not this person's to know of)."""

    status = 404
    kind = "not-found"


class Conflict(Refused):
    """It contradicts what is already there."""

    status = 409
    kind = "conflict"


class Gone(Refused):
    """It was there once: a used or expired link."""

    status = 410
    kind = "gone"


class TooLarge(Refused):
    """More than will be read."""

    status = 413
    kind = "too-large"


class Invalid(Refused):
    """Understood, but not right; `fields` says where."""

    status = 422
    kind = "invalid"


class TooMany(Refused):
    """Too often in too short a time."""

    status = 429
    kind = "too-many"
    seconds = 60  # after which it may work again


class Busy(Refused):
    """It cannot be stored just now; nothing was stored."""

    status = 503
    kind = "busy"
    seconds = 2
