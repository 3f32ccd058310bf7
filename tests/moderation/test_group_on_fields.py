"""A group of similar notes on several fields: each page tells its size, wherever a note goes."""

from sqlmodel import select

from app.comments import gathered
from app.comments.targets import Target
from app.models import HouseRule, Job
from app.moderation import domain
from app.moderation import gathering as by_hand
from app.moderation.moving import move
from tests.hearing import hear
from tests.moderation.looking import NOW, loaded


def test_other_fields_tell_the_new_size_and_a_moved_note_takes_its_group_along(
    browser, cast, session, app
):
    first, second = (
        loaded(session, cast, cast.says(session, "Mehr Kurse am Abend bitte.", at=at))
        for at in ("hf1-1", "hf1-2-1")
    )
    third = loaded(session, cast, cast.says(session, "Mehr Kurse am Abend!", at="hf2-1"))
    group = by_hand.make(session, cast.process, [first, second, third], cast.bernd, NOW)
    session.commit()
    page = "/p/ankommen/fields/arbeit"
    assert "in 2 weiteren Anmerkungen" in browser.get(page).text
    domain.hide(session, second, cast.bernd, session.exec(select(HouseRule)).first(), "Grob.", NOW)
    session.commit()
    hear(app.state.engine)
    assert "in 1 weiteren Anmerkung" in browser.get(page).text
    assert session.exec(select(Job).where(Job.kind == gathered.RESIZED)).one().process_id

    target = Target.find(session, cast.process, "hf1-2-1")
    session.refresh(group)
    assert group.field_id is None
    move(session, third, target, cast.bernd, "Es geht um Sprache.", NOW)
    session.refresh(group)
    assert group.field_id == cast.language.id
    session.commit()
