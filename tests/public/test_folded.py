"""A field's list says once what many say nearly alike, and leads to each of them."""

from sqlmodel import select

from app.comments import gathering, queries, sketching
from app.comments.queries import Filter, by_number
from app.models import ActionField, Comment
from app.moderation.domain import answer, hide
from benchmarks.campaign import letters
from tests.cast import WHILE_OPEN

FIELD = "/p/ankommen/fields/sprache"


def listed(page) -> list[int]:
    return [int(one["aria-label"].rpartition("#")[2]) for one in page.select(".listed")]


def look(app, session) -> None:
    session.commit()
    while sketching.sketch_some(app.state.engine) or gathering.gather_some(app.state.engine):
        pass
    session.expire_all()


def test_a_campaign_is_one_line_of_the_fields_list_with_a_way_to_each_note(
    app, browser, cast, session
):
    people = (cast.amira, cast.chen, cast.dora)
    alone = cast.says(session, "Wo ist der Eingang zum Kurs?", at="hf1-2-1")
    for n, text in enumerate(letters(24)):
        cast.says(session, text, by=people[n % 3], at="hf1-1-1")
    session.commit()
    assert len(listed(browser.get(FIELD))) == queries.PAGE
    look(app, session)
    page = browser.get(FIELD)  # kept under another revision now
    assert listed(page) == [25, alone.number]
    assert page.select_one("#anmerkungen [rel=next]") is None
    way = page.select_one(".listed .alike a")
    assert way.text == "Fast dasselbe steht in 23 weiteren Anmerkungen"
    assert len(browser.get(way["href"]).select("article")) == 19  # and the first whole
    field = session.exec(select(ActionField).where(ActionField.slug == "sprache")).one()
    assert field.comments_count == 25


def test_which_note_stands_for_its_group_follows_from_order_and_filter(app, cast, session):
    notes = [cast.says(session, text, at="hf1-1-1") for text in letters(6)]
    elsewhere = cast.says(session, letters(1)[0], at="hf2-1-1")
    cast.says(session, "Gut so.", at="hf1-2-1")
    look(app, session)
    assert elsewhere.note_group_id == notes[0].note_group_id
    notes[1].supports = notes[3].supports = 2
    session.commit()

    def shown(**wanted: object) -> list[int]:
        field = session.get_one(ActionField, cast.language.id)
        ids, _more = queries.keys_on_field(session, field, Filter(**wanted))
        return [session.get_one(Comment, note).number for note in ids]

    assert shown() == [8, 6]  # #7 stands on the other field, in whose list it is the first
    assert shown(order="supported") == [4, 8]
    answer(session, by_number(session, cast.process, 2), cast.bernd, "Ja.", WHILE_OPEN)
    assert shown(answered=True) == [2]
    hide(
        session, by_number(session, cast.process, 4), cast.bernd, cast.rule, "Werbung.", WHILE_OPEN
    )
    assert shown(order="supported") == [4, 2, 8]  # a tombstone stands for nobody
    for number in (1, 3, 5, 6, 7):
        note = by_number(session, cast.process, number)
        hide(session, note, cast.bernd, cast.rule, "Werbung.", WHILE_OPEN)
    assert shown() == [8, 6, 5, 4, 3, 2, 1]
