"""What the tests of this room send, and how they count what came of it."""

import threading

from sqlmodel import func, select

from app.models import Comment

PROCESS = "/p/ankommen"
FIELD = f"{PROCESS}/fields/sprache"
COMMENTS = f"{PROCESS}/comments"
TEXT = "Bitte mehr Kurse am Abend."


def a_note(**changes):
    return {"target": "hf1-1", "kind": "note", "text": TEXT} | changes


def count(session, table=Comment):
    session.rollback()
    return session.exec(select(func.count()).select_from(table)).one()


def at_once(times, deed):
    start = threading.Barrier(times)
    answers = []

    def run():
        start.wait()
        answers.append(deed().status_code)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == times
    assert all(status < 400 for status in answers), answers
