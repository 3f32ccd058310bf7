"""Who is told of a new version: groups at once, authors by a job, each of them once."""

import pytest
from sqlmodel import col, select

from app.config import Settings
from app.models import CommentState, Grant, Job, OutboxMail, Role
from app.news.domain import follow
from app.news.queries import Place
from app.publishing import announcing
from app.publishing.announcing import tell_authors
from tests.cast import DRAFT
from tests.hearing import hear
from tests.publishing.following import SECOND, deeds, everything, next_version, publish

# The sentence of the second field stands in the first one now.
MOVED = "Niemand wartet länger als ein Jahr."
TO_LANGUAGE = DRAFT.replace(f" {MOVED}", "").replace(
    "- Treffs in jedem Stadtteil", f"{MOVED}\n\n- Treffs in jedem Stadtteil"
)


SUBJECT = "Neue Fassung: Was aus Ihren Anmerkungen wurde"


def letters(session) -> list[OutboxMail]:
    return list(session.exec(select(OutboxMail).order_by(col(OutboxMail.id))))


def to_authors(session) -> list[OutboxMail]:
    return [mail for mail in letters(session) if mail.subject == SUBJECT]


def told(session) -> None:
    """Do what the worker does with the job that publishing the last version has left."""
    jobs = select(Job).where(Job.kind == announcing.KIND).order_by(col(Job.id))
    job = session.exec(jobs).all()[-1]
    session.commit()
    tell_authors(session.get_bind(), Settings(), job.arguments)
    hear(session.get_bind())
    session.expire_all()


@pytest.fixture
def published(both, people):
    """The second version is public, and eight notes of Amira and one of Dora were on the first."""
    said = everything(both, people)
    said["dora"] = people.says(both, "Von mir auch etwas.", at="hf1-2", by=people.dora)
    publish(both, people, next_version(both, people, SECOND), despite_doubts=True)
    return said


def test_every_author_gets_one_mail_with_what_became_of_each_note(both, people, published):
    assert not to_authors(both)
    told(both)

    mails = {mail.to_address: mail for mail in to_authors(both)}
    assert set(mails) == {people.amira.email, people.dora.email}
    amiras = mails[people.amira.email]
    assert "Fassung 2" in amiras.text
    for name, note in published.items():
        mine = f"#{note.number}: "
        assert (mine in amiras.text) == (name != "dora")
        assert (
            f"/p/ankommen/comments/{note.number}\n" in amiras.text + mails[people.dora.email].text
        )
    assert f"#{published['hf1-1-1'].number}: bleibt, jetzt HF1 · 2.1 (bisher HF1 · 1.1)" in (
        amiras.text
    )
    assert "/p/ankommen/changes" in amiras.text


def test_whoever_was_told_is_not_told_again(both, people, published, monkeypatch):
    monkeypatch.setattr(announcing, "AT_ONCE", 1)
    told(both)
    told(both)

    assert len(to_authors(both)) == 2
    assert [entry.details["letters"] for entry in deeds(both, announcing.TOLD)] == [1, 1]


def test_a_note_that_is_not_public_is_in_no_mail(both, people):
    note = people.says(both, by=people.dora)
    note.state = CommentState.HIDDEN
    both.flush()
    publish(both, people, next_version(both, people, SECOND))
    told(both)
    assert not letters(both)


def test_where_nobody_wrote_or_follows_nothing_is_to_be_told(both, people):
    publish(both, people, next_version(both, people, SECOND))
    assert not both.exec(select(Job).where(Job.kind == announcing.KIND)).all()


def test_who_follows_hears_of_a_version_and_an_author_who_follows_hears_once(both, people):
    people.says(both, at="hf1-2")
    for who in (people.amira, people.dora, people.emil):
        follow(both, who.id, Place(people.process))
    publish(both, people, next_version(both, people, SECOND), despite_doubts=True)
    told(both)
    told(both)
    assert {(mail.to_address, mail.subject) for mail in letters(both)} == {
        (people.amira.email, SUBJECT),
        (people.dora.email, "Neue Fassung 2: Ankommen in Musterstadt"),
    }
    assert len(letters(both)) == 2, "nobody twice, and not Emil, who published it"


def test_both_groups_are_told_when_a_note_changes_hands(both, people):
    note = people.says(both, at="hf2-1-2")
    stays = people.says(both, at="hf1-1-1")
    publish(both, people, next_version(both, people, TO_LANGUAGE))

    assert note.field_id == people.language.id
    by_group = {entry.subject_id: entry.details for entry in deeds(both, "group.notes_moved")}
    assert by_group[people.group.id]["came"] == [note.number]
    assert by_group[people.other_group.id]["left"] == [note.number]
    mails = {mail.to_address: mail.text for mail in letters(both)}
    assert f"Neu bei Ihnen: #{note.number}\n" in mails[people.chen.email]
    assert f"Nicht mehr bei Ihnen: #{note.number}\n" in mails[people.fatma.email]
    assert all(f"#{stays.number}" not in text for text in mails.values())
    assert {people.chen.email, people.fatma.email} <= set(mails)
    assert people.amira.email not in mails
    assert people.emil.email not in mails


def test_who_is_blocked_is_not_told(both, people):
    people.says(both, at="hf2-1-2")
    grant = both.exec(
        select(Grant).where(Grant.person_id == people.chen.id, Grant.role == Role.MEMBER)
    ).one()
    grant.blocked_at = grant.person.created_at
    both.flush()
    publish(both, people, next_version(both, people, TO_LANGUAGE))
    told_to = [mail.to_address for mail in letters(both)]
    assert people.fatma.email in told_to
    assert people.chen.email not in told_to


def test_within_one_group_nothing_changes_hands(both, people):
    note = people.says(both, at="hf2-1-2")
    one_group = TO_LANGUAGE.replace("group: ag-2", "group: ag-1")
    publish(both, people, next_version(both, people, one_group))
    assert note.field_id == people.language.id
    assert not deeds(both, "group.notes_moved")
    assert not letters(both)
