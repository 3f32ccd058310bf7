"""What only one city has, with a word in it that no other city may ever say."""

from datetime import timedelta

from app.models import (
    Barrier,
    BarrierKind,
    Document,
    Emblem,
    Event,
    HandBack,
    HandBackRow,
    HandBackState,
    Inquiry,
    RowFate,
    Station,
)
from tests.cast import OPENS


def logo(city_id):
    return Emblem(
        organisation_id=city_id,
        content=b"Geheimwort",
        media_type="image/png",
        width=1,
        height=1,
        digest="abc",
        alternative="Geheimwort",
        created_at=OPENS,
    )


def paper(process_id):
    return Document(
        process_id=process_id,
        slug="auftrag",
        title="Geheimwort",
        position=1,
        filename="a.md",
        media_type="text/markdown",
        size=9,
        html="<p>Geheimwort</p>",
        content=b"Geheimwort",
        published_at=OPENS,
    )


def event(process_id):
    """A workshop in the city hall, on the first day."""
    about = {"title": "Geheimwort", "place": "Geheimwort", "starts_at": OPENS}
    return Event(process_id=process_id, ends_at=OPENS + timedelta(hours=2), **about)


def station(process_id):
    return Station(process_id=process_id, position=1, key="draft", title="Geheimwort")


def inquiry(office, moderator, process_id):
    return Inquiry(
        process_id=process_id,
        office=office,
        asked_by=moderator,
        question="Geheimwort",
        asked_at=OPENS,
        due_at=OPENS,
    )


def barrier(city_id):
    return Barrier(
        organisation_id=city_id,
        kind=BarrierKind.WORD,
        value="geheimwort",
        note="Geheimwort",
        created_at=OPENS,
    )


def hand_back(session, group, lead):
    """A table that a group has handed in, to be taken in as decisions; with one wrong row."""
    doing = HandBack(
        process_id=group.process_id,
        group_id=group.id,
        file_name="Geheimwort.xlsx",
        form="xlsx",
        digest="abc",
        state=HandBackState.CHECKED,
        settles=True,
        rows_count=1,
        fates={"wrong": 1},
        by_id=lead.id,
        at=OPENS,
    )
    session.add(doing)
    session.flush()
    about = {"process_id": group.process_id, "hand_back_id": doing.id}
    faults = [{"key": "strange_decision", "column": "decision", "said": "Geheimwort"}]
    session.add(HandBackRow(position=1, place="row 2", fate=RowFate.WRONG, faults=faults, **about))
    return doing
