"""Many notes: several documents, cut between fields, else between passages."""

from app.groups.writers import docx
from tests.groups.sample import (
    bundle,
    note,
)
from tests.groups.word import Paper


def parts(tmp_path, notes, limit) -> list[Paper]:
    paths = docx.write_parts(bundle(notes), tmp_path, limit=limit)
    names = [path.name for path in paths]
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(names)
    return [Paper(path.read_bytes()) for path in paths]


def test_up_to_the_limit_there_is_one_document(tmp_path):
    docx.write_parts(bundle(), tmp_path, limit=5)

    assert [path.name for path in tmp_path.iterdir()] == ["comments.docx"]


def test_beyond_it_whole_fields_go_into_parts_of_their_own(tmp_path):
    first, second = parts(tmp_path, list(bundle().notes()), limit=4)

    assert set(first.said()) == {140, 31, 87, 90}
    assert set(second.said()) == {203}
    assert "HF2  Deutsch lernen" not in second.blocks()
    assert "Teil\t2 von 2" in second.blocks()


def test_a_field_too_large_is_cut_between_passages_and_says_that_it_goes_on(tmp_path):
    notes = [note(n, "HF2 · 2") for n in range(1, 4)] + [note(n, "HF2 · 7") for n in range(4, 7)]
    first, second = parts(tmp_path, notes, limit=4)

    assert set(first.said()) == {1, 2, 3}
    assert set(second.said()) == {4, 5, 6}
    assert "HF2  Deutsch lernen (Fortsetzung)" in second.blocks()
    assert second.blocks().count("Betreuung und Wege") == 1
    assert "Was fehlt" not in first.blocks()
    assert "Text\tHF2 · 7 bis HF6 · 1" in second.blocks()


def test_a_passage_with_more_notes_than_the_limit_stands_in_several_parts(tmp_path):
    notes = [note(n, "HF2 · 2", quote="zwölf Orten") for n in range(1, 12)]
    read = parts(tmp_path, notes, limit=4)

    assert [len(part.remarks) for part in read] == [4, 4, 3]
    assert sorted(number for part in read for number in part.said()) == list(range(1, 12))
    assert all(set(part.covered().values()) == {"zwölf Orten"} for part in read)


def test_every_passage_and_every_note_is_in_some_part_and_only_once(tmp_path):
    addresses = ["HF2", "HF2 · 1.2", "HF2 · 3", "HF2 · 6.2", "HF2 · 8", "HF6 · 1.1", "HF7 · 1"]
    notes = [note(n, addresses[n * 7 // 90]) for n in range(90)]
    read = parts(tmp_path, notes, limit=9)

    assert sorted(number for part in read for number in part.said()) == list(range(90))
    assert max(len(part.remarks) for part in read) <= 9
    for address in ("HF2 · 1\t", "HF2 · 5\t", "HF2 · 9\t", "HF6 · 1\t"):
        assert any(block.startswith(address) for part in read for block in part.blocks())
