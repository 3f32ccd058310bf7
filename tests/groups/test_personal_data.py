"""What of people is in a bundle: their public names, and no more."""

import re

from app.accounts import leaving
from app.models import Person, Perspective
from tests.groups.packing import answer, build, everything_in, stored

NUMBER = 734_003_317  # of a person: none that could be there by chance


def test_a_bundle_knows_no_address_and_no_number_of_a_person(engine, session, settings, cast, draw):
    writer = Person(
        id=NUMBER, name="Wer 0", email="wer0@geheim.example", created_at=cast.amira.created_at
    )
    session.add(writer)
    session.flush()
    answer(session, cast, cast.says(session, by=writer), "Das sehe ich auch so.")
    session.commit()

    words = everything_in(stored(engine, build(engine, settings, draw())))

    assert "Wer 0" in words
    assert re.findall(r"[\w.]+@(?:geheim\.example|example\.org)", words) == []
    assert str(NUMBER) not in words


def test_for_whom_somebody_speaks_is_there_only_where_they_show_it(
    engine, session, settings, cast, draw
):
    perspective = Perspective(process_id=cast.process.id, position=1, name="Verein oder Ehrenamt")
    session.add(perspective)
    session.flush()
    for organisation, shown in (("Offener Treff", True), ("Geheimer Treff", False)):
        note = cast.says(session)
        note.perspective_id, note.author_organisation = perspective.id, organisation
        note.shows_self = shown
        session.add(note)
    session.commit()

    words = everything_in(stored(engine, build(engine, settings, draw())))

    assert "Verein oder Ehrenamt · Offener Treff" in words
    assert "Geheimer Treff" not in words


def test_after_a_deletion_new_bundles_have_no_name_and_old_ones_stay_as_they_were(
    engine, session, settings, cast, draw
):
    cast.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()
    before = build(engine, settings, draw())
    packed = stored(engine, before)
    leaving.leave(session, cast.amira, give_up=False, by=cast.amira)
    session.commit()

    words = everything_in(stored(engine, build(engine, settings, draw())))
    assert "Ehemaliges Konto" in words
    assert "Amira" not in words
    assert "Mehr Kurse am Abend bitte." in words
    assert stored(engine, before) == packed
