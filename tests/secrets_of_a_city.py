"""What only one city has, with a word in it that no other city may ever say."""

from app.models import Barrier, BarrierKind, Document, Emblem, Inquiry
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
