"""Rows about notes that a group does not decide on, and rows that say two things: nothing is taken
in by a guess, and every sentence names its cell."""

from sqlmodel import select

from app.comments.withdrawing import withdraw
from app.groups.decided import Said
from app.groups.returning import saying
from app.groups.returning.fates import alike
from app.models import Decision, Disposition
from tests.cast import LATER, WHILE_OPEN
from tests.groups.handing import drawn, edited, fates, filled, handed, heads, rows, take, workbook
from tests.groups.packing import hide_it
from tests.groups.test_returning import LATE, decide
from tests.groups.test_returning_tables import line, saved, table


def sentences(session, doing):
    """What is said of each wrong row, by the number of its note."""
    return {
        row.number: [saying.sentence(fault, saying.said_in(row)) for fault in row.faults]
        for row in rows(session, doing)
        if row.faults
    }


def test_notes_that_take_no_decision_are_named_and_left_alone(app, session, cast):
    texts = ("versteckt", "zurückgezogen", "geteilt", "anderswo", "doppelt", "bleibt", "leer")
    notes = {word: cast.says(session, f"Diese Anmerkung {word}.") for word in texts}
    elsewhere = cast.says(session, "Praktika für alle.", at="hf2-1-1")
    session.commit()
    data = workbook(app, drawn(session, cast.group))
    hide_it(session, cast, notes["versteckt"])
    withdraw(session, notes["zurückgezogen"], cast.amira, WHILE_OPEN + LATER)
    notes["doppelt"].duplicate_of_id = notes["bleibt"].id
    notes["geteilt"].parts_count = 2
    notes["anderswo"].field_id = elsewhere.field_id
    session.commit()
    doing = handed(session, cast, filled(data, dict.fromkeys(range(1, 7), LATE)))
    assert fates(session, doing) == dict.fromkeys(range(1, 6), "wrong") | {6: "changes", 7: "empty"}
    said = sentences(session, doing)
    assert said[1] == ["#1 ist ausgeblendet. Darüber wird nicht entschieden."]
    assert said[2] == ["#2 ist zurückgezogen. Darüber wird nicht entschieden."]
    assert "inzwischen geteilt" in said[3][0]
    assert said[4] == ["Über #4 entscheidet eine andere Gruppe: AG 2."]
    assert said[5] == ["#5 verweist inzwischen auf #6. Entscheiden Sie dort."]
    take(session, app, doing, cast.ines)
    assert len(session.exec(select(Disposition)).all()) == 1


def test_rows_with_one_number_count_once_or_are_both_named(session, cast):
    for n in range(3):
        cast.says(session, f"Anmerkung {n}.")
    session.commit()
    no = ("Nicht übernommen", "Zu teuer.")
    lines = [line(1, *no), line(1, "abgelehnt", " Zu teuer.\xa0"), line(2, "Übernommen")]
    lines += [line(2, *no), line(3, "Übernommen"), line(3), line(99, "Übernommen"), line(98)]
    doing = handed(session, cast, saved(table(lines, keys=False)))
    assert [row.fate for row in rows(session, doing)] == [
        *("changes", "same", "wrong", "wrong", "changes", "empty", "wrong", "empty"),
    ]
    assert sentences(session, doing) == {
        1: ["Dasselbe steht schon in Zeile 2."],
        2: ["Zu #2 steht anderswo etwas anderes: Zeile 4. Lassen Sie eines stehen."],
        99: ["Eine Anmerkung #99 gibt es in diesem Verfahren nicht."],
    }


def test_a_file_of_another_process_is_known_by_its_notes(session, cast):
    cast.says(session, "Mehr Kurse am Abend, bitte auch in der Weststadt.")
    cast.says(session, "Ein Café im Erdgeschoss.")
    session.commit()
    lines = [
        line(1, "Übernommen", text="Mehr Kurse am Abend, bitte auch in der Weststadt. Nachtrag"),
        line(2, "Übernommen", text="Die Ampel an der Brücke ist zu kurz."),
    ]
    doing = handed(session, cast, saved(table(lines, keys=False)))
    assert fates(session, doing) == {1: "changes", 2: "wrong"}
    assert "eine andere Anmerkung" in sentences(session, doing)[2][0]


def test_a_missing_column_and_missing_rows_change_nothing(app, session, cast):
    notes = [cast.says(session, f"Anmerkung {n}.") for n in range(3)]
    decide(session, cast, notes[0], Decision.NOTED, "Gelesen.")
    data = workbook(app, drawn(session, cast.group))

    def cut(sheet):
        sheet.delete_rows(4)
        sheet.delete_cols(heads(sheet)["Begründung"])

    doing = handed(session, cast, edited(data, cut))
    assert fates(session, doing) == {1: "same", 2: "empty"}
    assert doing.fates["absent"] == 1
    assert [saying.sentence(fault) for fault in doing.faults] == [
        "Die Spalte „Begründung“ fehlt. Was dort stand, bleibt, wie es ist."
    ]

    def empty(sheet):
        for heading in ("Entscheidung", "Begründung"):
            sheet.cell(2, heads(sheet)[heading]).value = None

    doing = handed(session, cast, edited(data, empty))
    assert fates(session, doing) == {1: "wrong", 2: "empty", 3: "empty"}
    assert "Zurücknehmen lässt sie sich" in sentences(session, doing)[1][0]


def test_what_nobody_sees_makes_no_difference():
    one = Said(Decision.NOTED, reason="Zu  teuer.\r\n\r\nErst 2018.\u200b")
    assert alike(one, Said(Decision.NOTED, reason="Zu teuer.\n\nErst\xa02018. "))
    assert not alike(one, Said(Decision.NOTED, reason="Zu teuer. Erst 2019."))
    assert not alike(one, Said(Decision.ADOPTED, reason=one.reason))
