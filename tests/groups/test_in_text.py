"""A group's notes in the order of the text, by key, on both databases: filters, both directions,
and the way that begins with the few that can be meant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.comments.queries import by_number
from app.groups import deciding
from app.groups.asked import Asked, Place, Stand
from app.groups.decided import Said
from app.groups.domain import write_bundle_now
from app.groups.in_text import notes_in_order
from app.groups.narrow import Narrow
from app.groups.queries import fields_of
from app.groups.room import last_bundle
from app.groups.steering import progress_of
from app.groups.tallied import Tallied, tallied_of
from app.models import CommentKind, CommentState, Decision, GroupKind
from app.processes.queries import group_by_id
from tests.cast import LATER, WHILE_OPEN, Cast, invite
from tests.groups.seating import steering_group
from tests.moderation.looking import loaded

AT = ("hf1-4-1", "hf1-1-2", "hf1", "hf1-1-1", "hf1-2-1", "hf1-1-1", "hf1-1", "hf2-1-1")
IN_ORDER = [3, 7, 4, 6, 2, 5, 1]  # on the field, the block, its sentences, the blocks after it
SOON = WHILE_OPEN + timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def said(request: pytest.FixtureRequest, session: Session) -> Iterator[tuple[Session, Cast]]:
    """Eight notes on either database: seven on the language field in no order, one on the other."""
    if request.param == "sqlite":
        yield session, _speak(session)
        return
    engine = request.getfixturevalue("postgres_engine")
    with Session(engine, expire_on_commit=False) as own:
        yield own, _speak(own)


def _speak(session: Session) -> Cast:
    cast = invite(session)
    for at in AT:
        kind = CommentKind.QUESTION if at == "hf1-2-1" else CommentKind.NOTE
        cast.says(session, f"Etwas zur Stelle {at}, bitte.", at=at, kind=kind)
    session.commit()
    return cast


def walk(session: Session, cast: Cast, *, most: int = 2, back: bool = False, **asked) -> list[int]:
    """The numbers of all notes that are asked for, page by page."""
    group = group_by_id(session, cast.group.id)
    narrow = Narrow(
        group.process,
        group,
        fields_of(session, group),
        Asked(**asked),
        last_bundle(session, group),
    )
    found = pages(session, narrow, most, back=back)
    few = pages(session, replace(narrow, are_few=True), most, back=back)
    session.commit()
    assert few == found
    return found


def pages(session: Session, narrow: Narrow, most: int, *, back: bool) -> list[int]:
    found: list[int] = []
    after: Place | None = None
    for _page in range(20):
        page = notes_in_order(session, narrow, after, most=most, back=back)
        found += [note.comment.number for note in page.listed]
        after = page.rest
        if after is None:
            return found
    raise AssertionError("the pages never end")


def test_of_several_fields_each_begins_with_what_is_said_to_it_as_a_whole(said):
    session, cast = said
    cast.work.group_id = cast.group.id
    session.add(cast.work)
    whole = cast.says(session, "Zum ganzen Feld Arbeit, bitte.", at="hf2").number
    session.commit()

    assert walk(session, cast) == [*IN_ORDER, whole, 8]
    assert walk(session, cast, back=True) == [8, whole, *reversed(IN_ORDER)]


def test_notes_stand_as_the_text_does_page_by_page_forwards_and_back(said) -> None:
    session, cast = said
    assert asked_for_a_page(session, cast) == 1
    assert walk(session, cast) == IN_ORDER
    assert walk(session, cast, back=True, most=3) == IN_ORDER[::-1]
    assert walk(session, cast, kind=CommentKind.QUESTION) == [5]
    assert walk(session, cast, words="HF1-1-1") == [4, 6]
    assert walk(session, cast, words="%") == []
    assert walk(session, cast, words="#5") == [5]
    assert walk(session, cast, words="#8") == [], "it stands on another group's field"


def test_filters_say_how_far_the_group_is_and_the_figures_agree(said) -> None:
    session, cast = said
    notes = {n: loaded(session, cast, note) for n, note in _by_number(session, cast).items()}
    group = group_by_id(session, cast.group.id)
    deciding.settle(session, [notes[2]], group, cast.ines, Said(Decision.ADOPTED), SOON)
    no = Said(Decision.NOT_ADOPTED, reason="Das ist schon vergeben.")
    deciding.settle(session, [notes[6]], group, cast.ines, no, SOON)
    deciding.propose(session, notes[5], group, cast.chen, no, SOON, seen=None)
    notes[1].state, notes[1].text = CommentState.HIDDEN, "Geheimwort"
    notes[7].duplicate_of_id = notes[6].id
    session.commit()

    assert walk(session, cast, stand=Stand.OPEN) == [3, 4, 5]
    assert walk(session, cast, stand=Stand.PROPOSED) == [5]
    assert walk(session, cast, stand=Stand.DECIDED) == [6, 2]
    assert walk(session, cast, decision=Decision.ADOPTED) == [2]
    assert walk(session, cast, decision=Decision.NOT_ADOPTED) == [7, 6], "the duplicate goes along"
    assert walk(session, cast, words="Geheimwort") == [], "nobody learns what a hidden note says"
    fields = fields_of(session, group)
    whole = Tallied.together(tallied_of(session, group.process, fields).values())
    assert (whole.settled, whole.open, whole.proposed) == (2, 3, 1)
    assert whole.decided == {Decision.ADOPTED: 1, Decision.NOT_ADOPTED: 1}
    drawn = whole.drawn()
    assert [name for name, _at, _wide in drawn] == ["adopted", "not_adopted", "open"]
    assert drawn[-1][1] + drawn[-1][2] == pytest.approx(100, abs=0.1)


def _by_number(session: Session, cast: Cast) -> dict[int, object]:
    return {n: by_number(session, cast.process, n) for n in range(1, len(AT) + 1)}


def test_new_is_what_came_after_the_last_bundle(app, cast, session) -> None:
    cast.says(session, at="hf1-2-1")
    session.commit()
    assert walk(session, cast, stand=Stand.NEW) == [1], "no bundle: everything is new"
    write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    assert walk(session, cast, stand=Stand.NEW) == []
    cast.says(session, at="hf1-1-1", when=SOON + LATER)
    session.commit()
    assert walk(session, cast, stand=Stand.NEW) == [2]
    steering = steering_group(session, cast)
    progress = progress_of(session, cast.process, steering, SOON)
    assert [(one.group.slug, one.fresh) for one in progress.groups] == [("ag-1", 1), ("ag-2", 0)]
    assert progress.groups[0].bundle is not None
    assert steering.kind is GroupKind.STEERING


@pytest.mark.parametrize("written", ["", "1-2", "1-2-3-4", "-1-2-3", "1-2-x", "1-2-99999999999"])
def test_what_is_no_place_is_none(written: str) -> None:
    assert Place.of(written) is None
    assert Asked.read({"stand": "nope", "after": written, "kind": "x"}) == Asked()
    assert str(Place.of("3-0-12")) == "3-0-12"


def asked_for_a_page(session: Session, cast: Cast) -> int:
    """How many questions a page costs, with everything that the room shows of it."""
    group = group_by_id(session, cast.group.id)
    narrow = Narrow(group.process, group, fields_of(session, group), Asked())
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(session.get_bind(), "before_cursor_execute", note)
    for one in notes_in_order(session, narrow, None).listed:
        assert one.comment.field.label == "HF1"
        assert one.comment.block is None or one.comment.block.section is not None
        assert one.comment.hidden_rule is None
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return len(seen)


def test_words_are_found_as_they_stand_on_postgresql_too(postgres_engine) -> None:
    with Session(postgres_engine) as session:
        cast = invite(session)
        for text in ("Mehr BUSSE, 100%.", "a_b c", "nichts /x"):
            cast.says(session, text)
        session.commit()
        looked_for = {"busse": [1], "%": [1], "_": [2], "/X": [3], "zzz": []}
        assert {words: walk(session, cast, words=words) for words in looked_for} == looked_for
