"""What the form asks about who writes: of somebody who is not signed in a name and an address, of
everybody, if they want, for whom they speak. Nothing of the second is ever required."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.accounts.emails import normal, why_no_address
from app.accounts.names import why_no_name, why_official
from app.accounts.queries import official_names
from app.i18n import _
from app.models import Comment, Doer, Perspective, Process
from app.text import clean_line

LONGEST_ORGANISATION, LONGEST_DISTRICT = 120, 80
_KEPT = 500  # characters of a line that come back to be mended


class AuthorForm:
    """What was typed about who writes, and what is wrong with it (`errors`)."""

    errors: dict[str, str]

    def __init__(
        self,
        name: str = "",
        email: str = "",
        perspective: str = "",
        organisation: str = "",
        district: str = "",
        shows_self: str = "",
    ) -> None:
        self.name = clean_line(name) if name else ""
        self.email = email.strip()[:_KEPT]
        self.perspective = perspective[:20]
        self.organisation = clean_line(organisation)[:_KEPT] if organisation else ""
        self.district = clean_line(district)[:_KEPT] if district else ""
        self.shows_self = shows_self == "1"
        self.errors = {}
        self.about: dict[str, Any] = {}
        self.chosen: Perspective | None = None

    @property
    def mailbox(self) -> str:
        """The address as it is kept and compared."""
        return normal(self.email)

    @property
    def speaks(self) -> bool:
        """Whether anything was said about for whom somebody speaks."""
        return bool(self.perspective or self.organisation or self.district)

    @property
    def lines(self) -> tuple[str, str]:
        """What was typed freely about oneself: it is looked at for spam like the text."""
        return self.organisation, self.district

    def is_guests(self, process: Process) -> bool:
        """Whether this is to be a guest's note, confirmed by mail: where the process takes those,
        and an address was given or must be."""
        return process.takes_guests and bool(self.email or not process.takes_unsigned)

    def check_guest(self, taken: Iterable[str]) -> None:
        """A guest has a name (or pseudonym) that is no office's, and one address. `taken` are the
        names of offices and officials; `errors` says what to mend."""
        if problem := why_no_name(self.name) or why_official(self.name, taken):
            self.errors["name"] = problem
        if problem := why_no_address(self.email):
            self.errors["email"] = problem

    def check_unsigned(self, taken: Iterable[str]) -> None:
        """Whoever leaves no address may leave out the name; but nobody is called like an office."""
        if self.name:
            problem = why_no_name(self.name) or why_official(self.name, taken)
            if problem:
                self.errors["name"] = problem

    def check_self(self, session: Session, process: Process) -> bool:
        """Whether what was said about for whom somebody speaks can be kept; `about` has it as
        columns of a note then. The database is asked only where something was said."""
        if not self.speaks:
            return True
        self.chosen = _perspective(session, process, self.perspective)
        if self.perspective and self.chosen is None:
            self.errors["perspective"] = _(
                "Diese Auswahl gibt es nicht mehr. Bitte wählen Sie noch einmal."
            )
        self._check_lines(session)
        self.about = {
            "perspective_id": self.chosen.id if self.chosen else None,
            "author_organisation": self.organisation,
            "author_district": self.district,
            "shows_self": self.shows_self,
        }
        return not {"perspective", "organisation", "district"} & self.errors.keys()

    def _check_lines(self, session: Session) -> None:
        taken = official_names(session) if self.organisation or self.district else ()
        lines = (("organisation", LONGEST_ORGANISATION), ("district", LONGEST_DISTRICT))
        for name, longest in lines:
            typed: str = getattr(self, name)
            if len(typed) > longest:
                self.errors[name] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {
                    "most": longest
                }
            elif typed and why_official(typed, taken):
                self.errors[name] = _(
                    "So heißt eine Stelle der Stadt. Für sie spricht hier nur sie selbst."
                )

    def sign(self, note: Comment) -> None:
        """The note just written knows for whom its author speaks, without asking again."""
        set_committed_value(note, "perspective", self.chosen)

    def remember(self, before: Comment | None) -> None:
        """Fill in what the author said of themselves beside the note `before`."""
        if before is not None:
            self.perspective = str(before.perspective_id or "")
            self.organisation = before.author_organisation
            self.district = before.author_district
            self.shows_self = before.shows_self


def _perspective(session: Session, process: Process, typed: str) -> Perspective | None:
    if not (typed.isascii() and typed.isdecimal()):
        return None
    query = select(Perspective).where(
        Perspective.id == min(int(typed), 2**63 - 1), Perspective.process_id == process.id
    )
    return session.exec(query).one_or_none()


def last_note_of(session: Session, process: Process, author: Doer) -> Comment | None:
    """The latest note of this author in the process: what they said of themselves there is offered
    again."""
    query = (
        select(Comment)
        .where(Comment.author_id == author.id, Comment.process_id == process.id)
        .order_by(col(Comment.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
