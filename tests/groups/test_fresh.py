"""What is new to a working group since its last bundle, whatever was moved, split or joined."""

from datetime import timedelta

from app.comments.targets import Target
from app.groups.domain import write_bundle_now
from app.groups.joined import moved_away
from app.groups.notes import NotesInOrder
from app.groups.queries import fields_of, room_of
from app.groups.writers import words
from app.models import NoteTranslation
from app.moderation import gathering as by_hand
from app.moderation.linking import link
from app.moderation.moving import move, move_back
from app.moderation.splitting import Part, split
from tests.moderation.looking import NOW, loaded

SOON = NOW + timedelta(hours=1)


def test_new_is_what_stands_here_and_is_not_in_the_last_bundle(app, cast, session):
    def fresh():
        found = room_of(session, cast.group, SOON).fresh
        session.commit()
        return found

    assert fresh() == 0
    notes = [cast.says(session, f"Satz eins, Nummer {n}. Satz zwei, dazu.") for n in range(3)]
    away = cast.says(session, "Das gehört nach Arbeit.", at="hf1-2-1")
    elsewhere = cast.says(session, "Das gehört zur Sprache.", at="hf2-1")
    session.commit()
    assert fresh() == 4
    write_bundle_now(app.state.engine, app.state.settings, cast.group.id, cast.chen)
    assert fresh() == 0

    def at(address):
        return Target.find(session, cast.process, address)

    first, second, third = (loaded(session, cast, note) for note in notes)
    link(session, second, first, cast.bernd, SOON)
    assert fresh() == 0, "a duplicate is in the bundle already"
    gone = loaded(session, cast, away)
    move(session, gone, at("hf2-1"), cast.bernd, "Passt dort.", SOON)
    assert fresh() == 0, "what left takes no other's place"
    move(session, loaded(session, cast, elsewhere), at("hf1-1"), cast.bernd, "Hier.", SOON)
    assert fresh() == 1, "what came is new here"
    assert moved_away(session, fields_of(session, cast.group), SOON) == (
        (4, "HF1 · 2.1", "HF2 · 1"),
    )
    session.commit()
    move_back(session, gone, cast.bernd, SOON)
    assert fresh() == 1
    assert moved_away(session, fields_of(session, cast.group), SOON) == ()
    parts = [Part("Satz eins, Nummer 2.", at("hf1-1")), Part("Satz zwei, dazu.", at("hf1-1"))]
    split(session, third, parts, cast.bernd, SOON)
    assert fresh() == 3, "each part has a number that the bundle does not know"


def test_a_bundle_says_what_moderators_did_and_what_the_office_has_translated(cast, session):
    first, second = cast.says(session), cast.says(session, "Noch einmal: Kurse am Abend.")
    came = cast.says(session, "به زبان من لطفا.", at="hf2-1")
    came.language = "fa"
    whole = cast.says(session, "Satz eins steht hier. Satz zwei auch.")
    notes = [loaded(session, cast, note) for note in (first, second, came, whole)]
    link(session, notes[1], notes[0], cast.bernd, NOW)
    target = Target.find(session, cast.process, "hf1-1")
    move(session, notes[2], target, cast.bernd, "Hier.", NOW)
    texts = ("Satz eins steht hier.", "Satz zwei auch.")
    split(session, notes[3], [Part(text, target) for text in texts], cast.bernd, NOW)
    by_hand.make(session, cast.process, notes[:2], cast.bernd, NOW)
    session.add(
        NoteTranslation(
            process_id=cast.process.id,
            comment_id=came.id,
            language="de",
            text="In meiner Sprache bitte.",
            html="",
            made_at=NOW,
        )
    )
    session.commit()
    found = NotesInOrder(session, cast.process.id, fields_of(session, cast.group), SOON)
    said = {note.number: (words.joined(note), note.translation) for note in found}
    assert said == {
        1: ("Ähnliche Anmerkungen: 1", ""),
        2: ("Wiederholt: #1\nÄhnliche Anmerkungen: 1", ""),
        3: ("Verschoben: HF2 · 1", "In meiner Sprache bitte."),
        4: ("Geteilt in: 2", ""),
        5: ("Teil von: #4", ""),
        6: ("Teil von: #4", ""),
    }
