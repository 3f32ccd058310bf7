"""What the API says of tables and documents that working groups hand back."""

from datetime import datetime

from pydantic import BaseModel, Field

from app.models import Decision, HandBackState, RowFate


class Fault(BaseModel):
    """Something that is wrong in a file, and where."""

    where: str = Field(examples=["Zeile 12, Spalte Begründung"])
    column: str | None = Field(
        description="Which of the columns: `number`, `decision`, `reason` …, if it is about one."
    )
    key: str = Field(description="What is wrong, for programs.", examples=["strange_decision"])
    sentence: str = Field(description="The same for people.")


class SaidHere(BaseModel):
    """What is decided or proposed."""

    decision: Decision | None
    reason: str
    new_wording: str
    measure: str
    passed_on_to: str
    remark: str


class HandedRow(BaseModel):
    """One decision in the file, and what becomes of it."""

    position: int = Field(description="Counted from 1, in the order of the file.")
    where: str = Field(examples=["Zeile 12"])
    comment: int | None = Field(description="The comment's number.")
    fate: RowFate
    overrules: bool = Field(
        description="Of a `conflict`: the file's decision was chosen to hold, not ours."
    )
    said: SaidHere = Field(description="What the file says.")
    before: SaidHere = Field(description="What is decided (or proposed) here.")
    faults: list[Fault]


class HandedRows(BaseModel):
    """Some of its rows, in the order of the file."""

    items: list[HandedRow]
    next: str | None


class HandBack(BaseModel):
    """A file that a working group handed back: its dry run, and how far it is taken in."""

    id: int
    process: str
    group: str
    bundle: int | None = Field(description="Which bundle it was; null where the file does not say.")
    file: str
    form: str = Field(examples=["xlsx"])
    sha256: str
    state: HandBackState
    settles: bool = Field(
        description="Taken in as decisions; else as proposals of members of the group."
    )
    rows: int
    changes: int = Field(description="How many rows are (or were) to be taken in.")
    done: int = Field(description="How many of them are taken in.")
    fates: dict[RowFate, int] = Field(description="How many rows have which fate.")
    absent: int = Field(description="Comments of the bundle that are in no row: they stay.")
    notices: list[str] = Field(description="What is to be said of the file as a whole.")
    error: str | None
    handed_in_at: datetime
    taken_at: datetime | None
    rows_at: str = Field(description="Where its rows are.")
