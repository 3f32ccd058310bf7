"""What the API hears and says of a working group's decisions."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from app.groups.decided import LONGEST
from app.models import Decision

_SAID = {"minLength": 1, "pattern": r"\S"}


def _needs(column: str, when: dict[str, Any]) -> dict[str, Any]:
    """Of the description: this column must say something where the decision is such a one."""
    then = {"properties": {column: _SAID}, "required": [column]}
    return {"if": {"properties": {"decision": when}}, "then": then}


class Words(BaseModel):
    """A decision in public words."""

    decision: Decision
    reason: str
    new_wording: str = Field(description='How the text is to read; "" where it stays.')
    measure: str = Field(description="What follows from it.")
    passed_on_to: str = Field(description="To whom what is out of scope went.")
    decided_at: datetime


class Disposition(Words):
    """What the working group decided on a comment, and why."""

    changes: int = Field(ge=1, description="How often it was written: a number to send as `seen`.")


class EarlierDisposition(Words):
    """A decision that the group has changed or taken back since."""

    until: datetime = Field(description="Until when it held.")


class Decided(BaseModel):
    """What is decided on a comment."""

    comment: int = Field(ge=1, description="Its number, as in #87.")
    open: bool = Field(description="It waits for a decision: one is taken on it by itself.")
    disposition: Disposition | None
    earlier: list[EarlierDisposition] = Field(description="The latest first, the 50 latest.")


class NewDisposition(BaseModel):
    """A decision to be settled."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "decision": "partly_adopted",
                "reason": "Der Abend kommt dazu, der Samstag nicht.",
                "new_wording": "Kurse beginnen auch am Abend.",
                "seen": 0,
            },
            "allOf": [
                _needs("reason", {"not": {"const": "adopted"}}),
                _needs("passed_on_to", {"const": "out_of_scope"}),
            ],
        }
    )

    decision: Decision
    reason: str = Field(
        default="", max_length=LONGEST["reason"], description="Needed for all but `adopted`."
    )
    new_wording: str = Field(default="", max_length=LONGEST["new_wording"])
    measure: str = Field(default="", max_length=LONGEST["measure"])
    passed_on_to: str = Field(
        default="",
        max_length=LONGEST["passed_on_to"],
        description="Needed for `out_of_scope`.",
    )
    remark: str = Field(
        default="",
        max_length=LONGEST["remark"],
        description="For the group alone; never shown here.",
    )
    seen: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="The `changes` that you saw, 0 for none: refused (409) when somebody has "
        "decided since. `If-Match` with the ETag says the same.",
    )
