"""Similar notes come together by themselves: which do, which must not, and what becomes of a group
when its notes change."""

from sqlmodel import col, select

from app.comments import gathering, sketching
from app.comments.editing import Said, edit
from app.comments.opposite import wants_the_opposite
from app.comments.queries import by_number
from app.comments.withdrawing import withdraw
from app.models import Comment, CommentKind, NoteGroup
from app.moderation.domain import answer, hide, unhide
from app.selfcheck import counters
from benchmarks.campaign import CONTRARY, letters, others
from tests.cast import WHILE_OPEN

SAID = "Die Kurse sollen auch am Abend stattfinden, weil viele von uns tagsüber arbeiten müssen."
NEARLY = "Guten Tag. " + SAID.replace("sollen", "sollten") + " Vielen Dank."


def look(app):
    """What the worker does after notes were written."""
    engine = app.state.engine
    while sketching.sketch_some(engine) or gathering.gather_some(engine):
        pass


def groups(session):
    """The numbers of the notes of each group, by its id."""
    session.commit()
    found: dict[int, list[int]] = {}
    rows = select(Comment.note_group_id, Comment.number).order_by(col(Comment.number))
    for group, number in session.exec(rows):
        if group is not None:
            found.setdefault(group, []).append(number)
    return found


def counts(session, group_id):
    session.commit()
    group = session.get_one(NoteGroup, group_id, populate_existing=True)
    return group.size, group.people_count, group.first_number, group.is_answered


def none_wrong(session):
    return [found.problem for found in counters(session) if found.problem] == []


def test_a_campaign_is_found_whole_and_its_contrary_stays_by_itself(cast, session, app):
    texts = letters(40) + letters(12, CONTRARY) + others(120)
    for n, text in enumerate(texts[::2] + texts[1::2]):
        cast.says(session, text, by=(cast.dora, cast.amira, cast.chen)[n % 3], at="hf1-1")
    session.commit()

    look(app)

    found = groups(session)
    wholes = [len(numbers) for numbers in found.values()]
    said = {note.number: note.text for note in session.exec(select(Comment))}
    for_it, against = found.values()
    assert wholes == [40, 12]
    assert not any("nicht geöffnet" in said[number] for number in for_it)
    assert all("nicht geöffnet" in said[number] for number in against)
    assert counts(session, next(iter(found)))[:2] == (40, 3)
    assert gathering.gather_some(app.state.engine) == 0
    assert none_wrong(session)


def test_a_campaign_that_comes_all_at_once_is_one_group(cast, session, app):
    for n, text in enumerate(letters(300, seed=3) + letters(20, CONTRARY)):
        cast.says(session, text, by=(cast.dora, cast.amira, cast.chen)[n % 3], at="hf1-1")
    session.commit()
    look(app)
    campaign, *others_there = groups(session).values()
    assert campaign == list(range(1, 301))
    assert all(min(numbers) > 300 for numbers in others_there)


def test_a_note_between_two_groups_makes_one_of_them_and_the_older_stays(cast, session, app):
    core = "Am Bahnhof fehlen sichere Stellplätze für Räder, Anhänger und Lastenräder aller Art."
    left = core + " Wer umsteigt, findet schon um sieben Uhr keinen freien Bügel mehr."
    right = core + " Andere Städte haben längst überdachte Garagen mit Licht und Schloss."
    for text in (left, left, right, right):
        cast.says(session, text)
    session.commit()
    look(app)
    two = groups(session)
    revision = cast.language.revision
    cast.says(session, core, by=cast.dora)
    session.commit()
    look(app)

    assert list(two.values()) == [[1, 2], [3, 4]]
    assert groups(session) == {min(two): [1, 2, 3, 4, 5]}
    assert counts(session, min(two))[:3] == (5, 2, 1)
    assert counts(session, max(two))[0] == 0
    session.refresh(cast.language)
    assert cast.language.revision > revision + 1, "the pages of the field show it"
    assert none_wrong(session)


TURNED = (
    ("Ich bin für die Fahrradstraße in der Gartenstraße, auch im Winter.", "für", "gegen"),
    ("Vor der Schule soll auf der Straße Tempo 30 gelten, und zwar bald.", "30", "50"),
    ("Die Stadt soll mehr Bänke im Park am Ufer aufstellen als heute.", "mehr", "weniger"),
    ("Der Lindenplatz wird bebaut, wenn die Sanierung beginnt.", "wird", "wird nicht"),
    ("Please keep the library in our part of town open at night.", "Please", "Please do not"),
)


def test_a_word_that_turns_the_wish_around_keeps_two_notes_apart(cast, session, app):
    for wish, word, other in TURNED:
        contrary = wish.replace(word, other)
        own = f"{wish} Aber nicht so."
        for text in (wish, contrary, own, contrary):
            cast.says(session, text)
        assert wants_the_opposite(wish, contrary)
        assert not wants_the_opposite(wish, own)
    session.commit()
    look(app)

    firsts = range(1, 4 * len(TURNED), 4)
    pairs = [pair for n in firsts for pair in ([n, n + 2], [n + 1, n + 3])]
    assert sorted(groups(session).values()) == sorted(pairs)


def test_proposals_with_one_text_and_other_wishes_are_not_the_same(cast, session, app):
    text = "Ich schlage vor, diesen Satz genauer zu fassen, damit er allen hilft."
    at, kind = "hf1-1-2", CommentKind.SUGGESTION  # "Kurse beginnen z. B. im Mai."
    for wording in ("im März", "im März", "nicht im Mai", "im Juni"):
        cast.says(session, text, at=at, kind=kind, wording=f"Kurse beginnen z. B. {wording}.")
    cast.says(session, text, at=at)
    for place in ("hf1-1-1", "hf2-1-1"):
        cast.says(session, "Das ist zu vage.", at=place)
    session.commit()
    look(app)

    assert list(groups(session).values()) == [[1, 2]]


def test_what_happens_to_a_note_moves_the_numbers_of_its_group(cast, session, app):
    notes = [cast.says(session, text, by=cast.dora) for text in (SAID, NEARLY, SAID)]
    notes.append(cast.says(session, SAID, by=cast.chen))
    session.commit()
    look(app)
    (group,) = groups(session)
    assert counts(session, group) == (4, 2, 1, False)
    notes = [by_number(session, cast.process, note.number) for note in notes]

    hide(session, notes[0], cast.bernd, cast.rule, "Nennt einen Nachbarn.", WHILE_OPEN)
    assert counts(session, group) == (3, 2, 2, False)
    unhide(session, notes[0], cast.bernd, WHILE_OPEN)
    assert counts(session, group) == (4, 2, 1, False)
    withdraw(session, notes[3], cast.chen, WHILE_OPEN)
    assert counts(session, group) == (3, 1, 1, False)
    other = Said(CommentKind.NOTE, "Der Spielplatz am Rathaus braucht eine Rampe.")
    edit(session, notes[2], cast.dora, other, {}, [], WHILE_OPEN)
    assert counts(session, group) == (2, 1, 1, False)
    for note in notes[:2]:
        answer(session, note, cast.bernd, "Danke, das prüfen wir.", WHILE_OPEN)
    assert counts(session, group) == (2, 1, 1, True)
    assert none_wrong(session)

    edit(session, notes[2], cast.dora, Said(CommentKind.NOTE, SAID), {}, [], WHILE_OPEN)
    session.commit()
    look(app)
    assert groups(session) == {group: [1, 2, 3]}
    assert counts(session, group) == (3, 1, 1, False), "one without an answer came back"
    assert none_wrong(session)
