"""Everything, for programs: one JSON object that keeps every character."""

import json as reader
from dataclasses import replace

import pytest

from app.groups.decided import Said
from app.groups.writers import json
from app.groups.writers.about import about
from app.models import Decision
from tests.groups.sample import HOSTILE, SECRETS, bundle, note, written

NOTHING_MORE = {
    "first_word": None,
    "last_word": None,
    "additions": [],
    "made": None,
    "translation": "",
    "decision": None,
    "proposal": None,
    "joined": {"moved_from": [], "part_of": None, "parts": 0, "repeats": None, "similar": 0},
    "source_support": None,
}


def data(notes=None, **head) -> dict:
    return reader.loads(written(json.write, bundle() if notes is None else bundle(notes, **head)))


def test_the_head_says_whose_bundle_it_is_in_utc():
    head = data()["head"]

    assert head["process"]["slug"] == "integrationskonzept"
    assert (head["group"]["name"], head["number"], head["version"]) == ("AG 2 Deutscherwerb", 3, 2)
    assert head["drawn_at"] == "2016-11-10T08:30:15Z"
    assert head["window"] == {
        "opens_at": "2016-10-03T22:00:00Z",
        "closes_at": "2016-11-08T23:00:00Z",
        "zone": "Europe/Berlin",
    }


def test_the_text_of_every_field_is_in_it_with_its_addresses():
    field = data()["fields"][0]

    assert (field["label"], field["title"]) == ("HF2", "Deutsch lernen")
    assert field["passages"][0] == {
        "kind": "heading",
        "address": "",
        "level": 1,
        "sentences": [{"address": "", "text": "Deutsch lernen"}],
    }
    assert [passage["address"] for passage in field["passages"] if passage["address"]] == [
        f"HF2 · {n}" for n in range(1, 10)
    ]
    table = field["passages"][7]
    assert table["head"] == ["Träger", "Angebot", "Plätze im Jahr"]
    assert table["cells"][2] == ["Ehrenamt", "Lesepatenschaften", "60"]
    assert table["sentences"][2]["address"] == "HF2 · 6.3"


def test_a_note_is_complete_and_named_as_in_the_api():
    assert data()["notes"][2] == {
        **NOTHING_MORE,
        "number": 87,
        "field": "HF2",
        "address": "HF2 · 7.1",
        "section": "Deutsch lernen › Was fehlt",
        "quote": "Für Eltern mit kleinen Kindern soll nach Möglichkeit eine Betreuung angeboten "
        "werden.",
        "kind": "suggestion",
        "text": "Meine Frau hat ihren Platz zweimal abgesagt.",
        "proposed_wording": "Für Eltern wird während der Kurse im selben Haus eine Betreuung "
        "angeboten.",
        "author": "M. aus der Nordstadt",
        "role": "Lesepatin",
        "created_at": "2016-10-18T18:14:00Z",
        "state": "public",
        "hidden_rule": "",
        "support": 57,
        "replies": [
            {"by": "Ein Nachbar", "at": "2016-10-19T16:40:00Z", "text": "Sehe ich auch so."}
        ],
        "official": [
            {
                "voice": "moderator",
                "by": "Moderation",
                "at": "2016-10-20T07:00:00Z",
                "text": "Danke, das prüfen wir.",
            },
            {
                "voice": "office",
                "by": "Amt für Zuwanderung",
                "at": "2016-10-24T09:05:00Z",
                "text": "An drei Kursorten ist das ab Januar möglich.",
            },
        ],
    }


def test_what_was_moved_to_another_group_is_named_with_both_places():
    contents = replace(bundle(), moved_away=((7, "HF2 · 1.1", "HF6 · 1"),))
    told = reader.loads(written(json.write, contents))["moved_away"]
    assert told == [{"number": 7, "from": "HF2 · 1.1", "to": "HF6 · 1"}]
    parts = {part.title: part.lines for part in about(contents).parts}
    assert parts["Verschoben"] == (("#7", "HF2 · 1.1 → HF6 · 1"),)
    assert data()["moved_away"] == []


def test_marked_words_are_kept_by_their_count():
    entry = data()["notes"][1]

    assert (entry["first_word"], entry["last_word"]) == (8, 11)


def test_a_hidden_note_says_its_rule_and_nothing_else():
    entry = data()["notes"][3]

    assert (entry["state"], entry["hidden_rule"]) == ("hidden", "3")
    assert (entry["text"], entry["proposed_wording"], entry["author"], entry["role"]) == ("",) * 4
    assert not any(secret in written(json.write, bundle()).decode() for secret in SECRETS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_character_comes_back_but_none_acts_in_an_editor(text):
    raw = written(json.write, bundle([note(1, text=text)])).decode()

    assert reader.loads(raw)["notes"][0]["text"] == text
    assert not set("\x00\x1b\x7f\u202e\u2028\u200b\ufeff") & set(raw)


def test_an_empty_bundle_is_still_an_object():
    assert data([])["notes"] == []
    empty = replace(bundle([]), fields=())
    assert reader.loads(written(json.write, empty))["fields"] == []


def test_each_note_stands_on_a_line_of_its_own():
    lines = written(json.write, bundle()).decode().splitlines()
    notes = [line for line in lines if line.startswith('{"number"')]

    assert [reader.loads(line.rstrip(","))["number"] for line in notes] == [140, 31, 87, 90, 203]


def test_it_says_what_is_decided_what_is_proposed_and_only_where_allowed_how_to_reach_people():
    said = Said(Decision.PARTLY_ADOPTED, "Am Abend ja.", measure="M4", remark="Raum fragen")
    settled = replace(note(1), decided=said, decided_changes=3, contact="m@nordstadt.example")
    proposed = replace(note(2), proposed=Said(None, remark="Was meint sie?"))

    first, second = data([settled, proposed])["notes"]
    assert first["decision"] == {
        "decision": "partly_adopted",
        "reason": "Am Abend ja.",
        "new_wording": "",
        "measure": "M4",
        "passed_on_to": "",
        "remark": "Raum fragen",
        "changes": 3,
    }
    assert (second["decision"], second["proposal"]["decision"]) == (None, None)
    assert second["proposal"]["remark"] == "Was meint sie?"
    assert "contact" not in first
    assert data([settled], with_contacts=True)["notes"][0]["contact"] == "m@nordstadt.example"


def test_hidden_words_are_told_only_to_a_group_that_may_read_them():
    hidden = [one for one in bundle().notes() if one.state == "hidden"]

    assert not any(secret in str(data(hidden)["notes"]) for secret in SECRETS)
    assert data(hidden, with_hidden=True)["notes"][0]["text"] == SECRETS[0]
