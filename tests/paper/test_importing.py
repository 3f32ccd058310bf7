"""An import from its dry run to its notes: every row has a fate, every fault its cell, and what is
there comes in no second time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, col, select
from typer.testing import CliRunner

from app import clock, db, selfcheck
from app.comments.targets import Target
from app.models import (
    Comment,
    CommentState,
    ImportRow,
    ImportState,
    JournalEntry,
    NoteImport,
    NoteSource,
    Removal,
    Reply,
    Voice,
)
from app.paper import keeping, taking
from app.paper.fates import Plan
from app.paper.faults import told
from app.paper.readers.table_child import read_table
from app.public import removed
from tests.accounts.test_at_once import postgres_app
from tests.cast import AFTER_CLOSE, WHILE_OPEN, invite
from tests.commands import program
from tests.paper.tables import DAY, row, workbook

__all__ = ["postgres_app"]
# What is wrong, in which column and with which words; each in a row of its own.
FAULTS = [
    ({"Fundstelle": "HF9 2"}, "B", "Die Stelle HF9 · 2 gibt es nicht."),
    ({"Fundstelle": "beim Brunnen"}, "B", "keine Fundstelle"),
    ({"Fundstelle": "T 1"}, "B", "zu keinem Handlungsfeld"),
    ({"Fundstelle": ""}, "B", "fehlt die Fundstelle"),
    ({"Art": "Gedicht"}, "C", "„Gedicht“ lässt sich hier nicht verstehen."),
    ({"Kommentar": "x" * 5_001}, "D", "Das sind 5.001 Zeichen"),
    ({"Fundstelle": "HF1", "Wortlaut": "Alles neu."}, "E", "gehört zu einem Absatz"),
    ({"Name": "Stadt Musterstadt", "Einverständnis": "ja"}, "F", "So heißt eine Stelle"),
    ({"Name": "N" * 121}, "F", "höchstens 120 Zeichen"),
    ({"Einverständnis": "später"}, "G", "„später“"),
    ({"Eingang": "31.2.2016"}, "H", "Das ist kein Datum."),
    ({"Eingang": "1.10.2017"}, "H", "in der Zukunft"),
    ({"Eingang": "2.5.1961"}, "H", "vor dem Jahr 1990"),
    ({"Eingang": "2.9.2016"}, "H", "erst seit dem"),
    ({"Weg": "Taube"}, "I", "„Taube“"),
    ({"Dafür": "viele"}, "J", "eine ganze Zahl"),
    ({"Dagegen": -3}, "K", "eine ganze Zahl"),
    ({"Status": "halb"}, "L", "„halb“"),
    ({"Status": "Wartet auf Freigabe"}, "L", "noch nicht entschieden"),
    ({"Status": "zurückgezogen"}, "L", "zurückgezogen"),
    ({"Nr.": 1}, "A", "Die Nummer 1 steht schon in Zeile 2."),
    ({"Antwort auf": 999}, "N", "Eine Anmerkung mit der Nummer 999 gibt es nicht."),
]


def look(session, process, data, name="liste.xlsx", **more):
    """The dry run of a table, kept."""
    grid = read_table(name, data)
    plan = keeping.plan_for(session, process, name, data, grid)
    for key, value in more.items():
        setattr(plan, key, value)
    rows = keeping.dry_run(session, process, grid, plan, clock.now())
    return keeping.keep(session, process, None, name, data, plan, rows, clock.now())


def take_over(app, session, process, data, by=None, **more):
    """The same, started, and done by the worker to its end."""
    doing = look(session, process, data, **more)
    doing.by_id = by.id if by else None
    if doing.new_count:
        keeping.start(session, doing, by, process)
    session.commit()
    while taking.take_some(app.state.engine):
        pass
    session.expire_all()
    return doing


def wrong_counters(app):
    with db.reading(app.state.engine) as session:
        return [one for one in selfcheck.counters(session) if one.problem]


def test_every_fault_is_named_with_its_cell_and_all_other_rows_come_in(cast, session):
    faulty = [row(100 + n, **says) for n, (says, _column, _words) in enumerate(FAULTS)]
    rows = [row(n) for n in range(1, 31)]
    doing = look(session, cast.process, workbook(rows + faulty))
    counted = (doing.rows_count, doing.new_count, doing.same_count, doing.faulty_count)
    assert counted == (52, 30, 0, 22)
    found = session.exec(
        select(ImportRow).where(ImportRow.fate == "faulty").order_by(col(ImportRow.position))
    ).all()
    for number, (line, (_says, column, words)) in enumerate(zip(found, FAULTS, strict=True), 32):
        ((cell, sentence),) = told(line.problems)
        assert (line.position, cell) == (number, f"{column}{number}")
        assert words in sentence
    assert not session.exec(select(Comment)).all()


LIST = [
    row(1, "Der Bus kommt zu selten.", Name="Nora Wendt", Einverständnis="ja", Dafür=12, Dagegen=3),
    row(2, "So geht es nicht.", "hf2-1", Name="Otto Brandt", Status="abgelehnt"),
    row(3, "Gilt das auch sonntags?", "Arbeit", Art="Frage", Antwort="Ja, auch sonntags."),
    row(4, "Das sehe ich anders.", "", **{"Antwort auf": 1, "Name": "Ida Lenz"}),
    row(5, "", "HF1 1.2", Wortlaut="Kurse beginnen im April.", Eingang="3. Oktober 2016, 9:30"),
]


@pytest.mark.parametrize("where", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_table_becomes_notes_once_and_its_importer_no_author(where, request):
    app = request.getfixturevalue("app" if where == "sqlite" else "postgres_app")
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
        data = workbook(LIST)
        doing = take_over(app, session, cast.process, data, by=cast.bernd)
        assert (doing.state, doing.rows_done, doing.content) == (ImportState.TAKEN, 5, b"")
        notes = session.exec(select(Comment).order_by(col(Comment.number))).all()
        assert [(n.number, n.address, n.author_name, n.author_id) for n in notes] == [
            (1, "HF1 · 1.1", "Nora Wendt", None),
            (2, "HF2 · 1", "Ohne Namen", None),
            (3, "HF2", "Ohne Namen", None),
            (4, "HF1 · 1.2", "Ohne Namen", None),
        ]
        bus, rejected, question, wording = notes
        assert (bus.imported_agrees, bus.imported_disagrees, bus.source) == (12, 3, "letter")
        assert bus.created_at == datetime(2016, 10, 12, 10, tzinfo=UTC)  # noon in Berlin
        assert wording.created_at == datetime(2016, 10, 3, 7, 30, tzinfo=UTC)
        assert (wording.kind, "April" in wording.wording_html) == ("suggestion", True)
        assert (rejected.state, question.is_answered) == (CommentState.HIDDEN, True)
        (removal,) = session.exec(select(Removal)).all()
        assert removed.cause_word(removal) == "Aus der Quelle übernommen"
        assert (removal.comment_id, removal.by_id) == (rejected.id, cast.bernd.id)
        answers = session.exec(select(Reply).order_by(col(Reply.comment_id))).all()
        assert [(a.comment_id, a.voice, a.author_id, a.author_name) for a in answers] == [
            (bus.id, Voice.RESIDENT, None, "Ohne Namen"),
            (question.id, Voice.MODERATOR, None, "Moderation"),
        ]
        sources = session.exec(select(NoteSource)).all()
        assert {(s.entered_by_id, s.received_on.year) for s in sources} == {(cast.bernd.id, 2016)}
        entries = session.exec(
            select(JournalEntry).where(JournalEntry.deed == "comment.imported")
        ).all()
        assert {entry.actor_id for entry in entries} == {cast.bernd.id}
        assert wrong_counters(app) == []

        again = take_over(app, session, cast.process, data, by=cast.bernd, name="umbenannt.xlsx")
        assert (again.new_count, again.same_count, again.state) == (0, 5, ImportState.READ)
        assert len(session.exec(select(Comment)).all()) == 4


def test_rows_without_a_number_are_known_by_what_they_say(app, cast, session):
    lines = b"Text;HF\nGleich;HF1\nGleich;HF1\nAnders;HF1\n"
    assert take_over(app, session, cast.process, lines, name="a.csv").new_count == 3
    more = lines + b"Neu;HF2\n"
    again = take_over(app, session, cast.process, more, name="a.csv")
    assert (again.same_count, again.new_count) == (3, 1)
    assert [n.text for n in session.exec(select(Comment).order_by(col(Comment.number)))] == [
        *("Gleich", "Gleich", "Anders", "Neu")
    ]


def test_it_goes_on_where_it_was_when_the_worker_was_stopped(app, cast, session, monkeypatch):
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    doing = look(session, cast.process, workbook([row(n) for n in range(1, 8)]))
    keeping.start(session, doing, cast.bernd, cast.process)
    session.commit()
    assert taking.take_some(app.state.engine) == 2

    def stumble(*_more: object, **_words: object) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(taking.Batch, "_count_places", stumble)
        with pytest.raises(OSError, match="full"):
            taking.take_some(app.state.engine)
    session.expire_all()
    assert (doing.rows_done, len(session.exec(select(Comment)).all())) == (2, 2)
    session.commit()
    while taking.take_some(app.state.engine):
        pass
    session.expire_all()
    assert (doing.rows_done, doing.state) == (7, ImportState.TAKEN)
    assert [n.number for n in session.exec(select(Comment).order_by(col(Comment.id)))] == [
        *range(1, 8)
    ]
    assert wrong_counters(app) == []


def test_what_lost_its_place_since_the_dry_run_stays_out(app, cast, session):
    doing = look(session, cast.process, workbook([row(1), row(2, at="HF2 1")]))
    keeping.start(session, doing, cast.bernd, cast.process)
    Target.find(session, cast.process, "hf2-1").block.is_open = False
    session.commit()
    while taking.take_some(app.state.engine):
        pass
    lines = session.exec(select(ImportRow).order_by(col(ImportRow.position))).all()
    assert [(line.fate, line.comment_id is not None) for line in lines] == [
        ("new", True),
        ("faulty", False),
    ]
    assert "keine Anmerkungen" in lines[1].problems[0][1]


def test_what_came_in_time_counts_after_the_window_and_what_came_late_is_asked_for(
    cast, session, it_is
):
    it_is(AFTER_CLOSE + timedelta(days=3))
    table = workbook([row(1), row(2, Eingang=DAY + timedelta(days=29))])
    assert look(session, cast.process, table).new_count == 1
    assert look(session, cast.process, table, any_day=True).new_count == 2


def test_without_a_column_for_the_text_nothing_is_a_row_until_somebody_says_which_it_is(
    cast, session
):
    data = b"Wer;Sagt;Wo\nNora;Der Bus fehlt.;HF1\n"
    doing = look(session, cast.process, data, name="x.csv")
    assert doing.rows_count == 0
    grid = read_table("x.csv", data)
    plan = Plan.of(doing.settings)
    plan.columns = {"text": 1, "address": 2, "name": 0}
    rows = keeping.dry_run(session, cast.process, grid, plan, WHILE_OPEN)
    keeping.keep_again(session, doing, plan, rows)
    assert (doing.rows_count, doing.new_count) == (1, 1)


def test_the_command_says_each_fault_and_takes_over_the_rest(
    app, cast, session, tmp_path, monkeypatch
):
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(app.state.settings.data_dir))
    file = tmp_path / "aus-der-werkstatt.csv"
    file.write_bytes("id;body;agrees\n1;Mehr Bänke;4\n2;;1\n".encode("cp1252"))
    words = ["import-notes", str(file), "--process", "ankommen", "--address", "HF2"]
    run = CliRunner().invoke(program, [*words, "--dry-run"])
    assert "1 would be taken over, 0 are there, 1 faulty." in run.output
    assert "B3: Hier steht kein Text." in run.output
    assert not session.exec(select(NoteImport)).all()
    session.commit()
    assert "1 taken over" in CliRunner().invoke(program, words).output
    assert "1 are there" in CliRunner().invoke(program, words).output
    (note,) = session.exec(select(Comment)).all()
    assert (note.text, note.address, note.imported_agrees) == ("Mehr Bänke", "HF2", 4)
