"""The mail about a new version says what was decided on each note, and the words of
before and after."""

from sqlmodel import select

from app import clock
from app.groups.tracing import confirm
from app.models import Decision, Trace
from tests.publishing.following import REWORDED, STAYS, next_version, publish
from tests.publishing.ledgered import decide
from tests.publishing.test_announcing import letters, told


def test_the_author_reads_the_decision_and_the_words_that_changed(both, people):
    mine = people.says(both, "Bitte früher.", at=REWORDED)
    guess = people.says(both, "Auch ich bitte darum.", at=REWORDED, by=people.dora)
    people.says(both, "Dazu sagt niemand etwas.", at=STAYS)
    decide(both, mine, Decision.PARTLY_ADOPTED)
    decide(both, guess)
    version = next_version(both, people)
    (trace,) = both.exec(select(Trace).where(Trace.comment_id == mine.id)).all()
    trace.comment = mine
    confirm(both, version, [trace], people.emil, clock.now())
    publish(both, people, version, despite_doubts=True)
    told(both)

    mails = {mail.to_address: mail.text for mail in letters(both)}
    amiras = mails[people.amira.email]  # one mail: what was decided, and the version
    assert len(letters(both)) == 2
    assert "Entscheidung der Arbeitsgruppe: Teilweise übernommen" in amiras
    assert "Deswegen geändert, HF1 · 2.2:\nbisher:\n> Kurse beginnen z. B. im Mai." in amiras
    assert "jetzt:\n> Kurse beginnen spätestens im Mai jedes Jahres." in amiras
    # What nobody has confirmed is told to nobody.
    assert "Entscheidung der Arbeitsgruppe: Übernommen" in mails[people.dora.email]
    assert "Deswegen" not in mails[people.dora.email]
