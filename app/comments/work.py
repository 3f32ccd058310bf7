"""A piece of work for whoever writes without an address: some seconds of a phone's time, so that
writing a thousand notes costs something (docs/decisions/0015-waits-instead-of-refused.md).

Altcha's scheme: find the number whose hash with a given salt is a given one. What is handed out is
signed and kept nowhere, for looking at a form stores nothing; what comes back becomes a
`Challenge`, once. That row is the key of the note as well: the same answer sent twice makes one.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from altcha.v1 import create_challenge, verify_solution
from altcha.v1 import extract_params as params_of
from sqlalchemy import bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import clock
from app.errors import Conflict
from app.i18n import _
from app.idempotency import KEPT
from app.models import Challenge, Errand
from app.security import hash_token

MOST = 1_000_000  # numbers to try at worst, half of it as a rule: 1 to 3 seconds on a phone
GOOD_FOR = timedelta(hours=3)
LONGEST = 2_000  # characters of an answer
_SALT_BYTES = 24  # with the rest more than a block of the hash: one block is left to try

_challenges: Any = Challenge.__table__  # type: ignore[attr-defined]
_KEEP = (
    update(_challenges).where(_challenges.c.id == bindparam("row")).values(data=bindparam("made"))
)


def hand_out(secret: str, process_id: int) -> str:
    """A new piece of work for one note in this process, as JSON for the script."""
    made = create_challenge(
        algorithm="SHA-256",
        max_number=MOST,
        salt_length=_SALT_BYTES,
        hmac_key=_key(secret),
        salt="",
        number=None,
        expires=clock.now() + GOOD_FOR,
        params={"process": str(process_id)},
    )
    return json.dumps(made.to_dict())


def solved(answer: str, secret: str, process_id: int) -> str | None:
    """The piece of work that `answer` solves, if we handed it out for this process not long ago;
    else None. However the answer is spelt, it is the same piece."""
    try:
        payload = json.loads(base64.b64decode(answer[:LONGEST], validate=True))
        right, _problem = verify_solution(payload, _key(secret), check_expires=False)
        # The library asks the machine's own clock; ours is asked here.
        said = params_of(payload)
        until = datetime.fromtimestamp(int(said["expires"][0]), UTC)
        is_ours = right and said["process"] == [str(process_id)] and clock.now() < until
        return str(payload["challenge"]) if is_ours else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _key(secret: str) -> str:
    return hashlib.sha256(f"work\n{secret}".encode()).hexdigest()


@dataclass(frozen=True)
class Used:
    """What was brought back; `data` has the number of the note that it has made already."""

    row_id: int
    data: dict[str, object]

    @property
    def number(self) -> int | None:
        """The number of its note, or None while there is none."""
        number = self.data.get("number")
        return number if isinstance(number, int) else None


def use_once(session: Session, brought: str, *body: object) -> Used:
    """Use `brought` (a piece of work, or a form's own token where there is none) for a note with
    this body. Sent again with the same body it leads to the same note; a request at the same
    instant waits for the first. Refused with `Conflict` with another body.
    """
    now = clock.now()
    session.execute(
        delete(Challenge).where(
            col(Challenge.errand) == Errand.WORK, col(Challenge.expires_at) < now
        )
    )
    digest = hashlib.sha256("\x1f".join(map(str, body)).encode()).hexdigest()
    values = {
        "person_id": None,
        "errand": Errand.WORK,
        "token_hash": hash_token(f"work\n{brought}"),
        "data": {"body": digest},
        "created_at": now,
        "expires_at": now + KEPT,
        "used_at": now,
    }
    claim = _claim(session.get_bind().dialect.name)
    row_id, data = session.connection().execute(claim, values).one()
    if data["body"] != digest:
        raise Conflict(
            _("Mit diesem Formular kam schon eine andere Anmerkung an. Bitte öffnen Sie es neu.")
        )
    return Used(row_id, data)


def keep(session: Session, used: Used, number: int) -> None:
    """Remember which note it made."""
    made = used.data | {"number": number}
    session.connection().execute(_KEEP, {"row": used.row_id, "made": made})


@cache
def _claim(dialect: str) -> Any:
    """Writes the row; touching the one that is there already returns it, and waits for whoever is
    writing it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    claim = insert(_challenges)
    claim = claim.on_conflict_do_update(
        index_elements=["token_hash"], set_={"token_hash": claim.excluded.token_hash}
    )
    return claim.returning(_challenges.c.id, _challenges.c.data)
