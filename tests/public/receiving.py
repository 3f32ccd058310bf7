"""A note that has been through everything, and how the tests of receipts find their way to it."""

from datetime import timedelta

from app.comments.domain import reply
from app.comments.queries import by_number
from app.comments.receipts import path_of, token_of
from app.models import (
    Bundle,
    BundleState,
    CommentKind,
    Consultation,
    Decision,
    Disposition,
    Event,
    Meeting,
    Statement,
    Station,
    Voice,
)
from tests.cast import WHILE_OPEN
from tests.public.revised import REVISED, publish

SECRET = "a secret for tests"
HOUR = timedelta(hours=1)
WHY = "Im April ist es heller."
WORDING = "Kurse beginnen z. B. im April."


def receipt(cast, note, secret=SECRET):
    """Where the receipt of this note stands."""
    return path_of(note, cast.process.slug, token_of(secret, note))


def decide(session, cast, note, when=WHILE_OPEN + 4 * HOUR, group=None):
    """The language group decides on it."""
    decided = Disposition(
        process_id=cast.process.id,
        comment_id=note.id,
        group_id=(group or cast.group).id,
        decision=Decision.ADOPTED,
        reason=WHY,
        decided_at=when,
    )
    session.add(decided)
    session.flush()
    return decided


def lived(session, cast):
    """Amira's suggestion: an office was asked and answered, it went into bundle 1 of AG 1, was
    adopted, and stands reworded in version 2; the council has consulted once, and will again."""
    wanted = {"kind": CommentKind.SUGGESTION, "wording": WORDING}
    note = cast.says(session, "Im Mai ist zu spät für uns.", at="hf1-1-2", **wanted)
    note = by_number(session, cast.process, note.number)
    said = Statement(
        process_id=cast.process.id,
        office=cast.school_office,
        relayed_by_id=cast.bernd.id,
        text="Der April ist möglich.",
        asked_at=WHILE_OPEN + HOUR,
        answered_at=WHILE_OPEN + 2 * HOUR,
    )
    session.add(said)
    voice = {"voice": Voice.OFFICE, "statement": said, "now": WHILE_OPEN + 2 * HOUR}
    reply(session, note, cast.bernd, text=said.text, **voice)
    _draw(session, cast, note)
    decide(session, cast, note)
    publish(session, cast.process, REVISED).published_at = WHILE_OPEN + 5 * HOUR
    _surround(session, cast)
    session.flush()
    for row in (note, cast.process, cast.organisation):
        session.refresh(row)  # now, or a test would hold the database while it reads
    session.commit()
    return note


def _draw(session, cast, note):
    """A bundle of each group; only one is of the group that had the field."""
    for group in (cast.group, cast.other_group):
        row = Bundle(process_id=cast.process.id, group_id=group.id, version_id=note.version_id)
        row.number, row.state, row.drawn_at = 1, BundleState.READY, WHILE_OPEN + 3 * HOUR
        session.add(row)
    session.flush()


def _surround(session, cast):
    own, day = {"process_id": cast.process.id}, timedelta(days=1)
    places = [("Magistrat", -9, "frei"), ("Beirat", 1, "empfohlen"), ("Rat", 90, "")]
    for n, (committee, days, result) in enumerate(places, 1):
        at = WHILE_OPEN + days * day
        session.add(Consultation(**own, position=n, committee=committee, at=at, result=result))
    event = Event(**own, title="Workshop", place="Rathaus", starts_at=WHILE_OPEN + 20 * day)
    event.ends_at = event.starts_at + HOUR
    session.add_all([event, Meeting(**own, event=event, group_id=cast.group.id)])
    for n, (key, days) in enumerate((("comments", 0), ("revised", 40), ("decision", 90)), 1):
        title = f"Station {key}"
        session.add(Station(**own, position=n, key=key, title=title, at=WHILE_OPEN + days * day))


def steps(page, mark=None):
    """The headings of the life on this page, or those with this mark."""
    chosen = {"now": "[aria-current]", None: ""}.get(mark, f".{mark}")
    return [step.select_one("h2, h3").text for step in page.select(f".life > li{chosen}")]
