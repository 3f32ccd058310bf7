"""Who follows a field hears once of what came to it from a table, and of nothing hidden."""

from app.news import domain
from tests.hearing import mails
from tests.news.test_mails import a_field, to
from tests.paper.tables import row, workbook
from tests.paper.test_importing import take_over


def test_a_table_of_notes_is_one_line_for_who_follows_their_field(app, cast, session):
    domain.follow(session, cast.dora.id, a_field(cast))
    session.commit()
    rows = [row(n) for n in range(1, 31)]
    rows += [row(31, Status="abgelehnt"), row(32, at="HF2 1"), row(33, at="HF9")]
    take_over(app, session, cast.process, workbook(rows), by=cast.bernd)
    assert to(session, cast.dora) == ["30 Anmerkungen zu „Sprache“ kamen aus einer Tabelle dazu"]
    mail = mails(session)[-1]
    assert "/p/ankommen/fields/sprache" in mail.text
    assert "Bitte mehr davon" not in mail.text
    assert len(to(session, cast.dora)) == 1
