"""Passwords: how they are kept, and which ones are refused."""

import statistics
import time

import pytest

from app.accounts.domain import renew_hash
from app.accounts.passwords import hash_password, is_outdated, is_password, why_weak
from app.models import Person

KEPT = hash_password("lesen und schreiben")


def test_a_password_is_kept_as_argon2id_with_owasps_parameters():
    assert KEPT.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "lesen" not in KEPT


def test_the_same_password_is_kept_differently_each_time():
    assert hash_password("lesen und schreiben") != KEPT


def test_only_the_password_itself_fits():
    assert is_password(KEPT, "lesen und schreiben")
    for other in ("lesen und schreibe", "Lesen und schreiben", "lesen und schreiben ", ""):
        assert not is_password(KEPT, other)


def test_nothing_is_cut_off():
    long = "x" * 999
    assert not is_password(hash_password(long + "a"), long + "b")


def test_an_umlaut_fits_however_a_device_composes_it():
    assert is_password(hash_password("Grüße an alle"), "Gru\u0308ße an alle")


@pytest.mark.parametrize("plain", ["", "irgendetwas", "\x00" * 32, "A" * 43])
def test_nobodys_hash_fits_no_password(plain):
    assert not is_password("", plain)


def test_a_broken_hash_fits_no_password():
    assert not is_password("not a hash", "not a hash")


def test_comparing_with_nobodys_hash_takes_as_long():
    def median(kept: str) -> float:
        taken = []
        for _ in range(9):
            before = time.process_time()
            is_password(kept, "etwas anderes")
            taken.append(time.process_time() - before)
        return statistics.median(taken)

    assert 0.5 < median("") / median(KEPT) < 2


def test_a_hash_with_old_parameters_is_to_be_renewed():
    assert not is_outdated(KEPT)
    assert is_outdated(KEPT.replace("m=19456", "m=9216"))


def test_it_is_renewed_when_its_owner_signs_in():
    person = Person(password_hash=KEPT)
    renew_hash(person, "lesen und schreiben")
    assert person.password_hash == KEPT

    person.password_hash = KEPT.replace("m=19456", "m=9216")
    renew_hash(person, "lesen und schreiben")
    assert person.password_hash.startswith("$argon2id$v=19$m=19456")
    assert is_password(person.password_hash, "lesen und schreiben")


COMMON = """
    passwort password Passwort1 passwort! P@ssw0rd 12345678 87654321 qwertzuiop 1qay2wsx q1w2e3r4
    asdfghjkl yxcvbnm1 11111111 abcabcabc hallohallo Sommer2024 Winter2023! michael1985 schatz123
    ichliebedich schmetterling Sonnenschein willkommen1 14021987 14.02.1987 iloveyou trustno1
    dortmund09 berlin2016 fußball1 Fussball1 admin123 test1234 changeme Schneider randnotiz
"""


@pytest.mark.parametrize("plain", COMMON.split())
def test_what_most_people_take_is_refused(plain):
    assert why_weak(plain, "amira@example.org", "Amira") == (
        "Dieses Passwort ist leicht zu erraten. Drei Wörter hintereinander sind besser."
    )


@pytest.mark.parametrize(
    "plain", ["amira.nord@example.org", "AMIRA.NORD@EXAMPLE.ORG", "amira.nord", "AmiraNordlicht1"]
)
def test_what_is_known_of_the_owner_is_refused(plain):
    assert why_weak(plain, "amira.nord@example.org", "Amira Nordlicht")


@pytest.mark.parametrize(
    "plain",
    [
        "lesen und schreiben",
        "Zug um halb neun",
        "tqxvbmwk",  # a manager's, only eight letters
        "x7Kp2mQz",
        "кошка на крыше",
        "قطة على السطح",
        "x" * 300 + "lang darf es sein" + "y" * 600,
    ],
)
def test_what_is_hard_to_guess_will_do(plain):
    assert why_weak(plain, "amira@example.org", "Amira") is None


@pytest.mark.parametrize(
    ("plain", "because"),
    [
        ("", "Bitte nehmen Sie mindestens 8 Zeichen."),
        ("x7Kp2mQ", "Bitte nehmen Sie mindestens 8 Zeichen."),
        ("x7Kp2mQz" * 126, "Bitte nehmen Sie höchstens 1000 Zeichen."),
    ],
)
def test_too_short_and_too_long(plain, because):
    assert why_weak(plain, "amira@example.org", "Amira") == because


def test_a_very_long_password_is_judged_at_once():
    before = time.process_time()
    why_weak("ab1" * 333, "amira@example.org", "Amira")
    assert time.process_time() - before < 0.5
