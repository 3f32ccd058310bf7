"""What happens at the door, without pages."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import domain
from app.accounts.passwords import hash_password, is_password
from app.errors import Gone, Invalid, NotFound
from app.identity import sign_in_by_token
from app.models import JournalEntry, Link, OutboxMail, Person, SignIn
from tests.cast import PASSWORD, WHILE_OPEN

NEW = "drei neue Wörter"
HASHED = hash_password(PASSWORD)


def register(session, email="neu@example.org", name="Neu", see="/") -> None:
    domain.register(session, email=email, name=name, password_hash=HASHED, see=see)
    session.flush()


def mails(session) -> list[OutboxMail]:
    session.flush()
    return list(session.exec(select(OutboxMail).order_by("id")).all())


def token_in(mail: OutboxMail, kind: str) -> str:
    return mail.text.split(f"http://127.0.0.1:8000/{kind}/")[1].split()[0].split("?")[0]


def somebody(session, email="neu@example.org") -> Person:
    return session.exec(select(Person).where(Person.email == email)).one()


def deeds(session) -> list[str]:
    session.flush()
    return list(session.exec(select(JournalEntry.deed).order_by("id")).all())


@pytest.fixture
def amira(session, cast) -> Person:
    return cast.amira


def test_registering_makes_an_unconfirmed_account_and_a_mail(session):
    register(session, email=" Neu@Example.org", name="  Neu\u202e  hier ", see="/p/ankommen")

    person = somebody(session)
    assert (person.name, person.confirmed_at) == ("Neu hier", None)
    (mail,) = mails(session)
    assert mail.to_address == "neu@example.org"
    assert mail.text.split("\n")[4].endswith("?next=/p/ankommen")
    assert deeds(session) == ["account.registered"]


def test_no_mail_to_a_stranger_carries_what_somebody_typed(session):
    register(session, name="Gewinn unter spam.example")

    (mail,) = mails(session)
    assert "spam" not in mail.text + mail.subject + mail.to_name


def test_a_link_confirms_once(session, it_is):
    register(session)
    token = token_in(mails(session)[0], "confirm")

    assert domain.confirm(session, token).confirmed_at == WHILE_OPEN
    with pytest.raises(Gone):
        domain.confirm(session, token)


def test_a_link_ends_after_three_days(session, it_is):
    register(session)
    token = token_in(mails(session)[0], "confirm")

    it_is(WHILE_OPEN + timedelta(days=3))
    with pytest.raises(Gone):
        domain.confirm(session, token)
    assert somebody(session).confirmed_at is None


def test_a_link_is_for_the_address_it_was_sent_to(session):
    register(session)
    token = token_in(mails(session)[0], "confirm")
    somebody(session).email = "anders@example.org"
    session.flush()

    with pytest.raises(Gone):
        domain.confirm(session, token)


def test_a_link_for_one_purpose_is_none_for_the_other(session, amira):
    register(session)
    confirm = token_in(mails(session)[0], "confirm")
    domain.ask_reset(session, amira.email)
    reset = token_in(mails(session)[1], "reset")

    with pytest.raises(Gone):
        domain.reset(session, confirm, NEW)
    with pytest.raises(Gone):
        domain.confirm(session, reset)


def test_a_link_opens_nothing_for_a_blocked_person(session, amira):
    domain.ask_reset(session, amira.email)
    token = token_in(mails(session)[0], "reset")
    amira.blocked_at = WHILE_OPEN
    session.flush()

    with pytest.raises(Gone):
        domain.reset(session, token, NEW)


def test_only_hashes_of_links_and_sessions_are_kept(session, amira):
    domain.ask_reset(session, amira.email)
    link_token = token_in(mails(session)[0], "reset")
    session_token = domain.start_sign_in(session, amira)

    assert session.exec(select(Link)).one().token_hash != link_token
    assert session.exec(select(SignIn)).one().token_hash != session_token


def test_an_address_with_an_account_gets_a_mail_that_says_so(session, amira):
    before = amira.name, amira.password_hash
    register(session, email="AMIRA@example.org", name="Nicht Amira")

    (mail,) = mails(session)
    assert (mail.to_address, mail.subject) == (amira.email, "Sie haben schon ein Konto")
    assert "/sign-in" in mail.text
    assert "/forgot" in mail.text
    assert (amira.name, amira.password_hash) == before


def test_of_two_who_register_one_address_only_the_mailbox_decides(session):
    """Whoever came first (or last) may not be the owner: neither password counts any longer."""
    register(session, name="Erste")
    first = token_in(mails(session)[0], "confirm")
    register(session, name="Zweite")

    with pytest.raises(Gone):
        domain.confirm(session, first)
    person = domain.reset(session, token_in(mails(session)[1], "reset"), NEW)
    assert is_password(person.password_hash, NEW)
    assert person.confirmed_at == WHILE_OPEN
    assert len(session.exec(select(Person)).all()) == 1


@pytest.mark.parametrize("name", ["Moderation", "Amt für Schule", "Büro Beteiligung"])
def test_a_resident_cannot_take_an_officials_name(session, cast, name):
    with pytest.raises(Invalid) as refused:
        register(session, name=name)
    assert "name" in refused.value.fields
    with pytest.raises(Invalid):
        domain.change_name(session, cast.amira, name)
    assert not mails(session)


def test_an_official_may_bear_such_a_name(session, cast):
    domain.change_name(session, cast.bernd, "Moderation")
    assert cast.bernd.name == "Moderation"


def test_a_session_opens_and_ends(session, amira):
    token = domain.start_sign_in(session, amira, "Firefox, Android")
    session.flush()
    assert sign_in_by_token(session, token).person is amira

    domain.end_sign_in(session, token)
    session.flush()
    assert sign_in_by_token(session, token) is None


def test_a_session_ends_after_thirty_days(session, amira, it_is):
    token = domain.start_sign_in(session, amira)
    session.flush()

    it_is(WHILE_OPEN + timedelta(days=30))
    assert sign_in_by_token(session, token) is None


def test_ending_what_has_ended_changes_nothing(session, amira, it_is):
    token = domain.start_sign_in(session, amira)
    domain.end_sign_in(session, token)
    it_is(WHILE_OPEN + timedelta(days=1))

    domain.end_sign_in(session, token)
    domain.end_sign_in(session, "no such token")
    assert session.exec(select(SignIn)).one().ended_at == WHILE_OPEN


def test_nobody_ends_anothers_session(session, cast):
    domain.start_sign_in(session, cast.amira)
    session.flush()

    with pytest.raises(NotFound):
        domain.end_session(session, cast.dora, session.exec(select(SignIn)).one().id)


def test_a_reset_ends_all_sessions_and_uses_up_all_links(session, amira):
    tokens = [domain.start_sign_in(session, amira) for _ in range(3)]
    for _ in range(2):
        domain.ask_reset(session, amira.email)
    older, newer = (token_in(mail, "reset") for mail in mails(session))

    domain.reset(session, newer, NEW)

    assert is_password(amira.password_hash, NEW)
    assert not any(sign_in_by_token(session, token) for token in tokens)
    with pytest.raises(Gone):
        domain.reset(session, older, NEW)
    assert mails(session)[-1].subject == "Ihr Passwort wurde geändert"


def test_a_reset_link_ends_after_two_hours(session, amira, it_is):
    domain.ask_reset(session, amira.email)
    token = token_in(mails(session)[0], "reset")

    it_is(WHILE_OPEN + timedelta(hours=2))
    with pytest.raises(Gone):
        domain.reset(session, token, NEW)
    assert is_password(amira.password_hash, PASSWORD)


def test_a_reset_leaves_other_people_signed_in(session, cast):
    token = domain.start_sign_in(session, cast.dora)
    domain.ask_reset(session, cast.amira.email)

    domain.reset(session, token_in(mails(session)[0], "reset"), NEW)
    assert sign_in_by_token(session, token)


def test_asking_for_an_unknown_address_sends_a_mail_without_a_way_in(session, cast):
    domain.ask_reset(session, "niemand@example.org")
    domain.ask_confirmation(session, "niemand@example.org")

    assert not session.exec(select(Link)).all()
    assert {mail.subject for mail in mails(session)} == {"Kein Konto unter dieser Adresse"}


def test_a_blocked_person_gets_no_link(session, amira):
    amira.blocked_at = WHILE_OPEN
    session.flush()
    domain.ask_reset(session, amira.email)

    assert not session.exec(select(Link)).all()


def test_another_confirmation_is_for_the_unconfirmed_alone(session, amira):
    register(session)
    domain.ask_confirmation(session, "neu@example.org")
    domain.ask_confirmation(session, amira.email)

    subjects = [mail.subject for mail in mails(session)]
    assert subjects[1:] == ["Bitte bestätigen Sie Ihre Adresse", "Sie haben schon ein Konto"]


def test_a_new_password_needs_the_old_one(session, amira):
    token = domain.start_sign_in(session, amira)
    session.flush()

    with pytest.raises(Invalid) as refused:
        domain.change_password(session, amira, "falsch", NEW)
    assert "old" in refused.value.fields
    assert is_password(amira.password_hash, PASSWORD)
    assert sign_in_by_token(session, token)

    domain.change_password(session, amira, PASSWORD, NEW)
    assert is_password(amira.password_hash, NEW)
    assert sign_in_by_token(session, token) is None


def test_the_journal_holds_every_deed_and_no_personal_value(session, amira):
    register(session, name="Neu hier")
    domain.confirm(session, token_in(mails(session)[0], "confirm"))
    token = domain.start_sign_in(session, amira, "Firefox, Android")
    domain.end_sign_in(session, token)
    domain.change_name(session, amira, "Amira N.")
    domain.change_password(session, amira, PASSWORD, NEW)
    domain.ask_reset(session, amira.email)
    domain.reset(session, token_in(mails(session)[-1], "reset"), NEW)

    assert [deed for deed in deeds(session) if deed.startswith("account.")] == [
        "account.registered",
        "account.confirmed",
        "account.signed_in",
        "account.signed_out",
        "account.renamed",
        "account.changed_password",
        "account.asked_reset",
        "account.reset",
    ]
    ours = select(JournalEntry).where(JournalEntry.deed.startswith("account."))
    assert not any(entry.details for entry in session.exec(ours))
